// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/client_battery.hpp>
#include <bcauth/transport/beast.hpp>
#include "support/lab.hpp"
#include "support/lab_proxies.hpp"
#include "support/lab_transport.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <string_view>
#include <utility>

// What a client on Beast goes through, against real proxies and against made-up ones that misbehave.
namespace {

using bcauth::beast_options;
using bcauth::blocking_beast_client;
using bcauth::errc;
using bcauth::proxy;
using bcauth::proxy_auth;
using bcauth::proxy_kind;
using lab::authority;
using lab::environment_variable;
using lab::number;
using lab::real_proxy;
using lab::through;
using lab::with;

bool const environment_is_clean = lab::forget_proxies();

class BeastProxy : public lab::on_the_way<blocking_beast_client, beast_options> {};

// ---- real ones

TEST_F(BeastProxy, GoesThroughTinyproxyWithBasic) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const via = through(proxy_kind::http, real.port());
    EXPECT_EQ(outcome_of(with(via, proxy_auth::basic, real.plain_user, real.plain_password)),
              "200");
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
}

TEST_F(BeastProxy, GoesThroughMicrosocksWithAUser) {
    auto const real = real_proxy::microsocks();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const via = through(proxy_kind::socks5, real.port());
    EXPECT_EQ(outcome_of(with(via, proxy_auth::none, real.user, real.password)), "200");
    EXPECT_EQ(event().via, proxy_kind::socks5);
    EXPECT_EQ(outcome_of(with(via, proxy_auth::none, real.user, real.password), "127.0.0.1"),
              "200");
    EXPECT_EQ(outcome_of(with(via, proxy_auth::none, real.user, "wrong")),
              "proxy proxy_authentication");
    EXPECT_EQ(outcome_of(with(via, proxy_auth::none, "somebody", real.password)),
              "proxy proxy_authentication");
    EXPECT_EQ(outcome_of(via), "proxy proxy_authentication");
    // nobody has that name: it is the proxy that says so
    EXPECT_EQ(outcome_of(with(via, proxy_auth::none, real.user, real.password), "nowhere.invalid"),
              "proxy proxy_refused");
}

TEST_F(BeastProxy, GoesThroughSshAsSocks4) {
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

TEST_F(BeastProxy, GoesThroughSquidAsLittleAsItMay) {
    auto const real = real_proxy::squid("digest");
    if (!real) GTEST_SKIP() << real.why_not();
    auto const via = through(proxy_kind::http, real.port());
    auto const digest = with(via, proxy_auth::digest, real.user, real.password);
    EXPECT_EQ(outcome_of(digest), "setup unsupported") << "said before anything is sent";
    EXPECT_EQ(blocking_beast_client::make(lab::by_way_of<beast_options>(digest)).error(),
              errc::unsupported_setting);
    EXPECT_EQ(outcome_of(with(via, proxy_auth::basic, real.user, real.password)),
              "proxy proxy_authentication");
    EXPECT_EQ(outcome_of(through(proxy_kind::http, number(server().port()))), "proxy closed")
        << "that is the TLS server, no proxy";
}

TEST_F(BeastProxy, KeepsATunnel) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    blocking_beast_client client(
        watched(with(through(proxy_kind::http, real.port()), proxy_auth::basic, real.plain_user,
                     real.plain_password)));
    for (int i = 0; i < 20; ++i)
        ASSERT_TRUE(client.send(lab::get("https://" + lab::host() + ":" + server().port() + "/")));
    EXPECT_EQ(server().connections(), 1);
    EXPECT_TRUE(event().reused);
    EXPECT_EQ(event().via, proxy_kind::http);
}

// ---- every rule of a client, through a proxy

using rule = bcauth::testing::client_rule<blocking_beast_client>;

class BeastBatteryByProxy : public testing::TestWithParam<rule> {
protected:
    static std::string judge(proxy via) {
        auto const certificate = authority().good();
        blocking_beast_client client(lab::by_way_of<beast_options>(std::move(via)));
        return lab::judge(GetParam(), client, &certificate, lab::host());
    }
};

TEST_P(BeastBatteryByProxy, KeepsTheRuleThroughTinyproxy) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    EXPECT_EQ(judge(with(through(proxy_kind::http, real.port()), proxy_auth::basic, real.plain_user,
                         real.plain_password)),
              "");
}

TEST_P(BeastBatteryByProxy, KeepsTheRuleThroughMicrosocks) {
    auto const real = real_proxy::microsocks();
    if (!real) GTEST_SKIP() << real.why_not();
    EXPECT_EQ(judge(with(through(proxy_kind::socks5, real.port()), proxy_auth::none, real.user,
                         real.password)),
              "");
}

INSTANTIATE_TEST_SUITE_P(
    Battery, BeastBatteryByProxy,
    testing::ValuesIn(bcauth::testing::client_battery<blocking_beast_client>()),
    [](auto const& test) { return std::string(test.param.name); });

TEST_F(BeastProxy, ServesEightThreadsThroughAProxy) {
    auto const real = real_proxy::microsocks();
    if (!real) GTEST_SKIP() << real.why_not();
    blocking_beast_client client(watched(with(through(proxy_kind::socks5, real.port()),
                                              proxy_auth::none, real.user, real.password)));
    auto const url = "https://" + lab::host() + ":" + server().port() + "/echo";
    EXPECT_EQ(lab::served_in_eight_threads(client, url, 20), 160);
}

// ---- none there

