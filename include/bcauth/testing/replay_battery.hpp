// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_REPLAY_BATTERY_HPP
#define BCAUTH_TESTING_REPLAY_BATTERY_HPP

#include <bcauth/app/replay_guard.hpp>
#include <bcauth/testing/detail/replay_rules.hpp>

#include <array>
#include <chrono>
#include <ostream>
#include <string>
#include <string_view>

namespace bcauth::inline v0::testing {

/** One thing that every `replay_guard` does, and the judge of it. */
template <replay_guard Guard>
struct replay_rule {
    std::string_view name;  ///< letters only, so that it serves as the name of a test
    /// Judges a guard that has seen nothing and whose clock shows `now`: gives nothing where the rule holds, else what
    /// went wrong.
    std::string (*judge)(Guard& guard, std::chrono::sys_seconds now);

    friend bool operator==(replay_rule const&, replay_rule const&) = default;
    friend std::ostream& operator<<(std::ostream& out, replay_rule const& rule) {
        return out << rule.name;
    }
};

/** Every rule that a `replay_guard` keeps. Each wants a guard of its own that has seen nothing.

    No test framework is needed. With GoogleTest each rule is a test:

    @code
    using rule = bcauth::testing::replay_rule<my_guard>;
    class MyGuard : public testing::TestWithParam<rule> {};

    TEST_P(MyGuard, KeepsTheRule) {
        my_guard guard = an_empty_one();
        EXPECT_EQ(GetParam().judge(guard, bcauth::system_clock{}.now()), "");
    }
    INSTANTIATE_TEST_SUITE_P(Battery, MyGuard, testing::ValuesIn(bcauth::testing::replay_battery<my_guard>()),
                             [](auto const& test) { return std::string(test.param.name); });
    @endcode

    The last rule runs threads. What is forgotten when, and what a full guard does, take the guard's own tests.
*/
template <replay_guard Guard>
[[nodiscard]] constexpr std::array<replay_rule<Guard>, 6> replay_battery() noexcept {
    using rules = detail::battery::replay_rules<Guard>;
    return {{
        {"TakesAnIdentifierOnce", rules::takes_an_identifier_once},
        {"KeepsIdentifiersApart", rules::keeps_identifiers_apart},
        {"ComparesBytes", rules::compares_bytes},
        {"RemembersUpToTheLastSecond", rules::remembers_up_to_the_last_second},
        {"IsNotShortenedByALaterUse", rules::is_not_shortened},
        {"LetsOneOfManyThreadsThrough", rules::lets_one_of_many_threads_through},
    }};
}

}  // namespace bcauth::inline v0::testing

#endif
