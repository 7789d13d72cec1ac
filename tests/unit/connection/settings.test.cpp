// SPDX-License-Identifier: BSL-1.0
#include <bcauth/connection/settings.hpp>

#include <bcauth/app_config.hpp>
#include <bcauth/oauth/token_response.hpp>
#include "support/test_authority.hpp"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using bcauth::any_certificate;
using bcauth::connection_options;
using bcauth::connection_settings;
using bcauth::diagnostics;
using bcauth::errc;
using bcauth::pin_kind;
using bcauth::proxy_auth;
using bcauth::proxy_kind;
using bcauth::setting;
using bcauth::setting_list;
using bcauth::trust_basis;
using namespace std::chrono_literals;

template <class Settings>
concept gives_views = requires(Settings&& settings) {
    std::forward<Settings>(settings).client_id();
}
|| requires(Settings&& settings) {
    std::forward<Settings>(settings).options();
}
|| requires(Settings&& settings) {
    std::forward<Settings>(settings).client_secret();
}
|| requires(Settings&& settings) {
    std::forward<Settings>(settings).access_token();
}
|| requires(Settings&& settings) {
    std::forward<Settings>(settings).callback_url();
}
|| requires(Settings&& settings) {
    std::forward<Settings>(settings).trust();
}
|| requires(Settings&& settings) {
    std::forward<Settings>(settings).via();
}
|| requires(Settings&& settings) {
    std::forward<Settings>(settings).log_file();
};
static_assert(gives_views<connection_settings const&> && !gives_views<connection_settings>);
static_assert(std::is_nothrow_move_constructible_v<connection_settings>);
static_assert(!std::is_constructible_v<connection_settings, connection_options>);

// the same limits stand in these headers, which a transport has no need to read
static_assert(bcauth::detail::max_setting_client_id_bytes ==
              bcauth::app_config::max_client_id_bytes);
static_assert(bcauth::detail::max_setting_token_bytes == bcauth::oauth::max_access_token_bytes);

setting_list list_of(std::string_view text) {
    diagnostics why;
    auto list = setting_list::from_connection_string(text, why);
    EXPECT_TRUE(list) << text << ": " << why.message();
    return list ? std::move(*list) : setting_list{};
}

connection_settings settings_of(setting_list const& list,
                                any_certificate consent = any_certificate::refused) {
    diagnostics why;
    auto made = connection_settings::make(list, why, consent);
    EXPECT_TRUE(made) << why.subject() << " " << why.message();
    EXPECT_TRUE(why.message().empty());
    return made ? std::move(*made) : connection_settings{};
}
connection_settings settings_of(std::string_view text) {
    return settings_of(list_of(text));
}
// of one setting, whatever bytes its value has
connection_settings settings_with(setting which, std::string_view value) {
    setting_list list;
    list.set(which, value);
    return settings_of(list);
}

bcauth::proxy via_of(std::string_view text) {
    auto const made = settings_of(text);
    return made.via();
}
bcauth::tls_trust trust_of(setting_list const& list) {
    auto const made = settings_of(list);
    return made.trust();
}

struct refusal {
    errc code{};
    std::string subject;
    std::string message;
};
refusal refusal_of(setting_list const& list) {
    diagnostics why;
    auto const made = connection_settings::make(list, why);
    if (made) return {};
    return {static_cast<errc>(made.error().value()), std::string(why.subject()), why.message()};
}
refusal refusal_of(std::string_view text) {
    return refusal_of(list_of(text));
}
refusal refusal_of(connection_options options) {
    diagnostics why;
    auto const made = connection_settings::make(std::move(options), why);
    if (made) return {};
    return {static_cast<errc>(made.error().value()), std::string(why.subject()), why.message()};
}
refusal refusal_with(setting which, std::string_view value) {
    setting_list list;
    list.set(which, value);
    return refusal_of(list);
}

void expect_allowed_values(std::string_view text, setting which) {
    auto const refused = refusal_of(text);
    EXPECT_EQ(refused.code, errc::invalid_setting) << text;
    EXPECT_EQ(refused.subject, bcauth::name(which)) << text;
    EXPECT_TRUE(refused.message.ends_with(": allowed: " + std::string(row_of(which).allowed)))
        << text << ": " << refused.message;
}

TEST(ConnectionSettings, BeginWithTheConnectorsDefaults) {
    for (auto const& made : {connection_settings{}, settings_of(""), settings_of(setting_list{})}) {
        EXPECT_TRUE(made.client_id().empty() && made.client_secret().empty());
        EXPECT_TRUE(made.access_token().empty() && made.callback_url().empty());
        EXPECT_FALSE(made.store());
        EXPECT_EQ(made.trust(), bcauth::tls_trust::machine());
        EXPECT_EQ(made.via().kind, proxy_kind::environment);
        EXPECT_EQ(made.timeout(), 60s);
        EXPECT_TRUE(made.log_file().empty());
        EXPECT_EQ(made.verbosity(), 1);
        EXPECT_EQ(made.max_log_file_bytes(), 100'000'000U);
        EXPECT_TRUE(made.warnings().empty());
    }
}

TEST(ConnectionSettings, ADefaultThatIsWrittenOutChangesNothing) {
    for (bool const has_proxy : {false, true}) {
        setting_list list;
        for (auto const& row : bcauth::settings_table()) {
            bool const said = has_proxy && row.which == setting::proxy_auto_detect;
            list.set(row.which, said ? "" : row.default_value);
        }
        if (has_proxy) list.set(setting::proxy_server, "proxy");
        auto const made = settings_of(list);
        EXPECT_EQ(made.via().kind, has_proxy ? proxy_kind::http : proxy_kind::environment);
        EXPECT_EQ(made.via().auth, proxy_auth::none);
        EXPECT_EQ(made.timeout(), 60s);
        EXPECT_TRUE(made.warnings().empty());
    }
}

