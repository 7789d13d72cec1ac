// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_OAUTH_HPP
#define BCAUTH_TESTS_SUPPORT_OAUTH_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/key_ring.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/scope_set.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// An app and a callback as the platform's documentation has them.
namespace oauth_support {

inline constexpr auto needs = bcauth::scopes("store_v2_orders");
inline constexpr std::string_view client_id = "m8e1mkkmjw2xjinydqz7ie05to1y2nk";
inline constexpr std::string_view client_secret = "0gk3rlt0sab7d4vx9xqp2yoyl1n6c8e";
inline constexpr std::string_view redirect_uri = "https://app.example.com/oauth";
inline constexpr std::string_view token_url = "https://login.bigcommerce.com/oauth2/token";
inline constexpr std::string_view callback_query =
    "code=qr6h3thvbvag2ffq&scope=store_v2_orders&context=stores/g5cd38";
inline constexpr std::string_view token_body =
    R"({"access_token":"g3y3ab5cctiu0edpy9n8gzl0p25og9u","scope":"store_v2_orders store_v2_products",)"
    R"("user":{"id":24654,"username":"John Smith","email":"john@success.com"},)"
    R"("owner":{"id":24655,"username":"Jane","email":"jane@success.com"},)"
    R"("context":"stores/g5cd38","account_uuid":"7f5b3ba4-0000-4000-8000-000000000000"})";

inline bcauth::app_options options(bcauth::scope_set required = needs) {
    bcauth::app_options made;
    made.client_id = client_id;
    made.client_secrets = *bcauth::key_ring::make({client_secret});
    made.redirect_uri = redirect_uri;
    made.required_scopes = std::move(required);
    return made;
}

inline bcauth::app_config app(bcauth::scope_set required = needs) {
    return bcauth::app_config::make(options(std::move(required))).value();
}

inline bcauth::oauth::unproven_grant grant(std::string_view query = callback_query) {
    return bcauth::oauth::parse_auth_callback(query, app({})).value();
}

// whether eight bytes in a row of `hidden` stand in the text
inline bool shows_a_part(std::string_view text, std::string_view hidden) {
    for (std::size_t at = 0; at + 8 <= hidden.size(); ++at) {
        if (text.find(hidden.substr(at, 8)) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

// everything that a failure says, in one text
inline std::string all_words(bcauth::error_code const& error, bcauth::diagnostics const& why) {
    return error.message() + '\n' + why.message() + '\n' + why.missing_scopes() + '\n' +
           std::string(why.subject());
}

inline std::string replaced(std::string text, std::string_view what, std::string_view with) {
    auto const at = text.find(what);
    return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

}  // namespace oauth_support

#endif
