// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_APP_CONFIG_HPP
#define BCAUTH_APP_CONFIG_HPP

#include <bcauth/detail/visible_ascii.hpp>
#include <bcauth/detail/web_address.hpp>
#include <bcauth/error.hpp>
#include <bcauth/key_ring.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/scope_set.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0 {

/** What an app is told by the developer portal, to be checked by `app_config::make`. */
struct app_options {
    std::string client_id = {};
    key_ring client_secrets = {};
    /// The registered auth callback, byte for byte; empty for a program that only verifies.
    std::string redirect_uri = {};
    /// What the app can't work without; more may be granted.
    scope_set required_scopes = {};
    /// The origin of the login service, without a slash at its end.
    std::string login_url = "https://login.bigcommerce.com";
    /// The origin of the API, likewise.
    std::string api_url = "https://api.bigcommerce.com";
};

/** An app's configuration, valid by construction.

    One that was moved from is empty, and whatever is made of it or with it refuses with `errc::invalid_client_id`.

    @par Thread safety
    Const calls are safe from any number of threads.
*/
class app_config {
public:
    static constexpr std::size_t max_client_id_bytes = 128;

    /** Checks the options.

        @par Errors
        `errc::invalid_client_id` when the ID is empty, longer than `max_client_id_bytes` or not visible ASCII;
        `errc::empty_secret` when the key ring is; `errc::short_secret` when one of its secrets is below
        `Policy::min_secret_bytes`; `errc::invalid_redirect_uri`, `errc::invalid_login_url` and `errc::invalid_api_url` when
        one isn't an https URL of at most 2,048 bytes with a plain host, without userinfo and fragment, or the latter
        two have anything after host and port. http is taken at 127.0.0.1, [::1] and localhost by policy `loopback_http`.
    */
    template <verification_policy Policy = strict_policy>
    [[nodiscard]] static result<app_config> make(app_options options) {
        if (!detail::is_visible_ascii(options.client_id, max_client_id_bytes)) {
            return errc::invalid_client_id;
        }
        if (options.client_secrets.empty()) {
            return errc::empty_secret;
        }
        for (auto const& each : options.client_secrets) {
            if (each.size() < Policy::min_secret_bytes) {
                return errc::short_secret;
            }
        }
        if (!options.redirect_uri.empty() &&
            !detail::is_web_address(options.redirect_uri, Policy::allows_loopback_http)) {
            return errc::invalid_redirect_uri;
        }
        if (!detail::is_web_origin(options.login_url, Policy::allows_loopback_http)) {
            return errc::invalid_login_url;
        }
        if (!detail::is_web_origin(options.api_url, Policy::allows_loopback_http)) {
            return errc::invalid_api_url;
        }
        return result<app_config>(app_config(std::move(options)));
    }

    app_config(app_config const&) = default;
    app_config(app_config&& other) noexcept : x_options(take(other)) {}
    app_config& operator=(app_config const& other) {
        app_config copy(other);
        return *this = std::move(copy);
    }
    app_config& operator=(app_config&& other) noexcept {
        auto taken = take(other);
        x_options = std::move(taken);
        return *this;
    }
    ~app_config() = default;

    /** Whether it was moved from. */
    [[nodiscard]] bool empty() const noexcept { return x_options.client_id.empty(); }

    [[nodiscard]] std::string_view client_id() const& noexcept { return x_options.client_id; }
    std::string_view client_id() const&& = delete;

    [[nodiscard]] key_ring const& client_secrets() const& noexcept {
        return x_options.client_secrets;
    }
    key_ring const& client_secrets() const&& = delete;

    /** As it was given, byte for byte; may be empty. */
    [[nodiscard]] std::string_view redirect_uri() const& noexcept { return x_options.redirect_uri; }
    std::string_view redirect_uri() const&& = delete;

    [[nodiscard]] scope_set const& required_scopes() const& noexcept {
        return x_options.required_scopes;
    }
    scope_set const& required_scopes() const&& = delete;

    [[nodiscard]] std::string_view login_url() const& noexcept { return x_options.login_url; }
    std::string_view login_url() const&& = delete;

    [[nodiscard]] std::string_view api_url() const& noexcept { return x_options.api_url; }
    std::string_view api_url() const&& = delete;

private:
    explicit app_config(app_options options) noexcept : x_options(std::move(options)) {}

    // a moved-from text or scope set may hold anything; a moved-from key ring is empty
    static app_options take(app_config& other) noexcept {
        auto taken = std::move(other.x_options);
        other.x_options.client_id.clear();
        other.x_options.redirect_uri.clear();
        other.x_options.required_scopes = {};
        other.x_options.login_url.clear();
        other.x_options.api_url.clear();
        return taken;
    }

    app_options x_options;
};

}  // namespace bcauth::inline v0

#endif
