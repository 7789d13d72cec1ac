// SPDX-License-Identifier: BSL-1.0
// A merchant installs the app: the code of the callback is exchanged for an access token, by your own HTTP client.
#include <bcauth/bcauth.hpp>

#include <iostream>
#include <string>

namespace {

// Stands for the HTTP client that you already have. Any status is an answer; only no answer at all is an error.
bcauth::result<bcauth::http::response> my_send(bcauth::http::request const& message) {
    if (message.url != "https://login.bigcommerce.com/oauth2/token" ||
        message.verb != bcauth::http::method::post) {
        return bcauth::errc::transport_failed;
    }
    // message.fields, message.body.expose() and message.limits say what to send and how long to wait
    return bcauth::http::response{.status = 200, .body = bcauth::secret(R"({
        "access_token": "g3y3ab5cctiu0edpy9n8gzl0p25og9u",
        "scope": "store_v2_orders store_v2_products",
        "user": {"id": 24654, "email": "merchant@mybigcommerce.com"},
        "context": "stores/g5cd38"})")};
}

int report(bcauth::error_code error, bcauth::diagnostics const& why) {
    std::cerr << error.message() << ", status " << why.status() << ", " << why.message()
              << ", missing scopes: " << why.missing_scopes() << '\n';
    return 1;
}

}  // namespace

int main() {
    bcauth::diagnostics why;
    auto secrets = bcauth::key_ring::make({"the-client-secret"});
    if (!secrets) {
        return report(secrets.error(), why);
    }
    auto const app =
        bcauth::app_config::make({.client_id = "the-client-id",
                                  .client_secrets = std::move(*secrets),
                                  .redirect_uri = "https://app.example.com/auth",
                                  .required_scopes = bcauth::scopes("store_v2_orders")});
    if (!app) {
        return report(app.error(), why);
    }

    // The query of the request that the merchant's browser makes to the redirect address.
    auto grant = bcauth::oauth::parse_auth_callback(
        "code=qr6h3thvbvag2ffq&scope=store_v2_orders+store_v2_products&context=stores/g5cd38",
        *app);
    if (!grant) {
        return report(grant.error(), why);
    }

    bcauth::http::function_client http{my_send};  // a function, a lambda, or a class with send()
    auto const installed =
        bcauth::run(http, bcauth::op::token_exchange{*app, std::move(*grant)}, why);
    if (!installed) {
        return report(installed.error(), why);
    }
    std::cout << installed->store.context() << " installed the app; it may "
              << installed->scopes.canonical() << '\n';  // installed->access_token prints nowhere
    return installed->access_token.empty() ? 1 : 0;
}
