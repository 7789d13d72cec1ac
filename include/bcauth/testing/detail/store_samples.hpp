// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_STORE_SAMPLES_HPP
#define BCAUTH_TESTING_DETAIL_STORE_SAMPLES_HPP

#include <bcauth/error.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/scope_set.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store_hash.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bcauth::inline v0::detail::battery {

inline constexpr std::optional<installation> nothing;
inline constexpr std::optional<user> nobody;

// the names are the battery's own, and well formed
inline store_hash sample_store(std::string_view name = "z4zn3wo") {
    return *store_hash::make(name);
}

inline std::vector<store_hash> samples(std::initializer_list<std::string_view> names) {
    std::vector<store_hash> made;
    for (auto const name : names) {
        made.push_back(sample_store(name));
    }
    return made;
}

inline user full_user() {
    return {24654, "J\xc3\xb6rg \"'; --", "john@example.com"};
}

inline installation full_installation() {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) {
        every_byte += static_cast<char>(byte);
    }
    return {sample_store(),
            secret(every_byte),
            scopes("store_v2_orders store_v2_products_read_only") | unlisted_scope("new_scope"),
            full_user(),
            user{1, "Owner", std::string("a\0b", 3)},
            "7f5b3ba4-0000-4000-8000-000000000000"};
}

inline installation bare_installation(std::string_view name = "z4zn3wo",
                                      std::string_view token = "t") {
    return {sample_store(name), secret(token), {}, {1, std::nullopt, ""}, std::nullopt, ""};
}

// two that have no text in common
inline installation variant(int which) {
    std::string const letter(40, which == 0 ? 'a' : 'b');
    auto made = full_installation();
    made.access_token = secret(letter);
    made.scopes = *scope_set::parse(letter);
    made.user = {which + 1, letter, letter};
    made.owner->email = letter;
    made.account_uuid = letter;
    return made;
}

inline bool same(user const& left, user const& right) {
    return left.id == right.id && left.username == right.username && left.email == right.email;
}

// an empty secret equals nothing, and a withheld token leaves one behind
inline bool same(secret const& left, secret const& right) {
    return left.expose() == right.expose();
}

inline bool same(installation const& left, installation const& right) {
    return left.store == right.store && same(left.access_token, right.access_token) &&
           same(left.withheld_token, right.withheld_token) && left.scopes == right.scopes &&
           same(left.user, right.user) && left.owner.has_value() == right.owner.has_value() &&
           (!left.owner || same(*left.owner, *right.owner)) &&
           left.account_uuid == right.account_uuid;
}

// whether a search found just that
template <class T>
bool is(result<std::optional<T>> const& found, std::optional<T> const& wanted) {
    if (!found || found->has_value() != wanted.has_value()) return false;
    return !wanted || same(**found, *wanted);
}
template <class T>
bool is(result<std::optional<T>> const& found, T const& wanted) {
    return is(found, std::optional<T>(wanted));
}
inline bool is(result<std::vector<store_hash>> const& listed,
               std::vector<store_hash> const& wanted) {
    return listed && *listed == wanted;
}

// Keeps the first thing that went wrong.
class store_verdict {
public:
    void expect(bool right, std::string_view otherwise) {
        if (!right && x_text.empty()) x_text = otherwise;
    }

    template <class Store>
    void put(Store& store, installation const& installed) {
        expect(bool(store.put_installation(installed)), "put_installation failed");
    }
    template <class Store>
    void put(Store& store, store_hash const& name, user const& person) {
        expect(bool(store.put_user(name, person)), "put_user failed");
    }

    [[nodiscard]] std::string const& text() const& noexcept { return x_text; }

private:
    std::string x_text;
};

}  // namespace bcauth::inline v0::detail::battery

#endif
