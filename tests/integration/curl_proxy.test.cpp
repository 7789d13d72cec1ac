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

TEST_F(CurlProxy, GoesThroughTinyproxyWithBasic) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const via = through(proxy_kind::http, real.port());
    auto const right = with(via, proxy_auth::basic, real.plain_user, real.plain_password);
    EXPECT_EQ(outcome_of(right), "200");
    EXPECT_EQ(event().via, proxy_kind::http);
    EXPECT_EQ(event().host, lab::host());
    EXPECT_GT(event().times.proxy.count(), 0);
    EXPECT_LT(event().times.proxy, event().times.tls);
    EXPECT_EQ(outcome_of(with(via, proxy_auth::basic, real.plain_user, "wrong")),
              "proxy proxy_authentication");
    EXPECT_EQ(event().status, 401) << "as tinyproxy has it";
    EXPECT_EQ(outcome_of(via), "proxy proxy_authentication");
    EXPECT_EQ(event().status, 407);
    EXPECT_EQ(outcome_of(with(via, proxy_auth::none, real.plain_user, real.plain_password)),
              "proxy proxy_authentication")
        << "credentials aren't shown where the scheme is none";
    EXPECT_EQ(outcome_of(with(via, proxy_auth::digest, real.plain_user, real.plain_password)),
              "proxy proxy_authentication")
        << "nor by another scheme than the one that was asked for";
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

TEST_F(CurlProxy, GoesThroughMicrosocksWithAUser) {
    auto const real = real_proxy::microsocks();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const via = through(proxy_kind::socks5, real.port());
    EXPECT_EQ(outcome_of(with(via, proxy_auth::none, real.user, real.password)), "200");
    EXPECT_EQ(event().via, proxy_kind::socks5);
    EXPECT_EQ(outcome_of(with(via, proxy_auth::none, real.user, "wrong")),
              "proxy proxy_authentication");
    EXPECT_EQ(outcome_of(with(via, proxy_auth::none, "somebody", real.password)),
              "proxy proxy_authentication");
    EXPECT_EQ(outcome_of(via), "proxy proxy_authentication");
}

TEST_F(CurlProxy, GoesThroughSshAsSocks4) {
    auto const real = real_proxy::ssh();
    if (!real) GTEST_SKIP() << real.why_not();
    for (auto const kind : {proxy_kind::socks4, proxy_kind::socks5}) {
        auto const via = through(kind, real.port());
        EXPECT_EQ(outcome_of(via), "200");
        EXPECT_EQ(event().via, kind);
        EXPECT_EQ(outcome_of(with(via, proxy_auth::none, "user", "")), "200");
        EXPECT_EQ(outcome_of(via, "127.0.0.1"), "200");
    }
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

TEST_F(CurlProxy, KeepsATunnel) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    curl_client client(watched(with(through(proxy_kind::http, real.port()), proxy_auth::basic,
                                    real.plain_user, real.plain_password)));
    for (int i = 0; i < 20; ++i)
        ASSERT_TRUE(client.send(lab::get("https://" + lab::host() + ":" + server().port() + "/")));
    EXPECT_EQ(server().connections(), 1);
    EXPECT_TRUE(event().reused);
    EXPECT_EQ(event().via, proxy_kind::http);
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

TEST_F(CurlProxy, ServesEightThreadsThroughAProxy) {
    auto const real = real_proxy::microsocks();
    if (!real) GTEST_SKIP() << real.why_not();
    curl_client client(watched(with(through(proxy_kind::socks5, real.port()), proxy_auth::none,
                                    real.user, real.password)));
    auto const url = "https://" + lab::host() + ":" + server().port() + "/echo";
    EXPECT_EQ(lab::served_in_eight_threads(client, url, 20), 160);
}

// ---- none there

TEST_F(CurlProxy, TellsADeadProxy) {
    auto const dead = number(lab::dead_port());
    for (auto const kind : {proxy_kind::http, proxy_kind::socks4, proxy_kind::socks5}) {
        EXPECT_EQ(outcome_of(through(kind, dead)), "connect refused");
        EXPECT_EQ(event().via, kind);
        auto nowhere = through(kind, 1080);
        nowhere.host = "nowhere.invalid";
        EXPECT_EQ(outcome_of(nowhere), "resolve name_not_found");
    }
}

TEST_F(CurlProxy, ReachesExceptionsDirectly) {
    auto dead = through(proxy_kind::http, number(lab::dead_port()));
    dead.exceptions = {"elsewhere.example", "LOCALHOST"};
    EXPECT_EQ(outcome_of(dead, "localhost"), "200");
    EXPECT_EQ(event().via, proxy_kind::none);
    EXPECT_EQ(outcome_of(dead, "127.0.0.1"), "connect refused");
    dead.exceptions = {"127.0.0.0/8"};
    EXPECT_EQ(outcome_of(dead, "127.0.0.1"), "200");
    EXPECT_EQ(outcome_of(dead, "localhost"), "connect refused");
}

// ---- the environment's

TEST_F(CurlProxy, AsksTheEnvironmentUnlessTold) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const origin = "127.0.0.1:" + std::to_string(real.port());
    auto const credentials = std::string(real.plain_user) + ":" + real.plain_password + "@";
    {
        environment_variable const variable("https_proxy", "http://" + credentials + origin);
        EXPECT_EQ(outcome_of({}), "200");
        EXPECT_EQ(event().via, proxy_kind::http);
        environment_variable const exceptions("no_proxy", lab::host());
        EXPECT_EQ(outcome_of({}), "200");
        EXPECT_EQ(event().via, proxy_kind::none);
    }
    environment_variable const variable("ALL_PROXY", origin);
    EXPECT_EQ(outcome_of({}), "proxy proxy_authentication");
    auto none = proxy{};
    none.kind = proxy_kind::none;
    EXPECT_EQ(outcome_of(none), "200");
    EXPECT_EQ(event().via, proxy_kind::none);
    auto excepted = proxy{};
    excepted.exceptions = {lab::host()};
    EXPECT_EQ(outcome_of(excepted), "200");
    auto const dead = through(proxy_kind::socks5, number(lab::dead_port()));
    EXPECT_EQ(outcome_of(dead), "connect refused");
    environment_variable const exceptions("no_proxy", "*");
    EXPECT_EQ(outcome_of(dead), "connect refused") << "no_proxy is for the environment's proxies";
}

