// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_WEBHOOK_CLAIMS_HPP
#define BCAUTH_DETAIL_WEBHOOK_CLAIMS_HPP

#include <bcauth/detail/claim_buffer.hpp>
#include <bcauth/detail/claim_reader.hpp>
#include <bcauth/jwt/claims.hpp>
#include <bcauth/store_hash.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

// What is read of a webhook's body: whose it is. The rest of the envelope is the event's, and `hash` in it has no key.
inline constexpr std::array<jwt::claim_rule, 1> webhook_table{{
    {.name = "producer", .member = 0, .check = jwt::rules::is_context},
}};

inline result<store_hash> producer_of(std::string_view body, std::size_t max_depth) {
    std::array<jwt::claim_value, webhook_table.size()> values{};
    claim_buffer buffer;
    buffer.reserve(body.size());
    if (auto const why = read_claims(body, webhook_table, {}, max_depth, values, buffer.spare());
        why != errc{}) {
        return why;
    }
    return store_hash::from_context(values[0].text);
}

}  // namespace bcauth::inline v0::detail

#endif
