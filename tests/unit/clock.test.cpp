// SPDX-License-Identifier: BSL-1.0
#include <bcauth/clock.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <type_traits>

namespace {

TEST(SystemClock, AgreesWithTheSystemToTheSecond) {
    using std::chrono::floor;
    using std::chrono::seconds;
    auto const before = floor<seconds>(std::chrono::system_clock::now());
    auto const now = bcauth::system_clock{}.now();
    auto const after = floor<seconds>(std::chrono::system_clock::now());
    // time() may read a coarser tick and so lag behind by one
    EXPECT_GE(now, before - seconds{1});
    EXPECT_LE(now, after);
}

// threats row 52
TEST(SystemClock, CountsInSignedSixtyFourBits) {
    using count = bcauth::system_clock;
    static_assert(std::is_same_v<decltype(count{}.now()), std::chrono::sys_seconds>);
    static_assert(sizeof(std::chrono::sys_seconds::rep) == 8);
    static_assert(std::is_signed_v<std::chrono::sys_seconds::rep>);
    static_assert(noexcept(count{}.now()));
}

}  // namespace
