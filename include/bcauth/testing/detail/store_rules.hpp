// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_STORE_RULES_HPP
#define BCAUTH_TESTING_DETAIL_STORE_RULES_HPP

#include <bcauth/app/app_store.hpp>
#include <bcauth/error.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/scope_set.hpp>
#include <bcauth/store_hash.hpp>
#include <bcauth/testing/detail/store_samples.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bcauth::inline v0::detail::battery {

// The rules of `store_battery`. Each takes an empty store and gives the first thing that was wrong.
template <app_store Store>
struct store_rules {
    static std::string finds_nothing_in_an_empty_store(Store& store) {
        store_verdict seen;
        seen.expect(is(store.find_installation(sample_store()), nothing), "an installation");
        seen.expect(is(store.find_user(sample_store(), 1), nobody), "a person");
        seen.expect(is(store.list_installations({}, 9), {}), "a listed installation");
        seen.expect(bool(store.erase_installation(sample_store())), "erase_installation failed");
        seen.expect(bool(store.erase_user(sample_store(), 1)), "erase_user failed");
        return seen.text();
    }

    static std::string gives_back_an_installation(Store& store) {
        return gives_back(store, full_installation());
    }

    static std::string keeps_what_is_absent(Store& store) {
        auto seen = gives_back(store, bare_installation());
        auto empty_name = bare_installation();
        empty_name.user.username = "";
        empty_name.owner = user{7, std::nullopt, ""};
        return seen.empty() ? gives_back(store, empty_name) : seen;
    }

    static std::string keeps_a_withheld_token(Store& store) {
        auto doubted = full_installation();
        doubted.withhold();
        auto const seen = gives_back(store, doubted);
        doubted.restore();
        return seen.empty() ? gives_back(store, doubted) : seen;
    }

    static std::string gives_back_long_texts(Store& store) {
        auto long_one = full_installation();
        long_one.access_token = secret(std::string(5000, 't'));
        long_one.user.email = std::string(5000, 'e');
        std::string scopes;
        while (scopes.size() + 128 <= scope_set::max_bytes) {
            scopes.append(std::to_string(scopes.size())).append(120, 's').append(" ");
        }
        if (auto parsed = scope_set::parse(scopes)) long_one.scopes = *parsed;
        return gives_back(store, long_one);
    }

    static std::string replaces_an_installation(Store& store) {
        for (auto const& each : {full_installation(), bare_installation(), full_installation()}) {
            if (auto seen = gives_back(store, each); !seen.empty()) return seen;
        }
        store_verdict seen;
        seen.expect(is(store.list_installations({}, 9), {sample_store()}), "more than one");
        return seen.text();
    }

    static std::string keeps_people(Store& store) {
        store_verdict seen;
        seen.put(store, full_installation());
        seen.put(store, sample_store(), full_user());
        seen.put(store, bare_installation());
        seen.expect(is(store.find_user(sample_store(), full_user().id), full_user()),
                    "find_user: another person, or none");
        return seen.text();
    }

    static std::string takes_nobody_from_an_installation(Store& store) {
        auto const installed = full_installation();
        store_verdict seen;
        seen.put(store, installed);
        seen.expect(is(store.find_user(sample_store(), installed.user.id), nobody),
                    "the installer");
        seen.expect(is(store.find_user(sample_store(), installed.owner->id), nobody), "the owner");
        return seen.text();
    }

    static std::string erases_an_installation(Store& store) {
        store_verdict seen;
        seen.put(store, full_installation());
        seen.put(store, sample_store(), full_user());
        seen.expect(bool(store.erase_installation(sample_store())), "erase_installation failed");
        seen.expect(is(store.find_installation(sample_store()), nothing), "it is still there");
        seen.expect(is(store.list_installations({}, 9), {}), "it is still listed");
        seen.expect(is(store.find_user(sample_store(), full_user().id), nobody), "a person stayed");
        seen.put(store, bare_installation());
        seen.expect(is(store.find_user(sample_store(), full_user().id), nobody),
                    "a person came back with the next installation");
        return seen.text();
    }

    static std::string refuses_a_person(Store& store) {
        store_verdict seen;
        seen.put(store, bare_installation("other"));
        auto const put = store.put_user(sample_store(), full_user());
        seen.expect(!put && put.error() == errc::not_installed,
                    "put_user: not errc::not_installed");
        seen.put(store, bare_installation());
        seen.expect(is(store.find_user(sample_store(), full_user().id), nobody),
                    "the refused person was kept");
        return seen.text();
    }

