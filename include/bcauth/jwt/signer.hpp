// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_JWT_SIGNER_HPP
#define BCAUTH_JWT_SIGNER_HPP

#include <bcauth/codec/base64.hpp>
#include <bcauth/crypto/openssl.hpp>
#include <bcauth/detail/jose_header.hpp>
#include <bcauth/secret.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::jwt {

/** Makes compact JWTs with the header `{"alg":"HS256","typ":"JWT"}`, or HS512.

    @par Thread safety
    Const calls may be made from any number of threads.
    @par Specification
    RFC 7515 section 5.1; `typ` is always there, since the platform's login refuses a token without it.
*/
template <mac_backend Backend = openssl_mac>
class signer {
public:
    /** Prepares a secret's exact bytes.
        @par Errors
        `errc::empty_secret`; what the backend gives.
    */
    [[nodiscard]] static result<signer> make(secret const& key,
                                             mac_algorithm algorithm = mac_algorithm::hs256) {
        auto prepared = Backend::make_key(algorithm, key.expose());
        if (!prepared) {
            return prepared.error();
        }
        return result<signer>(signer(std::move(*prepared), algorithm));
    }

    /** Signs a payload, whose JSON is the caller's.
        @return the token, which is a secret as long as it is valid
        @par Errors
        What the backend gives.
    */
    [[nodiscard]] result<secret> sign(std::string_view payload) const {
        constexpr auto none = base64_padding::none;
        constexpr auto url = base64_alphabet::url;
        std::string_view const header =
            detail::known_headers[static_cast<std::size_t>(x_algorithm)][0];
        auto const digest_bytes = digest_size(x_algorithm);
        auto const signed_bytes = header.size() + 1 + base64_encoded_size(payload.size(), none);
        auto const token_bytes = signed_bytes + 1 + base64_encoded_size(digest_bytes, none);
        result<void> made{};
        auto token = secret::of_size(token_bytes, [&](std::span<char> out) {
            auto* at = std::copy(header.begin(), header.end(), out.data());
            *at++ = '.';
            at = detail::encode_base64(payload, url, none, at);
            std::array const message{std::string_view(out.data(), signed_bytes)};
            mac_digest digest;
            made = Backend::sign(x_key, message, digest);
            if (made) {
                *at++ = '.';
                std::string_view const bytes(reinterpret_cast<char const*>(digest.data()),
                                             digest_bytes);
                detail::encode_base64(bytes, url, none, at);
                detail::cleanse(digest.data(), digest.size());
            }
        });
        return made ? result<secret>(std::move(token)) : result<secret>(made.error());
    }

private:
    signer(typename Backend::key key, mac_algorithm algorithm)
        : x_key(std::move(key)),
          x_algorithm(algorithm) {}

    typename Backend::key x_key;
    mac_algorithm x_algorithm;
};

}  // namespace bcauth::inline v0::jwt

#endif
