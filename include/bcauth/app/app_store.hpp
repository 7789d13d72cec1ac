// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_APP_APP_STORE_HPP
#define BCAUTH_APP_APP_STORE_HPP

#include <bcauth/error.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/store_hash.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace bcauth::inline v0 {

/** Keeps the installations of an app, and for each of them the people who use it.

    @code
    struct my_store {
        bcauth::result<void> put_installation(bcauth::installation const& installed);
        bcauth::result<std::optional<bcauth::installation>> find_installation(bcauth::store_hash const& store);
        bcauth::result<void> erase_installation(bcauth::store_hash const& store);
        bcauth::result<void> put_user(bcauth::store_hash const& store, bcauth::user const& person);
        bcauth::result<std::optional<bcauth::user>> find_user(bcauth::store_hash const& store, std::int64_t id);
        bcauth::result<void> erase_user(bcauth::store_hash const& store, std::int64_t id);
        bcauth::result<std::vector<bcauth::store_hash>> list_installations(std::optional<bcauth::store_hash> after,
                                                                           std::size_t limit);
    };
    static_assert(bcauth::app_store<my_store>);
    @endcode

    Models: `memory_store`, `sqlite_store`. A model may return or take more conveniently, as long as these calls work.

    Semantics that the compiler can't check and `testing::store_battery` does:
    - Every call is whole or nothing: one that fails has changed nothing, and no other call sees a part of it.
    - `put_installation` inserts, or replaces all that the store's earlier installation held, its token first of all,
      in one step; the people that `put_user` put there stay. The installer and the owner are part of the
      installation: they become nobody that `find_user` finds.
    - `erase_installation` takes the people along.
    - `put_user` inserts, or replaces who has that `id`. Without an installation it is `errc::not_installed`.
    - What isn't there is an empty `std::optional` when it is looked for, and a success when it is erased.
    - `list_installations` gives at most `limit` stores in ascending order, beginning behind `after`, which need not be
      there itself, or with the first. None left is an empty list.
    - Texts and the token come back to the byte. Stores are apart: one person's `id` in two stores is two people.

    @par Errors
    `errc::store_failed` from any call that could not read or write; `errc::not_installed` as above. No error text
    holds anything that was stored.
    @par Exception safety
    Strong; throws nothing but `std::bad_alloc`.
    @par Thread safety
    Every call may be made from any number of threads at once.
*/
template <class Store>
concept app_store = requires(Store& store, store_hash const& name, installation const& installed,
                             user const& person, std::int64_t id, std::optional<store_hash> after,
                             std::size_t limit) {
    { store.put_installation(installed) } -> std::same_as<result<void>>;
    { store.find_installation(name) } -> std::same_as<result<std::optional<installation>>>;
    { store.erase_installation(name) } -> std::same_as<result<void>>;
    { store.put_user(name, person) } -> std::same_as<result<void>>;
    { store.find_user(name, id) } -> std::same_as<result<std::optional<user>>>;
    { store.erase_user(name, id) } -> std::same_as<result<void>>;
    { store.list_installations(after, limit) } -> std::same_as<result<std::vector<store_hash>>>;
};

}  // namespace bcauth::inline v0

#endif
