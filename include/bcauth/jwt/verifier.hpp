// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_JWT_VERIFIER_HPP
#define BCAUTH_JWT_VERIFIER_HPP

#include <bcauth/codec/base64.hpp>
#include <bcauth/detail/claim_buffer.hpp>
#include <bcauth/detail/claim_reader.hpp>
#include <bcauth/detail/jose_header.hpp>
#include <bcauth/detail/prepared_keys.hpp>
#include <bcauth/jwt/claims.hpp>
#include <bcauth/jwt/compact.hpp>
#include <bcauth/key_ring.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/secret.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::jwt {

/** Verifies compact JWTs of any kind: the signature first, then the header, then a table of claims.

    The doors (`load_verifier`, `current_customer_verifier`, ...) are made of it. Use it itself for a kind of token
    of your own: write a `claim_table`.

    The length of the signature chooses among the allowed algorithms, never the header, which is read after the MAC
    holds and must agree. Not a byte of the payload is decoded before.

    @par Thread safety
    Const calls may be made from any number of threads.
    @par Specification
    RFC 7515 section 5.2, RFC 8725 section 3
*/
template <verification_policy Policy = strict_policy, mac_backend Backend = openssl_mac>
class verifier {
public:
    /** Where a payload is decoded to: a local variable beside the values, which are views of it. */
    using buffer = detail::claim_buffer;

    /** Refuses everything with `errc::empty_secret`, as a moved-from verifier does. */
    verifier() = default;

    /** Prepares the secrets for each algorithm.

        @par Errors
        `errc::empty_secret` for an empty key ring or no algorithm; what the backend gives.
    */
    [[nodiscard]] static result<verifier> make(key_ring const& secrets,
                                               std::span<mac_algorithm const> algorithms) {
        if (algorithms.empty()) {
            return errc::empty_secret;
        }
        verifier made;
        for (auto const algorithm : algorithms) {
            auto keys = detail::prepared_keys<Backend>::make(secrets, algorithm);
            if (!keys) {
                return keys.error();
            }
            made.x_keys.push_back(std::move(*keys));
        }
        return result<verifier>(std::move(made));
    }

    /** A JWT whose signature holds: which secret made it, and the encoded parts. */
    struct authenticated {
        compact parts;
        mac_algorithm algorithm;
        unsigned matched_secret;
    };

    /** Checks the signature and nothing else.

        @par Errors
        `errc::token_too_large`, `errc::token_shape`, `errc::invalid_base64` (of the signature),
        `errc::signature_mismatch`; what the backend gives; `errc::empty_secret` without keys.
        @par Complexity
        One MAC a secret; no allocation.
    */
    [[nodiscard]] result<authenticated> authenticate(received_token token) const {
        if (token.size() > Policy::token_bytes) {
            return errc::token_too_large;
        }
        auto const parts = compact::split(token);
        if (!parts) {
            return parts.error();
        }
        std::array<unsigned char, base64_decoded_size(max_signature_letters)> signature;
        if (parts->signature().size() > max_signature_letters) {
            return errc::signature_mismatch;
        }
        auto const size = base64_decode(parts->signature(), signature, base64_alphabet::url,
                                        base64_padding::none);
        if (!size) {
            return size.error();
        }
        auto const* const keys = keys_for(*size);
        if (keys == nullptr) {
            return x_keys.empty() ? errc::empty_secret : errc::signature_mismatch;
        }
        std::array const message{parts->signing_input()};
        auto const matched = keys->match(message, signature.data());
        if (!matched) {
            return matched.error();
        }
        return authenticated{*parts, keys->algorithm(), *matched};
    }

    /** Checks the signature, the header, and the claims against a table and its rules.

        @param values as many as the table has members; views of `decoded`
        @return the number of the secret that made the signature: 1, 2, ...
        @par Errors
        Those of `authenticate`; of the header `errc::invalid_header`, `errc::algorithm_mismatch`,
        `errc::unsupported_header`; of the payload `errc::invalid_base64`, `errc::invalid_json`,
        `errc::duplicate_member`, `errc::missing_claim`, `errc::claim_type`, `errc::invalid_claim`; and what the
        table's rules give.
        @par Complexity
        Linear; no allocation for payloads up to 1.5 KiB.
    */
    [[nodiscard]] result<unsigned> verify(received_token token, claim_table table,
                                          claim_context const& context,
                                          std::span<claim_value> values, buffer& decoded) const {
        auto const genuine = authenticate(token);
        if (!genuine) {
            return genuine.error();
        }
        if (auto const header = detail::check_jose_header(genuine->parts.header(),
                                                          genuine->algorithm, Policy::json_depth);
            !header) {
            return header.error();
        }
        auto const payload = genuine->parts.payload();
        decoded.reserve(base64_decoded_size(payload.size()));
        auto const size =
            base64_decode(payload, decoded.text(), base64_alphabet::url, base64_padding::none);
        if (!size) {
            return size.error();
        }
        if (auto const why = detail::read_claims({decoded.data(), *size}, table, context,
                                                 Policy::json_depth, values, decoded.spare());
            why != errc{}) {
            return why;
        }
        return genuine->matched_secret;
    }

private:
    static constexpr std::size_t max_signature_letters = 86;  // of 64 bytes

    [[nodiscard]] detail::prepared_keys<Backend> const* keys_for(
        std::size_t signature_bytes) const noexcept {
        for (auto const& each : x_keys) {
            if (!each.empty() && digest_size(each.algorithm()) == signature_bytes) {
                return &each;
            }
        }
        return nullptr;
    }

    std::vector<detail::prepared_keys<Backend>> x_keys;
};

}  // namespace bcauth::inline v0::jwt

#endif
