// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CUSTOMER_LOGIN_HPP
#define BCAUTH_CUSTOMER_LOGIN_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/clock.hpp>
#include <bcauth/crypto/hmac.hpp>
#include <bcauth/crypto/openssl.hpp>
#include <bcauth/crypto/random.hpp>
#include <bcauth/detail/clock_seconds.hpp>
#include <bcauth/detail/login_claims.hpp>
#include <bcauth/detail/relative_path.hpp>
#include <bcauth/detail/web_address.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/jwt/signer.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/random.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store_hash.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0 {

/** A `redirect_to` that signs the shopper out: there is no other way to do that from outside. */
inline constexpr std::string_view customer_logout = "/login.php?action=logout";

/** Who is signed in at which store, and where the browser then is. */
struct customer_login_options {
    store_hash store;
    /// The platform's number for the shopper, above 0.
    std::int64_t customer_id = 0;
    /// A page of that store: a path from `/`, perhaps a query and a fragment, at most 2,048 bytes of visible ASCII.
    /// Empty: `/account.php`. `customer_logout` signs out.
    std::string redirect_to = {};
    /// Of the storefront, above 0; absent: 1, the first.
    std::optional<std::int64_t> channel_id = std::nullopt;
    /// The one address that the browser may come from, IPv4 or IPv6 as text; empty: any.
    std::string request_ip = {};
    /// Whether the shopper's cart of another visit comes back. A GraphQL login has no use for it.
    bool enable_persistent_cart = false;
};

/** Signs shoppers in at a store, whom the app has identified itself.

    Whoever has a login token is that customer, once: it is a secret until it is used. The store takes it for about
    30 seconds from its `iat`, so the clock has to be right, or follow the platform's `GET /v2/time`; and since the
    first GET uses it up, it is made when the browser asks to be sent on, and not for a link that others may open
    first. It has no `exp`, since the platform documents none. The app needs the scope `store_v2_customers_login`.

    Signs with the current secret, the first of the key ring.

    @par Thread safety
    Const calls may be made from any number of threads if the random source may be shared, as `system_random` may.
    @par Specification
    The platform's "Customer Login API"
*/
template <verification_policy Policy = strict_policy, clock_source Clock = system_clock,
          mac_backend Backend = openssl_mac, random_source Random = system_random>
class customer_login {
public:
    static constexpr std::size_t max_redirect_bytes = 2048;

    /** Prepares the secret.
        @par Errors
        `errc::invalid_client_id` when the configuration was moved from; what the backend gives.
    */
    [[nodiscard]] static result<customer_login> make(app_config const& app, Clock clock = {},
                                                     Random random = {}) {
        if (app.empty()) {
            return errc::invalid_client_id;
        }
        auto signer = jwt::signer<Backend>::make(app.client_secrets().current());
        if (!signer) {
            return signer.error();
        }
        return result<customer_login>(customer_login(app.client_id(), std::move(*signer),
                                                     std::move(clock), std::move(random)));
    }

    /** Makes a login token: for `/login/token/TOKEN`, or for the GraphQL mutation `loginWithCustomerLoginJwt`.

        @param why gets the name of the option that is refused
        @par Errors
        `errc::invalid_parameter` when `customer_id` or `channel_id` isn't above 0, `redirect_to` isn't a path of the
        store itself or too long, or `request_ip` isn't an IP address; `errc::clock_out_of_range`;
        `errc::random_failure`, and no token is made with less than 128 random bits in its `jti`; what the backend
        gives.
    */
    [[nodiscard]] result<secret> token(customer_login_options const& who, diagnostics& why) const {
        why = diagnostics{};
        if (auto const name = refused(who); !name.empty()) {
            why.subject(name);
            return errc::invalid_parameter;
        }
        auto const now = detail::clock_seconds(x_clock);
        if (!now) {
            return now.error();
        }
        auto const id = detail::random_token_id(x_random);
        if (!id) {
            return id.error();
        }
        return x_signer.sign(payload(who, *now, *id));
    }

    /** The same for a caller who needs the code alone. */
    [[nodiscard]] result<secret> token(customer_login_options const& who) const {
        diagnostics unread;
        return token(who, unread);
    }

    /** Makes a login token and writes the address to which the browser is sent.

        The token is in it, so it is a secret too: for the `Location` of an answer with `Cache-Control: no-store` and
        `Referrer-Policy: no-referrer`, and not for a log.

        @param store_url the origin of the store's front, such as the `secure_url` of its information, without a
        slash at its end
        @param why gets the name of the option that is refused
        @par Errors
        Those of `token`; `errc::invalid_store_url` when the address isn't https of at most 2,048 bytes with a plain
        host, or has userinfo or anything after host and port. http is taken at 127.0.0.1, [::1] and localhost by
        policy `loopback_http`.
    */
    [[nodiscard]] result<secret> url(std::string_view store_url, customer_login_options const& who,
                                     diagnostics& why) const {
        why = diagnostics{};
        if (!detail::is_web_origin(store_url, Policy::allows_loopback_http)) {
            why.subject("store_url");
            return errc::invalid_store_url;
        }
        auto const made = token(who, why);
        if (!made) {
            return made.error();
        }
        std::array<std::string_view, 3> const parts{store_url, "/login/token/", made->expose()};
        auto const size = parts[0].size() + parts[1].size() + parts[2].size();
        return secret::of_size(size, [&parts](std::span<char> out) {
            auto at = out.begin();
            for (auto const part : parts) {
                at = std::copy(part.begin(), part.end(), at);
            }
        });
    }

    /** The same for a caller who needs the code alone. */
    [[nodiscard]] result<secret> url(std::string_view store_url,
                                     customer_login_options const& who) const {
        diagnostics unread;
        return url(store_url, who, unread);
    }

private:
    customer_login(std::string_view client_id, jwt::signer<Backend> signer, Clock clock,
                   Random random)
        : x_client_id(client_id),
          x_signer(std::move(signer)),
          x_clock(std::move(clock)),
          x_random(std::move(random)) {}

    // the name of the first option that no token may carry
    static std::string_view refused(customer_login_options const& who) noexcept {
        if (who.customer_id <= 0) {
            return "customer_id";
        }
        bool const stays = who.redirect_to.size() <= max_redirect_bytes &&
                           detail::is_relative_path(who.redirect_to);
        if (!who.redirect_to.empty() && !stays) {
            return "redirect_to";
        }
        if (who.channel_id && *who.channel_id <= 0) {
            return "channel_id";
        }
        if (!who.request_ip.empty() && !detail::is_ip_address(who.request_ip)) {
            return "request_ip";
        }
        return {};
    }

    std::string payload(customer_login_options const& who, std::int64_t now,
                        std::string_view id) const {
        detail::json_object_writer claims;
        claims.text("iss", x_client_id);
        claims.number("iat", now);
        claims.text("jti", id);
        claims.text("operation", "customer_login");
        claims.text("store_hash", who.store.view());
        claims.number("customer_id", who.customer_id);
        if (who.channel_id) {
            claims.number("channel_id", *who.channel_id);
        }
        if (!who.redirect_to.empty()) {
            claims.text("redirect_to", who.redirect_to);
        }
        if (!who.request_ip.empty()) {
            claims.text("request_ip", who.request_ip);
        }
        if (who.enable_persistent_cart) {
            claims.yes("enable_persistent_cart");
        }
        return std::move(claims).finish();
    }

    std::string x_client_id;
    jwt::signer<Backend> x_signer;
    Clock x_clock;
    // a source is not const while it gives bytes; whether it may be shared is its own matter
    mutable Random x_random;
};

}  // namespace bcauth::inline v0

#endif
