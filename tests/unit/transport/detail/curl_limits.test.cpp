// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/detail/curl_limits.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <limits>

// That curl holds them is in tests/integration/curl_trouble.test.cpp.
namespace {

using bcauth::detail::curl_connect_limit;
using bcauth::detail::curl_limit;
using std::chrono::milliseconds;

constexpr long most = std::numeric_limits<int>::max();

TEST(CurlLimits, HaveZeroForNone) {
    EXPECT_EQ(curl_limit(milliseconds{0}), 0);
    EXPECT_EQ(curl_connect_limit(milliseconds{0}), most) << "to curl, 0 is 300 seconds";
}

TEST(CurlLimits, AreTakenAsFarAsCurlCanTakeThem) {
    for (auto const limit : {curl_limit, curl_connect_limit}) {
        EXPECT_EQ(limit(milliseconds{1}), 1);
        EXPECT_EQ(limit(milliseconds{60'000}), 60'000);
        EXPECT_EQ(limit(milliseconds{most}), most);
        EXPECT_EQ(limit(milliseconds{most} + milliseconds{1}), most);
        EXPECT_EQ(limit(milliseconds::max()), most);
    }
}

TEST(CurlLimits, HaveRunOutWhereTheyAreNegative) {
    for (auto const limit : {curl_limit, curl_connect_limit}) {
        EXPECT_EQ(limit(milliseconds{-1}), 1);
        EXPECT_EQ(limit(milliseconds::min()), 1);
    }
}

}  // namespace
