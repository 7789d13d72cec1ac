// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/store_battery.hpp>

#include <bcauth/store/memory.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::installation;
using bcauth::result;
using bcauth::store_hash;
using bcauth::user;

// what a store can do wrong
enum class flaw {
    none,
    fails_where_nothing_is,
    cuts_the_token_at_a_nul,
    forgets_scopes,
    forgets_the_owner,
    forgets_the_account,
    takes_an_empty_name_for_none,
    gives_out_a_withheld_token,
    cuts_long_texts,
    keeps_the_earlier_token,
    forgets_people_at_a_replacement,
    takes_the_installer_in,
    keeps_people_after_an_erasure,
    takes_people_anywhere,
    tells_another_error,
    cuts_identifiers,
    keeps_the_earlier_person,
    erases_everybody,
    shares_people_among_stores,
    lists_the_cursor_too,
    ignores_the_limit,
    wants_the_cursor_to_be_there,
    replaces_in_two_steps,
    loses_what_comes_at_once,
};

template <flaw Flaw>
class broken_store {
public:
    result<void> put_installation(installation const& given) {
        auto kept = given;
        spoil(kept);
        std::unique_lock lock(x_mutex, std::defer_lock);
        if (Flaw == flaw::loses_what_comes_at_once) {
            if (!lock.try_lock()) return {};
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        } else {
            lock.lock();
        }
        auto const earlier = *x_inner.find_installation(given.store);
        if (Flaw == flaw::keeps_the_earlier_token && earlier) {
            kept.access_token = earlier->access_token;
        }
        if (Flaw == flaw::forgets_people_at_a_replacement) {
            static_cast<void>(x_inner.erase_installation(given.store));
        }
        if (Flaw == flaw::replaces_in_two_steps && earlier) {
            auto first = kept;
            first.scopes = earlier->scopes;
            static_cast<void>(x_inner.put_installation(first));
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        auto const put = x_inner.put_installation(kept);
        if (Flaw == flaw::takes_the_installer_in) {
            return x_inner.put_user(given.store, given.user);
        }
        return put;
    }

    result<std::optional<installation>> find_installation(store_hash const& store) const {
        auto found = x_inner.find_installation(store);
        if (Flaw == flaw::fails_where_nothing_is && !*found) return errc::not_installed;
        return found;
    }

    result<void> erase_installation(store_hash const& store) {
        if (Flaw == flaw::fails_where_nothing_is && !*x_inner.find_installation(store)) {
            return errc::not_installed;
        }
        return x_inner.erase_installation(store);
    }

    result<void> put_user(store_hash const& store, user const& given) {
        auto kept = given;
        if (Flaw == flaw::cuts_identifiers) kept.id = static_cast<std::int32_t>(given.id);
        if (Flaw == flaw::takes_an_empty_name_for_none && kept.username == "") kept.username = {};
        std::lock_guard const lock(x_mutex);
        bool const installed = x_inner.find_installation(store)->has_value();
        if (!installed && Flaw != flaw::takes_people_anywhere) {
            return Flaw == flaw::tells_another_error ? errc::unknown_user : errc::not_installed;
        }
        if (Flaw == flaw::keeps_the_earlier_person && *x_inner.find_user(store, kept.id)) return {};
        x_everybody[{person_store(store), kept.id}] = kept;
        return installed ? x_inner.put_user(store, kept) : result<void>();
    }

    result<std::optional<user>> find_user(store_hash const& store, std::int64_t id) const {
        bool const elsewhere = Flaw == flaw::keeps_people_after_an_erasure ||
                               Flaw == flaw::shares_people_among_stores ||
                               Flaw == flaw::takes_people_anywhere;
        if (!elsewhere) return x_inner.find_user(store, id);
        std::lock_guard const lock(x_mutex);
        auto const found = x_everybody.find({person_store(store), id});
        return found == x_everybody.end() ? std::optional<user>() : found->second;
    }

    result<void> erase_user(store_hash const& store, std::int64_t id) {
        auto const installed = *x_inner.find_installation(store);
        if (Flaw == flaw::erases_everybody && installed) {
            static_cast<void>(x_inner.erase_installation(store));
            return x_inner.put_installation(*installed);
        }
        std::lock_guard const lock(x_mutex);
        x_everybody.erase({person_store(store), id});
        return x_inner.erase_user(store, id);
    }

    result<std::vector<store_hash>> list_installations(std::optional<store_hash> after,
                                                       std::size_t limit) const {
        if (Flaw == flaw::ignores_the_limit) limit = static_cast<std::size_t>(-1);
        auto listed = *x_inner.list_installations(after, limit);
        if (after && Flaw == flaw::wants_the_cursor_to_be_there &&
            !*x_inner.find_installation(*after)) {
            listed.clear();
        }
        if (after && Flaw == flaw::lists_the_cursor_too) listed.insert(listed.begin(), *after);
        return result<std::vector<store_hash>>(std::move(listed));
    }

private:
    static void spoil(installation& kept) {
        if (Flaw == flaw::cuts_the_token_at_a_nul) {
            auto const token = std::string(kept.access_token.expose());
            kept.access_token = bcauth::secret(token.c_str());
        }
        if (Flaw == flaw::forgets_scopes) kept.scopes = {};
        if (Flaw == flaw::forgets_the_owner) kept.owner.reset();
        if (Flaw == flaw::gives_out_a_withheld_token) kept.restore();
        if (Flaw == flaw::forgets_the_account) kept.account_uuid.clear();
        if (Flaw == flaw::takes_an_empty_name_for_none && kept.user.username == "") {
            kept.user.username.reset();
        }
        if (Flaw == flaw::cuts_long_texts) kept.user.email.resize(255);
    }

    static store_hash person_store(store_hash const& store) {
        return Flaw == flaw::shares_people_among_stores ? *store_hash::make("all") : store;
    }

    bcauth::memory_store x_inner;
    mutable std::mutex x_mutex;
    std::map<std::pair<store_hash, std::int64_t>, user> x_everybody;
};

using names = std::set<std::string_view>;

template <flaw Flaw>
names broken_rules() {
    names broken;
    for (auto const& rule : bcauth::testing::store_battery<broken_store<Flaw>>()) {
        broken_store<Flaw> store;
        if (!rule.judge(store).empty()) broken.insert(rule.name);
    }
    return broken;
}

struct broken_case {
    names (*judge)();
    std::string_view rule;  // that must be among the broken ones
};

constexpr std::array cases{
    broken_case{broken_rules<flaw::fails_where_nothing_is>, "FindsNothingInAnEmptyStore"},
    broken_case{broken_rules<flaw::cuts_the_token_at_a_nul>, "GivesBackAnInstallationToTheByte"},
    broken_case{broken_rules<flaw::forgets_scopes>, "GivesBackAnInstallationToTheByte"},
    broken_case{broken_rules<flaw::forgets_the_owner>, "GivesBackAnInstallationToTheByte"},
    broken_case{broken_rules<flaw::forgets_the_account>, "GivesBackAnInstallationToTheByte"},
    broken_case{broken_rules<flaw::takes_an_empty_name_for_none>, "KeepsWhatIsAbsentAbsent"},
    broken_case{broken_rules<flaw::gives_out_a_withheld_token>, "KeepsAWithheldTokenOutOfUse"},
    broken_case{broken_rules<flaw::cuts_long_texts>, "GivesBackLongTexts"},
    broken_case{broken_rules<flaw::keeps_the_earlier_token>, "ReplacesAllOfAnInstallation"},
    broken_case{broken_rules<flaw::forgets_people_at_a_replacement>,
                "KeepsThePeopleOfAReplacedInstallation"},
    broken_case{broken_rules<flaw::takes_the_installer_in>, "TakesNobodyFromAnInstallation"},
    broken_case{broken_rules<flaw::keeps_people_after_an_erasure>,
                "ErasesAnInstallationWithItsPeople"},
    broken_case{broken_rules<flaw::takes_people_anywhere>, "RefusesAPersonWithoutAnInstallation"},
    broken_case{broken_rules<flaw::tells_another_error>, "RefusesAPersonWithoutAnInstallation"},
    broken_case{broken_rules<flaw::cuts_identifiers>, "GivesBackAPersonToTheByte"},
    broken_case{broken_rules<flaw::keeps_the_earlier_person>, "ReplacesAPerson"},
    broken_case{broken_rules<flaw::erases_everybody>, "ErasesOnePersonOnly"},
    broken_case{broken_rules<flaw::shares_people_among_stores>, "KeepsStoresApart"},
    broken_case{broken_rules<flaw::lists_the_cursor_too>, "ListsInOrderBehindACursor"},
    broken_case{broken_rules<flaw::ignores_the_limit>, "ListsInOrderBehindACursor"},
    broken_case{broken_rules<flaw::wants_the_cursor_to_be_there>, "ListsInOrderBehindACursor"},
    broken_case{broken_rules<flaw::replaces_in_two_steps>, "IsWholeToEveryThread"},
    broken_case{broken_rules<flaw::loses_what_comes_at_once>, "LosesNothingAmongThreads"},
};

TEST(StoreBattery, FindsNothingWrongWithAGoodStore) {
    EXPECT_EQ(broken_rules<flaw::none>(), names{});
}

// a flaw of threads shows by chance, so it has more than one
TEST(StoreBattery, TellsEachFlawByItsRule) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
        bool told = false;
        for (int chance = 0; !told && chance < 20; ++chance) {
            told = cases[i].judge().contains(cases[i].rule);
        }
        EXPECT_TRUE(told) << "flaw " << i + 1 << " was not told by " << cases[i].rule;
    }
}

TEST(StoreBattery, HasNoRuleThatNoFlawBreaks) {
    names broken;
    for (auto const& each : cases) {
        broken.insert(each.rule);
    }
    for (auto const& rule : bcauth::testing::store_battery<bcauth::memory_store>()) {
        EXPECT_TRUE(broken.contains(rule.name)) << rule.name;
    }
}

TEST(StoreBattery, HasNamesThatCanNameTests) {
    names seen;
    for (auto const& rule : bcauth::testing::store_battery<bcauth::memory_store>()) {
        EXPECT_TRUE(seen.insert(rule.name).second) << rule.name << " comes twice";
        EXPECT_TRUE(std::all_of(rule.name.begin(), rule.name.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        })) << rule.name;
    }
}

}  // namespace
