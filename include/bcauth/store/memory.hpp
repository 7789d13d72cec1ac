// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_STORE_MEMORY_HPP
#define BCAUTH_STORE_MEMORY_HPP

#include <bcauth/app/app_store.hpp>
#include <bcauth/error.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/store_hash.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace bcauth::inline v0 {

/** An `app_store` that forgets everything when the process ends: for tests and for trying things out.

    A merchant whose token is forgotten has to install the app again, so it is nothing for production. Replaced and
    erased tokens are wiped.

    @par Errors
    `errc::not_installed` from `put_user`; nothing else fails.
    @par Complexity
    Logarithmic in the number of installations, and in that of a store's people.
    @par Thread safety
    Every call may be made from any number of threads: one mutex serves them all. Neither copied nor moved.
*/
class memory_store {
public:
    memory_store() = default;
    memory_store(memory_store const&) = delete;
    memory_store& operator=(memory_store const&) = delete;
    ~memory_store() = default;

    result<void> put_installation(installation const& installed) {
        installation copy(installed);  // before the lock, and what it is swapped for is wiped after
        std::lock_guard const lock(x_mutex);
        auto const found = x_entries.find(copy.store);
        if (found == x_entries.end()) {
            auto const store = copy.store;
            x_entries.emplace(store, entry{std::move(copy), {}});
        } else {
            std::swap(found->second.installed, copy);
        }
        return {};
    }

    [[nodiscard]] result<std::optional<installation>> find_installation(
        store_hash const& store) const {
        std::lock_guard const lock(x_mutex);
        auto const found = x_entries.find(store);
        return found == x_entries.end() ? std::nullopt
                                        : std::optional<installation>(found->second.installed);
    }

    result<void> erase_installation(store_hash const& store) {
        std::lock_guard const lock(x_mutex);
        x_entries.erase(store);
        return {};
    }

    result<void> put_user(store_hash const& store, user const& person) {
        user copy(person);
        std::lock_guard const lock(x_mutex);
        auto const found = x_entries.find(store);
        if (found == x_entries.end()) return errc::not_installed;
        found->second.people.insert_or_assign(person.id, std::move(copy));
        return {};
    }

    [[nodiscard]] result<std::optional<user>> find_user(store_hash const& store,
                                                        std::int64_t id) const {
        std::lock_guard const lock(x_mutex);
        auto const found = x_entries.find(store);
        if (found == x_entries.end()) return std::optional<user>();
        auto const person = found->second.people.find(id);
        return person == found->second.people.end() ? std::nullopt
                                                    : std::optional<user>(person->second);
    }

    result<void> erase_user(store_hash const& store, std::int64_t id) {
        std::lock_guard const lock(x_mutex);
        auto const found = x_entries.find(store);
        if (found != x_entries.end()) found->second.people.erase(id);
        return {};
    }

    [[nodiscard]] result<std::vector<store_hash>> list_installations(
        std::optional<store_hash> after, std::size_t limit) const {
        std::vector<store_hash> listed;
        std::lock_guard const lock(x_mutex);
        auto each = after ? x_entries.upper_bound(*after) : x_entries.begin();
        for (; each != x_entries.end() && listed.size() < limit; ++each) {
            listed.push_back(each->first);
        }
        return result<std::vector<store_hash>>(std::move(listed));
    }

private:
    struct entry {
        installation installed;
        std::map<std::int64_t, user> people;
    };

    mutable std::mutex x_mutex;
    std::map<store_hash, entry> x_entries;
};

static_assert(app_store<memory_store>);

}  // namespace bcauth::inline v0

#endif
