// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/fixed_clock.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <utility>

namespace {

using bcauth::testing::fixed_clock;
using std::chrono::seconds;
using std::chrono::sys_seconds;

static_assert(bcauth::clock_source<fixed_clock>);

TEST(FixedClock, StandsStillUntilItIsTold) {
    fixed_clock clock(1'469'823'892);
    EXPECT_EQ(clock.now(), sys_seconds{seconds{1'469'823'892}});
    EXPECT_EQ(clock.now(), sys_seconds{seconds{1'469'823'892}});
    clock.advance(seconds{8});
    EXPECT_EQ(clock.now(), sys_seconds{seconds{1'469'823'900}});
    clock.advance(seconds{-1'469'823'901});
    EXPECT_EQ(clock.now(), sys_seconds{seconds{-1}});
    clock.set(sys_seconds{seconds{7}});
    EXPECT_EQ(clock.now(), sys_seconds{seconds{7}});
}

TEST(FixedClock, SharesItsTimeWithItsCopies) {
    fixed_clock clock(sys_seconds{seconds{1}});
    auto copy = clock;
    auto const moved = std::move(copy);
    clock.set(sys_seconds{seconds{2}});
    EXPECT_EQ(moved.now(), sys_seconds{seconds{2}});
    EXPECT_EQ(copy.now(),
              sys_seconds{seconds{2}});  // NOLINT(bugprone-use-after-move): a move is a copy
    fixed_clock other(9);
    other = clock;
    other.advance(seconds{1});
    EXPECT_EQ(clock.now(), sys_seconds{seconds{3}});
}

}  // namespace
