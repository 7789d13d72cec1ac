// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app/app_store.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace {

using bcauth::app_store;
using bcauth::installation;
using bcauth::result;
using bcauth::store_hash;
using bcauth::user;
using done = result<void>;
using found_installation = result<std::optional<installation>>;
using found_user = result<std::optional<user>>;
using stores = result<std::vector<store_hash>>;

struct exact {
    done put_installation(installation const&);
    found_installation find_installation(store_hash const&);
    done erase_installation(store_hash const&);
    done put_user(store_hash const&, user const&);
    found_user find_user(store_hash const&, std::int64_t);
    done erase_user(store_hash const&, std::int64_t);
    stores list_installations(std::optional<store_hash>, std::size_t);
};
struct by_value : exact {
    done put_installation(installation);
    done put_user(store_hash, user);
    found_installation find_installation(store_hash);
};
struct reads_const : exact {
    found_installation find_installation(store_hash const&) const;
    found_user find_user(store_hash const&, std::int64_t) const;
    stores list_installations(std::optional<store_hash> const&, std::size_t) const;
};
struct with_defaults : exact {
    stores list_installations(std::optional<store_hash> = {}, std::size_t = 100);
};
struct immovable : exact {
    immovable() = default;
    immovable(immovable const&) = delete;
    immovable& operator=(immovable const&) = delete;
};
static_assert(app_store<exact> && app_store<by_value> && app_store<reads_const>);
static_assert(app_store<with_defaults> && app_store<immovable>);

// each of these misses one thing: a base's name that is deleted or declared otherwise hides it
struct without_put_installation : exact {
    done put_installation(installation const&) = delete;
};
struct without_find_installation : exact {
    found_installation find_installation(store_hash const&) = delete;
};
struct without_erase_installation : exact {
    done erase_installation(store_hash const&) = delete;
};
struct without_put_user : exact {
    done put_user(store_hash const&, user const&) = delete;
};
struct without_find_user : exact {
    found_user find_user(store_hash const&, std::int64_t) = delete;
};
struct without_erase_user : exact {
    done erase_user(store_hash const&, std::int64_t) = delete;
};
struct without_list : exact {
    stores list_installations(std::optional<store_hash>, std::size_t) = delete;
};
static_assert(!app_store<without_put_installation> && !app_store<without_find_installation>);
static_assert(!app_store<without_erase_installation> && !app_store<without_put_user>);
static_assert(!app_store<without_find_user> && !app_store<without_erase_user>);
static_assert(!app_store<without_list>);

struct puts_without_a_result : exact {
    void put_installation(installation const&);
};
struct changes_the_callers_installation : exact {
    done put_installation(installation&);
};
struct finds_a_pointer : exact {
    std::unique_ptr<installation> find_installation(store_hash const&);
};
struct finds_or_fails : exact {
    result<installation> find_installation(store_hash const&);
};
struct erases_by_text : exact {
    done erase_installation(char const*);
};
struct erases_and_tells_how_many : exact {
    result<std::size_t> erase_installation(store_hash const&);
};
struct puts_a_user_anywhere : exact {
    done put_user(user const&);
};
struct finds_a_user_by_text : exact {
    found_user find_user(store_hash const&, std::string_view);
};
struct erases_without_a_result : exact {
    bool erase_user(store_hash const&, std::int64_t);
};
struct lists_without_a_cursor : exact {
    stores list_installations(std::size_t);
};
struct lists_a_set : exact {
    result<std::set<store_hash>> list_installations(std::optional<store_hash>, std::size_t);
};
class hidden : exact {};
static_assert(!app_store<puts_without_a_result> && !app_store<changes_the_callers_installation>);
static_assert(!app_store<finds_a_pointer> && !app_store<finds_or_fails>);
static_assert(!app_store<erases_by_text> && !app_store<erases_and_tells_how_many>);
static_assert(!app_store<puts_a_user_anywhere> && !app_store<finds_a_user_by_text>);
static_assert(!app_store<erases_without_a_result> && !app_store<lists_without_a_cursor>);
static_assert(!app_store<lists_a_set> && !app_store<hidden>);
static_assert(!app_store<exact const> && !app_store<int>);

}  // namespace