TEST(ConnectionSettings, TakeWhatTheAppIsTold) {
    auto const made = settings_of(
        "AuthScheme=oauth;OAuthClientId=my-id;OAuthClientSecret=' s;e''cret ';"
        "OAuthAccessToken=tok-en;CallbackURL=https://app.example/auth?x=%7e;StoreId=abc123");
    EXPECT_EQ(made.client_id(), "my-id");
    EXPECT_EQ(made.client_secret().expose(), " s;e'cret ");
    EXPECT_EQ(made.access_token().expose(), "tok-en");
    EXPECT_EQ(made.callback_url(), "https://app.example/auth?x=%7e");
    EXPECT_EQ(made.store()->view(), "abc123");
    auto const local = settings_of("CallbackURL=http://localhost:33333");
    EXPECT_EQ(local.callback_url(), "http://localhost:33333");
    std::string const any("\0\xff\n", 3);
    auto const bytes = settings_with(setting::oauth_client_secret, any);
    EXPECT_EQ(bytes.client_secret().expose(), any);
}

TEST(ConnectionSettings, RefuseWhatAnAppIsNeverTold) {
    for (auto const* const text :
         {"AuthScheme=Basic", "AuthScheme=OAuth2", "AuthScheme='OAuth '"}) {
        expect_allowed_values(text, setting::auth_scheme);
    }
    expect_allowed_values("OAuthClientId='my id'", setting::oauth_client_id);
    expect_allowed_values("OAuthClientId=" + std::string(129, 'x'), setting::oauth_client_id);
    EXPECT_TRUE(settings_of("OAuthClientId=" + std::string(128, 'x')).warnings().empty());
    expect_allowed_values("OAuthAccessToken='tok en'", setting::oauth_access_token);
    expect_allowed_values("OAuthAccessToken='tok\nen'", setting::oauth_access_token);
    expect_allowed_values("OAuthAccessToken=" + std::string(1025, 'x'),
                          setting::oauth_access_token);
    EXPECT_TRUE(settings_of("OAuthAccessToken=" + std::string(1024, 'x')).warnings().empty());
    for (auto const* const text :
         {"CallbackURL=app.example/auth", "CallbackURL=http://app.example/auth",
          "CallbackURL=https://", "CallbackURL=https://u@app.example/",
          "CallbackURL=https://a/#f"}) {
        expect_allowed_values(text, setting::callback_url);
    }
}

TEST(ConnectionSettings, FindTheStoreInAnApiPath) {
    for (auto const* const text :
         {"abc", "stores/abc", "/stores/abc/v2", "/stores/abc/v3/", "/stores/abc/v3/catalog",
          "https://api.bigcommerce.com/stores/abc/v3",
          "https://api.bigcommerce.com/stores/abc/v2/"}) {
        EXPECT_EQ(settings_of("StoreId=" + std::string(text)).store()->view(), "abc") << text;
    }
    for (auto const* const text :
         {"ABC", "stores/abc/", "/stores/abc", "http://api.bigcommerce.com/stores/abc/v3",
          "https://api.bigcommerce.com/abc/v3", "a b", "'abc '"}) {
        expect_allowed_values("StoreId=" + std::string(text), setting::store_id);
    }
}

TEST(ConnectionSettings, MapEveryPropertyOfAProxy) {
    auto const made = settings_of(
        "ProxyAutoDetect=FALSE;ProxyServer=proxy.example;ProxyPort=3128;ProxyAuthScheme=digest;"
        "ProxyUser=me;ProxyPassword='p;w';ProxySSLType=always;ProxyExceptions='a.example; "
        "*.b.example;10.0.0.0/8'");
    auto const& via = made.via();
    EXPECT_EQ(via.kind, proxy_kind::http);
    EXPECT_TRUE(via.tls);
    EXPECT_EQ(via.host, "proxy.example");
    EXPECT_EQ(via.port, 3128);
    EXPECT_EQ(via.auth, proxy_auth::digest);
    EXPECT_EQ(via.user, "me");
    EXPECT_EQ(via.password.expose(), "p;w");
    EXPECT_EQ(via.exceptions, (std::vector<std::string>{"a.example", "*.b.example", "10.0.0.0/8"}));
}

TEST(ConnectionSettings, TakeEveryValueOfAProxysChoices) {
    std::pair<char const*, proxy_auth> const schemes[] = {{"BASIC", proxy_auth::basic},
                                                          {"Digest", proxy_auth::digest},
                                                          {"NEGOTIATE", proxy_auth::negotiate},
                                                          {"ntlm", proxy_auth::ntlm}};
    for (auto const& [word, auth] : schemes) {
        EXPECT_EQ(via_of("ProxyServer=p;ProxyUser=u;ProxyAuthScheme=" + std::string(word)).auth,
                  auth);
    }
    EXPECT_EQ(via_of("ProxyServer=p;ProxyAuthScheme=NONE").auth, proxy_auth::none);
    EXPECT_EQ(via_of("ProxyServer=p;ProxyUser=u").auth, proxy_auth::basic);
    EXPECT_EQ(via_of("ProxyServer=p;ProxyAuthScheme=BASIC").auth, proxy_auth::none);
    EXPECT_EQ(via_of("ProxyServer=p;ProxyAuthScheme=NEGOTIATE").auth, proxy_auth::negotiate);
    for (auto const* const word : {"AUTO", "NEVER", "TUNNEL", "never"}) {
        EXPECT_FALSE(via_of("ProxyServer=p;ProxySSLType=" + std::string(word)).tls);
    }
    EXPECT_TRUE(via_of("ProxyServer=p;ProxySSLType=ALWAYS").tls);
    EXPECT_EQ(via_of("ProxyServer=p").port, 80);
    EXPECT_EQ(via_of("ProxyServer=p;ProxyPort=1").port, 1);
    EXPECT_EQ(via_of("ProxyServer=p;ProxyPort=65535").port, 65535);
    for (auto const* const host : {"p", "proxy-1.example", "192.0.2.1", "my_proxy"}) {
        EXPECT_EQ(via_of("ProxyServer=" + std::string(host)).host, host);
    }
    EXPECT_EQ(via_of("ProxyServer=[2001:db8::1]").host, "2001:db8::1");
    EXPECT_EQ(via_of("ProxyServer=2001:db8::1").host, "2001:db8::1");
}

