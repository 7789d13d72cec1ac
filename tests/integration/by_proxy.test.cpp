// SPDX-License-Identifier: BSL-1.0
#include <bcauth/connection/setting_list.hpp>
#include <bcauth/connection/settings.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/transport/beast.hpp>
#include <bcauth/transport/curl.hpp>
#include "support/lab.hpp"
#include "support/lab_proxies.hpp"
#include "support/lab_transport.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>

// What every transport goes through alike, against real proxies and against made-up ones that misbehave. What one of
// them alone does, or does otherwise, is in curl_proxy.test.cpp and beast_proxy.test.cpp.
namespace {

using bcauth::proxy;
using bcauth::proxy_auth;
using bcauth::proxy_kind;
using lab::environment_variable;
using lab::number;
using lab::real_proxy;
using lab::through;
using lab::with;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

bool const environment_is_clean = lab::forget_proxies();

struct curl {
    using client = bcauth::curl_client;
    using options = bcauth::curl_options;
};

struct beast {
    using client = bcauth::blocking_beast_client;
    using options = bcauth::beast_options;
};

template <class Transport>
class ByProxy : public lab::on_the_way<typename Transport::client, typename Transport::options> {};

struct names {
    template <class Transport>
    static std::string GetName(int) {
        return std::is_same_v<Transport, curl> ? "Curl" : "Beast";
    }
};
using transports = testing::Types<curl, beast>;
TYPED_TEST_SUITE(ByProxy, transports, names);

// ---- real ones

TYPED_TEST(ByProxy, GoesThroughTinyproxyWithBasic) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const via = through(proxy_kind::http, real.port());
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::basic, real.plain_user, real.plain_password)),
              "200");
    EXPECT_EQ(this->event().via, proxy_kind::http);
    EXPECT_EQ(this->event().host, lab::host());
    EXPECT_GT(this->event().times.proxy.count(), 0);
    EXPECT_LT(this->event().times.proxy, this->event().times.tls);
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::basic, real.plain_user, "wrong")),
              "proxy proxy_authentication");
    EXPECT_EQ(this->event().status, 401) << "as tinyproxy has it";
    EXPECT_EQ(this->outcome_of(via), "proxy proxy_authentication");
    EXPECT_EQ(this->event().status, 407);
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::none, real.plain_user, real.plain_password)),
              "proxy proxy_authentication")
        << "credentials aren't shown where the scheme is none";
}

TYPED_TEST(ByProxy, GoesThroughMicrosocksWithAUser) {
    auto const real = real_proxy::microsocks();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const via = through(proxy_kind::socks5, real.port());
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::none, real.user, real.password)), "200");
    EXPECT_EQ(this->event().via, proxy_kind::socks5);
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::none, real.user, real.password), "127.0.0.1"),
              "200");
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::none, real.user, "wrong")),
              "proxy proxy_authentication");
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::none, "somebody", real.password)),
              "proxy proxy_authentication");
    EXPECT_EQ(this->outcome_of(via), "proxy proxy_authentication");
    // nobody has that name: it is the proxy that says so
    EXPECT_EQ(
        this->outcome_of(with(via, proxy_auth::none, real.user, real.password), "nowhere.invalid"),
        "proxy proxy_refused");
}

TYPED_TEST(ByProxy, GoesThroughSshAsSocks4) {
    auto const real = real_proxy::ssh();
    if (!real) GTEST_SKIP() << real.why_not();
    for (auto const kind : {proxy_kind::socks4, proxy_kind::socks5}) {
        auto const via = through(kind, real.port());
        EXPECT_EQ(this->outcome_of(via), "200");
        EXPECT_EQ(this->event().via, kind);
        EXPECT_EQ(this->outcome_of(with(via, proxy_auth::none, "user", "")), "200");
        EXPECT_EQ(this->outcome_of(via, "127.0.0.1"), "200");
    }
}

