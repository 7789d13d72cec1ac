// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_MINT_WEBHOOK_HPP
#define BCAUTH_TESTING_MINT_WEBHOOK_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/fields.hpp>
#include <bcauth/testing/detail/flaws_in_webhook.hpp>
#include <bcauth/testing/detail/webhook_draft.hpp>
#include <bcauth/testing/flaw.hpp>
#include <bcauth/testing/mint.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bcauth::inline v0::testing {

/** A webhook as it is delivered. */
struct minted_webhook {
    /// Names and values in their order; one with a flaw may lack one, or have it twice.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    /** The headers as a server hands them over.
        @par Errors
        `errc::invalid_field` when HTTP can't carry one: of a `token_id` that it can't.
    */
    [[nodiscard]] result<http::fields> fields() const {
        http::fields made;
        for (auto const& [name, value] : headers) {
            if (auto const done = made.add(name, value); !done) {
                return done.error();
            }
        }
        return result<http::fields>(std::move(made));
    }
};

/** Makes a webhook as the platform makes it: valid when it is judged at `options.at`.

    Of the options the secret, the time, the store, the overrides of the body's members and `token_id`, its identifier,
    count. Equal options give equal deliveries.

    @param body what is delivered, byte for byte; nothing: an order that was created
    @par Errors
    Those of `mint`; `errc::invalid_parameter` for overrides of a body that is given.
    @par Specification
    Standard Webhooks 1.0; the platform's "Webhooks Overview"
*/
[[nodiscard]] inline result<minted_webhook> mint_webhook(
    mint_options const& options = {}, std::optional<std::string> body = std::nullopt) {
    auto draft = detail::webhook_draft_of(options, std::move(body));
    if (!draft) {
        return draft.error();
    }
    if (auto const done = draft->sign(); !done) {
        return done.error();
    }
    draft->write_headers();
    return minted_webhook{std::move(draft->headers), std::move(draft->body)};
}

/** Makes a webhook with one thing wrong and everything else right, the signature included where it isn't the flaw.

    Judged at `options.at`, and for the first seconds after it, the strict door refuses it with
    `which.answer(token_kind::webhook)`.

    @par Errors
    Those of `mint_webhook`; `errc::invalid_parameter` when webhooks can't have the flaw.
*/
[[nodiscard]] inline result<minted_webhook> mint_flawed_webhook(
    flaw const& which, mint_options options = {}, std::optional<std::string> body = std::nullopt) {
    constexpr auto kind = token_kind::webhook;
    if (!which.applies_to(kind)) {
        return errc::invalid_parameter;
    }
    auto const recipe =
        detail::recipe_of(which.step, which.path, which.value, kind, std::move(options));
    auto draft = detail::flawed_webhook(recipe, std::move(body));
    if (!draft) {
        return draft.error();
    }
    return minted_webhook{std::move(draft->headers), std::move(draft->body)};
}

}  // namespace bcauth::inline v0::testing

#endif
