// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_FLAW_HPP
#define BCAUTH_TESTING_FLAW_HPP

#include <bcauth/error.hpp>
#include <bcauth/testing/detail/flaw_recipe.hpp>
#include <bcauth/testing/token_kind.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::testing {

/** One thing that can be wrong with a token. */
struct flaw {
    std::string_view name;  ///< in kebab case, unique
    /// What the strict door of each kind answers, in the order of `token_kind`; `errc{}` where a kind can't have it.
    /// A login token has no door here, and so no flaw.
    std::array<errc, 4> answers;
    detail::flaw_step step;  ///< how it is made
    std::string_view path;   ///< the claim that it is about
    std::string_view value;  ///< what it is made with
    std::string_view about;  ///< one line for a person

    [[nodiscard]] constexpr errc answer(token_kind kind) const noexcept {
        auto const place = static_cast<std::size_t>(kind);
        return place < answers.size() ? answers[place] : errc{};
    }
    [[nodiscard]] constexpr bool applies_to(token_kind kind) const noexcept {
        return answer(kind) != errc{};
    }
};

}  // namespace bcauth::inline v0::testing

namespace bcauth::inline v0::detail {

constexpr std::array<errc, 4> every(errc why) noexcept {
    return {why, why, why, why};
}
constexpr std::array<errc, 4> tokens(errc why) noexcept {
    return {why, why, why, errc{}};
}
constexpr std::array<errc, 4> callbacks(errc why) noexcept {
    return {why, why, errc{}, errc{}};
}
constexpr std::array<errc, 4> jwts(errc why) noexcept {
    return {errc{}, why, why, errc{}};
}
constexpr std::array<errc, 4> payloads(errc why) noexcept {
    return {why, errc{}, errc{}, errc{}};
}
constexpr std::array<errc, 4> loads(errc why) noexcept {
    return {errc{}, why, errc{}, errc{}};
}
constexpr std::array<errc, 4> customers(errc why) noexcept {
    return {errc{}, errc{}, why, errc{}};
}
constexpr std::array<errc, 4> webhooks(errc why) noexcept {
    return {errc{}, errc{}, errc{}, why};
}

}  // namespace bcauth::inline v0::detail

#endif
