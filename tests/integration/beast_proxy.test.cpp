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

// ---- the environment's

TEST_F(BeastProxy, RefusesAnEnvironmentThatItCannotUse) {
    for (auto const* value : {"gopher://127.0.0.1:70", "https://127.0.0.1:443"}) {
        environment_variable const variable("https_proxy", value);
        EXPECT_EQ(outcome_of({}), "setup unsupported") << value;
    }
}

// ---- made-up ones

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
