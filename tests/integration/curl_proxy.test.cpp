// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/client_battery.hpp>
#include <bcauth/transport/curl.hpp>
#include "support/lab.hpp"
#include "support/lab_proxies.hpp"
#include "support/lab_transport.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <string_view>
#include <utility>

// What curl_client goes through, against real proxies and against made-up ones that misbehave.
namespace {

using bcauth::curl_client;
using bcauth::curl_options;
using bcauth::errc;
using bcauth::proxy;
using bcauth::proxy_auth;
using bcauth::proxy_kind;
using bcauth::secret;
using lab::authority;
using lab::environment_variable;
using lab::number;
using lab::real_proxy;
using lab::through;
using lab::with;

bool const environment_is_clean = lab::forget_proxies();

class CurlProxy : public lab::on_the_way<curl_client, curl_options> {};

// ---- real ones

TEST_F(CurlProxy, ShowsTinyproxyNoOtherSchemeThanAskedFor) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    EXPECT_EQ(outcome_of(with(through(proxy_kind::http, real.port()), proxy_auth::digest,
                              real.plain_user, real.plain_password)),
              "proxy proxy_authentication");
}

TEST_F(CurlProxy, GoesThroughSquidWithDigest) {
    auto const real = real_proxy::squid("digest");
    if (!real) GTEST_SKIP() << real.why_not();
    auto const via = through(proxy_kind::http, real.port());
    EXPECT_EQ(outcome_of(with(via, proxy_auth::digest, real.user, real.password)), "200");
    EXPECT_EQ(outcome_of(with(via, proxy_auth::digest, real.user, "wrong")),
              "proxy proxy_authentication");
    EXPECT_EQ(event().status, 407);
    EXPECT_EQ(outcome_of(with(via, proxy_auth::basic, real.user, real.password)),
              "proxy proxy_authentication");
    EXPECT_EQ(outcome_of(through(proxy_kind::http, number(server().port()))), "proxy closed")
        << "that is the TLS server, no proxy";
}

TEST_F(CurlProxy, GoesThroughSquidWithNtlm) {
    auto const real = real_proxy::squid("ntlm");
    if (!real) GTEST_SKIP() << real.why_not();
    auto const via = through(proxy_kind::http, real.port());
    auto const right = with(via, proxy_auth::ntlm, real.user, real.password);
    if (!curl_client::make(watched(right))) GTEST_SKIP() << "skipped: this libcurl has no NTLM";
    EXPECT_EQ(outcome_of(right), "200");
    EXPECT_EQ(outcome_of(with(via, proxy_auth::basic, real.user, real.password)),
              "proxy proxy_authentication");
    EXPECT_EQ(outcome_of(with(via, proxy_auth::negotiate, "", "")), "proxy proxy_authentication");
}

TEST_F(CurlProxy, SpeaksTlsWithSquid) {
    auto const good = authority().good();
    auto const other = authority().of_another_name();
    auto const stranger = test_authority::self_signed();
    auto const outcome_with = [&](test_certificate const& certificate) {
        auto const real = real_proxy::squid("basic", &certificate);
        if (!real) return real.why_not();
        auto via = with(through(proxy_kind::http, real.port()), proxy_auth::basic, "any", "body");
        via.tls = true;
        return outcome_of(via);
    };
    auto const first = outcome_with(good);
    if (first.starts_with("skipped")) GTEST_SKIP() << first;
    EXPECT_EQ(first, "200");
    EXPECT_EQ(outcome_with(other), "proxy certificate_name");
    EXPECT_EQ(outcome_with(stranger), "proxy certificate_untrusted");
    EXPECT_EQ(event().certificate.sha256.size(), 64U);
}

TEST_F(CurlProxy, LeavesNamesToTheProxy) {
    auto const real = real_proxy::microsocks();
    if (!real) GTEST_SKIP() << real.why_not();
    // nobody has that name: it is the proxy that says so
    auto const via =
        with(through(proxy_kind::socks5, real.port()), proxy_auth::none, real.user, real.password);
    EXPECT_EQ(outcome_of(via, "nowhere.invalid"), "proxy proxy_refused");
    auto none = proxy{};
    none.kind = proxy_kind::none;
    EXPECT_EQ(outcome_of(none, "nowhere.invalid"), "resolve name_not_found");
}

// ---- every rule of a client, through a proxy

using rule = bcauth::testing::client_rule<curl_client>;

class CurlBatteryByProxy : public testing::TestWithParam<rule> {
protected:
    static std::string judge(proxy via) {
        auto const certificate = authority().good();
        curl_client client(lab::by_way_of<curl_options>(std::move(via)));
        return lab::judge(GetParam(), client, &certificate, lab::host());
    }
};

TEST_P(CurlBatteryByProxy, KeepsTheRuleThroughTinyproxy) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    EXPECT_EQ(judge(with(through(proxy_kind::http, real.port()), proxy_auth::basic, real.plain_user,
                         real.plain_password)),
              "");
}