TEST_F(BeastProxy, TellsADeadProxy) {
    auto const dead = number(lab::dead_port());
    for (auto const kind : {proxy_kind::http, proxy_kind::socks4, proxy_kind::socks5}) {
        EXPECT_EQ(outcome_of(through(kind, dead)), "connect refused");
        EXPECT_EQ(event().via, kind);
        auto nowhere = through(kind, 1080);
        nowhere.host = "nowhere.invalid";
        EXPECT_EQ(outcome_of(nowhere), "resolve name_not_found");
    }
}

TEST_F(BeastProxy, ReachesExceptionsDirectly) {
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

TEST_F(BeastProxy, AsksTheEnvironmentUnlessTold) {
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
    proxy none;
    none.kind = proxy_kind::none;
    EXPECT_EQ(outcome_of(none), "200");
    EXPECT_EQ(event().via, proxy_kind::none);
    proxy excepted;
    excepted.exceptions = {lab::host()};
    EXPECT_EQ(outcome_of(excepted), "200");
    auto const dead = through(proxy_kind::socks5, number(lab::dead_port()));
    EXPECT_EQ(outcome_of(dead), "connect refused");
    environment_variable const exceptions("no_proxy", "*");
    EXPECT_EQ(outcome_of(dead), "connect refused") << "no_proxy is for the environment's proxies";
}

TEST_F(BeastProxy, RefusesAnEnvironmentThatItCannotUse) {
    for (auto const* value : {"gopher://127.0.0.1:70", "https://127.0.0.1:443"}) {
        environment_variable const variable("https_proxy", value);
        EXPECT_EQ(outcome_of({}), "setup unsupported") << value;
    }
}

TEST_F(BeastProxy, SendsPlainHttpToNoProxy) {
    tls_server const made_up(lab::actions{});
    tls_server const plain({{"/", lab::answer_fine}});
    environment_variable const http_proxy("http_proxy", made_up.origin());
    environment_variable const all_proxy("all_proxy", made_up.origin());
    for (auto const& via : {proxy{}, through(proxy_kind::http, number(made_up.port()))}) {
        beast_options options;
        options.via = via;
        options.allow_loopback_http = true;
        blocking_beast_client client(options);
        auto const reply = client.send(lab::post(plain.origin() + "/", "code=1"));
        ASSERT_TRUE(reply) << reply.error().message();
    }
    EXPECT_EQ(made_up.connections(), 0);
}

// ---- made-up ones

TEST_F(BeastProxy, TellsWhatTheProxyAnswered) {
    for (auto const& [status, wanted] :
         {std::pair{403, "proxy proxy_refused"}, std::pair{407, "proxy proxy_authentication"},
          std::pair{502, "proxy proxy_refused"}, std::pair{302, "proxy proxy_refused"}}) {
        EXPECT_EQ(outcome_at([answered = status](server_connection& to, seen_request const&) {
                      return to.write(http_answer(answered, "no", "Location: /\r\n"));
                  }),
                  wanted);
        EXPECT_EQ(event().status, status);
    }
}

TEST_F(BeastProxy, GivesUpOnAProxyThatSaysNothing) {
    auto const silent = [](server_connection& to, seen_request const&) {
        to.wait_for_end();
        return false;
    };
    for (auto const kind : {proxy_kind::http, proxy_kind::socks4, proxy_kind::socks5})
        EXPECT_EQ(outcome_at(silent, kind), "proxy timed_out");
}

TEST_F(BeastProxy, SurvivesAProxyThatMisbehaves) {
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
              "tls closed");
    EXPECT_EQ(outcome_at([](server_connection& to, seen_request const&) {
                  to.write("HTTP/1.1 200 OK\r\n");
                  while (to.write("X-Field: " + std::string(1000, 'x') + "\r\n")) {
                  }
                  return false;
              }),
              "proxy proxy_refused");
}

TEST_F(BeastProxy, ShowsItselfOnlyWhereItIsAskedTo) {
    std::atomic<bool> shown{false};
    tls_server const greedy(
        {{"*", [&](server_connection& to, seen_request const& seen) {
              if (!seen.field("Proxy-Authorization").empty()) shown = true;
              return to.write(http_answer(407, "", "Proxy-Authenticate: Basic realm=\"x\"\r\n"));
          }}});
    auto const via = through(proxy_kind::http, number(greedy.port()));
    EXPECT_EQ(outcome_of(with(via, proxy_auth::none, "user", "pass")),
              "proxy proxy_authentication");
    for (auto const auth : {proxy_auth::digest, proxy_auth::ntlm, proxy_auth::negotiate}) {
        EXPECT_EQ(outcome_of(with(via, auth, "user", "pass")), "setup unsupported");
    }
    EXPECT_FALSE(shown);
    EXPECT_EQ(greedy.requests(), 1);
}

TEST_F(BeastProxy, TellsTheProxyNothingButWhereTo) {
    tls_server const made_up({{"*", [](server_connection& to, seen_request const&) {
                                   return to.write(http_answer(403, "no"));
                               }}});
    auto const via = through(proxy_kind::http, number(made_up.port()));
    EXPECT_EQ(outcome_of(with(via, proxy_auth::basic, "Aladdin", "open sesame")),
              "proxy proxy_refused");
    auto const place = lab::host() + ":" + server().port();
    EXPECT_EQ(made_up.last().head,
              "CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\nUser-Agent: bcauth/" +
                  std::string(bcauth::version) +
                  "\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n");
}

}  // namespace