TYPED_TEST(ByProxy, KeepsATunnel) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    typename TypeParam::client client(
        this->watched(with(through(proxy_kind::http, real.port()), proxy_auth::basic,
                           real.plain_user, real.plain_password)));
    for (int i = 0; i < 20; ++i)
        ASSERT_TRUE(
            client.send(lab::get("https://" + lab::host() + ":" + this->server().port() + "/")));
    EXPECT_EQ(this->server().connections(), 1);
    EXPECT_TRUE(this->event().reused);
    EXPECT_EQ(this->event().via, proxy_kind::http);
}

TYPED_TEST(ByProxy, ServesEightThreadsThroughAProxy) {
    auto const real = real_proxy::microsocks();
    if (!real) GTEST_SKIP() << real.why_not();
    typename TypeParam::client client(this->watched(with(
        through(proxy_kind::socks5, real.port()), proxy_auth::none, real.user, real.password)));
    auto const url = "https://" + lab::host() + ":" + this->server().port() + "/echo";
    EXPECT_EQ(lab::served_in_eight_threads(client, url, 20), 160);
}

// ---- none there

TYPED_TEST(ByProxy, TellsADeadProxy) {
    auto const dead = number(lab::dead_port());
    for (auto const kind : {proxy_kind::http, proxy_kind::socks4, proxy_kind::socks5}) {
        EXPECT_EQ(this->outcome_of(through(kind, dead)), "connect refused");
        EXPECT_EQ(this->event().via, kind);
        auto nowhere = through(kind, 1080);
        nowhere.host = "nowhere.invalid";
        EXPECT_EQ(this->outcome_of(nowhere), "resolve name_not_found");
    }
}

TYPED_TEST(ByProxy, ReachesExceptionsDirectly) {
    auto dead = through(proxy_kind::http, number(lab::dead_port()));
    dead.exceptions = {"elsewhere.example", "LOCALHOST"};
    EXPECT_EQ(this->outcome_of(dead, "localhost"), "200");
    EXPECT_EQ(this->event().via, proxy_kind::none);
    EXPECT_EQ(this->outcome_of(dead, "127.0.0.1"), "connect refused");
    dead.exceptions = {"127.0.0.0/8"};
    EXPECT_EQ(this->outcome_of(dead, "127.0.0.1"), "200");
    EXPECT_EQ(this->outcome_of(dead, "localhost"), "connect refused");
}

// ---- the environment's

TYPED_TEST(ByProxy, AsksTheEnvironmentUnlessTold) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const origin = "127.0.0.1:" + std::to_string(real.port());
    auto const credentials = std::string(real.plain_user) + ":" + real.plain_password + "@";
    {
        environment_variable const variable("https_proxy", "http://" + credentials + origin);
        EXPECT_EQ(this->outcome_of({}), "200");
        EXPECT_EQ(this->event().via, proxy_kind::http);
        environment_variable const exceptions("no_proxy", lab::host());
        EXPECT_EQ(this->outcome_of({}), "200");
        EXPECT_EQ(this->event().via, proxy_kind::none);
    }
    environment_variable const variable("ALL_PROXY", origin);
    EXPECT_EQ(this->outcome_of({}), "proxy proxy_authentication");
    proxy none;
    none.kind = proxy_kind::none;
    EXPECT_EQ(this->outcome_of(none), "200");
    EXPECT_EQ(this->event().via, proxy_kind::none);
    proxy excepted;
    excepted.exceptions = {lab::host()};
    EXPECT_EQ(this->outcome_of(excepted), "200");
    auto const dead = through(proxy_kind::socks5, number(lab::dead_port()));
    EXPECT_EQ(this->outcome_of(dead), "connect refused");
    environment_variable const exceptions("no_proxy", "*");
    EXPECT_EQ(this->outcome_of(dead), "connect refused")
        << "no_proxy is for the environment's proxies";
}

