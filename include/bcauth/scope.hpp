// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_SCOPE_HPP
#define BCAUTH_SCOPE_HPP

#include <bcauth/detail/scope_table.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace bcauth::inline v0 {

/** A set of scopes that the library knows: what `scopes("...")` makes at compile time. Two words, no allocation. */
class known_scopes {
public:
    constexpr known_scopes() = default;

    /** Every scope of the table. */
    [[nodiscard]] static constexpr known_scopes all() noexcept {
        known_scopes made;
        for (std::size_t i = 0; i < detail::scope_names.size(); ++i) {
            made.x_bits.add(i);
        }
        return made;
    }

    [[nodiscard]] constexpr bool empty() const noexcept { return x_bits == detail::scope_bits{}; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return x_bits.size(); }

    /** Whether that very scope is a member. */
    [[nodiscard]] constexpr bool contains(std::string_view scope) const noexcept {
        auto const index = detail::find_scope(scope);
        return index < detail::scope_names.size() && x_bits.has(index);
    }

    /** Whether these scopes, granted, allow all that the required ones allow: `X` and `X_manage` also allow what
        `X_read_only` does, and nothing else implies anything.
    */
    [[nodiscard]] constexpr bool covers(known_scopes required) const noexcept {
        return x_bits.with_implied().has_all(required.x_bits);
    }

    friend constexpr known_scopes operator|(known_scopes left, known_scopes right) noexcept {
        left.x_bits = left.x_bits | right.x_bits;
        return left;
    }
    friend constexpr bool operator==(known_scopes const&, known_scopes const&) = default;

private:
    friend class scope_set;
    friend consteval known_scopes scopes(std::string_view text);
    detail::scope_bits x_bits;
};

/** Known scopes together with `Count` names that the library doesn't know: what `unlisted_scope("...")` makes. */
template <std::size_t Count>
class unlisted_scopes {
public:
    [[nodiscard]] constexpr known_scopes known() const noexcept { return x_known; }
    [[nodiscard]] constexpr std::array<std::string_view, Count> const& unlisted() const& noexcept {
        return x_unlisted;
    }
    std::array<std::string_view, Count> const& unlisted() const&& = delete;

    template <std::size_t Other>
    friend constexpr auto operator|(unlisted_scopes const& left,
                                    unlisted_scopes<Other> const& right) noexcept {
        std::array<std::string_view, Count + Other> joined;
        for (std::size_t i = 0; i < Count + Other; ++i) {
            joined[i] = i < Count ? left.unlisted()[i] : right.unlisted()[i - Count];
        }
        return unlisted_scopes<Count + Other>(left.known() | right.known(), joined);
    }
    friend constexpr unlisted_scopes operator|(unlisted_scopes left, known_scopes right) noexcept {
        left.x_known = left.x_known | right;
        return left;
    }
    friend constexpr unlisted_scopes operator|(known_scopes left, unlisted_scopes right) noexcept {
        return right | left;
    }

    constexpr unlisted_scopes(known_scopes known,
                              std::array<std::string_view, Count> const& unlisted) noexcept
        : x_known(known),
          x_unlisted(unlisted) {}

private:
    known_scopes x_known;
    std::array<std::string_view, Count> x_unlisted;
};

/** Scopes of the platform's table, separated by single spaces. Checked when the program is compiled.

    @code
    constexpr auto needs = bcauth::scopes("store_v2_orders store_v2_products_read_only");
    @endcode

    @par Errors
    Does not compile when a scope is misspelt or unknown (see `unlisted_scope`), or the spaces are wrong; the compiler
    names the reason as a function that it can't call.
*/
consteval known_scopes scopes(std::string_view text) {
    known_scopes made;
    for (bool more = true; more;) {
        auto const space = text.find(' ');
        auto const one = text.substr(0, space);
        if (one.empty()) detail::scopes_are_separated_by_single_spaces();
        auto const index = detail::find_scope(one);
        if (index == detail::scope_names.size()) detail::this_scope_is_not_in_the_table();
        made.x_bits.add(index);
        more = space != std::string_view::npos;
        text.remove_prefix(more ? space + 1 : text.size());
    }
    return made;
}

/** A scope that is newer than the library. Joined to others with `|`.
    @par Errors
    Does not compile when it is not a scope token of RFC 6749 of at most 128 bytes.
    @par Lifetime
    The name must be a string literal.
*/
consteval unlisted_scopes<1> unlisted_scope(std::string_view literal) {
    if (!detail::is_scope_token(literal)) detail::this_is_not_a_scope_token();
    return {known_scopes{}, {literal}};
}

}  // namespace bcauth::inline v0

#endif
