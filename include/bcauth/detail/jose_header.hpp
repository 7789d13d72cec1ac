// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_JOSE_HEADER_HPP
#define BCAUTH_DETAIL_JOSE_HEADER_HPP

#include <bcauth/codec/base64.hpp>
#include <bcauth/crypto/hmac.hpp>
#include <bcauth/detail/claim_buffer.hpp>
#include <bcauth/detail/claim_reader.hpp>
#include <bcauth/error.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

// The one header that is made, {"alg":"HS...","typ":"JWT"}, and the same in the platform's order, encoded.
inline constexpr std::string_view known_headers[2][2] = {
    {"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9"},
    {"eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9", "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9"},
};

// RFC 7519 section 5.1: JWT in any case; another type is another kind of token under the same key (RFC 8725 3.11)
inline errc is_jwt_type(jwt::claim_rule const&, jwt::claim_value const& value,
                        jwt::claim_context const&) noexcept {
    constexpr std::string_view upper = "JWT";
    bool same = value.text.size() == upper.size();
    for (std::size_t i = 0; same && i < upper.size(); ++i) {
        same = value.text[i] == upper[i] || value.text[i] == static_cast<char>(upper[i] + 32);
    }
    return same ? errc{} : errc::unsupported_header;
}

enum jose_member : std::size_t {
    jose_alg,
    jose_typ,
    jose_crit,
    jose_b64,
    jose_zip,
    jose_cty,
    jose_members
};

// RFC 7515 section 4.1, RFC 7797, RFC 7516 section 4.1.3. What isn't here (kid, jku, x5c, ...) is ignored: no key is
// ever looked up from a header.
// clang-format off
inline constexpr jwt::claim_rule jose_table[] = {
    {.name = "alg", .member = jose_alg},
    {.name = "typ", .member = jose_typ, .need = jwt::presence::optional, .check = is_jwt_type},
    {.name = "crit", .member = jose_crit, .type = jwt::claim_type::anything, .need = jwt::presence::forbidden, .otherwise = errc::unsupported_header},
    {.name = "b64", .member = jose_b64, .type = jwt::claim_type::anything, .need = jwt::presence::forbidden, .otherwise = errc::unsupported_header},
    {.name = "zip", .member = jose_zip, .type = jwt::claim_type::anything, .need = jwt::presence::forbidden, .otherwise = errc::unsupported_header},
    {.name = "cty", .member = jose_cty, .type = jwt::claim_type::anything, .need = jwt::presence::forbidden, .otherwise = errc::unsupported_header},
};
// clang-format on

// Whether an authenticated header agrees with the algorithm that its signature was checked by.
inline result<void> check_jose_header(std::string_view encoded, mac_algorithm algorithm,
                                      std::size_t max_depth) {
    auto const& known = known_headers[static_cast<std::size_t>(algorithm)];
    if (encoded == known[0] || encoded == known[1]) {
        return {};
    }
    claim_buffer buffer;
    buffer.reserve(base64_decoded_size(encoded.size()));
    auto const size =
        base64_decode(encoded, buffer.text(), base64_alphabet::url, base64_padding::none);
    if (!size) {
        return size.error();
    }
    std::array<jwt::claim_value, jose_members> values{};
    auto why =
        read_claims({buffer.data(), *size}, jose_table, {}, max_depth, values, buffer.spare());
    if (why == errc{} &&
        values[jose_alg].text != (algorithm == mac_algorithm::hs256 ? "HS256" : "HS512")) {
        why = errc::algorithm_mismatch;
    }
    if (why == errc{}) {
        return {};
    }
    bool const tells_more = why == errc::algorithm_mismatch || why == errc::unsupported_header ||
                            why == errc::duplicate_member;
    return tells_more ? why : errc::invalid_header;
}

}  // namespace bcauth::inline v0::detail

#endif
