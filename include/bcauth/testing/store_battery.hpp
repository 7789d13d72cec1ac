// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_STORE_BATTERY_HPP
#define BCAUTH_TESTING_STORE_BATTERY_HPP

#include <bcauth/app/app_store.hpp>
#include <bcauth/testing/detail/store_rules.hpp>
#include <bcauth/testing/detail/store_thread_rules.hpp>

#include <array>
#include <ostream>
#include <string>
#include <string_view>

namespace bcauth::inline v0::testing {

/** One thing that every `app_store` does, and the judge of it. */
template <app_store Store>
struct store_rule {
    std::string_view name;  ///< letters only, so that it serves as the name of a test
    /// Judges a store that is empty: gives nothing where the rule holds, else what went wrong, without what was stored.
    std::string (*judge)(Store& store);

    friend bool operator==(store_rule const&, store_rule const&) = default;
    friend std::ostream& operator<<(std::ostream& out, store_rule const& rule) {
        return out << rule.name;
    }
};

/** Every rule that an `app_store` keeps. Each wants an empty store of its own.

    No test framework is needed. With GoogleTest each rule is a test:

    @code
    using rule = bcauth::testing::store_rule<my_store>;
    class MyStore : public testing::TestWithParam<rule> {};

    TEST_P(MyStore, KeepsTheRule) {
        my_store store = an_empty_one();
        EXPECT_EQ(GetParam().judge(store), "");
    }
    INSTANTIATE_TEST_SUITE_P(Battery, MyStore, testing::ValuesIn(bcauth::testing::store_battery<my_store>()),
                             [](auto const& test) { return std::string(test.param.name); });
    @endcode

    The last two rules run threads. What outlives a process is not judged: that takes the store's own tests.
*/
template <app_store Store>
[[nodiscard]] constexpr std::array<store_rule<Store>, 17> store_battery() noexcept {
    using rules = detail::battery::store_rules<Store>;
    using thread_rules = detail::battery::store_thread_rules<Store>;
    return {{
        {"FindsNothingInAnEmptyStore", rules::finds_nothing_in_an_empty_store},
        {"GivesBackAnInstallationToTheByte", rules::gives_back_an_installation},
        {"KeepsWhatIsAbsentAbsent", rules::keeps_what_is_absent},
        {"KeepsAWithheldTokenOutOfUse", rules::keeps_a_withheld_token},
        {"GivesBackLongTexts", rules::gives_back_long_texts},
        {"ReplacesAllOfAnInstallation", rules::replaces_an_installation},
        {"KeepsThePeopleOfAReplacedInstallation", rules::keeps_people},
        {"TakesNobodyFromAnInstallation", rules::takes_nobody_from_an_installation},
        {"ErasesAnInstallationWithItsPeople", rules::erases_an_installation},
        {"RefusesAPersonWithoutAnInstallation", rules::refuses_a_person},
        {"GivesBackAPersonToTheByte", rules::gives_back_a_person},
        {"ReplacesAPerson", rules::replaces_a_person},
        {"ErasesOnePersonOnly", rules::erases_one_person},
        {"KeepsStoresApart", rules::keeps_stores_apart},
        {"ListsInOrderBehindACursor", rules::lists_behind_a_cursor},
        {"IsWholeToEveryThread", thread_rules::is_whole_to_every_thread},
        {"LosesNothingAmongThreads", thread_rules::loses_nothing_among_threads},
    }};
}

}  // namespace bcauth::inline v0::testing

#endif
