// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/replay_battery.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>

namespace {

using bcauth::errc;
using bcauth::result;

// what a guard can do wrong
enum class flaw {
    none,
    takes_everything,
    refuses_everything,
    tells_another_error,
    forgets_early_ones,
    ignores_case,
    stops_at_a_nul,
    forgets_on_the_last_second,
    takes_a_later_time,
    looks_before_it_locks,
};

constexpr std::chrono::sys_seconds now{std::chrono::seconds{1'700'000'000}};

template <flaw Flaw>
class broken_guard {
public:
    result<void> first_use(std::string_view given, std::chrono::sys_seconds until) {
        auto const id = key_of(given);
        if (Flaw == flaw::takes_everything) return {};
        if (Flaw == flaw::refuses_everything) return errc::replayed;
        if (Flaw == flaw::looks_before_it_locks) {
            bool const seen = remembers(id);
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
            if (seen) return errc::replayed;
            remember(id, until);
            return {};
        }
        std::lock_guard const lock(x_mutex);
        auto const found = x_seen.find(id);
        if (found != x_seen.end()) {
            if (Flaw == flaw::takes_a_later_time) found->second = until;
            if (Flaw == flaw::takes_a_later_time && until < now) x_seen.erase(found);
            return Flaw == flaw::tells_another_error ? errc::store_failed : errc::replayed;
        }
        if (Flaw == flaw::forgets_on_the_last_second && until <= now) return {};
        if (Flaw == flaw::forgets_early_ones && x_seen.size() > 99) x_seen.clear();
        x_seen.emplace(id, until);
        return {};
    }

private:
    static std::string key_of(std::string_view given) {
        std::string id(given);
        if (Flaw == flaw::ignores_case) {
            std::transform(id.begin(), id.end(), id.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
        }
        return Flaw == flaw::stops_at_a_nul ? std::string(id.c_str()) : id;
    }
    bool remembers(std::string const& id) {
        std::lock_guard const lock(x_mutex);
        return x_seen.contains(id);
    }
    void remember(std::string const& id, std::chrono::sys_seconds until) {
        std::lock_guard const lock(x_mutex);
        x_seen[id] = until;
    }

    std::mutex x_mutex;
    std::map<std::string, std::chrono::sys_seconds> x_seen;
};

using names = std::set<std::string_view>;

template <flaw Flaw>
names broken_rules() {
    names broken;
    for (auto const& rule : bcauth::testing::replay_battery<broken_guard<Flaw>>()) {
        broken_guard<Flaw> guard;
        if (!rule.judge(guard, now).empty()) broken.insert(rule.name);
    }
    return broken;
}

TEST(ReplayBattery, FindsNothingWrongWithAGoodGuard) {
    EXPECT_EQ(broken_rules<flaw::none>(), names{});
}

TEST(ReplayBattery, TellsEachFlawByItsRule) {
    EXPECT_TRUE(broken_rules<flaw::takes_everything>().contains("TakesAnIdentifierOnce"));
    EXPECT_TRUE(broken_rules<flaw::refuses_everything>().contains("TakesAnIdentifierOnce"));
    EXPECT_EQ(broken_rules<flaw::tells_another_error>(), names{"TakesAnIdentifierOnce"});
    EXPECT_EQ(broken_rules<flaw::forgets_early_ones>(), names{"KeepsIdentifiersApart"});
    EXPECT_EQ(broken_rules<flaw::ignores_case>(), names{"ComparesBytes"});
    EXPECT_EQ(broken_rules<flaw::stops_at_a_nul>(), names{"ComparesBytes"});
    EXPECT_EQ(broken_rules<flaw::forgets_on_the_last_second>(),
              names{"RemembersUpToTheLastSecond"});
    EXPECT_EQ(broken_rules<flaw::takes_a_later_time>(), names{"IsNotShortenedByALaterUse"});
    EXPECT_EQ(broken_rules<flaw::looks_before_it_locks>(), names{"LetsOneOfManyThreadsThrough"});
}

TEST(ReplayBattery, HasNamesThatCanNameTests) {
    for (auto const& rule : bcauth::testing::replay_battery<broken_guard<flaw::none>>()) {
        EXPECT_TRUE(std::all_of(rule.name.begin(), rule.name.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        })) << rule.name;
    }
}

}  // namespace
