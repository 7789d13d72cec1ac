// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_INSTALL_LOG_HPP
#define BCAUTH_TESTS_SUPPORT_INSTALL_LOG_HPP

#include <bcauth/app/application.hpp>
#include <bcauth/connection/settings.hpp>
#include <bcauth/observe/counters.hpp>
#include <bcauth/observe/log_file.hpp>
#include <bcauth/observe/observed_client.hpp>
#include <bcauth/replay/memory.hpp>
#include <bcauth/store/memory.hpp>
#include "support/app.hpp"
#include "support/lab.hpp"
#include "support/lab_proxies.hpp"
#include "support/oauth.hpp"
#include "support/observe.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A whole app over a real transport, through a proxy that wants a password, to a server with a certificate of its own,
// everything told to a log at verbosity 5 and all of it configured by one text of settings.
namespace install_log {

inline constexpr std::string_view token = "g3y3ab5cctiu0edpy9n8gzl0p25og9u";
inline constexpr std::string_view code = "qr6h3thvbvag2ffq";
inline constexpr std::string_view wrong_password = "Wrong-password-8kQ2x";

struct handlers : bcauth::default_handlers {
    explicit handlers(bcauth::log_file<> const& to) : log(&to) {}

    bcauth::http::response on_install(bcauth::installation const&, bcauth::grant_info const&,
                                      bcauth::session const&) const {
        return bcauth::testing::make_response(200, "installed");
    }
    bcauth::http::response on_load(bcauth::verified_load const&, bcauth::installation const&,
                                   bcauth::session const&) const {
        return bcauth::testing::make_response(200, "loaded");
    }
    void on_uninstall(bcauth::verified_uninstall const&) const {}
    void on_event(bcauth::app_event const& event) const { log->on_event(event); }

    bcauth::log_file<> const* log;
};

// the platform: it gives a token, and once the app goes it knows the token no more
inline lab::actions platform() {
    lab::actions made;
    made["/oauth2/token"] = [](server_connection& to, seen_request const&) {
        return to.write(http_answer(
            200, oauth_support::token_body,
            "Content-Type: application/json\r\nSet-Cookie: a=" + std::string(token) + "\r\n"));
    };
    made["/stores/g5cd38/v2/store"] = [](server_connection& to, seen_request const& seen) {
        return to.write(http_answer(401, "{\"title\":\"" + seen.field("X-Auth-Token") + "\"}"));
    };
    return made;
}

class installing {
public:
    installing(std::string origin, bcauth::connection_settings settings)
        : x_origin(std::move(origin)),
          x_settings(std::move(settings)) {}

    // the statuses of an installation, a load and an uninstall, or of the installation alone where that fails
    template <class Client, class Options>
    std::vector<int> run(Client (*make)(Options), bcauth::log_file<> const& log) {
        auto options = Options::from(x_settings.options());
        options.on_event = [&log](bcauth::connection_event const& event) { log.on_event(event); };
        auto inside = make(std::move(options));
        bcauth::observed_client client(inside, log);
        auto config = oauth_support::options();
        config.login_url = x_origin;
        config.api_url = x_origin;
        bcauth::testing::fixed_clock const clock(app_support::now);
        bcauth::memory_replay_guard<bcauth::testing::fixed_clock> seen(100, clock);
        bcauth::memory_store store;
        auto const app = bcauth::make_application<bcauth::strict_policy>(
            bcauth::app_config::make(std::move(config)).value(), store, seen, client, handlers(log),
            app_support::options(), clock);
        EXPECT_TRUE(app);
        auto const get = [&](std::string const& target) {
            bcauth::http::incoming const request{
                .method = "GET", .target = target, .fields = {}, .body = {}};
            auto const page = (*app)(request);
            auto const cookie = app_support::cookie_of(page);
            if (!cookie.empty()) x_secrets.push_back(cookie.substr(cookie.find('=') + 1));
            return page.status;
        };
        std::vector<int> statuses{get(app_support::auth_target())};
        for (std::string_view const path : {"/load", "/uninstall"}) {
            if (statuses.front() != 200) break;
            app_support::claims const who{.user = app_support::installer};
            x_secrets.push_back(who.token());
            statuses.push_back(get(who.at(path)));
        }
        return statuses;
    }

