// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_CUSTOMER_CLAIMS_HPP
#define BCAUTH_DETAIL_CUSTOMER_CLAIMS_HPP

#include <bcauth/jwt/claims.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

enum customer_member : std::size_t {
    cc_issuer,
    cc_audience,
    cc_operation,
    cc_subject,
    cc_store,
    cc_expires_at,
    cc_not_before,
    cc_issued_at,
    cc_customer_id,
    cc_customer_email,
    cc_group_id,
    cc_version,
    cc_application_id,
    customer_members
};

// digits or nothing; the platform sends a text, its reference once said a number
inline errc is_group(jwt::claim_rule const&, jwt::claim_value const& value,
                     jwt::claim_context const&) noexcept {
    if (value.number < 0 || value.text.size() > 20) {
        return errc::invalid_claim;
    }
    for (auto const c : value.text) {
        if (c < '0' || c > '9') {
            return errc::invalid_claim;
        }
    }
    return errc{};
}

// What a Current Customer JWT is made of. `version` and `application_id` have rows so that they are found at once; they are
// not judged: the platform's own sample has another application than its audience. The issuer comes first, so that
// another kind of token is told as such.
// clang-format off
inline constexpr std::array<jwt::claim_rule, customer_members> customer_table{{
    {.name = "iss", .member = cc_issuer, .check = jwt::rules::equals, .expected = "bc/apps", .otherwise = errc::wrong_issuer},
    {.object = "customer", .name = "id", .member = cc_customer_id, .type = jwt::claim_type::integer, .check = jwt::rules::is_id},
    {.object = "customer", .name = "email", .member = cc_customer_email},
    {.object = "customer", .name = "group_id", .member = cc_group_id, .type = jwt::claim_type::text_or_integer, .need = jwt::presence::optional, .check = is_group},
    {.name = "sub", .member = cc_subject, .check = jwt::rules::is_store_hash},
    {.name = "iat", .member = cc_issued_at, .type = jwt::claim_type::time, .check = jwt::rules::has_begun},
    {.name = "exp", .member = cc_expires_at, .type = jwt::claim_type::time, .check = jwt::rules::not_expired},
    {.name = "version", .member = cc_version, .type = jwt::claim_type::anything, .need = jwt::presence::optional},
    {.name = "aud", .member = cc_audience, .type = jwt::claim_type::audience, .check = jwt::rules::is_audience},
    {.name = "application_id", .member = cc_application_id, .type = jwt::claim_type::anything, .need = jwt::presence::optional},
    {.name = "store_hash", .member = cc_store, .check = jwt::rules::is_store_hash},
    {.name = "operation", .member = cc_operation, .check = jwt::rules::equals, .expected = "current_customer", .otherwise = errc::wrong_operation},
    {.name = "nbf", .member = cc_not_before, .type = jwt::claim_type::time, .need = jwt::presence::optional, .check = jwt::rules::has_begun},
}};
// clang-format on

using customer_values = std::array<jwt::claim_value, customer_members>;

}  // namespace bcauth::inline v0::detail

#endif
