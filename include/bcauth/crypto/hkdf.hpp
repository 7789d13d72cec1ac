// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CRYPTO_HKDF_HPP
#define BCAUTH_CRYPTO_HKDF_HPP

#include <bcauth/crypto/hmac.hpp>
#include <bcauth/crypto/openssl.hpp>
#include <bcauth/error.hpp>
#include <bcauth/secret.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace bcauth::inline v0 {
namespace detail {

// T(1) T(2) ... of RFC 5869 section 2.3, cut to the size of `out`
template <mac_backend Backend>
result<void> hkdf_expand(typename Backend::key const& pseudorandom, std::string_view info,
                         std::span<char> out, mac_digest& block) {
    constexpr auto size = digest_size(mac_algorithm::hs256);
    for (std::size_t at = 0; at < out.size(); at += size) {
        std::string_view const before(reinterpret_cast<char const*>(block.data()),
                                      at == 0 ? 0 : size);
        auto const number = static_cast<char>(at / size + 1);
        std::array const message{before, info, std::string_view(&number, 1)};
        if (auto const made = Backend::sign(pseudorandom, message, block); !made) {
            return made.error();
        }
        auto const wanted = std::min(size, out.size() - at);
        std::copy_n(block.begin(), wanted, out.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return {};
}

}  // namespace detail

/** The most that `hkdf` gives, in bytes. */
inline constexpr std::size_t hkdf_max_bytes = 255 * digest_size(mac_algorithm::hs256);

/** Derives a key from a secret for one purpose: HKDF with HMAC-SHA256.

    Keys with different `info` tell nothing of each other nor of the secret, so what is signed with one never passes
    where another, or the secret itself, is asked for.

    @param salt may be empty
    @param info what the key is for
    @param size in bytes, 1 to `hkdf_max_bytes`
    @par Errors
    `errc::empty_secret`; `errc::invalid_parameter` when the size is out of range; what the backend gives.
    @par Specification
    RFC 5869
*/
template <mac_backend Backend = openssl_mac>
[[nodiscard]] result<secret> hkdf(secret const& from, std::string_view salt, std::string_view info,
                                  std::size_t size) {
    constexpr std::array<char, digest_size(mac_algorithm::hs256)> no_salt{};
    if (from.empty()) {
        return errc::empty_secret;
    }
    if (size == 0 || size > hkdf_max_bytes) {
        return errc::invalid_parameter;
    }
    auto const extractor =
        Backend::make_key(mac_algorithm::hs256,
                          salt.empty() ? std::string_view(no_salt.data(), no_salt.size()) : salt);
    if (!extractor) {
        return extractor.error();
    }
    mac_digest block;
    std::array const material{from.expose()};
    if (auto const made = Backend::sign(*extractor, material, block); !made) {
        return made.error();
    }
    auto const pseudorandom = Backend::make_key(
        mac_algorithm::hs256,
        {reinterpret_cast<char const*>(block.data()), digest_size(mac_algorithm::hs256)});
    result<void> expanded = pseudorandom ? result<void>{} : result<void>(pseudorandom.error());
    auto derived = secret::of_size(size, [&](std::span<char> out) {
        if (pseudorandom) {
            expanded = detail::hkdf_expand<Backend>(*pseudorandom, info, out, block);
        }
    });
    detail::cleanse(block.data(), block.size());
    if (!expanded) {
        return expanded.error();
    }
    return derived;
}

}  // namespace bcauth::inline v0

#endif