TYPED_TEST(ByProxy, SendsPlainHttpToNoProxy) {
    tls_server const made_up(lab::actions{});
    tls_server const plain({{"/", lab::answer_fine}});
    environment_variable const http_proxy("http_proxy", made_up.origin());
    environment_variable const all_proxy("all_proxy", made_up.origin());
    for (auto const& via : {proxy{}, through(proxy_kind::http, number(made_up.port()))}) {
        typename TypeParam::options options;
        options.via = via;
        options.allow_loopback_http = true;
        typename TypeParam::client client(options);
        auto const reply = client.send(lab::post(plain.origin() + "/", "code=1"));
        ASSERT_TRUE(reply) << reply.error().message();
        EXPECT_EQ(reply->status, 200);
    }
    EXPECT_EQ(made_up.connections(), 0);
}

// ---- by settings, as a person writes them

template <class Transport>
class BySettings : public ByProxy<Transport> {
protected:
    BySettings() { write_bytes(certificates(), lab::authority().pem()); }

    auto options_of(std::string text) {
        text += ";SSLServerCert='" + certificates() + "'";
        bcauth::diagnostics why;
        auto const list = bcauth::setting_list::from_connection_string(text, why);
        if (!list) throw std::logic_error(why.message());
        auto const settings = bcauth::connection_settings::make(*list, why);
        if (!settings) throw std::logic_error(why.message());
        return this->watched(Transport::options::from(settings->options()));
    }
    std::string outcome_by(std::string text) {
        return this->outcome_with(options_of(std::move(text)));
    }

    static std::string at(std::string_view who, std::uint16_t port) {
        auto const name = std::string(who);
        return name + "Server=127.0.0.1;" + name + "Port=" + std::to_string(port) + ";";
    }
    static std::string as(std::string_view who, std::string_view user, std::string_view password) {
        auto const name = std::string(who);
        return name + "User='" + std::string(user) + "';" + name + "Password='" +
               std::string(password) + "';";
    }

private:
    [[nodiscard]] std::string certificates() const { return x_folder / "ca.pem"; }

    temporary_folder x_folder;
};
TYPED_TEST_SUITE(BySettings, transports, names);

TYPED_TEST(BySettings, GoesThroughAProxyInPlainWhateverItsSslTypeButAlways) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const there = this->at("Proxy", real.port());
    auto const right = there + this->as("Proxy", real.plain_user, real.plain_password);
    for (auto const* const type : {"", "AUTO", "NEVER", "TUNNEL"}) {
        EXPECT_EQ(this->outcome_by(right + "ProxySSLType=" + type), "200") << type;
        EXPECT_EQ(this->event().via, proxy_kind::http) << type;
    }
    EXPECT_EQ(this->outcome_by(there), "proxy proxy_authentication");
    EXPECT_EQ(this->outcome_by(there + this->as("Proxy", real.plain_user, "wrong")),
              "proxy proxy_authentication");
    EXPECT_EQ(this->outcome_by(right + "ProxyExceptions=" + lab::host()), "200");
    EXPECT_EQ(this->event().via, proxy_kind::none);
    EXPECT_EQ(this->outcome_by(this->at("Proxy", number(lab::dead_port()))), "connect refused");
}

TYPED_TEST(BySettings, GoesThroughAFirewallThatIsATunnel) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const there = "FirewallType=TUNNEL;" + this->at("Firewall", real.port());
    EXPECT_EQ(this->outcome_by(there + this->as("Firewall", real.plain_user, real.plain_password)),
              "200");
    EXPECT_EQ(this->event().via, proxy_kind::http);
    EXPECT_EQ(this->outcome_by(there + this->as("Firewall", real.plain_user, "wrong")),
              "proxy proxy_authentication");
}

TYPED_TEST(BySettings, GoesThroughAFirewallOfSocks4) {
    auto const real = real_proxy::ssh();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const there = "FirewallType=SOCKS4;" + this->at("Firewall", real.port());
    EXPECT_EQ(this->outcome_by(there), "200");
    EXPECT_EQ(this->event().via, proxy_kind::socks4);
    EXPECT_EQ(this->outcome_by(there + "FirewallUser=user"), "200");
}

