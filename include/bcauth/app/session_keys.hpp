// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_APP_SESSION_KEYS_HPP
#define BCAUTH_APP_SESSION_KEYS_HPP

#include <bcauth/app/session.hpp>
#include <bcauth/app_config.hpp>
#include <bcauth/codec/base64.hpp>
#include <bcauth/crypto/hkdf.hpp>
#include <bcauth/crypto/openssl.hpp>
#include <bcauth/detail/claim_buffer.hpp>
#include <bcauth/detail/cookie.hpp>
#include <bcauth/detail/session_claims.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/incoming.hpp>
#include <bcauth/jwt/signer.hpp>
#include <bcauth/jwt/verifier.hpp>
#include <bcauth/key_ring.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store_hash.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0 {

/** Mints and judges session tokens.

    A session token is a JWT like the platform's, but its key is derived from the client secret for this one purpose,
    and its issuer is another: neither passes for the other. Sessions of every secret of the key ring are taken, so
    none is lost while a secret is rotated. The CSRF token is derived likewise.

    @par Thread safety
    Const calls may be made from any number of threads.
    @par Specification
    RFC 7519; RFC 5869; RFC 6265bis section 4.1.3 on `__Host-`
*/
template <verification_policy Policy = strict_policy, mac_backend Backend = openssl_mac>
class session_keys {
public:
    static constexpr std::chrono::seconds default_lifetime{3600};
    static constexpr std::chrono::seconds max_lifetime{86400};

    /** Derives the keys.
        @par Errors
        `errc::invalid_client_id` when the configuration was moved from; `errc::tolerance_too_wide` when the lifetime
        isn't 1 s to `max_lifetime`; what the backend gives.
    */
    [[nodiscard]] static result<session_keys> make(
        app_config const& app, std::chrono::seconds lifetime = default_lifetime) {
        if (app.empty()) {
            return errc::invalid_client_id;
        }
        if (lifetime < std::chrono::seconds{1} || lifetime > max_lifetime) {
            return errc::tolerance_too_wide;
        }
        auto const tokens = derive(app, "bcauth session token");
        auto const csrf = derive(app, "bcauth session csrf");
        if (!tokens || !csrf) {
            return !tokens ? tokens.error() : csrf.error();
        }
        constexpr std::array algorithms{mac_algorithm::hs256};
        auto verifier = jwt::verifier<Policy, Backend>::make(*tokens, algorithms);
        auto signer = jwt::signer<Backend>::make(tokens->current());
        if (!verifier || !signer) {
            return !verifier ? verifier.error() : signer.error();
        }
        session_keys made(app, lifetime, std::move(*verifier), std::move(*signer));
        for (auto const& each : *csrf) {
            auto key = Backend::make_key(mac_algorithm::hs256, each.expose());
            if (!key) {
                return key.error();
            }
            made.x_csrf_keys.push_back(std::move(*key));
        }
        return result<session_keys>(std::move(made));
    }

    /** Begins a session.
        @par Preconditions
        The person was verified and may use the app; `now` is a time of 1970 to 9998.
        @par Errors
        What the backend gives.
    */
    [[nodiscard]] result<minted_session> mint(store_hash const& store, std::int64_t user_id,
                                              bool is_owner, std::chrono::sys_seconds now) const {
        auto const at = now.time_since_epoch().count();
        detail::session_facts const facts{store, user_id, is_owner, at, at + x_lifetime.count()};
        auto const payload = detail::session_payload(x_prefix, facts);
        auto csrf = csrf_token(payload, 1);
        auto token = csrf ? x_signer.sign(payload) : csrf;
        if (!token) {
            return token.error();
        }
        return minted_session{session(facts, std::move(*csrf)), std::move(*token)};
    }

