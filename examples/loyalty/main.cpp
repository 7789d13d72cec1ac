// SPDX-License-Identifier: BSL-1.0
// A loyalty programme for stores: installs, opens in the control panel, knows shoppers. See README.md.
#include <bcauth/app_config.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/store/sqlite.hpp>
#include <bcauth/version.hpp>
#include "ledger.hpp"
#include "or_throw.hpp"
#include "repeated.hpp"
#include "site.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <server/client_secret.hpp>
#include <server/server.hpp>
#include <stdexcept>
#include <sys/stat.h>

namespace {

using loyalty::or_throw;

struct options {
    std::uint16_t port = 8400;
    std::string ready_file;
    std::string client_id;
    std::string secret_file;
    std::string registered_origin;
    std::string login_url = "http://127.0.0.1:8300";
    std::string api_url = "http://127.0.0.1:8300";
    std::int64_t check_interval = 3600;
    std::string required_scopes;
    std::string db = "loyalty.db";
    std::string users = "on";
    loyalty::settings site;
};

void declare(CLI::App& command, options& to) {
    command.set_config("--config", "", "file with these options: port=8400");
    command.add_option("--port", to.port, "listen at 127.0.0.1, 0 for any free port")
        ->capture_default_str();
    command.add_option("--ready-file", to.ready_file, "gets the port once it can be called");
    command.add_option("--client-id", to.client_id)->required();
    command.add_option("--secret-file", to.secret_file,
                       "its client secret; otherwise BCAUTH_CLIENT_SECRET of the environment");
    command.add_option("--registered-origin", to.registered_origin,
                       "origin of the registered addresses; http://127.0.0.1:PORT");
    command.add_option("--login-url", to.login_url, "origin of the login service")
        ->capture_default_str();
    command.add_option("--api-url", to.api_url, "origin of the platform's API")
        ->capture_default_str();
    command
        .add_option("--check-interval", to.check_interval,
                    "seconds until the platform is asked again about an uninstall in doubt")
        ->check(CLI::Range(1, 86'400))
        ->capture_default_str();
    command.add_option("--required-scopes", to.required_scopes, "what it can't work without");
    command.add_option("--db", to.db, "SQLite file; a second one, DB-points, stands beside it")
        ->capture_default_str();
    command.add_option("--multi-user", to.users, "whether unknown people may open it")
        ->check(CLI::IsMember({"on", "off"}))
        ->capture_default_str();
    command.add_option("--frame-ancestor", to.site.frame_ancestors, "origin of a control panel")
        ->default_val(std::vector<std::string>{"http://cp.localhost:8300"});
    command.add_option("--storefront-origin", to.site.storefront_origins,
                       "origin whose scripts may ask for a balance");
    command.set_version_flag("--version", std::string(bcauth::version));
}

bcauth::key_ring secrets_of(options const& from) {
    auto secret = examples::client_secret(from.secret_file);
    if (!secret) throw std::runtime_error("neither --secret-file nor BCAUTH_CLIENT_SECRET");
    return or_throw(bcauth::key_ring::make(std::vector{std::move(*secret)}));
}

bcauth::app_config config_of(options const& from, std::uint16_t port) {
    auto const origin = from.registered_origin.empty() ? "http://127.0.0.1:" + std::to_string(port)
                                                       : from.registered_origin;
    return or_throw(bcauth::app_config::make<bcauth::loopback_http<>>(
        {.client_id = from.client_id,
         .client_secrets = secrets_of(from),
         .redirect_uri = origin + "/auth",
         .required_scopes = or_throw(bcauth::scope_set::parse(from.required_scopes)),
         .login_url = from.login_url,
         .api_url = from.api_url}));
}

void serve(options const& from) {
    auto store = or_throw(bcauth::sqlite_store::open(from.db));
    loyalty::ledger points(from.db + "-points");
    std::unique_ptr<loyalty::site> site;
    examples::server_options how;
    how.ready_file = from.ready_file;
    // what waits for the token endpoint or the disk runs on the server's workers
    examples::server server(
        "127.0.0.1", from.port,
        [&](bcauth::http::incoming const& request) { return (*site)(request); }, how);
    site =
        std::make_unique<loyalty::site>(config_of(from, server.port()), store, points, from.site);
    loyalty::repeated const checks(std::chrono::seconds(from.check_interval),
                                   [&] { site->check_uninstalls(); });
    std::cout << "loyalty         http://app.localhost:" << server.port() << "\n" << std::flush;
    server.run();
    std::cout << "stopped\n";
}

}  // namespace

int main(int argc, char** argv) {
    try {
        options chosen;
        CLI::App command("A loyalty programme for BigCommerce stores.");
        declare(command, chosen);
        CLI11_PARSE(command, argc, argv);
        chosen.site.multi_user = chosen.users == "on";
        umask(077);
        serve(chosen);
        return 0;
    } catch (std::exception const& error) {
        std::cerr << "bcauth_loyalty: " << error.what() << '\n';
        return 2;
    }
}
