// SPDX-License-Identifier: BSL-1.0
#include <bcauth/api/rate_limit.hpp>

#include <bcauth/testing/scripted_client.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace {

using bcauth::api::rate_limit;
using bcauth::testing::make_response;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(RateLimit, ReadsTheHeadersInAnyCase) {
    auto const answer = make_response(200, "",
                                      {{"x-rate-limit-time-window-ms", "30000"},
                                       {"X-Rate-Limit-Time-Reset-Ms", "15000"},
                                       {"X-RATE-LIMIT-REQUESTS-QUOTA", "150"},
                                       {"X-Rate-Limit-Requests-Left", "0"},
                                       {"X-Retry-After", "7"}});
    auto const read = rate_limit::of(answer.fields);
    EXPECT_EQ(read.window, milliseconds{30'000});
    EXPECT_EQ(read.reset, milliseconds{15'000});
    EXPECT_EQ(read.quota, 150);
    EXPECT_EQ(read.left, 0);
    EXPECT_EQ(read.retry_after, seconds{7});
}

TEST(RateLimit, ReadsNothingThatIsNoPlainNumber) {
    for (std::string const bad : {"", "-1", "+1", "1.5", "1 5", "0x5", "1e3", "1000000000", "a",
                                  "99999999999999999999", "15000,15000"}) {
        auto const answer = make_response(429, "", {{"X-Rate-Limit-Time-Reset-Ms", bad}});
        EXPECT_EQ(rate_limit::of(answer.fields).reset, std::nullopt) << bad;
        EXPECT_EQ(rate_limit::of(answer.fields).wait(), std::nullopt) << bad;
    }
    auto const most = make_response(429, "", {{"X-Rate-Limit-Time-Reset-Ms", "999999999"}});
    EXPECT_EQ(rate_limit::of(most.fields).reset, milliseconds{999'999'999});
    auto const twice = make_response(
        429, "", {{"X-Rate-Limit-Time-Reset-Ms", "1"}, {"x-rate-limit-time-reset-ms", "1"}});
    EXPECT_EQ(rate_limit::of(twice.fields).reset, std::nullopt);
    EXPECT_EQ(rate_limit::of({}).wait(), std::nullopt);
}

TEST(RateLimit, WaitsTheLongerOfBoth) {
    rate_limit limit;
    EXPECT_EQ(limit.wait(), std::nullopt);
    limit.reset = milliseconds{1500};
    EXPECT_EQ(limit.wait(), milliseconds{1500});
    limit.retry_after = seconds{1};
    EXPECT_EQ(limit.wait(), milliseconds{1500});
    limit.retry_after = seconds{2};
    EXPECT_EQ(limit.wait(), milliseconds{2000});
    limit.reset.reset();
    EXPECT_EQ(limit.wait(), milliseconds{2000});
    limit.retry_after = seconds{0};
    EXPECT_EQ(limit.wait(), milliseconds{0});
}

}  // namespace