TEST_P(CurlBatteryByProxy, KeepsTheRuleThroughMicrosocks) {
    auto const real = real_proxy::microsocks();
    if (!real) GTEST_SKIP() << real.why_not();
    EXPECT_EQ(judge(with(through(proxy_kind::socks5, real.port()), proxy_auth::none, real.user,
                         real.password)),
              "");
}

INSTANTIATE_TEST_SUITE_P(Battery, CurlBatteryByProxy,
                         testing::ValuesIn(bcauth::testing::client_battery<curl_client>()),
                         [](auto const& test) { return std::string(test.param.name); });

// ---- the environment's

TEST_F(CurlProxy, RefusesAnEnvironmentThatCannotBeRead) {
    environment_variable const variable("https_proxy", "gopher://127.0.0.1:70");
    EXPECT_EQ(outcome_of({}), "setup unsupported");
}

// ---- made-up ones

TEST_F(CurlProxy, SurvivesAProxyThatMisbehaves) {
    EXPECT_EQ(outcome_at([](server_connection&, seen_request const&) { return false; }),
              "proxy closed");
    EXPECT_EQ(outcome_at([](server_connection& to, seen_request const&) {
                  to.reset();
                  return false;
              }),
              "proxy closed");
    EXPECT_EQ(outcome_at([](server_connection& to, seen_request const&) {
                  to.write("HTTP/1.1 200 OK\r\n\r\n");
                  return false;
              }),
              "tls tls_failed");
    auto const bomb = outcome_at([](server_connection& to, seen_request const&) {
        to.write("HTTP/1.1 200 OK\r\n");
        while (to.write("X-Field: " + std::string(1000, 'x') + "\r\n")) {
        }
        return false;
    });
    EXPECT_TRUE(bomb == "proxy timed_out" || bomb == "proxy closed") << bomb;
}

TEST_F(CurlProxy, TellsTheProxyNothingButWhereTo) {
    tls_server const made_up({{"*", [](server_connection& to, seen_request const&) {
                                   return to.write(http_answer(403, "no"));
                               }}});
    auto const via = through(proxy_kind::http, number(made_up.port()));
    EXPECT_EQ(outcome_of(with(via, proxy_auth::basic, "Aladdin", "open sesame")),
              "proxy proxy_refused");
    auto const to = lab::host() + ":" + server().port();
    EXPECT_EQ(made_up.last().head, "CONNECT " + to + " HTTP/1.1\r\nHost: " + to +
                                       "\r\nProxy-Authorization: Basic "
                                       "QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"
                                       "Proxy-Connection: Keep-Alive\r\n\r\n");
    EXPECT_EQ(made_up.requests(), 1);
}

TEST_F(CurlProxy, ShowsItselfByNoWeakerSchemeThanAskedFor) {
    std::atomic<bool> shown{false};
    for (std::string const other : {"", "Proxy-Authenticate: NTLM\r\n"}) {
        auto const greedy = [&](server_connection& to, seen_request const& seen) {
            if (seen.field("Proxy-Authorization").starts_with("Basic")) shown = true;
            return to.write(
                http_answer(407, "", "Proxy-Authenticate: Basic realm=\"x\"\r\n" + other));
        };
        for (auto const auth : {proxy_auth::none, proxy_auth::digest, proxy_auth::negotiate}) {
            tls_server const made_up({{"*", greedy}});
            EXPECT_EQ(outcome_of(with(through(proxy_kind::http, number(made_up.port())), auth,
                                      "user", "pass")),
                      "proxy proxy_authentication");
        }
    }
    EXPECT_FALSE(shown);
}

// ---- what can't be

TEST_F(CurlProxy, RefusesWhatCurlCannotBeTold) {
    auto const port = number(server().port());
    auto const socks4 = with(through(proxy_kind::socks4, port), proxy_auth::none, "user", "pass");
    auto tls = through(proxy_kind::socks5, port);
    tls.tls = true;
    auto nul = with(through(proxy_kind::http, port), proxy_auth::basic, "user", "x");
    nul.password = secret(std::string_view("\0x", 2));
    auto named = through(proxy_kind::http, port);
    for (auto const& via : {socks4, tls, nul}) {
        auto const made = curl_client::make(watched(via));
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error(), errc::unsupported_setting);
        EXPECT_EQ(outcome_of(via), "setup unsupported");
    }
    for (auto const* host :
         {"", "user@127.0.0.1", "127.0.0.1/", "http://127.0.0.1", "a b", "[::1"}) {
        named.host = host;
        EXPECT_FALSE(curl_client::make(watched(named))) << host;
        EXPECT_EQ(outcome_of(named), "setup unsupported") << host;
    }
    EXPECT_EQ(server().connections(), 0);
}

}  // namespace