TEST(ConnectionSettings, UseTheEnvironmentUnlessToldOtherwise) {
    EXPECT_EQ(via_of("ProxyAutoDetect=true").kind, proxy_kind::environment);
    EXPECT_EQ(via_of("ProxyAutoDetect=").kind, proxy_kind::environment);
    EXPECT_EQ(via_of("ProxyAutoDetect=False").kind, proxy_kind::none);
    EXPECT_EQ(via_of("ProxyServer=p").kind, proxy_kind::http);
    EXPECT_EQ(via_of("FirewallType=SOCKS5;FirewallServer=f").kind, proxy_kind::socks5);
    auto const except = settings_of("ProxyExceptions=a.example");
    EXPECT_EQ(except.via().kind, proxy_kind::environment);
    EXPECT_EQ(except.via().exceptions, std::vector<std::string>{"a.example"});
}

TEST(ConnectionSettings, RefuseEveryOtherValueOfAProxy) {
    for (auto const* const value : {"yes", "1", "'true '", "no", "truefalse"}) {
        expect_allowed_values("ProxyAutoDetect=" + std::string(value), setting::proxy_auto_detect);
    }
    for (auto const* const value : {"http://proxy", "proxy:3128", "pro xy", "user@proxy", "[proxy]",
                                    "[::1", "::g", "a/b", "[192.0.2.1]", "[]", "1:2"}) {
        expect_allowed_values("ProxyServer=" + std::string(value), setting::proxy_server);
        expect_allowed_values("FirewallType=TUNNEL;FirewallServer=" + std::string(value),
                              setting::firewall_server);
    }
    expect_allowed_values("ProxyServer=" + std::string(256, 'x'), setting::proxy_server);
    EXPECT_EQ(via_of("ProxyServer=" + std::string(255, 'x')).host.size(), 255U);
    for (auto const* const value : {"0", "65536", "-1", "80x", "x", "0x50", "99999999999", "8 0"}) {
        expect_allowed_values("ProxyServer=p;ProxyPort=" + std::string(value), setting::proxy_port);
    }
    expect_allowed_values("ProxyServer=p;ProxyAuthScheme=KERBEROS", setting::proxy_auth_scheme);
    expect_allowed_values("ProxyServer=p;ProxySSLType=MAYBE", setting::proxy_ssl_type);
    expect_allowed_values("ProxyServer=p;ProxyUser='a\nb'", setting::proxy_user);
    expect_allowed_values("ProxyServer=p;ProxyUser=" + std::string(4097, 'x'), setting::proxy_user);
    expect_allowed_values("ProxyServer=p;ProxyUser=a;ProxyPassword='a\nb'",
                          setting::proxy_password);
    EXPECT_EQ(via_of("ProxyServer=p;ProxyUser=" + std::string(4096, 'x')).user.size(), 4096U);
    expect_allowed_values("ProxyServer=p;ProxyUser=a;ProxyPassword=" + std::string(4097, 'x'),
                          setting::proxy_password);
    for (auto const* const value :
         {"a,b", "a b", "http://a", "a;b:0", "a:x", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0:1/8",
          "a/8", "[::1", "[a]", "[1.2.3.4]", "*.", ".", "**", "a.*", "::1;::x", "u@a", "::/129"}) {
        expect_allowed_values("ProxyExceptions='" + std::string(value) + "'",
                              setting::proxy_exceptions);
    }
    for (auto const* const value :
         {"*", "*:443", "a", ".a", "*.a", "a:443", "192.0.2.1:1", "[::1]", "::1", "[::1]:65535",
          "10.0.0.0/8", "::/0", "[::]/128", "; a ;;b;", "a."}) {
        EXPECT_TRUE(settings_of("ProxyExceptions='" + std::string(value) + "'").warnings().empty());
    }
}

TEST(ConnectionSettings, ExplainWhatIsNotSupportedByName) {
    auto const scheme = refusal_of("ProxyServer=p;ProxyAuthScheme=Proprietary;ProxyUser=u");
    EXPECT_EQ(scheme.code, errc::unsupported_setting);
    EXPECT_EQ(scheme.subject, "ProxyAuthScheme");
    EXPECT_EQ(scheme.message,
              "in the connection string, setting 2: PROPRIETARY is not supported; allowed: BASIC, "
              "DIGEST, NONE, NEGOTIATE, NTLM");
    auto const colon = refusal_of("ProxyServer=p;ProxyUser=a:b");
    EXPECT_EQ(colon.code, errc::invalid_setting);
    EXPECT_EQ(colon.subject, "ProxyUser");
    EXPECT_EQ(colon.message, "in the connection string, setting 2: with BASIC it has no colon");
    EXPECT_EQ(via_of("ProxyServer=p;ProxyUser=a:b;ProxyAuthScheme=DIGEST").user, "a:b");
}

