// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OAUTH_EXTERNAL_INSTALL_HPP
#define BCAUTH_OAUTH_EXTERNAL_INSTALL_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/error.hpp>

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

inline result<std::string> install_address(app_config const& app, std::string_view end) {
    if (app.empty()) {
        return errc::invalid_client_id;
    }
    std::string address(app.login_url());
    address += "/app/";
    address += boost::urls::encode(app.client_id(), boost::urls::unreserved_chars);
    address += end;
    return result<std::string>(std::move(address));
}

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0::oauth {

/** Where an install button outside the control panel leads.
    @par Errors
    `errc::invalid_client_id` when the configuration was moved from; so for the other two.
*/
[[nodiscard]] inline result<std::string> install_url(app_config const& app) {
    return detail::install_address(app, "/install");
}

/** Where the browser is sent when an installation with `unproven_grant::external_install()` has succeeded. */
[[nodiscard]] inline result<std::string> install_succeeded_url(app_config const& app) {
    return detail::install_address(app, "/install/succeeded");
}

/** Where the browser is sent when it has failed. */
[[nodiscard]] inline result<std::string> install_failed_url(app_config const& app) {
    return detail::install_address(app, "/install/failed");
}

}  // namespace bcauth::inline v0::oauth

#endif
