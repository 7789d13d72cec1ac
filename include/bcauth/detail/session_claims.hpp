// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_SESSION_CLAIMS_HPP
#define BCAUTH_DETAIL_SESSION_CLAIMS_HPP

#include <bcauth/detail/json_text.hpp>
#include <bcauth/jwt/claims.hpp>
#include <bcauth/store_hash.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bcauth::inline v0::detail {

inline constexpr std::string_view session_issuer = "bcauth/session";

enum session_member : std::size_t {
    se_issuer,
    se_audience,
    se_store,
    se_issued_at,
    se_expires_at,
    se_user_id,
    se_owner,
    session_members
};

using session_values = std::array<jwt::claim_value, session_members>;

// What the app's own session tokens are made of. Neither issuer nor key is the platform's.
// clang-format off
inline constexpr std::array<jwt::claim_rule, session_members> session_table{{
    {.name = "iss", .member = se_issuer, .check = jwt::rules::equals, .expected = session_issuer, .otherwise = errc::wrong_issuer},
    {.name = "aud", .member = se_audience, .type = jwt::claim_type::audience, .check = jwt::rules::is_audience},
    {.name = "sub", .member = se_store, .check = jwt::rules::is_context},
    {.name = "iat", .member = se_issued_at, .type = jwt::claim_type::time, .check = jwt::rules::has_begun},
    {.name = "exp", .member = se_expires_at, .type = jwt::claim_type::time, .check = jwt::rules::not_expired},
    {.name = "user", .member = se_user_id, .type = jwt::claim_type::integer, .check = jwt::rules::is_id},
    {.name = "owner", .member = se_owner, .type = jwt::claim_type::integer, .check = jwt::rules::is_natural},
}};
// clang-format on

struct session_facts {
    store_hash store;
    std::int64_t user_id;
    bool is_owner;
    std::int64_t issued_at;
    std::int64_t expires_at;
};

inline void append_number(std::string& text, std::int64_t number) {
    std::array<char, 20> digits;
    auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    text.append(digits.data(), end);
}

// the beginning of each payload, which is the same for all sessions of an app
inline std::string session_prefix(std::string_view client_id) {
    std::string quoted(json_size(client_id), '\0');
    json_write(client_id, quoted.data());
    std::string text = R"({"iss":")";
    text.append(session_issuer).append(R"(","aud":)").append(quoted);
    return text.append(R"(,"sub":"stores/)");
}

inline std::string session_payload(std::string_view prefix, session_facts const& facts) {
    std::string text;
    text.reserve(prefix.size() + 128);
    text.append(prefix).append(facts.store.view()).append(R"(","iat":)");
    append_number(text, facts.issued_at);
    append_number(text.append(R"(,"exp":)"), facts.expires_at);
    append_number(text.append(R"(,"user":)"), facts.user_id);
    return text.append(facts.is_owner ? R"(,"owner":1})" : R"(,"owner":0})");
}

}  // namespace bcauth::inline v0::detail

#endif
