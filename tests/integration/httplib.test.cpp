// SPDX-License-Identifier: BSL-1.0
#include <bcauth/op/run.hpp>
#include <bcauth/testing/client_battery.hpp>
#include "support/lab.hpp"
#include "support/lab_transport.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <utility>

#ifdef BCAUTH_HAS_HTTPLIB
#include "../../examples/httplib_client.hpp"
#include "support/one_operation.hpp"

namespace {

using bcauth::errc;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using rule = bcauth::testing::client_rule<httplib_client>;

bool const environment_is_clean = lab::forget_proxies();

class HttplibBattery : public testing::TestWithParam<rule> {
protected:
    static std::string judge(test_certificate const* certificate) {
        lab::trusting_machine const machine;
        httplib_client client;
        return lab::judge(GetParam(), client, certificate);
    }
};

TEST_P(HttplibBattery, KeepsTheRuleOverTls) {
    auto const certificate = lab::authority().good();
    EXPECT_EQ(judge(&certificate), "");
}
TEST_P(HttplibBattery, KeepsTheRuleInPlainHttp) {
    EXPECT_EQ(judge(nullptr), "");
}

INSTANTIATE_TEST_SUITE_P(Battery, HttplibBattery,
                         testing::ValuesIn(bcauth::testing::client_battery<httplib_client>()),
                         [](auto const& test) { return std::string(test.param.name); });

struct on_httplib {
    [[nodiscard]] bcauth::testing::client_lab lab() const {
        return {.origin = x_server.origin(), .dead_origin = "http://127.0.0.1:" + x_dead};
    }
    template <class Operation>
    auto run(Operation operation, bcauth::diagnostics& why) {
        httplib_client client;
        return bcauth::run(client, std::move(operation), why);
    }

private:
    std::atomic<int> x_visits{0};
    std::string x_dead{::lab::dead_port()};
    tls_server x_server{::lab::battery_actions(x_visits)};
};

INSTANTIATE_TYPED_TEST_SUITE_P(OnHttplib, OneOperation, on_httplib);

bcauth::error_code failure(bcauth::http::request message) {
    auto const reply = httplib_client().send(std::move(message));
    return reply ? bcauth::error_code{} : reply.error();
}

// from 0.12 on the library tries again by itself where TLS is ended in order; it sees that in TLS 1.2
TEST(Httplib, SendsABodyOnceWhateverTheEnd) {
    lab::trusting_machine const machine;
    auto const certificate = lab::authority().good();
    for (int const tls : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        std::atomic<int> whole{0};
        tls_server const server({{"/",
                                  [&](server_connection& to, seen_request const& seen) {
                                      if (seen.body == "code=once") ++whole;
                                      to.end();
                                      return false;
                                  }}},
                                &certificate, tls);
        EXPECT_EQ(failure(lab::post(server.origin() + "/", "code=once")), errc::outcome_unknown);
        EXPECT_EQ(whole, 1);
    }
}

TEST(Httplib, RefusesAStrangersCertificate) {
    auto const certificate = lab::authority().good();
    tls_server const server({}, &certificate);
    EXPECT_EQ(failure(lab::post(server.origin() + "/", "x")), errc::transport_failed);
    lab::trusting_machine const machine;
    auto const other = lab::authority().of_another_name();
    tls_server const renamed({}, &other);
    EXPECT_TRUE(failure(lab::post(renamed.origin() + "/", "x")));
    EXPECT_EQ(server.requests() + renamed.requests(), 0);
}

TEST(Httplib, HoldsTheLimitOfTimeOnFieldsToo) {
    tls_server const server({{"/", [](server_connection& to, seen_request const&) {
                                  to.write("HTTP/1.1 200 OK\r\n");
                                  while (to.write("X-Field: 1\r\n")) {
                                      std::this_thread::sleep_for(milliseconds{20});
                                  }
                                  return false;
                              }}});
    auto message = lab::get(server.origin() + "/");
    message.limits.timeout = milliseconds{300};
    auto const begin = steady_clock::now();
    EXPECT_EQ(failure(message), errc::timed_out);
    EXPECT_LT(steady_clock::now() - begin, milliseconds{5000});
    message.limits.timeout = milliseconds{-1};
    EXPECT_EQ(failure(message), errc::transport_failed) << "it ran out before";
    EXPECT_EQ(server.requests(), 1);
}

}  // namespace

#else
TEST(HttplibBattery, KeepsTheRule) {
    GTEST_SKIP() << "skipped: cpp-httplib was not found";
}
#endif
