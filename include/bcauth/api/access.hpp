// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_API_ACCESS_HPP
#define BCAUTH_API_ACCESS_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/detail/visible_ascii.hpp>
#include <bcauth/detail/web_address.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/fields.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/oauth/token_response.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store_hash.hpp>
#include <bcauth/version.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::api {

/** How an app's installation is used. */
struct access_options {
    /// Whether `X-Auth-Client` is sent, which the platform doesn't ask for any more.
    bool names_client = false;
    /// Who calls, for the platform's logs; empty: `bcauth/` and the library's version.
    std::string user_agent = {};
};

/** What a store-level API account is told by the control panel: an access token that needs no app. */
struct token_options {
    store_hash store;
    secret token;
    /// The origin of the API, without a slash at its end.
    std::string api_url = "https://api.bigcommerce.com";
    /// Sent as `X-Auth-Client`; empty: not sent.
    std::string client_id = {};
    /// As in `access_options`.
    std::string user_agent = {};
};

/** Where a store's API is, and the token that it takes there. Valid by construction; it has no stream output, since
    it holds a secret.

    One that was moved from is empty, and what is made of it refuses with `errc::invalid_access_token`.
*/
class access {
public:
    /** With what an installation left.
        @par Errors
        `errc::invalid_client_id` when the configuration was moved from; `errc::uninstall_pending` when the token is
        withheld; `errc::invalid_access_token` when there is none that a header may carry, or it is longer than
        `oauth::max_access_token_bytes`; `errc::invalid_field` when no header may carry the user agent.
    */
    [[nodiscard]] static result<access> of(app_config const& app, installation const& installed,
                                           access_options options = {}) {
        if (app.empty()) {
            return errc::invalid_client_id;
        }
        if (installed.is_withheld()) {
            return errc::uninstall_pending;
        }
        return checked(
            {.store = installed.store,
             .token = installed.access_token,
             .api_url = std::string(app.api_url()),
             .client_id = options.names_client ? std::string(app.client_id()) : std::string(),
             .user_agent = std::move(options.user_agent)});
    }

    /** With a store-level token, without an app.
        @par Errors
        `errc::invalid_api_url` when the address isn't an https origin; http is taken at 127.0.0.1, [::1] and localhost
        by policy `loopback_http`. `errc::invalid_client_id` when it is neither empty nor one; else as `of`.
    */
    template <verification_policy Policy = strict_policy>
    [[nodiscard]] static result<access> of_token(token_options options) {
        if (!detail::is_web_origin(options.api_url, Policy::allows_loopback_http)) {
            return errc::invalid_api_url;
        }
        if (!options.client_id.empty() &&
            !detail::is_visible_ascii(options.client_id, app_config::max_client_id_bytes)) {
            return errc::invalid_client_id;
        }
        return checked(std::move(options));
    }

    [[nodiscard]] store_hash const& store() const& noexcept { return x_options.store; }
    store_hash const& store() const&& = delete;

    /** Empty when it was moved from. */
    [[nodiscard]] secret const& token() const& noexcept { return x_options.token; }
    secret const& token() const&& = delete;

    [[nodiscard]] std::string_view api_url() const& noexcept { return x_options.api_url; }
    std::string_view api_url() const&& = delete;

    /** What `X-Auth-Client` says; empty: it isn't sent. */
    [[nodiscard]] std::string_view client_id() const& noexcept { return x_options.client_id; }
    std::string_view client_id() const&& = delete;

    [[nodiscard]] std::string_view user_agent() const& noexcept { return x_options.user_agent; }
    std::string_view user_agent() const&& = delete;

    template <class Stream>
    friend Stream& operator<<(Stream&, access const&) = delete;

private:
    explicit access(token_options options) noexcept : x_options(std::move(options)) {}

    static result<access> checked(token_options options) {
        if (!detail::is_visible_ascii(options.token.expose(), oauth::max_access_token_bytes)) {
            return errc::invalid_access_token;
        }
        if (options.user_agent.empty()) {
            options.user_agent.append("bcauth/").append(version);
        }
        if (!http::is_field_value(options.user_agent)) {
            return errc::invalid_field;
        }
        return result<access>(access(std::move(options)));
    }

    token_options x_options;
};

}  // namespace bcauth::inline v0::api

#endif
