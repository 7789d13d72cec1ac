// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_SCOPE_SET_HPP
#define BCAUTH_SCOPE_SET_HPP

#include <bcauth/error.hpp>
#include <bcauth/scope.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0 {

/** The scopes that an app requires or a merchant granted: known ones as bits, others by name.

    Which scopes there are is the platform's affair, so any well-formed name may be a member. What one allows is
    compared by `covers`, never by equality: real grants hold scopes that nobody asked for.
*/
class scope_set {
public:
    static constexpr std::size_t max_bytes = 4096;
    static constexpr std::size_t max_tokens = 256;
    static constexpr std::size_t max_token_bytes = detail::max_scope_token_bytes;

    /** Nothing. */
    scope_set() = default;

    scope_set(known_scopes known) noexcept : x_known(known.x_bits) {}

    template <std::size_t Count>
    scope_set(unlisted_scopes<Count> const& some) : x_known(some.known().x_bits) {
        for (auto const name : some.unlisted()) {
            add(name);
        }
        sort();
    }

    /** Takes a list as the platform sends it: names separated by spaces or commas, any number of them, anywhere.
        @return an empty set for a text without a name
        @par Errors
        `errc::invalid_scope` for a byte that no scope has, and above `max_bytes`, `max_tokens` (names that come twice
        count twice) or `max_token_bytes`.
        @par Exception safety
        Strong; throws `std::bad_alloc`.
        @par Specification
        RFC 6749 section 3.3
    */
    [[nodiscard]] static result<scope_set> parse(std::string_view text) {
        if (text.size() > max_bytes) return errc::invalid_scope;
        scope_set made;
        std::size_t tokens = 0;
        while (!text.empty()) {
            auto const token = detail::take_scope_token(text);
            if (token.empty()) continue;
            if (++tokens > max_tokens) return errc::invalid_scope;
            if (made.add_known(token)) continue;
            if (!detail::is_scope_token(token)) return errc::invalid_scope;
            made.x_unlisted.emplace_back(token);
        }
        made.sort();
        return result<scope_set>(std::move(made));
    }

    [[nodiscard]] bool empty() const noexcept {
        return x_known == detail::scope_bits{} && x_unlisted.empty();
    }
    [[nodiscard]] std::size_t size() const noexcept { return x_known.size() + x_unlisted.size(); }

    /** Whether that very scope is a member. */
    [[nodiscard]] bool contains(std::string_view scope) const noexcept {
        auto const index = detail::find_scope(scope);
        return index < detail::scope_names.size()
                   ? x_known.has(index)
                   : std::binary_search(x_unlisted.begin(), x_unlisted.end(), scope);
    }

    /** Whether these scopes, granted, allow all that the required ones allow.

        A scope covers itself; `X` and `X_manage` also cover `X_read_only`. Nothing else implies anything.

        @par Complexity
        A few instructions when no name is unlisted.
    */
    [[nodiscard]] bool covers(scope_set const& required) const noexcept {
        auto const open = required.x_known.without(x_known.with_implied());
        if (open != detail::scope_bits{}) {
            if (x_unlisted.empty()) return false;
            for (std::size_t i = 0; i < detail::scope_names.size(); ++i) {
                if (open.has(i) && !allows(detail::scope_names[i])) return false;
            }
        }
        return std::all_of(required.x_unlisted.begin(), required.x_unlisted.end(),
                           [this](std::string const& name) { return allows(name); });
    }

    /** The members that the granted ones don't cover. */
    [[nodiscard]] scope_set missing_from(scope_set const& granted) const {
        return select([&](std::string_view name) { return !granted.allows(name); });
    }

    /** The smallest set that allows the same: without the members that another one covers. */
    [[nodiscard]] scope_set minimal() const {
        return select([this](std::string_view name) { return !is_implied(name); });
    }

    friend scope_set operator|(scope_set left, scope_set const& right) {
        left.x_known = left.x_known | right.x_known;
        left.x_unlisted.insert(left.x_unlisted.end(), right.x_unlisted.begin(),
                               right.x_unlisted.end());
        left.sort();
        return left;
    }

    /** The members in the order of their bytes.
        @par Lifetime
        Until the set is changed.
    */
    [[nodiscard]] std::vector<std::string_view> names() const& {
        std::vector<std::string_view> all(x_unlisted.begin(), x_unlisted.end());
        for (std::size_t i = 0; i < detail::scope_names.size(); ++i) {
            if (x_known.has(i)) all.push_back(detail::scope_names[i]);
        }
        std::sort(all.begin(), all.end());
        return all;
    }
    std::vector<std::string_view> names() const&& = delete;

    /** The members in the order of their bytes, separated by single spaces. */
    [[nodiscard]] std::string to_string() const {
        std::string text;
        for (auto const name : names()) {
            if (!text.empty()) text += ' ';
            text += name;
        }
        return text;
    }

    /** The one text for all sets that allow the same: `minimal()` as text. */
    [[nodiscard]] std::string canonical() const { return minimal().to_string(); }

    /** Equality of members. Sets that allow the same may differ: compare `canonical()` for that. */
    friend bool operator==(scope_set const&, scope_set const&) = default;

private:
    bool add_known(std::string_view name) noexcept {
        auto const index = detail::find_scope(name);
        bool const known = index < detail::scope_names.size();
        if (known) x_known.add(index);
        return known;
    }

    void add(std::string_view name) {
        if (!add_known(name)) x_unlisted.emplace_back(name);
    }

    void sort() {
        std::sort(x_unlisted.begin(), x_unlisted.end());
        x_unlisted.erase(std::unique(x_unlisted.begin(), x_unlisted.end()), x_unlisted.end());
    }

    [[nodiscard]] bool allows(std::string_view name) const noexcept {
        return contains(name) || is_implied(name);
    }

    // whether another member covers that name
    [[nodiscard]] bool is_implied(std::string_view name) const noexcept {
        if (!name.ends_with(detail::scope_read_only)) return false;
        for (std::size_t i = 0; i < detail::scope_names.size(); ++i) {
            if (x_known.has(i) && is_other(detail::scope_names[i], name)) return true;
        }
        return std::any_of(x_unlisted.begin(), x_unlisted.end(),
                           [name](std::string const& one) { return is_other(one, name); });
    }

    static bool is_other(std::string_view granted, std::string_view name) noexcept {
        return granted != name && detail::scope_implies(granted, name);
    }

    template <class Predicate>
    [[nodiscard]] scope_set select(Predicate const& keep) const {
        scope_set made;
        for (auto const name : names()) {
            if (keep(name)) made.add(name);
        }
        made.sort();
        return made;
    }

    detail::scope_bits x_known;
    std::vector<std::string> x_unlisted;
};

}  // namespace bcauth::inline v0

#endif
