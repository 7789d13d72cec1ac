// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_JWT_SIGNER_HPP
#define BCAUTH_JWT_SIGNER_HPP

#include <bcauth/codec/base64.hpp>
#include <bcauth/crypto/openssl.hpp>
#include <bcauth/detail/jose_header.hpp>
#include <bcauth/secret.hpp>

#include <array>
#include <cstddef>
#include <string>
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
        std::string input(detail::known_headers[static_cast<std::size_t>(x_algorithm)][0]);
        input += '.';
        input += base64_encode(payload, base64_alphabet::url, base64_padding::none);
        std::array const message{std::string_view(input)};
        mac_digest digest;
        if (auto const made = Backend::sign(x_key, message, digest); !made) {
            return made.error();
        }
        std::string_view const bytes(reinterpret_cast<char const*>(digest.data()),
                                     digest_size(x_algorithm));
        input += '.';
        input += base64_encode(bytes, base64_alphabet::url, base64_padding::none);
        secret token{input};
        detail::cleanse(input.data(), input.size());
        return result<secret>(std::move(token));
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