TEST(ConnectionSettings, MapEveryPropertyOfAFirewall) {
    auto const made = settings_of(
        "FirewallType=socks5;FirewallServer=fw.example;FirewallPort=1081;FirewallUser=me:too;"
        "FirewallPassword=\"pw\"");
    EXPECT_EQ(made.via().kind, proxy_kind::socks5);
    EXPECT_EQ(made.via().host, "fw.example");
    EXPECT_EQ(made.via().port, 1081);
    EXPECT_EQ(made.via().auth, proxy_auth::none);
    EXPECT_EQ(made.via().user, "me:too");
    EXPECT_EQ(made.via().password.expose(), "pw");
    auto const tunnel =
        settings_of("FirewallType=TUNNEL;FirewallServer=f;FirewallUser=u;FirewallPassword=p");
    EXPECT_EQ(tunnel.via().kind, proxy_kind::http);
    EXPECT_EQ(tunnel.via().auth, proxy_auth::basic);
    EXPECT_FALSE(tunnel.via().tls);
    std::tuple<char const*, proxy_kind, int> const rows[] = {{"TUNNEL", proxy_kind::http, 80},
                                                             {"SOCKS4", proxy_kind::socks4, 1080},
                                                             {"SOCKS5", proxy_kind::socks5, 1080}};
    for (auto const& [word, kind, port] : rows) {
        auto const text = "FirewallServer=[::1];FirewallType=" + std::string(word);
        EXPECT_EQ(via_of(text).kind, kind);
        EXPECT_EQ(via_of(text).host, "::1");
        EXPECT_EQ(via_of(text).port, port);
        EXPECT_EQ(via_of(text).auth, proxy_auth::none);
        EXPECT_EQ(via_of(text + ";FirewallPort=0").port, port);
        EXPECT_EQ(via_of(text + ";FirewallPort=9").port, 9);
        EXPECT_EQ(via_of(text + ";ProxyAutoDetect=false").kind, kind);
        for (auto const* const bad : {"65536", "-1", "x"}) {
            expect_allowed_values(text + ";FirewallPort=" + bad, setting::firewall_port);
        }
    }
    EXPECT_EQ(via_of("FirewallType=SOCKS4;FirewallServer=f;FirewallUser=u").user, "u");
    expect_allowed_values("FirewallType=SOCKS;FirewallServer=f", setting::firewall_type);
    expect_allowed_values("FirewallType=SOCKS5;FirewallServer=f;FirewallUser='\n'",
                          setting::firewall_user);
    expect_allowed_values("FirewallType=SOCKS5;FirewallServer=f;FirewallUser=u;FirewallPassword=" +
                              std::string(256, 'x'),
                          setting::firewall_password);
    expect_allowed_values(
        "FirewallType=SOCKS4;FirewallServer=f;FirewallUser=" + std::string(256, 'x'),
        setting::firewall_user);
    EXPECT_EQ(via_of("FirewallType=SOCKS4;FirewallServer=f;FirewallUser=" + std::string(255, 'x'))
                  .user.size(),
              255U);
}

TEST(ConnectionSettings, RefuseWhatContradictsItself) {
    struct {
        char const* text;
        char const* subject;
        char const* words;
    } const rows[] = {
        {"ProxyServer=p;ProxyAutoDetect=true", "ProxyAutoDetect",
         "setting 2: true excludes ProxyServer (in the connection string, setting 1)"},
        {"FirewallServer=f", "FirewallServer",
         "setting 1: it needs TUNNEL, SOCKS4 or SOCKS5 as FirewallType"},
        {"FirewallServer=f;FirewallType=NONE", "FirewallServer",
         "setting 1: it needs TUNNEL, SOCKS4 or SOCKS5 as FirewallType (in the connection string, "
         "setting 2)"},
        {"FirewallPort=1", "FirewallPort",
         "setting 1: it needs TUNNEL, SOCKS4 or SOCKS5 as FirewallType"},
        {"FirewallUser=u", "FirewallUser",
         "setting 1: it needs TUNNEL, SOCKS4 or SOCKS5 as FirewallType"},
        {"FirewallPassword=u", "FirewallPassword",
         "setting 1: it needs TUNNEL, SOCKS4 or SOCKS5 as FirewallType"},
        {"FirewallType=SOCKS5", "FirewallType", "setting 1: it needs FirewallServer"},
        {"FirewallType=SOCKS5;FirewallServer=f;ProxyServer=p", "FirewallType",
         "setting 1: a firewall excludes ProxyServer (in the connection string, setting 3)"},
        {"FirewallType=SOCKS5;FirewallServer=f;ProxyPort=81", "FirewallType",
         "setting 1: a firewall excludes ProxyPort (in the connection string, setting 3)"},
        {"FirewallType=TUNNEL;FirewallServer=f;ProxyUser=u", "FirewallType",
         "setting 1: a firewall excludes ProxyUser (in the connection string, setting 3)"},
        {"FirewallType=TUNNEL;FirewallServer=f;ProxyPassword=u", "FirewallType",
         "setting 1: a firewall excludes ProxyPassword (in the connection string, setting 3)"},
        {"FirewallType=TUNNEL;FirewallServer=f;ProxyAuthScheme=DIGEST", "FirewallType",
         "setting 1: a firewall excludes ProxyAuthScheme (in the connection string, setting 3)"},
        {"FirewallType=TUNNEL;FirewallServer=f;ProxySSLType=ALWAYS", "FirewallType",
         "setting 1: a firewall excludes ProxySSLType (in the connection string, setting 3)"},
        {"FirewallType=SOCKS4;FirewallServer=f;ProxyExceptions=a", "FirewallType",
         "setting 1: a firewall excludes ProxyExceptions (in the connection string, setting 3)"},
        {"FirewallType=SOCKS5;FirewallServer=f;ProxyAutoDetect=true", "FirewallType",
         "setting 1: a firewall excludes ProxyAutoDetect (in the connection string, setting 3)"},
        {"FirewallType=SOCKS4;FirewallServer=f;FirewallUser=u;FirewallPassword=w",
         "FirewallPassword", "setting 4: SOCKS4 has no password; SOCKS5 has"},
        {"FirewallType=SOCKS5;FirewallServer=f;FirewallPassword=w", "FirewallPassword",
         "setting 3: it needs FirewallUser"},
        {"ProxyPort=81", "ProxyPort", "setting 1: it needs ProxyServer"},
        {"ProxyAutoDetect=true;ProxyUser=u", "ProxyUser", "setting 2: it needs ProxyServer"},
        {"ProxyPassword=u", "ProxyPassword", "setting 1: it needs ProxyServer"},
        {"ProxySSLType=TUNNEL", "ProxySSLType", "setting 1: it needs ProxyServer"},
        {"ProxyAuthScheme=NTLM", "ProxyAuthScheme", "setting 1: it needs ProxyServer"},
        {"ProxyServer=p;ProxyPassword=w", "ProxyPassword", "setting 2: it needs ProxyUser"},
        {"ProxyServer=p;ProxyAuthScheme=DIGEST", "ProxyAuthScheme",
         "setting 2: it needs ProxyUser"},
        {"ProxyServer=p;ProxyAuthScheme=NONE;ProxyUser=u", "ProxyAuthScheme",
         "setting 2: NONE excludes ProxyUser (in the connection string, setting 3)"},
    };
    for (auto const& row : rows) {
        auto const refused = refusal_of(row.text);
        EXPECT_EQ(refused.code, errc::conflicting_settings) << row.text;
        EXPECT_EQ(refused.subject, row.subject) << row.text;
        EXPECT_EQ(refused.message, "in the connection string, " + std::string(row.words));
    }
}

