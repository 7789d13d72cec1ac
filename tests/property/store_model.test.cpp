// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app/app_store.hpp>
#include <bcauth/store/memory.hpp>
#include <bcauth/store/sqlite.hpp>
#include <bcauth/testing/detail/store_samples.hpp>

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace battery = bcauth::detail::battery;
using bcauth::installation;
using bcauth::store_hash;
using bcauth::user;

enum class call { install, load, remove_user, uninstall, list, reopen };

// one call with few names, so that calls meet
struct action {
    call what;
    int store;
    int person;
    std::string text;
};

void showValue(action const& one, std::ostream& out) {
    constexpr char const* names[] = {"install",   "load", "remove_user",
                                     "uninstall", "list", "reopen"};
    out << names[static_cast<int>(one.what)] << '(' << one.store << ", " << one.person << ", "
        << one.text.size() << " bytes)";
}

rc::Gen<action> any_action() {
    return rc::gen::apply(
        [](call what, int store, int person, std::string text) {
            return action{what, store, person, std::move(text)};
        },
        rc::gen::weightedElement<call>({{4, call::install},
                                        {6, call::load},
                                        {3, call::remove_user},
                                        {2, call::uninstall},
                                        {2, call::list},
                                        {1, call::reopen}}),
        rc::gen::inRange(0, 3), rc::gen::inRange(1, 4), rc::gen::arbitrary<std::string>());
}

store_hash store_of(action const& one) {
    return battery::sample_store(std::string("s") + static_cast<char>('a' + one.store));
}

user user_of(action const& one) {
    user made{one.person, {}, one.text};
    if (one.text.size() % 2 == 1) made.username = one.text;
    return made;
}

installation installation_of(action const& one) {
    return {store_of(one),
            bcauth::secret("token " + one.text),
            bcauth::scopes("store_v2_orders"),
            user_of(one),
            one.person % 2 == 0 ? std::optional(user_of(one)) : std::nullopt,
            one.text};
}

// what any store must look like, in the plainest way
struct model {
    struct entry {
        installation installed;
        std::map<std::int64_t, user> people;
    };
    std::map<store_hash, entry> stores;

    void install(installation const& one) {
        auto const found = stores.find(one.store);
        if (found == stores.end()) {
            stores.emplace(one.store, entry{one, {}});
        } else {
            found->second.installed = one;
        }
    }
};

template <class Store>
void compare(Store& store, model const& wanted) {
    std::vector<store_hash> names;
    for (auto const& [name, kept] : wanted.stores) {
        names.push_back(name);
    }
    RC_ASSERT(battery::is(store.list_installations({}, 99), names));
    for (int at = 0; at < 3; ++at) {
        auto const name = store_of({call::load, at, 1, ""});
        auto const kept = wanted.stores.find(name);
        bool const there = kept != wanted.stores.end();
        RC_ASSERT(battery::is(store.find_installation(name),
                              there ? std::optional(kept->second.installed) : battery::nothing));
        for (int id = 1; id < 4; ++id) {
            bool const known = there && kept->second.people.contains(id);
            RC_ASSERT(
                battery::is(store.find_user(name, id),
                            known ? std::optional(kept->second.people.at(id)) : battery::nobody));
        }
    }
}

// does one call to both; what a load does is to look for the installation and put the person
template <class Store>
void apply(Store& store, model& wanted, action const& one) {
    auto const name = store_of(one);
    auto const kept = wanted.stores.find(name);
    bool const there = kept != wanted.stores.end();
    switch (one.what) {
        case call::install:
            RC_ASSERT(bool(store.put_installation(installation_of(one))));
            wanted.install(installation_of(one));
            break;
        case call::load: {
            auto const put = store.put_user(name, user_of(one));
            bool const refused = !put && put.error() == bcauth::errc::not_installed;
            RC_ASSERT((there && put) || (!there && refused));
            if (there) kept->second.people.insert_or_assign(one.person, user_of(one));
            break;
        }
        case call::remove_user:
            RC_ASSERT(bool(store.erase_user(name, one.person)));
            if (there) kept->second.people.erase(one.person);
            break;
        case call::uninstall:
            RC_ASSERT(bool(store.erase_installation(name)));
            wanted.stores.erase(name);
            break;
        case call::list: {
            auto const behind = wanted.stores.upper_bound(name);
            std::vector<store_hash> next;
            if (behind != wanted.stores.end()) next.push_back(behind->first);
            RC_ASSERT(battery::is(store.list_installations(name, 1), next));
            break;
        }
        case call::reopen: break;
    }
}

RC_GTEST_PROP(StoreModel, IsWhatAMemoryStoreDoes, ()) {
    auto const actions = *rc::gen::container<std::vector<action>>(any_action());
    bcauth::memory_store store;
    model wanted;
    for (auto const& one : actions) {
        apply(store, wanted, one);
        compare(store, wanted);
    }
}

RC_GTEST_PROP(StoreModel, IsWhatASqliteStoreDoes, ()) {
    auto const actions = *rc::gen::container<std::vector<action>>(any_action());
    auto const folder = temporary_folder::in_memory();
    auto store = bcauth::sqlite_store::open(folder / "app.db").value();
    model wanted;
    for (auto const& one : actions) {
        if (one.what == call::reopen) {
            store = bcauth::sqlite_store::open(folder / "app.db").value();
        }
        apply(store, wanted, one);
        compare(store, wanted);
    }
}

}  // namespace
