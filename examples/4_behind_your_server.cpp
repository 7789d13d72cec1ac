// SPDX-License-Identifier: BSL-1.0
// A whole app behind any server: the server's request goes in, the response for it comes out.
#include <bcauth/bcauth.hpp>
#include <bcauth/replay/memory.hpp>
#include <bcauth/store/memory.hpp>
#include <bcauth/testing/mint.hpp>

#include <iostream>
#include <string>

namespace {

bcauth::http::response page(std::string const& text) {
    return {.status = 200, .body = bcauth::secret(text)};
}

// What is yours: the pages, and what is to be forgotten when the app goes.
struct my_app : bcauth::default_handlers {
    [[nodiscard]] bcauth::http::response on_install(bcauth::installation const& store,
                                                    bcauth::grant_info const&,
                                                    bcauth::session const&) const {
        return page("Welcome, " + store.store.context());
    }
    [[nodiscard]] bcauth::http::response on_load(bcauth::verified_load const& who,
                                                 bcauth::installation const& store,
                                                 bcauth::session const&) const {
        return page(std::string(who.user().email) + " may " + store.scopes.canonical());
    }
    void on_uninstall(bcauth::verified_uninstall const&) const {}
};

// Stands for your HTTP client; bcauth::curl_client is one that ships.
bcauth::result<bcauth::http::response> my_send(bcauth::http::request const&) {
    return bcauth::http::response{.status = 200, .body = bcauth::secret(R"({
        "access_token": "g3y3ab5cctiu0edpy9n8gzl0p25og9u", "scope": "store_v2_orders",
        "user": {"id": 9876543, "email": "user@example.com"}, "context": "stores/z4zn3wo"})")};
}

}  // namespace

int main() {
    bcauth::testing::mint_options today;
    today.at = bcauth::system_clock{}.now();
    auto secrets = bcauth::key_ring::make({today.client_secret.expose()});
    auto config = bcauth::app_config::make({.client_id = today.client_id,
                                            .client_secrets = std::move(*secrets),
                                            .redirect_uri = "https://app.example.com/auth",
                                            .required_scopes = bcauth::scopes("store_v2_orders")});
    if (!config) {
        return 1;
    }
    bcauth::memory_store store;
    bcauth::memory_replay_guard seen;
    bcauth::http::function_client client{my_send};
    auto const app =
        bcauth::make_application(std::move(*config), store, seen, client, my_app{},
                                 {.load = "/load", .uninstall = "/uninstall", .remove_user = ""});
    auto const load = bcauth::testing::mint_query(bcauth::testing::token_kind::load_jwt, today);
    if (!app || !load) {
        return 1;
    }

    // What your server does for each request: hand it over, send back what comes.
    auto const answer = [&](std::string const& target) {
        bcauth::http::incoming request;
        request.method = "GET";
        request.target = target;
        auto const response = (*app)(request);
        std::cout << response.status << ' ' << response.body.expose() << '\n';
        return response.status;
    };
    bool const early = answer("/load?" + std::string(load->expose())) == 403;  // not installed yet
    bool const installed =
        answer("/auth?code=qr6h3thvbvag2ffq&scope=store_v2_orders&context=stores/z4zn3wo") == 200;
    bool const opened = answer("/load?" + std::string(load->expose())) == 200;
    return early && installed && opened ? 0 : 1;
}
