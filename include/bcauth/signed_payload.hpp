// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_SIGNED_PAYLOAD_HPP
#define BCAUTH_SIGNED_PAYLOAD_HPP

#include <bcauth/codec/base64.hpp>
#include <bcauth/codec/hex.hpp>
#include <bcauth/crypto/openssl.hpp>
#include <bcauth/detail/claim_buffer.hpp>
#include <bcauth/detail/prepared_keys.hpp>
#include <bcauth/error.hpp>
#include <bcauth/key_ring.hpp>
#include <bcauth/secret.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0 {

/** The legacy `signed_payload`: base64 of JSON, a dot, base64 of the hexadecimal HMAC-SHA256 of that JSON.

    Knows the format and the signature, not the claims: `load_verifier` and its siblings do both.

    Either base64 alphabet is taken, since the platform's text says one and its code does the other, but not a mix;
    padding is all there or not at all. The MAC is over the decoded bytes, so those are decoded first and nothing
    else is done with them before it holds.

    @par Thread safety
    Const calls may be made from any number of threads.
    @par Specification
    The platform's "Processing the Signed Payload"
*/
template <mac_backend Backend = openssl_mac>
class signed_payload {
public:
    /** Where the JSON is decoded to: a local variable that outlives its use. */
    using buffer = detail::claim_buffer;

    /** Refuses everything with `errc::empty_secret`, as a moved-from one does. */
    signed_payload() = default;

    /** Prepares the secrets.
        @par Errors
        `errc::empty_secret`; what the backend gives.
    */
    [[nodiscard]] static result<signed_payload> make(key_ring const& secrets) {
        auto keys = detail::prepared_keys<Backend>::make(secrets, mac_algorithm::hs256);
        if (!keys) {
            return keys.error();
        }
        signed_payload made;
        made.x_keys = std::move(*keys);
        return result<signed_payload>(std::move(made));
    }

    /** A payload whose signature holds, not yet parsed. */
    struct authenticated {
        std::string_view json;    ///< a view of the buffer
        unsigned matched_secret;  ///< 1, 2, ...
    };

    /** Checks shape and signature.

        @par Errors
        `errc::token_too_large` above `max_bytes`; `errc::token_shape` unless there are exactly two non-empty parts;
        `errc::invalid_base64`; `errc::signature_mismatch`, also when the signature isn't 64 lower-case digits; what
        the backend gives; `errc::empty_secret` without keys.
        @par Complexity
        Linear; no allocation for payloads up to 1.5 KiB.
    */
    [[nodiscard]] result<authenticated> authenticate(received_token payload, std::size_t max_bytes,
                                                     buffer& decoded) const {
        auto const text = payload.expose();
        if (text.size() > max_bytes) {
            return errc::token_too_large;
        }
        auto const dot = text.find('.');
        if (dot == std::string_view::npos || dot == 0 || dot + 1 == text.size() ||
            text.find('.', dot + 1) != std::string_view::npos) {
            return errc::token_shape;
        }
        if (x_keys.empty()) {
            return errc::empty_secret;
        }
        std::array<unsigned char, digest_size(mac_algorithm::hs256)> signature;
        if (auto const read = read_signature(text.substr(dot + 1), signature); !read) {
            return read.error();
        }
        decoded.reserve(base64_decoded_size(dot));
        auto const size = decode(text.substr(0, dot), decoded.text());
        if (!size) {
            return size.error();
        }
        std::array const message{std::string_view(decoded.data(), *size)};
        auto const matched = x_keys.match(message, signature.data());
        if (!matched) {
            return matched.error();
        }
        return authenticated{message[0], *matched};
    }

    /** Makes a signed payload of a JSON text, as the platform does: standard alphabet, with padding.
        @par Errors
        `errc::empty_secret`; what the backend gives.
    */
    [[nodiscard]] static result<secret> sign(secret const& key, std::string_view json) {
        auto const prepared = Backend::make_key(mac_algorithm::hs256, key.expose());
        if (!prepared) {
            return prepared.error();
        }
        std::array const message{json};
        mac_digest digest;
        if (auto const made = Backend::sign(*prepared, message, digest); !made) {
            return made.error();
        }
        auto const hex = hex_encode(
            {reinterpret_cast<char const*>(digest.data()), digest_size(mac_algorithm::hs256)});
        auto text = base64_encode(json, base64_alphabet::standard, base64_padding::required);
        text += '.';
        text += base64_encode(hex, base64_alphabet::standard, base64_padding::required);
        return secret(text);
    }

private:
    static result<std::size_t> decode(std::string_view text,
                                      std::span<unsigned char> out) noexcept {
        auto const standard =
            base64_decode(text, out, base64_alphabet::standard, base64_padding::optional);
        return standard ? standard
                        : base64_decode(text, out, base64_alphabet::url, base64_padding::optional);
    }

    // the candidate is decoded to its 32 bytes: encoding the expected MAC would look it up in tables by its secret bits
    static result<void> read_signature(std::string_view text,
                                       std::span<unsigned char, 32> out) noexcept {
        std::array<unsigned char, 66> digits;
        if (text.size() > 88) {
            return errc::signature_mismatch;
        }
        auto const size = decode(text, digits);
        if (!size) {
            return size.error();
        }
        std::string_view const hex(reinterpret_cast<char const*>(digits.data()), *size);
        if (hex.size() != 64 || !hex_decode(hex, out)) {
            return errc::signature_mismatch;
        }
        return {};
    }

    detail::prepared_keys<Backend> x_keys;
};

}  // namespace bcauth::inline v0

#endif
