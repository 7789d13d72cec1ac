// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_FLAWS_HPP
#define BCAUTH_TESTING_FLAWS_HPP

#include <bcauth/error.hpp>
#include <bcauth/testing/detail/claim_flaws.hpp>
#include <bcauth/testing/detail/flaws_in_json.hpp>
#include <bcauth/testing/detail/flaws_in_text.hpp>
#include <bcauth/testing/detail/forgery_flaws.hpp>
#include <bcauth/testing/detail/webhook_flaws.hpp>
#include <bcauth/testing/flaw.hpp>
#include <bcauth/testing/mint.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::testing {

/** Everything that can be wrong with the tokens of each kind, and with webhooks, by name. */
inline constexpr auto all_flaws = [] {
    using detail::forgery_flaws::rows;
    std::array<flaw, std::size(rows) + std::size(detail::claim_flaws::rows) +
                         std::size(detail::webhook_flaws::rows)>
        all{};
    auto next = std::copy(std::begin(rows), std::end(rows), all.begin());
    next =
        std::copy(std::begin(detail::claim_flaws::rows), std::end(detail::claim_flaws::rows), next);
    std::copy(std::begin(detail::webhook_flaws::rows), std::end(detail::webhook_flaws::rows), next);
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
    Those of `mint`; `errc::invalid_parameter` when tokens of the kind can't have the flaw, and for a webhook: that is
    made by `mint_flawed_webhook`.
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
