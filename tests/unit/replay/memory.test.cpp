// SPDX-License-Identifier: BSL-1.0
#include <bcauth/replay/memory.hpp>
#include <bcauth/testing/fixed_clock.hpp>
#include <bcauth/testing/replay_battery.hpp>
#include "support/heap_watch.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <new>
#include <string>
#include <type_traits>

namespace {

using bcauth::errc;
using bcauth::testing::fixed_clock;
using guard = bcauth::memory_replay_guard<fixed_clock>;
using rule = bcauth::testing::replay_rule<guard>;

constexpr std::int64_t now = 1'700'000'000;

std::chrono::sys_seconds at(std::int64_t seconds) {
    return std::chrono::sys_seconds{std::chrono::seconds{seconds}};
}

static_assert(std::is_default_constructible_v<bcauth::memory_replay_guard<>>);
static_assert(!std::is_copy_constructible_v<guard>);

class MemoryReplayGuard : public testing::TestWithParam<rule> {};

TEST_P(MemoryReplayGuard, KeepsTheRule) {
    guard seen(guard::default_capacity, fixed_clock(now));
    EXPECT_EQ(GetParam().judge(seen, at(now)), "");
}
INSTANTIATE_TEST_SUITE_P(Battery, MemoryReplayGuard,
                         testing::ValuesIn(bcauth::testing::replay_battery<guard>()),
                         [](auto const& test) { return std::string(test.param.name); });

// threats row 50
TEST(MemoryReplayGuardWindow, EndsBehindTheLastSecond) {
    fixed_clock clock(now);
    guard seen(10, clock);
    ASSERT_TRUE(seen.first_use("a", at(now + 300)));
    clock.set(at(now + 300));
    EXPECT_EQ(seen.first_use("a", at(now + 900)).error(), errc::replayed);
    clock.set(at(now + 301));
    EXPECT_TRUE(seen.first_use("a", at(now + 900)));
    EXPECT_EQ(seen.size(), 1U);
}

TEST(MemoryReplayGuardWindow, IsBoundedAndRefusesWhatItCannotRemember) {
    fixed_clock clock(now);
    guard seen(2, clock);
    ASSERT_TRUE(seen.first_use("a", at(now + 10)));
    ASSERT_TRUE(seen.first_use("b", at(now + 20)));
    EXPECT_EQ(seen.first_use("c", at(now + 20)).error(), errc::replay_guard_full);
    EXPECT_EQ(seen.first_use("a", at(now + 20)).error(), errc::replayed) << "nothing made room";
    EXPECT_EQ(seen.size(), 2U);
    clock.set(at(now + 11));
    EXPECT_TRUE(seen.first_use("c", at(now + 20)));
    EXPECT_EQ(seen.first_use("b", at(now + 20)).error(), errc::replayed);
    guard none(0, clock);
    EXPECT_EQ(none.first_use("a", at(now + 20)).error(), errc::replay_guard_full);
}

// a want of memory is told, and neither half of what is remembered is left behind
TEST(MemoryReplayGuardWindow, RemembersAllOfAUseOrNothing) {
    std::string const id(100, 'a');
    int failing = 0;
    bool failed = true;
    for (; failed; ++failing) {
        fixed_clock clock(now);
        guard seen(1, clock);
        failed = false;
        try {
            heap_watch::failing_allocation const short_of_memory(failing);
            EXPECT_TRUE(seen.first_use(id, at(now + 10)));
        } catch (std::bad_alloc const&) {
            failed = true;
        }
        EXPECT_EQ(seen.size(), failed ? 0U : 1U) << failing;
        EXPECT_EQ(seen.first_use(id, at(now + 20)).has_value(), failed) << failing;
        clock.set(at(now + 21));
        EXPECT_TRUE(seen.first_use("b", at(now + 30))) << failing;
    }
    EXPECT_GE(failing, 3);
}

// threats row 52
TEST(MemoryReplayGuardWindow, WantsAClockInRange) {
    guard seen(2, fixed_clock(-1));
    EXPECT_EQ(seen.first_use("a", at(now)).error(), errc::clock_out_of_range);
    EXPECT_EQ(seen.size(), 0U);
}

// what it should do, in the plainest words
struct model {
    std::size_t capacity;
    std::map<std::string, std::int64_t> until;

    errc first_use(std::string const& id, std::int64_t expires_at, std::int64_t clock) {
        std::erase_if(until, [clock](auto const& each) { return each.second < clock; });
        if (until.contains(id)) return errc::replayed;
        if (until.size() == capacity) return errc::replay_guard_full;
        until.emplace(id, expires_at);
        return errc{};
    }
};

RC_GTEST_PROP(MemoryReplayGuardWindow, IsThatOfTheModel, ()) {
    auto const capacity = *rc::gen::inRange<std::size_t>(0, 6);
    fixed_clock clock(now);
    guard seen(capacity, clock);
    model plain{capacity, {}};
    for (int call = 0; call < 60; ++call) {
        clock.advance(std::chrono::seconds{*rc::gen::inRange(-2, 4)});
        auto const time = clock.now().time_since_epoch().count();
        auto const id = std::string(1, static_cast<char>('a' + *rc::gen::inRange(0, 8)));
        auto const until = time + *rc::gen::inRange(-1, 8);
        auto const got = seen.first_use(id, at(until));
        auto const wanted = plain.first_use(id, until, time);
        RC_ASSERT(got.has_error() == (wanted != errc{}));
        if (!got) RC_ASSERT(got.error() == make_error_code(wanted));
        RC_ASSERT(seen.size() == plain.until.size());
    }
}

}  // namespace
