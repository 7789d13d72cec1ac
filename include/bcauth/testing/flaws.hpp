// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_FLAWS_HPP
#define BCAUTH_TESTING_FLAWS_HPP

#include <bcauth/error.hpp>
#include <bcauth/testing/detail/claim_flaws.hpp>
#include <bcauth/testing/detail/flaws_in_json.hpp>
#include <bcauth/testing/detail/flaws_in_text.hpp>
#include <bcauth/testing/detail/forgery_flaws.hpp>
#include <bcauth/testing/flaw.hpp>
#include <bcauth/testing/mint.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::testing {

/** Everything that can be wrong with the tokens of each kind, by name. */
inline constexpr auto all_flaws = [] {
    std::array<flaw, std::size(detail::forgery_flaws::rows) + std::size(detail::claim_flaws::rows)>
        all{};
    auto const middle = std::copy(std::begin(detail::forgery_flaws::rows),
                                  std::end(detail::forgery_flaws::rows), all.begin());
    std::copy(std::begin(detail::claim_flaws::rows), std::end(detail::claim_flaws::rows), middle);
    return all;
}();

/** The flaw of that name, or null. */
[[nodiscard]] constexpr flaw const* find_flaw(std::string_view name) noexcept {
    for (auto const& each : all_flaws) {
        if (each.name == name) {
            return &each;
        }
    }
    return nullptr;
}

/** Makes a token with one thing wrong and everything else right, the signature included where it isn't the flaw.

    Judged at `options.at`, and for the first seconds after it, the strict door refuses it with `which.answer(kind)`.

    @par Errors
    Those of `mint`; `errc::invalid_parameter` when tokens of the kind can't have the flaw.
*/
[[nodiscard]] inline result<secret> mint_flawed(token_kind kind, flaw const& which,
                                                mint_options options = {}) {
    if (!which.applies_to(kind)) {
        return errc::invalid_parameter;
    }
    if (which.step == detail::flaw_step::other_format) {
        return mint(
            kind == token_kind::signed_payload ? token_kind::load_jwt : token_kind::signed_payload,
            options);
    }
    return detail::mint_by(
        detail::recipe_of(which.step, which.path, which.value, kind, std::move(options)));
}

}  // namespace bcauth::inline v0::testing

#endif
