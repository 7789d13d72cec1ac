// SPDX-License-Identifier: BSL-1.0
// A local BigCommerce: control panel, storefronts, token endpoint. See README.md.
#include <bcauth/version.hpp>
#include "config.hpp"
#include "platform.hpp"
#include "text.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <server/client_secret.hpp>
#include <server/server.hpp>

namespace {

struct options {
    std::uint16_t port = 8300;
    std::string ready_file;
    std::string config;
    std::string shopper_algorithm = "HS512";
    std::string app_url;
    std::string secret_file;
    platform::app app;
    bool single_user = false;
};

void declare(CLI::App& command, options& to) {
    command.add_option("--port", to.port, "listen at 127.0.0.1, 0 for any free port")
        ->capture_default_str();
    command.add_option("--ready-file", to.ready_file, "gets the port once it can be called");
    command.add_option("--config", to.config, "JSON file with the registered apps");
    command.add_option("--current-customer", to.shopper_algorithm, "algorithm of shopper tokens")
        ->check(CLI::IsMember({"HS512", "HS256"}))
        ->capture_default_str();
    auto* const one = command.add_option_group("One app without a file");
    one->add_option("--app-url", to.app_url,
                    "registered origin; /auth, /load, /uninstall and /remove-user stand behind it");
    one->add_option("--app-name", to.app.name)->default_str("My app");
    one->add_option("--client-id", to.app.client_id);
    one->add_option("--secret-file", to.secret_file,
                    "its client secret; otherwise BCAUTH_CLIENT_SECRET of the environment");
    one->add_option("--app-origin", to.app.browser_origin,
                    "where browsers go in place of the registered origin");
    one->add_option("--scopes", to.app.scopes)->default_str("store_v2_information_read_only");
    one->add_option("--storefront-script", to.app.storefront_script);
    one->add_flag("--single-user", to.single_user, "the app knows nobody but owners");
    one->add_flag("--legacy", to.app.legacy_payload, "callbacks carry the old signed payload");
    command.set_version_flag("--version", std::string(bcauth::version));
    command.footer(
        "Example: bcauth_platform --app-url http://127.0.0.1:8400 --client-id local1 \\\n"
        "           --secret-file secret --app-origin http://app.localhost:8400");
}

platform::app single_app(options const& from) {
    auto made = from.app;
    if (made.name.empty()) made.name = "My app";
    if (made.scopes.empty()) made.scopes = "store_v2_information_read_only";
    made.account_uuid = platform::developer_account;
    made.multi_user = !from.single_user;
    made.auth_url = from.app_url + "/auth";
    made.load_url = from.app_url + "/load";
    made.uninstall_url = from.app_url + "/uninstall";
    made.remove_user_url = from.app_url + "/remove-user";
    if (auto const told = examples::client_secret(from.secret_file)) {
        made.client_secret = *told;
    } else {
        auto const invented = platform::random_text(31);
        made.client_secret = bcauth::secret(invented);
        std::cout << "client secret   " << invented << "  (invented for this run)\n";
    }
    platform::check_app(made);
    return made;
}

platform::settings settings_of(options const& from) {
    platform::settings made;
    made.stores = platform::seeded_stores();
    if (!from.config.empty()) made.apps = platform::read_apps(from.config);
    if (!from.app_url.empty()) made.apps.push_back(single_app(from));
    made.shopper_algorithm = from.shopper_algorithm == "HS256" ? bcauth::mac_algorithm::hs256
                                                               : bcauth::mac_algorithm::hs512;
    return made;
}

void serve(options const& from) {
    platform::site site(settings_of(from));
    examples::server_options how;
    how.ready_file = from.ready_file;
    examples::server server("127.0.0.1", from.port, std::ref(site), how);
    site.set_port(server.port());
    auto const port = std::to_string(server.port());
    std::cout << "control panel   http://cp.localhost:" << port << "\n"
              << "storefront      http://shop.localhost:" << port << "\n"
              << "login service   http://127.0.0.1:" << port << "  (POST /oauth2/token)\n"
              << std::flush;
    server.run();
    std::cout << "stopped\n";
}

}  // namespace

int main(int argc, char** argv) {
    try {
        options chosen;
        CLI::App command("A local BigCommerce for trying an app without the real one.");
        declare(command, chosen);
        CLI11_PARSE(command, argc, argv);
        serve(chosen);
        return 0;
    } catch (std::exception const& error) {
        std::cerr << "bcauth_platform: " << error.what() << '\n';
        return 2;
    }
}
