// SPDX-License-Identifier: BSL-1.0
#include <bcauth/connection/proxy.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using bcauth::bypasses;
using bcauth::diagnostics;
using bcauth::errc;
using bcauth::proxy;
using bcauth::proxy_auth;
using bcauth::proxy_kind;

using variables = std::map<std::string, std::string, std::less<>>;

struct lookup {
    variables values;
    std::optional<std::string> operator()(std::string_view name) const {
        auto const found = values.find(name);
        return found == values.end() ? std::nullopt : std::optional<std::string>(found->second);
    }
};

bool reaches_directly(std::string const& entry, std::string_view host, std::uint16_t port = 443) {
    return bypasses({entry}, host, port);
}

bcauth::result<proxy> from(variables values) {
    return bcauth::environment_proxy(lookup{std::move(values)}, "api.bigcommerce.com");
}

TEST(Bypasses, FollowsTheTableOfEntries) {
    struct {
        char const* entry;
        char const* host;
        bool direct;
    } const rows[] = {
        {"example.com", "example.com", true},
        {"example.com", "api.example.com", true},
        {"example.com", "a.b.example.com", true},
        {"example.com", "notexample.com", false},
        {"example.com", "example.com.evil.net", false},
        {"example.com", "com", false},
        {"example.com", "example.org", false},
        {"example.com", "", false},
        {"EXAMPLE.Com", "api.eXample.cOM", true},
        {"example.com.", "example.com", true},
        {"example.com", "example.com.", true},
        {".example.com", "example.com", true},
        {".example.com", "api.example.com", true},
        {".example.com", "notexample.com", false},
        {"*.example.com", "api.example.com", true},
        {"*.example.com", "a.b.example.com", true},
        {"*.example.com", "example.com", false},
        {"*.example.com", "notexample.com", false},
        {"  example.com\t", "example.com", true},
        {"*", "anything.example", true},
        {"*", "192.0.2.1", true},
        {"", "example.com", false},
        {".", "example.com", false},
        {"*.", "example.com", false},
        {"exam*.com", "example.com", false},
        {"192.0.2.1", "192.0.2.1", true},
        {"192.0.2.1", "192.0.2.10", false},
        {"0.2.1", "192.0.2.1", false},
        {".2.1", "192.0.2.1", false},
        {"192.0.2.1", "192.0.2.1.example.com", false},
        {"192.0.2.1", "x.192.0.2.1", false},
        {"2001:db8::1", "2001:0DB8:0:0:0:0:0:1", true},
        {"[2001:db8::1]", "2001:db8::1", true},
        {"2001:db8::1", "[2001:db8::1]", true},
        {"2001:db8::1", "2001:db8::2", false},
        {"192.0.2.0/24", "192.0.2.255", true},
        {"192.0.2.0/24", "192.0.3.0", false},
        {"192.0.2.128/25", "192.0.2.128", true},
        {"192.0.2.128/25", "192.0.2.127", false},
        {"192.0.2.1/32", "192.0.2.1", true},
        {"192.0.2.1/32", "192.0.2.2", false},
        {"192.0.2.1/33", "192.0.2.1", false},
        {"192.0.2.1/", "192.0.2.1", false},
        {"192.0.2.1/x", "192.0.2.1", false},
        {"192.0.2.1:443/32", "192.0.2.1", false},
        {"0.0.0.0/0", "203.0.113.9", true},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"0.0.0.0/0", "example.com", false},
        {"::/0", "example.com", false},
        {"example.com/8", "example.com", false},
        {"2001:db8::/33", "2001:db8:7fff::1", true},
        {"2001:db8::/33", "2001:db8:8000::1", false},
        {"[2001:db8::]/32", "2001:db8::9", true},
        {"[2001:db8::1", "2001:db8::1", false},
        {"::/129", "::1", false},
    };
    for (auto const& row : rows) {
        EXPECT_EQ(reaches_directly(row.entry, row.host), row.direct)
            << row.entry << " and " << row.host;
    }
}