TEST(ConnectionSettings, TellWhereEachSideOfAConflictCameFrom) {
    diagnostics why;
    auto list = *setting_list::from_file_text("\nProxyServer=p\n", why);
    list.merge(setting_list::from_environment([](std::string_view name) {
        return name == "BCAUTH_FIREWALLSERVER" ? std::optional<std::string>("f") : std::nullopt;
    }));
    list.merge(list_of("Timeout=5;FirewallType=SOCKS5"));
    auto const refused = refusal_of(list);
    EXPECT_EQ(refused.message,
              "in the connection string, setting 2: a firewall excludes ProxyServer (in the file, "
              "line 2)");
    list.set(setting::proxy_server, "");
    auto const mended = settings_of(list);
    EXPECT_EQ(mended.via().host, "f");
    list.set(setting::firewall_server, "");
    EXPECT_EQ(refusal_of(list).message,
              "in the connection string, setting 2: it needs FirewallServer (in the program)");
}

TEST(ConnectionSettings, TakeTheLimitsAndTheLog) {
    EXPECT_EQ(settings_of("Timeout=0").timeout(), 0s);
    EXPECT_EQ(settings_of("Timeout=2147483").timeout(), 2'147'483s);
    for (auto const* const value : {"2147484", "-1", "1.5", "60s", "x", "1 0", "99999999999999"}) {
        expect_allowed_values("Timeout=" + std::string(value), setting::timeout);
    }
    auto const log = settings_of("Logfile='/var/log/a b.log';Verbosity=5;MaxLogFileSize=10 mb");
    EXPECT_EQ(log.log_file(), "/var/log/a b.log");
    EXPECT_EQ(log.verbosity(), 5);
    EXPECT_EQ(log.max_log_file_bytes(), 10'000'000U);
    EXPECT_TRUE(log.warnings().empty());
    for (auto const* const value : {"0", "6", "-1", "x", "1.0", "11"}) {
        expect_allowed_values("Verbosity=" + std::string(value), setting::verbosity);
    }
    expect_allowed_values("Logfile='a\nb'", setting::log_file);
    EXPECT_EQ(refusal_with(setting::log_file, std::string_view("a\0b", 3)).subject, "Logfile");
    expect_allowed_values("Logfile=" + std::string(4097, 'x'), setting::log_file);
    std::pair<char const*, std::uint64_t> const sizes[] = {{"100000", 100'000},
                                                           {"100kB", 100'000},
                                                           {"100KB", 100'000},
                                                           {"100 kb", 100'000},
                                                           {"1MB", 1'000'000},
                                                           {"2gb", 2'000'000'000},
                                                           {"1000GB", 1'000'000'000'000},
                                                           {"1000000000000", 1'000'000'000'000}};
    for (auto const& [text, bytes] : sizes) {
        EXPECT_EQ(settings_of("MaxLogFileSize=" + std::string(text)).max_log_file_bytes(), bytes)
            << text;
    }
    for (auto const* const text :
         {"99999", "99kB", "1001GB", "1000000000001", "99999999999999", "MB", "1.5MB", "-1",
          "100KiB", "100 k B", "1TB", "0", "18446744073709551616", "100kB x"}) {
        expect_allowed_values("MaxLogFileSize=" + std::string(text), setting::max_log_file_size);
    }
}

std::string in_hex(std::string_view bytes, char const* between, bool upper) {
    std::string text;
    for (auto const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        auto const* const digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
        if (!text.empty()) text += between;
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

// with blanks for the ends of its lines, as the connectors' pages show it
std::string in_one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

std::string public_key_pem(std::string_view label, std::string_view der) {
    return bcauth::detail::write_pem({label, std::string(der)});
}

class ServerCert : public testing::Test {
protected:
    static bcauth::tls_trust trust_of(std::string_view value) {
        auto const made = settings_with(setting::ssl_server_cert, value);
        return made.trust();
    }
    static bool refuses(std::string_view value) {
        auto const refused = refusal_with(setting::ssl_server_cert, value);
        return refused.code == errc::invalid_setting && refused.subject == "SSLServerCert" &&
               refused.message.ends_with("allowed: " +
                                         std::string(row_of(setting::ssl_server_cert).allowed));
    }

    test_certificate certificate{"localhost", "DNS:localhost", 10, nullptr};
    test_certificate other{"other", "DNS:other", 10, nullptr};
};

TEST_F(ServerCert, TakesCertificatesHoweverTheirLinesEnd) {
    auto const pem = certificate.pem();
    auto const expected = bcauth::tls_trust::also_pem(pem);
    EXPECT_EQ(trust_of(pem), expected);
    EXPECT_EQ(trust_of(in_one_line(pem)), expected);
    EXPECT_EQ(trust_of("  \r\n" + pem + "\t\n"), expected);
    auto windows = pem;
    for (auto at = windows.find('\n'); at != std::string::npos; at = windows.find('\n', at + 2)) {
        windows.insert(at, 1, '\r');
    }
    EXPECT_EQ(trust_of(windows), expected);
    EXPECT_EQ(trust_of(pem + other.pem()), bcauth::tls_trust::also_pem(pem + other.pem()));
    EXPECT_EQ(::trust_of(list_of("SSLServerCert=" + in_one_line(pem))), expected);
    diagnostics why;
    auto const file = setting_list::from_file_text("SSLServerCert='" + pem + "'", why);
    EXPECT_EQ(::trust_of(*file), expected);
}

TEST_F(ServerCert, RefusesWhatIsNoCertificate) {
    auto const pem = certificate.pem();
    auto const without = [&](std::string_view part, std::string_view instead = "") {
        auto text = pem;
        return text.replace(text.find(part), part.size(), instead);
    };
    for (auto const& text :
         {without("-----END CERTIFICATE-----"), without("END CERTIFICATE", "END X509 CERTIFICATE"),
          without("MII", "MI"), without("MII", "!II"), without("MII", "NII"), pem + "x",
          pem + certificate.key_pem(), certificate.key_pem(), pem.substr(0, pem.size() / 2),
          std::string("-----BEGIN CERTIFICATE----------END CERTIFICATE-----"),
          std::string("-----BEGIN CERTIFICATE-----"), std::string("-----BEGIN"),
          public_key_pem("CERTIFICATE", std::string("\x30\x03\x02\x01\x01", 5)),
          public_key_pem("CERTIFICATE", std::string("\x30\x80\x30\x00\x00\x00", 6)),
          public_key_pem("CERTIFICATE", std::string("\x30\x03\x30\x01\x01\x00", 6)),
          public_key_pem("CERTIFICATE", "")}) {
        EXPECT_TRUE(refuses(text)) << text;
    }
    EXPECT_EQ(refusal_with(setting::ssl_server_cert, certificate.key_pem()).message.find("MI"),
              std::string::npos);
}

TEST_F(ServerCert, TakesAPublicKeyWithoutAChain) {
    auto const der = certificate.public_key_der();
    auto const trust = trust_of(public_key_pem("PUBLIC KEY", der));
    EXPECT_EQ(trust.basis, trust_basis::machine_and_given);
    EXPECT_EQ(trust.pin, (bcauth::certificate_pin{pin_kind::public_key, der}));
    EXPECT_EQ(trust_of(in_one_line(public_key_pem("PUBLIC KEY", der))), trust);
    EXPECT_EQ(trust_of(public_key_pem("RSA PUBLIC KEY", der)), trust);
    auto const twice = public_key_pem("PUBLIC KEY", der) + public_key_pem("PUBLIC KEY", der);
    EXPECT_TRUE(refuses(twice));
    EXPECT_TRUE(refuses(public_key_pem("PUBLIC KEY", der) + certificate.pem()));
    EXPECT_TRUE(refuses(public_key_pem("PUBLIC KEY", der.substr(1))));
    EXPECT_TRUE(refuses(public_key_pem("PUBLIC KEY", der + "x")));
    EXPECT_TRUE(refuses(public_key_pem("DSA PUBLIC KEY", der)));
}

template <int (*Encode)(EVP_PKEY const*, unsigned char**)>
std::string der_of(EVP_PKEY const* key) {
    unsigned char* der = nullptr;
    auto const size = Encode(key, &der);
    std::string bytes(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return bytes;
}

TEST_F(ServerCert, WrapsAnRsaKeyAsOpensslDoes) {
    for (auto const bits : {512U, 1024U, 2048U}) {
        std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const key(EVP_RSA_gen(bits),
                                                                      &EVP_PKEY_free);
        ASSERT_NE(key, nullptr);
        auto const bare = der_of<i2d_PublicKey>(key.get());
        auto const trust = trust_of(public_key_pem("RSA PUBLIC KEY", bare));
        EXPECT_EQ(trust.pin->kind, pin_kind::public_key);
        EXPECT_EQ(trust.pin->bytes, der_of<i2d_PUBKEY>(key.get())) << bits;
        EXPECT_TRUE(refuses(public_key_pem("PUBLIC KEY", bare)));
    }
}

TEST_F(ServerCert, TakesThumbprintsInAnyCaseWithBlanksOrColons) {
    for (auto const* const between : {"", " ", ":"}) {
        for (bool const upper : {false, true}) {
            auto const strong = trust_of(in_hex(certificate.sha256(), between, upper));
            EXPECT_EQ(strong.basis, trust_basis::machine_and_given);
            EXPECT_EQ(strong.pin, (bcauth::certificate_pin{pin_kind::certificate_sha256,
                                                           certificate.sha256()}));
            auto const weak = trust_of(in_hex(certificate.sha1(), between, upper));
            EXPECT_EQ(weak.pin,
                      (bcauth::certificate_pin{pin_kind::certificate_sha1, certificate.sha1()}));
        }
    }
}

TEST_F(ServerCert, WarnsOfSha1) {
    auto const warnings =
        settings_with(setting::ssl_server_cert, in_hex(certificate.sha1(), ":", true)).warnings();
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_EQ(warnings[0].which, setting::ssl_server_cert);
    EXPECT_NE(warnings[0].text.find("SHA-1"), std::string::npos);
    EXPECT_TRUE(settings_with(setting::ssl_server_cert, in_hex(certificate.sha256(), "", true))
                    .warnings()
                    .empty());
}

TEST_F(ServerCert, RefusesMd5ByName) {
    auto const refused =
        refusal_with(setting::ssl_server_cert, in_hex(std::string(16, 'x'), ":", true));
    EXPECT_EQ(refused.code, errc::unsupported_setting);
    EXPECT_EQ(refused.subject, "SSLServerCert");
    EXPECT_EQ(refused.message,
              "in the program: an MD5 thumbprint can be forged; give the SHA-256 one");
}

TEST_F(ServerCert, RefusesAThumbprintWithADigitTooFewOrTooMany) {
    auto const digits = in_hex(certificate.sha256(), "", false);
    for (auto const size : {16U, 31U, 33U, 39U, 41U, 63U, 65U, 128U}) {
        EXPECT_TRUE(refuses((digits + digits + "0").substr(0, size))) << size;
    }
    EXPECT_EQ(trust_of("cafe").file, "cafe");
    EXPECT_EQ(trust_of("./" + digits).file, "./" + digits);
    EXPECT_EQ(trust_of(digits + "g").file, digits + "g");
}

TEST_F(ServerCert, KeepsAPathForTheTransport) {
    for (auto const* const path :
         {"/etc/ssl/my ca.pem", "ca.pem", "C:\\certs\\ca.pem", "./*", "**"}) {
        EXPECT_EQ(trust_of(path), bcauth::tls_trust::also_file(path));
    }
    EXPECT_TRUE(refuses("/etc/\nssl"));
    EXPECT_TRUE(refuses(std::string_view("/etc\0/ssl", 9)));
    EXPECT_TRUE(refuses("/" + std::string(4096, 'x')));
}

TEST_F(ServerCert, TakesAnythingOnlyWhereTheProgramAllowsIt) {
    auto const refused = refusal_of("SSLServerCert=*");
    EXPECT_EQ(refused.code, errc::unsafe_setting);
    EXPECT_EQ(refused.subject, "SSLServerCert");
    auto const made = settings_of(list_of("SSLServerCert=*"), any_certificate::unsafe_allowed);
    EXPECT_EQ(made.trust(), bcauth::tls_trust::unsafe_anything());
    ASSERT_EQ(made.warnings().size(), 1U);
    EXPECT_EQ(made.warnings()[0].which, setting::ssl_server_cert);
    auto const usual = settings_of(list_of(""), any_certificate::unsafe_allowed);
    EXPECT_EQ(usual.trust(), bcauth::tls_trust::machine());
}

TEST(SettingsWarnings, TellWhatHasNoEffect) {
    auto const made = settings_of("Verbosity=3;MaxLogFileSize=1GB");
    ASSERT_EQ(made.warnings().size(), 2U);
    EXPECT_EQ(made.warnings()[0].which, setting::verbosity);
    EXPECT_EQ(made.warnings()[1].which, setting::max_log_file_size);
    EXPECT_TRUE(settings_of("Verbosity=3;MaxLogFileSize=1GB;Logfile=x").warnings().empty());
}

connection_options good_options() {
    connection_options options{.client_id = "id",
                               .access_token = bcauth::secret("token"),
                               .callback_url = "https://app.example/auth",
                               .timeout = 5s,
                               .log_file = "x"};
    options.via.kind = proxy_kind::http;
    options.via.host = "proxy";
    options.via.port = 3128;
    options.via.user = "me";
    options.via.password = bcauth::secret("pw");
    options.via.auth = proxy_auth::basic;
    return options;
}

TEST(ConnectionOptions, AreJudgedByTheSameRules) {
    diagnostics why;
    auto const made = connection_settings::make(good_options(), why);
    ASSERT_TRUE(made) << why.message();
    EXPECT_EQ(made->client_id(), "id");
    EXPECT_EQ(made->access_token().expose(), "token");
    EXPECT_EQ(made->via().password.expose(), "pw");
    EXPECT_EQ(made->timeout(), 5s);
    ASSERT_TRUE(connection_settings::make(connection_options{}, why));
}

template <class Change>
refusal after(Change change) {
    auto options = good_options();
    change(options);
    return refusal_of(std::move(options));
}

TEST(ConnectionOptions, ThatAreNotAllowedNameTheNearestSetting) {
    using options = connection_options;
    std::pair<char const*, refusal> const rows[] = {
        {"OAuthClientId", after([](options& o) { o.client_id = "a b"; })},
        {"OAuthAccessToken", after([](options& o) { o.access_token = bcauth::secret("a b"); })},
        {"CallbackURL", after([](options& o) { o.callback_url = "x"; })},
        {"ProxyServer", after([](options& o) { o.via.host = "a:1"; })},
        {"ProxyServer", after([](options& o) { o.via.host = "[::1]"; })},
        {"ProxyServer", after([](options& o) { o.via.host = ""; })},
        {"ProxyPort", after([](options& o) { o.via.port = 0; })},
        {"ProxyUser", after([](options& o) { o.via.user = "a:b"; })},
        {"ProxyUser", after([](options& o) { o.via.user = "a\x7f"; })},
        {"ProxyExceptions", after([](options& o) {
             o.via.exceptions = {"a", ""};
         })},
        {"Timeout", after([](options& o) { o.timeout = -1s; })},
        {"Timeout", after([](options& o) { o.timeout = 2'147'484s; })},
        {"Logfile", after([](options& o) { o.log_file = "\n"; })},
        {"Verbosity", after([](options& o) { o.verbosity = 0; })},
        {"Verbosity", after([](options& o) { o.verbosity = 6; })},
        {"MaxLogFileSize", after([](options& o) { o.max_log_file_bytes = 99'999; })},
        {"MaxLogFileSize", after([](options& o) { o.max_log_file_bytes = 1'000'000'000'001; })},
        {"SSLServerCert", after([](options& o) {
             o.trust = bcauth::tls_trust::pinned({pin_kind::certificate_sha256, "short"});
         })},
        {"SSLServerCert", after([](options& o) {
             o.trust =
                 bcauth::tls_trust::pinned({pin_kind::certificate_sha1, std::string(32, 'x')});
         })},
        {"SSLServerCert", after([](options& o) {
             o.trust = bcauth::tls_trust::pinned({pin_kind::public_key, "x"});
         })},
        {"SSLServerCert", after([](options& o) { o.trust = bcauth::tls_trust::only_pem("x"); })},
    };
    for (auto const& [subject, refused] : rows) {
        EXPECT_EQ(refused.code, errc::invalid_setting) << subject;
        EXPECT_EQ(refused.subject, subject);
        EXPECT_TRUE(refused.message.starts_with("in the program: ")) << refused.message;
    }
}

TEST(ConnectionOptions, ThatContradictThemselvesAreRefused) {
    using options = connection_options;
    auto const socks = [](options& o) {
        o.via.kind = proxy_kind::socks5;
        o.via.auth = proxy_auth::none;
    };
    std::pair<char const*, refusal> const rows[] = {
        {"ProxyAuthScheme", after([](options& o) { o.via.auth = proxy_auth::none; })},
        {"ProxyAuthScheme", after([](options& o) {
             o.via.user = "";
             o.via.password = {};
         })},
        {"ProxyPassword", after([](options& o) { o.via.user = ""; })},
        {"ProxyServer", after([](options& o) { o.via.kind = proxy_kind::environment; })},
        {"ProxyServer", after([](options& o) { o.via.kind = proxy_kind::none; })},
        {"ProxyServer", after([](options& o) {
             o.via = {};
             o.via.tls = true;
         })},
        {"FirewallType", after([&](options& o) {
             socks(o);
             o.via.auth = proxy_auth::basic;
         })},
        {"FirewallType", after([&](options& o) {
             socks(o);
             o.via.tls = true;
         })},
        {"FirewallPassword", after([&](options& o) {
             socks(o);
             o.via.kind = proxy_kind::socks4;
         })},
        {"FirewallPassword", after([&](options& o) {
             socks(o);
             o.via.user = "";
         })},
        {"SSLServerCert", after([](options& o) { o.trust.basis = trust_basis::given_only; })},
        {"SSLServerCert",
         after([](options& o) { o.trust.basis = trust_basis::machine_and_given; })},
        {"SSLServerCert", after([](options& o) { o.trust.file = "ca.pem"; })},
        {"SSLServerCert", after([](options& o) {
             o.trust = bcauth::tls_trust::unsafe_anything();
             o.trust.file = "ca.pem";
         })},
    };
    for (auto const& [subject, refused] : rows) {
        EXPECT_EQ(refused.code, errc::conflicting_settings) << subject;
        EXPECT_EQ(refused.subject, subject);
    }
    EXPECT_EQ(after(socks).code, errc{});
    EXPECT_EQ(after([](options& o) { o.trust = bcauth::tls_trust::unsafe_anything(); }).code,
              errc::unsafe_setting);
    diagnostics why;
    options anything;
    anything.trust = bcauth::tls_trust::unsafe_anything();
    EXPECT_TRUE(connection_settings::make(anything, why, any_certificate::unsafe_allowed));
}

// threats row 57: no value of any setting is repeated
RC_GTEST_PROP(ConnectionSettingsProperty, NoErrorRepeatsAValue, ()) {
    auto const value = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    setting_list list;
    for (auto const& row : bcauth::settings_table()) {
        auto const say = *rc::gen::inRange(0, 4);
        if (say == 1) list.set(row.which, "qQzZ" + value + "zZqQ");
        if (say == 2) list.set(row.which, row.default_value);
        if (say == 3 && row.which == setting::firewall_type) list.set(row.which, "SOCKS5");
    }
    diagnostics why;
    auto const made = connection_settings::make(list, why);
    RC_TAG(made ? "taken" : bcauth::name(static_cast<errc>(made.error().value())));
    RC_ASSERT(made.has_value() == why.subject().empty());
    RC_ASSERT(made.has_value() == why.message().empty());
    RC_ASSERT(why.message().find("qQzZ") == std::string::npos);
    RC_ASSERT(why.message().find("zZqQ") == std::string::npos);
    if (!made) RC_ASSERT(bcauth::find_setting(why.subject()).has_value());
}

// what a program says in options and what a person says in texts come to the same
RC_GTEST_PROP(ConnectionSettingsProperty, TextsAndOptionsAgree, ()) {
    auto const letters =
        rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange<char>('a', 'z')));
    auto const words =
        rc::gen::container<std::string>(rc::gen::elementOf(std::string("a:;'\" \n")));
    connection_options options;
    options.via.kind = *rc::gen::element(proxy_kind::socks4, proxy_kind::socks5);
    options.via.host = *letters;
    options.via.port = *rc::gen::inRange<std::uint16_t>(1, 65535);
    options.via.user = *words;
    auto const password = *words;
    options.via.password = bcauth::secret(password);
    setting_list list;
    list.set(setting::firewall_type, options.via.kind == proxy_kind::socks4 ? "socks4" : "SOCKS5");
    list.set(setting::firewall_server, options.via.host);
    list.set(setting::firewall_port, std::to_string(options.via.port));
    if (!options.via.user.empty()) list.set(setting::firewall_user, options.via.user);
    list.set(setting::firewall_password, password);
    diagnostics first;
    diagnostics second;
    auto const of_texts = connection_settings::make(list, first);
    auto const of_options = connection_settings::make(options, second);
    RC_ASSERT(of_texts.has_value() == of_options.has_value());
    RC_ASSERT(first.message() == second.message() && first.subject() == second.subject());
    if (!of_texts) {
        RC_ASSERT(of_texts.error() == of_options.error());
        return;
    }
    auto const& left = of_texts->via();
    auto const& right = of_options->via();
    RC_ASSERT(left.kind == right.kind && left.host == right.host && left.port == right.port);
    RC_ASSERT(left.user == right.user && left.auth == right.auth);
    RC_ASSERT(left.password.expose() == right.password.expose());
}

}  // namespace
