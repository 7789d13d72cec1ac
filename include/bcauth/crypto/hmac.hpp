// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CRYPTO_HMAC_HPP
#define BCAUTH_CRYPTO_HMAC_HPP

#include <bcauth/error.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>

namespace bcauth::inline v0 {

/** The message authentication codes that the platform uses. `none` does not exist. */
enum class mac_algorithm : unsigned char {
    hs256,  ///< HMAC-SHA256, 32 bytes
    hs512,  ///< HMAC-SHA512, 64 bytes
};

/** The length of an algorithm's digest in bytes: 32 or 64. */
[[nodiscard]] constexpr std::size_t digest_size(mac_algorithm algorithm) noexcept {
    return algorithm == mac_algorithm::hs256 ? 32 : 64;
}

/** A digest as a backend writes it: the first `digest_size(algorithm)` bytes count. */
using mac_digest = std::array<unsigned char, 64>;

/** The bytes that are authenticated, in order, as if they were one text. */
using mac_message = std::span<std::string_view const>;

/** Computes digests; the library compares them.

    Exemplar: `openssl_mac`, the one model that ships (`crypto/openssl.hpp`). Own models serve hardware keys and
    tests that make every call fail.

    Semantics that the compiler can't check: `make_key` takes the secret's exact bytes, without trimming or
    decoding; `sign` is HMAC (RFC 2104) of the parts one after the other, writes the whole digest or fails, and
    may be called from any number of threads with one key. A backend is trusted: one that lies accepts forgeries.
*/
template <class Backend>
concept mac_backend = std::movable<typename Backend::key> &&
    requires(std::string_view secret, typename Backend::key const& key, mac_message parts,
             mac_digest& out) {
    {
        Backend::make_key(mac_algorithm::hs256, secret)
        } -> std::same_as<result<typename Backend::key>>;
    { Backend::sign(key, parts, out) } -> std::same_as<result<void>>;
};

}  // namespace bcauth::inline v0

#endif