TEST(Bypasses, AnEntryWithAPortIsForThatPort) {
    EXPECT_TRUE(reaches_directly("example.com:443", "api.example.com"));
    EXPECT_FALSE(reaches_directly("example.com:8443", "api.example.com"));
    EXPECT_TRUE(reaches_directly("example.com:8443", "api.example.com", 8443));
    EXPECT_TRUE(reaches_directly("192.0.2.1:443", "192.0.2.1"));
    EXPECT_FALSE(reaches_directly("192.0.2.1:444", "192.0.2.1"));
    EXPECT_TRUE(reaches_directly("[2001:db8::1]:443", "2001:db8::1"));
    EXPECT_FALSE(reaches_directly("[2001:db8::1]:444", "2001:db8::1"));
    EXPECT_TRUE(reaches_directly("*:8443", "example.com", 8443));
    EXPECT_FALSE(reaches_directly("*:8443", "example.com"));
    for (auto const* const bad : {"example.com:", "example.com:0", "example.com:65536",
                                  "example.com:x", ":443", "example.com:443x", "[::1]443"}) {
        EXPECT_FALSE(reaches_directly(bad, "example.com")) << bad;
        EXPECT_FALSE(reaches_directly(bad, "::1")) << bad;
    }
}

TEST(Bypasses, AnyEntryOfTheListWillDo) {
    EXPECT_FALSE(bypasses({}, "example.com"));
    EXPECT_TRUE(bypasses({"example.org", "", "example.com"}, "example.com"));
    EXPECT_FALSE(bypasses({"example.org", "", "example.net"}, "example.com"));
}

RC_GTEST_PROP(BypassesProperty, ANameIsItselfAndWhatLiesBelowItOnly, ()) {
    auto const letters = rc::gen::container<std::string>(rc::gen::inRange<char>('a', 'z'));
    auto const name = *rc::gen::nonEmpty(letters) + ".example";
    auto const front = *rc::gen::nonEmpty(letters);
    RC_ASSERT(reaches_directly(name, name));
    RC_ASSERT(reaches_directly(name, front + "." + name));
    RC_ASSERT(!reaches_directly(name, front + name));
    RC_ASSERT(!reaches_directly(front + "." + name, name));
}

RC_GTEST_PROP(BypassesProperty, CaseAndALastDotNeverCount, ()) {
    auto const text =
        rc::gen::container<std::string>(rc::gen::elementOf(std::string("*.:[]/01f \tax\0", 15)));
    auto const upper = [](std::string name) {
        for (auto& c : name) {
            c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        }
        return name;
    };
    auto const entry = *text;
    auto const host = *text;
    auto const direct = reaches_directly(entry, host);
    RC_ASSERT(direct == reaches_directly(upper(entry), upper(host)));
    // beforehand, since the macro's own && looks at both sides
    bool const takes_a_dot = !host.empty() && host.back() != '.' && host.back() != ']';
    RC_PRE(takes_a_dot);
    RC_ASSERT(direct == reaches_directly(entry, host + "."));
}

TEST(EnvironmentProxy, IsNoneWhereNothingIsSet) {
    EXPECT_EQ(from({})->kind, proxy_kind::none);
    EXPECT_EQ(from({{"https_proxy", ""}, {"ALL_PROXY", ""}})->kind, proxy_kind::none);
    // set by a request's header `Proxy` where a program is run as CGI
    EXPECT_EQ(from({{"HTTP_PROXY", "http://evil:1"}})->kind, proxy_kind::none);
    EXPECT_EQ(from({{"http_proxy", "http://evil:1"}})->kind, proxy_kind::none);
}

TEST(EnvironmentProxy, TakesTheFirstVariableThatIsNotEmpty) {
    variables values{{"https_proxy", "first:1"},
                     {"HTTPS_PROXY", "second:2"},
                     {"all_proxy", "third:3"},
                     {"ALL_PROXY", "fourth:4"}};
    for (auto const& [name, host] : std::vector<std::pair<std::string, std::string>>{
             {"https_proxy", "first"}, {"HTTPS_PROXY", "second"}, {"all_proxy", "third"}}) {
        EXPECT_EQ(from(values)->host, host);
        values[name] = "";
    }
    EXPECT_EQ(from(values)->host, "fourth");
}