TYPED_TEST(BySettings, GoesThroughAFirewallOfSocks5) {
    auto const real = real_proxy::microsocks();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const there = "FirewallType=SOCKS5;" + this->at("Firewall", real.port());
    EXPECT_EQ(this->outcome_by(there + this->as("Firewall", real.user, real.password)), "200");
    EXPECT_EQ(this->event().via, proxy_kind::socks5);
    EXPECT_EQ(this->outcome_by(there + this->as("Firewall", real.user, "wrong")),
              "proxy proxy_authentication");
    EXPECT_EQ(
        this->outcome_by("FirewallType=SOCKS5;" + this->at("Firewall", number(lab::dead_port()))),
        "connect refused");
}

TYPED_TEST(BySettings, GoesDirectlyWithoutAFirewallAndAProxy) {
    auto const dead = lab::dead_port();
    environment_variable const variable("https_proxy", "http://127.0.0.1:" + dead);
    EXPECT_EQ(this->outcome_by("FirewallType=NONE;ProxyAutoDetect=false"), "200");
    EXPECT_EQ(this->event().via, proxy_kind::none);
    EXPECT_EQ(this->outcome_by("FirewallType=NONE"), "connect refused")
        << "the environment's proxy is none of the firewall's";
}

TYPED_TEST(BySettings, WaitsAsLongAsTheTimeoutSays) {
    auto const certificate = lab::authority().good();
    tls_server const server({{"/stalled",
                              [](server_connection& to, seen_request const&) {
                                  to.wait_for_end();
                                  return false;
                              }},
                             {"/late",
                              [](server_connection& to, seen_request const&) {
                                  std::this_thread::sleep_for(milliseconds{400});
                                  return to.write(http_answer(200, "late"));
                              }}},
                            &certificate);
    tls_server const never_greets(lab::actions{});
    auto const error_by = [&](std::string const& text, std::string url, milliseconds requests) {
        typename TypeParam::client client(this->options_of("ProxyAutoDetect=false;" + text));
        auto message = lab::get(std::move(url));
        message.limits.timeout = requests;
        auto const reply = client.send(std::move(message));
        return reply ? bcauth::error_code{} : reply.error();
    };
    std::pair<std::string, bcauth::errc> const waits[] = {
        {server.origin() + "/stalled", bcauth::errc::timed_out},
        {"https://127.0.0.1:" + never_greets.port() + "/", bcauth::errc::transport_failed}};
    for (auto const& [url, error] : waits) {
        auto const begin = steady_clock::now();
        EXPECT_EQ(error_by("Timeout=1", url, milliseconds{20'000}), error);
        EXPECT_EQ(this->event().trouble, bcauth::connection_trouble::timed_out);
        auto const took = steady_clock::now() - begin;
        EXPECT_GE(took, milliseconds{950});
        EXPECT_LT(took, milliseconds{10'000});
    }
    EXPECT_FALSE(error_by("Timeout=0", server.origin() + "/late", milliseconds{150}));
}

// ---- made-up ones

TYPED_TEST(ByProxy, TellsWhatTheProxyAnswered) {
    for (auto const& [status, wanted] :
         {std::pair{403, "proxy proxy_refused"}, std::pair{407, "proxy proxy_authentication"},
          std::pair{502, "proxy proxy_refused"}, std::pair{302, "proxy proxy_refused"}}) {
        EXPECT_EQ(this->outcome_at([answered = status](server_connection& to, seen_request const&) {
            return to.write(http_answer(answered, "no", "Location: /\r\n"));
        }),
                  wanted);
        EXPECT_EQ(this->event().status, status);
    }
}

TYPED_TEST(ByProxy, GivesUpOnAProxyThatSaysNothing) {
    auto const silent = [](server_connection& to, seen_request const&) {
        to.wait_for_end();
        return false;
    };
    for (auto const kind : {proxy_kind::http, proxy_kind::socks4, proxy_kind::socks5})
        EXPECT_EQ(this->outcome_at(silent, kind), "proxy timed_out");
}

}  // namespace
