// SPDX-License-Identifier: BSL-1.0
// What happens, in the log that your program has already: an observer is a type with on_event.
#include <bcauth/bcauth.hpp>
#include <bcauth/observe/event_text.hpp>
#include <bcauth/observe/observed_client.hpp>

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

namespace {

// At spdlog's level "trace" fields and bodies are told too. Nothing secret is in any of it.
struct to_spdlog {
    spdlog::logger& log;

    void on_event(bcauth::exchange_event const& event) const {
        bool const failed = event.error.failed() || event.status >= 400;
        log.log(failed ? spdlog::level::warn : spdlog::level::info,
                bcauth::event_text(event, wants_messages() ? 3 : 1));
    }
    [[nodiscard]] bool wants_messages() const noexcept {
        return log.should_log(spdlog::level::trace);
    }
};
static_assert(bcauth::observer<to_spdlog, bcauth::exchange_event>);

// Stands for your HTTP client; bcauth::curl_client is one that ships.
bcauth::result<bcauth::http::response> my_send(bcauth::http::request const&) {
    return bcauth::http::response{.status = 200, .body = bcauth::secret(R"({
        "access_token": "g3y3ab5cctiu0edpy9n8gzl0p25og9u", "scope": "store_v2_orders",
        "user": {"id": 9876543, "email": "user@example.com"}, "context": "stores/z4zn3wo"})")};
}

bcauth::result<bcauth::installation> install(spdlog::logger& log) {
    auto secrets = bcauth::key_ring::make({"the-client-secret"});
    if (!secrets) return secrets.error();
    auto const app =
        bcauth::app_config::make({.client_id = "the-client-id",
                                  .client_secrets = std::move(*secrets),
                                  .redirect_uri = "https://app.example.com/auth",
                                  .required_scopes = bcauth::scopes("store_v2_orders")});
    if (!app) return app.error();
    auto grant = bcauth::oauth::parse_auth_callback(
        "code=qr6h3thvbvag2ffq&scope=store_v2_orders&context=stores/z4zn3wo", *app);
    if (!grant) return grant.error();

    bcauth::http::function_client inside{my_send};
    to_spdlog observer{log};
    bcauth::observed_client client{inside, observer};
    return bcauth::run(client, bcauth::op::token_exchange{*app, std::move(*grant)});
}

}  // namespace

int main() {
    std::ostringstream lines;
    spdlog::logger log("bcauth", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines));
    log.set_pattern("[%l] %v");
    log.set_level(spdlog::level::trace);
    auto const installed = install(log);
    std::cout << lines.str();
    auto const has = [text = lines.str()](std::string const& words) {
        return text.find(words) != std::string::npos;
    };
    return installed && has("[info] exchange POST login.bigcommerce.com/oauth2/token status=200") &&
                   has("scope:15") && !has("the-client-secret") && !has("qr6h3thvbvag2ffq") &&
                   !has("g3y3ab5cctiu0edpy9n8gzl0p25og9u")
               ? 0
               : 1;
}