TEST(EnvironmentProxy, ReadsEveryPartOfTheAddress) {
    struct {
        char const* text;
        proxy_kind kind;
        bool tls;
        char const* host;
        std::uint16_t port;
    } const rows[] = {
        {"proxy.example", proxy_kind::http, false, "proxy.example", 1080},
        {"proxy.example:3128", proxy_kind::http, false, "proxy.example", 3128},
        {"http://proxy.example:3128/", proxy_kind::http, false, "proxy.example", 3128},
        {"HTTP://proxy.example", proxy_kind::http, false, "proxy.example", 1080},
        {"https://proxy.example", proxy_kind::http, true, "proxy.example", 443},
        {"https://proxy.example:8443", proxy_kind::http, true, "proxy.example", 8443},
        {"socks4://proxy.example", proxy_kind::socks4, false, "proxy.example", 1080},
        {"socks4a://proxy.example:1", proxy_kind::socks4, false, "proxy.example", 1},
        {"socks5://192.0.2.1:65535", proxy_kind::socks5, false, "192.0.2.1", 65535},
        {"socks5h://[2001:db8::1]:9", proxy_kind::socks5, false, "2001:db8::1", 9},
        {"http://[::1]", proxy_kind::http, false, "::1", 1080},
    };
    for (auto const& row : rows) {
        auto const read = from({{"https_proxy", row.text}});
        ASSERT_TRUE(read) << row.text;
        EXPECT_EQ(read->kind, row.kind) << row.text;
        EXPECT_EQ(read->tls, row.tls) << row.text;
        EXPECT_EQ(read->host, row.host) << row.text;
        EXPECT_EQ(read->port, row.port) << row.text;
        EXPECT_EQ(read->auth, proxy_auth::none) << row.text;
        EXPECT_TRUE(read->user.empty() && read->password.empty()) << row.text;
    }
}

TEST(EnvironmentProxy, UnescapesUserAndPassword) {
    auto const http = from({{"https_proxy", "http://me%40home:p%3Aw@x%25:y@proxy:1"}});
    ASSERT_TRUE(http);
    EXPECT_EQ(http->auth, proxy_auth::basic);
    EXPECT_EQ(http->user, "me@home");
    EXPECT_EQ(http->password.expose(), "p:w@x%:y");
    EXPECT_EQ(http->host, "proxy");
    auto const socks = from({{"https_proxy", "socks5://user:pass@proxy:1"}});
    ASSERT_TRUE(socks);
    EXPECT_EQ(socks->auth, proxy_auth::none);
    EXPECT_EQ(socks->user, "user");
    EXPECT_EQ(socks->password.expose(), "pass");
    EXPECT_EQ(from({{"https_proxy", "http://user@proxy:1"}})->auth, proxy_auth::basic);
    EXPECT_EQ(from({{"https_proxy", "socks4://user@proxy:1"}})->user, "user");
    for (std::size_t const size : {255U, 256U}) {
        std::string const text(size, 'x');
        bool const fits = size == 255;
        EXPECT_EQ(from({{"all_proxy", "socks5://" + text + ":p@proxy"}}).has_value(), fits);
        EXPECT_EQ(from({{"all_proxy", "socks5://u:" + text + "@proxy"}}).has_value(), fits);
        EXPECT_EQ(from({{"all_proxy", "socks4://" + text + "@proxy"}}).has_value(), fits);
        EXPECT_TRUE(from({{"all_proxy", "http://" + text + ":" + text + "@proxy"}}));
    }
}

