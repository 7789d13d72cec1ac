// SPDX-License-Identifier: BSL-1.0
#include <bcauth/op/platform_time.hpp>

#include <bcauth/api/platform_clock.hpp>
#include <bcauth/testing/fixed_clock.hpp>
#include "support/api.hpp"
#include "support/oauth.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace http = bcauth::http;
using api_support::answers;
using api_support::no_chance;
using api_support::play;
using bcauth::errc;
using bcauth::op::platform_time;
using bcauth::testing::make_response;
using std::chrono::seconds;
using std::chrono::sys_seconds;

auto ask(std::vector<bcauth::result<http::response>> replies) {
    return play(platform_time(api_support::access(), {}, no_chance{}),
                answers(http::method::get, "/v2/time", std::move(replies)));
}

TEST(PlatformTime, IsTheTimeThatThePlatformSays) {
    auto const done = ask({make_response(200, R"({"time":1529512970})")});
    ASSERT_TRUE(done.outcome);
    EXPECT_EQ(*done.outcome, sys_seconds{seconds{1529512970}});
    EXPECT_EQ(*ask({make_response(200, R"({"time":1529512970.75})")}).outcome,
              sys_seconds{seconds{1529512970}});
    EXPECT_EQ(*ask({make_response(200, R"({"time":0})")}).outcome, sys_seconds{});
    EXPECT_EQ(ask({make_response(200, R"({"time":253402300799})")}).outcome->time_since_epoch(),
              seconds{253402300799});
}

TEST(PlatformTime, RefusesWhatIsNoTime) {
    for (std::string const body :
         {"", "{}", "[]", "1529512970", R"({"time":null})", R"({"time":"1529512970"})",
          R"({"time":-1})", R"({"time":253402300800})", R"({"time":1,"time":1})",
          R"({"time":1e99})", R"({"Time":1529512970})", R"({"data":{"time":1529512970}})",
          "<html></html>"}) {
        EXPECT_EQ(ask({make_response(200, body)}).outcome.error(), errc::invalid_response) << body;
    }
    EXPECT_EQ(ask({make_response(404)}).outcome.error(), errc::unexpected_status);
    EXPECT_EQ(ask({make_response(401)}).outcome.error(), errc::api_unauthorized);
    EXPECT_EQ(ask({make_response(301)}).outcome.error(), errc::unexpected_redirect);
}

TEST(PlatformTime, IsRepeatedLikeAnyCall) {
    auto const done = ask({make_response(503), make_response(200, R"({"time":7})")});
    EXPECT_EQ(*done.outcome, sys_seconds{seconds{7}});
    EXPECT_EQ(done.waits, std::vector<long>{500});
    EXPECT_EQ(
        play(platform_time(bcauth::result<bcauth::api::access>(errc::invalid_access_token)), {})
            .outcome.error(),
        errc::invalid_access_token);
}

TEST(PlatformTime, IsWhatAClockCanFollow) {
    auto const told = ask({make_response(200, R"({"time":1529512970})")}).outcome;
    bcauth::testing::fixed_clock const mine{sys_seconds{seconds{1529512000}}};
    auto const clock = bcauth::api::platform_clock<bcauth::testing::fixed_clock>::at(*told, mine);
    EXPECT_EQ(clock.offset(), seconds{970});
    EXPECT_EQ(clock.now(), *told);
}

}  // namespace
