// SPDX-License-Identifier: BSL-1.0
// Another library as the HTTP client: cpp-httplib, by the adapter in httplib_client.hpp. A server of the same library
// stands for the platform.
#include "httplib_client.hpp"

#include <bcauth/bcauth.hpp>

#include <httplib.h>

#include <iostream>
#include <string>
#include <thread>

namespace {

bcauth::result<bcauth::installation> install(std::string const& platform) {
    auto secrets = bcauth::key_ring::make({"the-client-secret"});
    if (!secrets) return secrets.error();
    auto const app = bcauth::app_config::make<bcauth::loopback_http<>>(
        {.client_id = "the-client-id",
         .client_secrets = std::move(*secrets),
         .redirect_uri = "https://app.example.com/auth",
         .required_scopes = bcauth::scopes("store_v2_orders"),
         .login_url = platform});
    if (!app) return app.error();
    auto grant = bcauth::oauth::parse_auth_callback(
        "code=qr6h3thvbvag2ffq&scope=store_v2_orders&context=stores/g5cd38", *app);
    if (!grant) return grant.error();
    httplib_client http;
    return bcauth::run(http, bcauth::op::token_exchange{*app, std::move(*grant)});
}

}  // namespace

int main() {
    httplib::Server platform;
    platform.Post("/oauth2/token", [](httplib::Request const&, httplib::Response& reply) {
        reply.set_content(R"({"access_token": "g3y3ab5cctiu0edpy9n8gzl0p25og9u",
            "scope": "store_v2_orders", "context": "stores/g5cd38",
            "user": {"id": 24654, "email": "merchant@mybigcommerce.com"}})",
                          "application/json");
    });
    auto const port = platform.bind_to_any_port("127.0.0.1");
    std::thread serving([&platform] { platform.listen_after_bind(); });
    auto const installed = install("http://127.0.0.1:" + std::to_string(port));
    platform.stop();
    serving.join();
    if (!installed) {
        std::cerr << installed.error().message() << '\n';
        return 1;
    }
    std::cout << installed->store.context() << " installed the app\n";
    return installed->access_token.empty() ? 1 : 0;
}