// threats row 57: nothing of a password stands in an error
TEST(EnvironmentProxy, RefusesAnyOtherTextAndNamesTheVariable) {
    for (std::string const text : {"ftp://user:hunter2-secret@proxy:1",
                                   "http://user:hunter2-secret@",
                                   "http://",
                                   "http://user:hunter2-secret@proxy:0",
                                   "http://user:hunter2-secret@proxy:65536",
                                   "http://user:hunter2-secret@proxy:x",
                                   "http://user:hunter2-secret%@proxy:1",
                                   "http://user:hunter2-secret%4@proxy:1",
                                   "http://user:hunter2-secret%0a@proxy:1",
                                   "http://us\ner:hunter2-secret@proxy:1",
                                   "http://user:hunter2-secret@pro xy:1",
                                   "http://user:hunter2-secret@proxy:1/path",
                                   "http://user:hunter2-secret@proxy:1?q",
                                   "http://user:hunter2-secret@[::1",
                                   "http://user:hunter2-secret@::1",
                                   "http://user:hunter2-secret@[::1]x",
                                   "socks4://user:hunter2-secret@proxy:1",
                                   "://hunter2-secret",
                                   "http://user:hunter2-secret@[proxy]:1",
                                   "[proxy.example]:1"}) {
        diagnostics why;
        auto const read =
            bcauth::environment_proxy(lookup{{{"HTTPS_PROXY", text}}}, "host", 443, why);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error(), errc::invalid_setting) << text;
        EXPECT_EQ(why.subject(), "HTTPS_PROXY");
        EXPECT_TRUE(why.message().starts_with("allowed: ")) << why.message();
        EXPECT_EQ(why.message().find("hunter2"), std::string::npos);
    }
}

TEST(EnvironmentProxy, NoProxyNamesTheExceptions) {
    variables values{{"https_proxy", "proxy:1"},
                     {"no_proxy", "one.example, bigcommerce.com\t10.0.0.0/8,,"}};
    EXPECT_EQ(from(values)->kind, proxy_kind::none);
    auto const other = bcauth::environment_proxy(lookup{values}, "example.com");
    ASSERT_TRUE(other);
    EXPECT_EQ(other->kind, proxy_kind::http);
    EXPECT_EQ(other->exceptions,
              (std::vector<std::string>{"one.example", "bigcommerce.com", "10.0.0.0/8"}));
    EXPECT_EQ(bcauth::environment_proxy(lookup{values}, "10.1.2.3")->kind, proxy_kind::none);
    values["no_proxy"] = "";
    values["NO_PROXY"] = "*";
    EXPECT_EQ(from(values)->kind, proxy_kind::none);
    values["no_proxy"] = "one.example";
    EXPECT_EQ(from(values)->kind, proxy_kind::http);
    values["no_proxy"] = "bigcommerce.com:8443";
    EXPECT_EQ(from(values)->kind, proxy_kind::http);
    diagnostics why;
    EXPECT_EQ(bcauth::environment_proxy(lookup{values}, "bigcommerce.com", 8443, why)->kind,
              proxy_kind::none);
}

TEST(ProxyFor, IsWhatTheSettingsAndTheHostSay) {
    lookup const values{{{"https_proxy", "proxy:1"}, {"no_proxy", "two.example"}}};
    auto const kind = [&](proxy const& via, std::string_view host) {
        diagnostics why;
        return bcauth::proxy_for(via, host, 443, values, why)->kind;
    };
    proxy via;
    EXPECT_EQ(kind(via, "one.example"), proxy_kind::http);
    EXPECT_EQ(kind(via, "two.example"), proxy_kind::none);
    via.exceptions = {"one.example"};
    EXPECT_EQ(kind(via, "one.example"), proxy_kind::none);
    EXPECT_EQ(kind(via, "two.example"), proxy_kind::none);
    EXPECT_EQ(kind(via, "three.example"), proxy_kind::http);
    via.kind = proxy_kind::socks5;
    EXPECT_EQ(kind(via, "one.example"), proxy_kind::none);
    EXPECT_EQ(kind(via, "two.example"), proxy_kind::socks5);
    via.kind = proxy_kind::none;
    EXPECT_EQ(kind(via, "three.example"), proxy_kind::none);
}

TEST(ProxyFor, TellsWhatIsWrongWithTheEnvironment) {
    diagnostics why;
    auto const found = bcauth::proxy_for(proxy{}, "host", 443, lookup{{{"all_proxy", "x:y"}}}, why);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error(), errc::invalid_setting);
    EXPECT_EQ(why.subject(), "all_proxy");
}

}  // namespace
