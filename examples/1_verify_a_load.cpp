// SPDX-License-Identifier: BSL-1.0
// Someone opened the app in the control panel: who is it, and in which store?
#include <bcauth/bcauth.hpp>
#include <bcauth/testing/mint.hpp>

#include <chrono>
#include <iostream>
#include <string>

namespace {

//[readme
std::string open_app(bcauth::load_verifier<> const& load, std::string_view query) {
    auto const who = load(query);  // behind the '?': signed_payload_jwt=... or signed_payload=...
    if (!who) {
        std::clog << "refused: " << who.error().message() << '\n';  // for you: the rule it broke
        // for a stranger: "unauthenticated", and no more
        return std::string(bcauth::name(bcauth::condition_of(who.error())));
    }
    return "Hello " + std::string(who->user().email) + " at " + who->store().context() +
           (who->is_owner() ? ", the owner" : "");
}

bcauth::result<bcauth::load_verifier<>> make_door(std::string id, bcauth::key_ring secrets) {
    auto const app = bcauth::app_config::make(
        {.client_id = std::move(id), .client_secrets = std::move(secrets)});
    if (!app) return app.error();
    return bcauth::load_verifier<>::make(*app);  // prepares the keys; call it from any thread
}
//]

}  // namespace

int main() {
    // In a program of your own the identifier and the secrets come from the developer portal; while a secret is
    // rotated there are two.
    bcauth::testing::mint_options today;
    today.at = bcauth::system_clock{}.now();
    auto secrets = bcauth::key_ring::make({"the-new-secret", today.client_secret.expose()});
    if (!secrets) {
        return 1;
    }
    auto const door = make_door(today.client_id, std::move(*secrets));
    if (!door) {
        return 1;
    }

    // What the browser brings from the control panel, here made by the test kit.
    auto const query = bcauth::testing::mint_query(bcauth::testing::token_kind::load_jwt, today);
    if (!query) {
        return 1;
    }
    auto const greeting = open_app(*door, query->expose());
    std::cout << greeting << '\n';

    // One letter of it changed.
    std::string forged(query->expose());
    forged[forged.size() / 2] ^= 1;
    auto const refusal = open_app(*door, forged);
    std::cout << refusal << '\n';

    return greeting == "Hello user@example.com at stores/z4zn3wo" && refusal == "unauthenticated"
               ? 0
               : 1;
}