    /** Judges a session token.
        @par Errors
        Those of `jwt::verifier::verify`; `errc::wrong_issuer`, `errc::wrong_audience`, `errc::expired`,
        `errc::not_yet_valid`, `errc::invalid_store_hash`, `errc::invalid_claim`.
    */
    [[nodiscard]] result<session> verify(received_token token, std::chrono::sys_seconds now) const {
        jwt::claim_context const context{.audience = x_client_id,
                                         .now = now.time_since_epoch().count(),
                                         .leeway = Policy::leeway.count()};
        detail::session_values values{};
        detail::claim_buffer buffer;
        auto const secret =
            x_verifier.verify(token, detail::session_table, context, values, buffer);
        if (!secret) {
            return secret.error();
        }
        detail::session_facts const facts{
            *store_hash::from_context(values[detail::se_store].text),
            values[detail::se_user_id].number, values[detail::se_owner].number != 0,
            values[detail::se_issued_at].number, values[detail::se_expires_at].number};
        auto csrf = csrf_token(detail::session_payload(x_prefix, facts), *secret);
        return csrf ? result<session>(session(facts, std::move(*csrf)))
                    : result<session>(csrf.error());
    }

    /** Judges the session token in a request's cookie.
        @par Errors
        `errc::missing_session` when the cookie isn't there exactly once; those of `verify`.
    */
    [[nodiscard]] result<session> of_request(http::incoming const& request,
                                             std::chrono::sys_seconds now) const {
        auto const token = detail::only_cookie(request.fields, x_cookie_name);
        return token && !token->empty() ? verify(*token, now)
                                        : result<session>(errc::missing_session);
    }

    /** `__Host-bcauth`; `bcauth` where the configuration has http at this machine, since browsers don't take the
        prefix there. */
    [[nodiscard]] std::string_view cookie_name() const noexcept { return x_cookie_name; }

    /** The value of the `Set-Cookie` field that begins a session: kept in the control panel's frame and nowhere else,
        out of the reach of scripts. */
    [[nodiscard]] secret cookie(secret const& token) const {
        std::array<std::string_view, 4> const parts{x_cookie_name, "=", token.expose(),
                                                    x_cookie_tail};
        std::size_t size = 0;
        for (auto const part : parts)
            size += part.size();
        return secret::of_size(size, [&](std::span<char> out) {
            auto at = out.begin();
            for (auto const part : parts)
                at = std::copy(part.begin(), part.end(), at);
        });
    }

private:
    static constexpr std::size_t key_bytes = 32;

    session_keys(app_config const& app, std::chrono::seconds lifetime,
                 jwt::verifier<Policy, Backend> verifier, jwt::signer<Backend> signer)
        : x_client_id(app.client_id()),
          x_prefix(detail::session_prefix(app.client_id())),
          x_cookie_name(app.redirect_uri().starts_with("http:") ? "bcauth" : "__Host-bcauth"),
          x_lifetime(lifetime),
          x_verifier(std::move(verifier)),
          x_signer(std::move(signer)) {
        x_cookie_tail = "; Max-Age=" + std::to_string(lifetime.count());
        x_cookie_tail += "; Path=/; Secure; HttpOnly; SameSite=None; Partitioned";
    }

    static result<key_ring> derive(app_config const& app, std::string_view purpose) {
        std::vector<secret> derived;
        for (auto const& each : app.client_secrets()) {
            auto key = hkdf<Backend>(each, app.client_id(), purpose, key_bytes);
            if (!key) {
                return key.error();
            }
            derived.push_back(std::move(*key));
        }
        return key_ring::make(std::move(derived));
    }

    // of what the session says, so that no other session has it
    result<secret> csrf_token(std::string_view payload, unsigned number) const {
        std::array const message{payload};
        mac_digest digest;
        if (auto const made = Backend::sign(x_csrf_keys[number - 1], message, digest); !made) {
            return made.error();
        }
        constexpr auto bytes = digest_size(mac_algorithm::hs256);
        auto token = secret::of_size(
            base64_encoded_size(bytes, base64_padding::none), [&](std::span<char> out) {
                detail::encode_base64({reinterpret_cast<char const*>(digest.data()), bytes},
                                      base64_alphabet::url, base64_padding::none, out.data());
            });
        detail::cleanse(digest.data(), digest.size());
        return token;
    }

    std::string x_client_id;
    std::string x_prefix;
    std::string_view x_cookie_name;  // a literal
    std::string x_cookie_tail;
    std::chrono::seconds x_lifetime;
    jwt::verifier<Policy, Backend> x_verifier;
    jwt::signer<Backend> x_signer;
    std::vector<typename Backend::key> x_csrf_keys;
};

}  // namespace bcauth::inline v0

#endif