TEST_F(CurlProxy, RefusesAnEnvironmentThatCannotBeRead) {
    environment_variable const variable("https_proxy", "gopher://127.0.0.1:70");
    EXPECT_EQ(outcome_of({}), "setup unsupported");
}

TEST_F(CurlProxy, SendsPlainHttpToNoProxy) {
    tls_server const made_up(lab::actions{});
    tls_server const plain({{"/", [](server_connection& to, seen_request const&) {
                                 return to.write(http_answer(200, "fine"));
                             }}});
    environment_variable const http_proxy("http_proxy", made_up.origin());
    environment_variable const all_proxy("all_proxy", made_up.origin());
    for (auto const& via : {proxy{}, through(proxy_kind::http, number(made_up.port()))}) {
        curl_client client({.via = via, .allow_loopback_http = true});
        auto const reply = client.send(lab::post(plain.origin() + "/", "code=1"));
        ASSERT_TRUE(reply) << reply.error().message();
        EXPECT_EQ(reply->status, 200);
    }
    EXPECT_EQ(made_up.connections(), 0);
}

// ---- made-up ones

TEST_F(CurlProxy, TellsWhatTheProxyAnswered) {
    for (auto const& [status, wanted] :
         {std::pair{403, "proxy proxy_refused"}, std::pair{407, "proxy proxy_authentication"},
          std::pair{502, "proxy proxy_refused"}, std::pair{302, "proxy proxy_refused"}}) {
        EXPECT_EQ(outcome_at([code = status](server_connection& to, seen_request const&) {
                      return to.write(http_answer(code, "no", "Location: /\r\n"));
                  }),
                  wanted);
        EXPECT_EQ(event().status, status);
    }
}

TEST_F(CurlProxy, GivesUpOnAProxyThatSaysNothing) {
    auto const silent = [](server_connection& to, seen_request const&) {
        to.wait_for_end();
        return false;
    };
    for (auto const kind : {proxy_kind::http, proxy_kind::socks4, proxy_kind::socks5}) {
        EXPECT_EQ(outcome_at(silent, kind), "proxy timed_out");
    }
}

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