    static std::string gives_back_a_person(Store& store) {
        store_verdict seen;
        seen.put(store, bare_installation());
        std::vector<user> const people{
            full_user(),
            {1, std::nullopt, ""},
            {2, "", std::string("\0\x01\xff", 3)},
            {std::numeric_limits<std::int64_t>::max(), std::string(3000, 'n'), "long@example.com"}};
        for (auto const& person : people) {
            seen.put(store, sample_store(), person);
        }
        for (auto const& person : people) {
            seen.expect(is(store.find_user(sample_store(), person.id), person), "another person");
        }
        return seen.text();
    }

    static std::string replaces_a_person(Store& store) {
        user const later{full_user().id, std::nullopt, "new@example.com"};
        store_verdict seen;
        seen.put(store, bare_installation());
        for (auto const& person : {full_user(), later, full_user()}) {
            seen.put(store, sample_store(), person);
            seen.expect(is(store.find_user(sample_store(), person.id), person), "another person");
        }
        return seen.text();
    }

    static std::string erases_one_person(Store& store) {
        user const other{full_user().id + 1, std::nullopt, "b@example.com"};
        store_verdict seen;
        seen.put(store, bare_installation());
        seen.put(store, sample_store(), full_user());
        seen.put(store, sample_store(), other);
        for (int times = 0; times < 2; ++times) {
            seen.expect(bool(store.erase_user(sample_store(), full_user().id)),
                        "erase_user failed");
        }
        seen.expect(is(store.find_user(sample_store(), full_user().id), nobody), "still there");
        seen.expect(is(store.find_user(sample_store(), other.id), other), "another one went too");
        seen.expect(is(store.find_installation(sample_store()), bare_installation()),
                    "the installation went too");
        return seen.text();
    }

    static std::string keeps_stores_apart(Store& store) {
        auto const longest = std::string(store_hash::max_size, 'a');
        std::vector<std::string> const names{"a", "aa", "a0", longest, "0"};
        store_verdict seen;
        for (auto const& name : names) {
            seen.put(store, bare_installation(name, "token of " + name));
            seen.put(store, sample_store(name), {1, name, name});
        }
        seen.expect(bool(store.erase_user(sample_store("a0"), 1)), "erase_user failed");
        seen.expect(bool(store.erase_installation(sample_store("aa"))),
                    "erase_installation failed");
        for (std::string const name : {"a", longest.c_str(), "0"}) {
            seen.expect(is(store.find_installation(sample_store(name)),
                           bare_installation(name, "token of " + name)),
                        "another installation, or none");
            seen.expect(is(store.find_user(sample_store(name), 1), user{1, name, name}),
                        "another store's person, or none");
        }
        seen.expect(is(store.find_user(sample_store("a0"), 1), nobody), "an erased person");
        return seen.text();
    }

    static std::string lists_behind_a_cursor(Store& store) {
        store_verdict seen;
        for (auto const* const name : {"b", "az", "1", "a", "z9"}) {
            seen.put(store, bare_installation(name));
        }
        auto const lists = [&](char const* after, std::size_t limit,
                               std::vector<store_hash> const& wanted) {
            auto const from = after == nullptr ? std::nullopt : std::optional(sample_store(after));
            seen.expect(is(store.list_installations(from, limit), wanted), "another list");
        };
        auto const most = std::numeric_limits<std::size_t>::max();
        lists(nullptr, most, samples({"1", "a", "az", "b", "z9"}));
        lists(nullptr, 2, samples({"1", "a"}));
        lists("a", 2, samples({"az", "b"}));
        lists("b", 2, samples({"z9"}));
        lists("z9", 2, {});
        lists("ab", most, samples({"az", "b", "z9"}));  // a cursor that isn't there itself
        lists("0", 1, samples({"1"}));
        lists(nullptr, 0, {});
        return seen.text();
    }

private:
    static std::string gives_back(Store& store, installation const& installed) {
        store_verdict seen;
        seen.put(store, installed);
        seen.expect(is(store.find_installation(installed.store), installed),
                    "find_installation: another installation, or none");
        return seen.text();
    }
};

}  // namespace bcauth::inline v0::detail::battery

#endif
