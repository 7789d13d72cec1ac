// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CLI_CONNECTION_HPP
#define BCAUTH_CLI_CONNECTION_HPP

#include <bcauth/connection/event.hpp>
#include <bcauth/connection/settings.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/observe/log_file.hpp>
#include <bcauth/observe/observed_client.hpp>
#include <bcauth/op/run.hpp>
#include <bcauth/transport/curl.hpp>
#include "console.hpp"

#include <CLI/App.hpp>

#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cli {

// `--settings`, `--settings-file` and the environment: each takes away what the one before it said, in that order from
// the last. A secret may stand in the last two only.
class settings_options {
public:
    void add_to(CLI::App& verb);

    // throws misuse for a mistake, which names the setting and what is allowed; what is weak is told on standard error
    [[nodiscard]] bcauth::connection_settings read(console& to) const;

private:
    std::string x_text;
    std::string x_file;
    bool x_any_certificate = false;
};

// What the transport said of the last exchange: an event's views don't outlive its call, this does.
struct seen_connection {
    bcauth::connection_event event = {};
    std::string host = {};
    std::string tls_version = {};
    std::string tls_cipher = {};
    std::string subject = {};
    std::string issuer = {};
    std::string sha256 = {};

    void take(bcauth::connection_event const& told);
};

// A client by settings, with what it saw and the log that the settings ask for.
class connection {
public:
    // throws misuse where the settings ask for what libcurl can't do, or the log can't be written
    explicit connection(bcauth::connection_settings const& settings, bool loopback_http);

    [[nodiscard]] bcauth::curl_client& client() noexcept { return *x_client; }
    [[nodiscard]] seen_connection const& seen() const noexcept { return *x_seen; }
    [[nodiscard]] std::optional<bcauth::log_file<>>& log() noexcept { return *x_log; }

private:
    // behind pointers, since the client's observer refers to them
    std::unique_ptr<seen_connection> x_seen = std::make_unique<seen_connection>();
    std::unique_ptr<std::optional<bcauth::log_file<>>> x_log =
        std::make_unique<std::optional<bcauth::log_file<>>>();
    std::unique_ptr<bcauth::curl_client> x_client;
};

// Gives what a use makes of the client; the log, where there is one, is told of each exchange.
template <class Use>
[[nodiscard]] auto with_client(connection& over, Use use) {
    if (!over.log()) {
        return use(over.client());
    }
    bcauth::observed_client seen(over.client(), *over.log());
    return use(seen);
}

template <class Operation>
[[nodiscard]] auto carry_out(connection& over, Operation operation, bcauth::diagnostics& why) {
    return with_client(
        over, [&](auto& client) { return bcauth::run(client, std::move(operation), why); });
}

// What to do about a connection that failed.
[[nodiscard]] std::string advice_of(bcauth::connection_event const& event);

// Where it went, the certificate and the times, for scripts and for a person.
[[nodiscard]] boost::json::object json_of(seen_connection const& seen);
[[nodiscard]] std::string text_of(seen_connection const& seen);

// "http proxy", "SOCKS5 proxy" and so on; "directly" where there was none
[[nodiscard]] std::string_view way_of(bcauth::proxy_kind via);

}  // namespace cli

#endif