    [[nodiscard]] std::vector<std::string> const& secrets() const { return x_secrets; }

private:
    std::string x_origin;
    bcauth::connection_settings x_settings;
    std::vector<std::string> x_secrets{std::string(code), std::string(token),
                                       std::string(oauth_support::client_secret)};
};

inline bcauth::connection_settings settings(std::string const& ca, std::string const& log,
                                            std::uint16_t port, std::string_view password) {
    auto const text =
        "AuthScheme=OAuth;OAuthClientId=" + std::string(oauth_support::client_id) +
        ";OAuthClientSecret=" + std::string(oauth_support::client_secret) +
        ";CallbackURL=" + std::string(oauth_support::redirect_uri) + ";SSLServerCert=" + ca +
        ";ProxyServer=127.0.0.1;ProxyPort=" + std::to_string(port) +
        ";ProxyUser=" + lab::real_proxy::plain_user + ";ProxyPassword=" + std::string(password) +
        ";Logfile=" + log + ";Verbosity=5;MaxLogFileSize=100kB";
    bcauth::diagnostics why;
    auto const list = bcauth::setting_list::from_connection_string(text, why);
    EXPECT_TRUE(list) << why.subject() << ": " << why.message();
    auto made = bcauth::connection_settings::make(*list, why);
    EXPECT_TRUE(made) << why.subject() << ": " << why.message();
    return std::move(*made);
}

template <class Client, class Options>
void expect_no_secret(Client (*make)(Options)) {
    auto const real = lab::real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    temporary_folder const folder;
    write_bytes(folder / "ca.pem", lab::authority().pem());
    auto const certificate = lab::authority().good();
    tls_server const server(platform(), &certificate);
    auto const origin = "https://localhost:" + server.port();

    auto const with = [&](std::string_view password) {
        return settings(folder / "ca.pem", folder / "log", real.port(), password);
    };
    installing right(origin, with(lab::real_proxy::plain_password));
    installing wrong(origin, with(wrong_password));
    auto const asked_for = with(wrong_password);
    auto const log = bcauth::log_file<>::open(bcauth::log_file_options::from(asked_for.options()));
    ASSERT_TRUE(log);
    EXPECT_EQ(wrong.run(make, *log), std::vector{503});
    EXPECT_EQ(right.run(make, *log), (std::vector{200, 200, 200}));
    EXPECT_EQ(server.last().field("X-Auth-Token"), token) << "it was on the way";

    auto const text = bytes_of(folder / "log");
    auto secrets = right.secrets();
    secrets.emplace_back(wrong_password);
    secrets.emplace_back(lab::real_proxy::plain_password);
    secrets.push_back(std::string(lab::real_proxy::plain_user) + ":" +
                      lab::real_proxy::plain_password);
    EXPECT_GE(secrets.size(), 9U);
    for (auto const& each : secrets) {
        EXPECT_EQ(observe_support::leak_in(text, each), "") << each << '\n' << text;
    }
    for (std::string_view const word : {"uthorization", "X-Auth-Token", "access_token", "Basic"}) {
        EXPECT_EQ(text.find(word), std::string::npos) << word << '\n' << text;
    }
    for (std::string_view const word :
         {"stage=proxy trouble=proxy_authentication", "connection stage=done trouble=none",
          " via=http ", " tls=TLSv1.3 ",
          " subject=", " sha256=", "app auth store=g5cd38 error=none",
          "POST localhost/oauth2/token status=200", "v2/store status=401"}) {
        EXPECT_NE(text.find(word), std::string::npos) << word << '\n' << text;
    }
    EXPECT_EQ(log->failures(), 0U);
}

}  // namespace install_log

#endif
