// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OAUTH_TOKEN_RESPONSE_HPP
#define BCAUTH_OAUTH_TOKEN_RESPONSE_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/detail/token_claims.hpp>
#include <bcauth/detail/uuid.hpp>
#include <bcauth/detail/visible_ascii.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/jwt/claims.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/oauth/token_request.hpp>
#include <bcauth/scope_set.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store_hash.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace bcauth::inline v0::detail {

// whether the status lets the body be read at all
inline errc judge_token_status(int status) noexcept {
    if (status == 200) {
        return errc{};
    }
    if (status >= 300 && status < 400) {
        return errc::unexpected_redirect;
    }
    return status == 400 || status == 401 ? errc::exchange_refused : errc::unexpected_status;
}

// a user whose ID was found good
inline user make_user(token_claims const& claims, token_members const& at) {
    auto const& username = claims[at.username];
    return {
        .id = positive_id(claims[at.id]),
        .username = username.present() ? std::optional<std::string>(username.text) : std::nullopt,
        .email = std::string(claims[at.email].text)};
}

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0::oauth {

inline constexpr std::size_t max_access_token_bytes = 1024;

/** Reads the answer to `token_request`. Nothing of a body is read before the status says that it may be.

    @param grant the one that was exchanged: the token must be for its store
    @param why gets the status, the platform's words, the missing scopes
    @par Errors
    `errc::unexpected_redirect` at 3xx; `errc::exchange_refused` at 400 and 401, and at 200 with a member `error` or
    `errors`; `errc::unexpected_status` at any other status than 200; `errc::response_too_large` above
    `max_token_response_bytes`; `errc::invalid_response` when it isn't one JSON object in UTF-8 without duplicates,
    when the token is missing, empty or no text, when the context is missing or ill-formed, when a user's ID isn't
    above 0 or `account_uuid` not a UUID; `errc::context_mismatch` when the token is for another store;
    `errc::invalid_access_token` when it isn't visible ASCII of at most `max_access_token_bytes`;
    `errc::unknown_scopes` when there are none (null, empty, absent); `errc::missing_scopes` when they don't cover
    the required ones.
    @par Specification
    RFC 6749 sections 5.1 and 5.2. A user's ID may be a decimal text, scopes may be separated by commas, and owner,
    username, email and `account_uuid` may be absent: the platform has sent all of these.
*/
[[nodiscard]] inline result<installation> parse_token_response(http::response const& response,
                                                               app_config const& app,
                                                               unproven_grant const& grant,
                                                               diagnostics& why) {
    why = diagnostics{};
    why.status(response.status);
    auto const body = response.body.expose();
    bool const oversize = body.size() > max_token_response_bytes;
    if (auto const refused = detail::judge_token_status(response.status); refused != errc{}) {
        if (!oversize && refused != errc::unexpected_redirect) {
            detail::tell_token_error(body, grant.code(), app.client_secrets(), why);
        }
        return refused;
    }
    if (oversize) {
        return errc::response_too_large;
    }
    detail::token_claims claims;
    if (auto const wrong = claims.read(body); wrong != errc{}) {
        return wrong;
    }
    if (claims.has_error()) {
        detail::tell_token_error(body, grant.code(), app.client_secrets(), why);
        return errc::exchange_refused;
    }
    auto const token = claims[detail::token_member::access_token].text;
    auto const store = store_hash::from_context(claims[detail::token_member::context].text);
    if (token.empty() || !store) {
        return errc::invalid_response;
    }
    if (*store != grant.store()) {
        return errc::context_mismatch;
    }
    if (!detail::is_visible_ascii(token, max_access_token_bytes)) {
        return errc::invalid_access_token;
    }
    auto scopes = scope_set::parse(claims[detail::token_member::scope].text);
    if (!scopes) {
        return errc::invalid_response;
    }
    if (scopes->empty()) {
        return errc::unknown_scopes;
    }
    if (!scopes->covers(app.required_scopes())) {
        why.missing_scopes(app.required_scopes().missing_from(*scopes).canonical());
        return errc::missing_scopes;
    }
    bool const has_owner = claims.has(detail::token_member::owner_id);
    auto const uuid = claims[detail::token_member::account_uuid];
    if (detail::positive_id(claims[detail::token_member::user_id]) == 0 ||
        (has_owner && detail::positive_id(claims[detail::token_member::owner_id]) == 0) ||
        (uuid.present() && !detail::is_uuid(uuid.text))) {
        return errc::invalid_response;
    }
    std::optional<user> owner;
    if (has_owner) {
        owner = detail::make_user(claims, detail::owner_members);
    }
    return result<installation>(installation{*store, secret(token), std::move(*scopes),
                                             detail::make_user(claims, detail::user_members),
                                             std::move(owner), std::string(uuid.text)});
}

/** The same for a caller who needs the code alone. */
[[nodiscard]] inline result<installation> parse_token_response(http::response const& response,
                                                               app_config const& app,
                                                               unproven_grant const& grant) {
    diagnostics unread;
    return parse_token_response(response, app, grant, unread);
}

}  // namespace bcauth::inline v0::oauth

#endif
