// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_CALLBACK_CLAIMS_HPP
#define BCAUTH_DETAIL_CALLBACK_CLAIMS_HPP

#include <bcauth/detail/relative_path.hpp>
#include <bcauth/jwt/claims.hpp>

#include <array>
#include <cstddef>

namespace bcauth::inline v0::detail {

enum callback_member : std::size_t {
    cb_issuer,
    cb_audience,
    cb_operation,
    cb_store,    // sub of a JWT, store_hash of a legacy payload
    cb_context,  // of a legacy payload
    cb_expires_at,
    cb_not_before,
    cb_issued_at,  // iat of a JWT, timestamp of a legacy payload
    cb_token_id,
    cb_user_id,
    cb_user_email,
    cb_user_locale,
    cb_owner_id,
    cb_owner_email,
    cb_url,
    cb_channel_id,
    callback_members
};

inline constexpr std::size_t max_token_id_bytes = 128;

// the signed deep link may become a redirect, so it must not lead to another origin
inline errc stays_at_origin(jwt::claim_rule const&, jwt::claim_value const& value,
                            jwt::claim_context const&) noexcept {
    return is_relative_path(value.text) ? errc{} : errc::invalid_claim;
}

// a destructive door's token is taken once, by this; the platform's are UUIDs
inline errc tells_tokens_apart(jwt::claim_rule const&, jwt::claim_value const& value,
                               jwt::claim_context const&) noexcept {
    return value.text.empty() || value.text.size() > max_token_id_bytes ? errc::invalid_claim
                                                                        : errc{};
}

// What load, uninstall and remove-user tokens are made of: the platform's page "App Callbacks". The doors differ in two
// rows, age and identifier. No token of this kind has an `operation`; the kinds that have one are signed with the same secret.
// A table is read by its rows, which stand in the order that tokens have them in.
// clang-format off
template <bool Destructive>
inline constexpr std::array<jwt::claim_rule, 15> callback_table{{
    {.name = "aud", .member = cb_audience, .type = jwt::claim_type::audience, .check = jwt::rules::is_audience},
    {.name = "iss", .member = cb_issuer, .check = jwt::rules::equals, .expected = "bc", .otherwise = errc::wrong_issuer},
    {.name = "iat", .member = cb_issued_at, .type = jwt::claim_type::time,
     .need = Destructive ? jwt::presence::required : jwt::presence::optional,
     .check = Destructive ? jwt::rules::is_recent : jwt::rules::has_begun},
    {.name = "nbf", .member = cb_not_before, .type = jwt::claim_type::time, .need = jwt::presence::optional, .check = jwt::rules::has_begun},
    {.name = "exp", .member = cb_expires_at, .type = jwt::claim_type::time, .check = jwt::rules::not_expired},
    {.name = "jti", .member = cb_token_id,
     .need = Destructive ? jwt::presence::required : jwt::presence::optional,
     .check = Destructive ? &tells_tokens_apart : nullptr},
    {.name = "sub", .member = cb_store, .check = jwt::rules::is_context},
    {.object = "user", .name = "id", .member = cb_user_id, .type = jwt::claim_type::integer, .check = jwt::rules::is_id},
    {.object = "user", .name = "email", .member = cb_user_email},
    {.object = "user", .name = "locale", .member = cb_user_locale, .type = jwt::claim_type::nullable_text, .need = jwt::presence::optional},
    {.object = "owner", .name = "id", .member = cb_owner_id, .type = jwt::claim_type::integer, .need = jwt::presence::required_in_object, .check = jwt::rules::is_id},
    {.object = "owner", .name = "email", .member = cb_owner_email, .need = jwt::presence::required_in_object},
    {.name = "url", .member = cb_url, .need = jwt::presence::optional, .check = stays_at_origin},
    {.name = "channel_id", .member = cb_channel_id, .type = jwt::claim_type::nullable_integer, .need = jwt::presence::optional, .check = jwt::rules::is_natural},
    {.name = "operation", .member = cb_operation, .type = jwt::claim_type::anything, .need = jwt::presence::forbidden, .otherwise = errc::wrong_operation},
}};
// clang-format on

// What a legacy payload is made of. Those of 2014 have neither context nor owner.
// clang-format off
inline constexpr std::array<jwt::claim_rule, 8> payload_table{{
    {.object = "user", .name = "id", .member = cb_user_id, .type = jwt::claim_type::integer, .check = jwt::rules::is_id},
    {.object = "user", .name = "email", .member = cb_user_email},
    {.object = "owner", .name = "id", .member = cb_owner_id, .type = jwt::claim_type::integer, .need = jwt::presence::required_in_object, .check = jwt::rules::is_id},
    {.object = "owner", .name = "email", .member = cb_owner_email, .need = jwt::presence::required_in_object},
    {.name = "context", .member = cb_context, .need = jwt::presence::optional, .check = jwt::rules::is_context},
    {.name = "store_hash", .member = cb_store, .check = jwt::rules::is_store_hash},
    {.name = "timestamp", .member = cb_issued_at, .type = jwt::claim_type::time, .check = jwt::rules::is_fresh},
    {.name = "channel_id", .member = cb_channel_id, .type = jwt::claim_type::nullable_integer, .need = jwt::presence::optional, .check = jwt::rules::is_natural},
}};
// clang-format on

using callback_values = std::array<jwt::claim_value, callback_members>;

}  // namespace bcauth::inline v0::detail

#endif
