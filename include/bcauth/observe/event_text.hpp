// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_EVENT_TEXT_HPP
#define BCAUTH_OBSERVE_EVENT_TEXT_HPP

#include <bcauth/app/handlers.hpp>
#include <bcauth/connection/event.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/observe/detail/event_line.hpp>
#include <bcauth/observe/exchange_event.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0 {

/** An event as one line of `name=value` pairs in printable ASCII, without its end: for logs of any kind.

    @param verbosity 1 to 5, as the connectors count
    - 1: what was asked for, what came of it, how long it took; every trouble and warning
    - 2: the details of a request: sizes, times, attempts, names in the query, the platform's words
    - 3: fields and bodies, redacted
    - 4: connections, the proxy, TLS
    - 5: certificates in full, stages as they begin, where a transport tells them; those that ship tell one event an
      exchange
    @return empty where that verbosity doesn't tell of such an event
    @par Exception safety
    Strong; throws `std::bad_alloc`.
*/
[[nodiscard]] inline std::string event_text(app_event const& event, int verbosity = 1) {
    if (verbosity < 1) return {};
    detail::event_line line("app");
    line.word(name(event.at));
    if (event.store) line.pair("store", event.store->view());
    line.error(event.error);
    if (event.error.failed()) line.pair("condition", name(condition_of(event.error)));
    if (event.exchange == nullptr) return std::move(line).take();
    auto const& why = *event.exchange;
    if (why.status() != 0) line.pair("platform_status", std::to_string(why.status()));
    if (verbosity >= 2) {
        line.pair_if("platform_message", detail::prose_of(why.message()));
        line.pair_if("missing_scopes", why.missing_scopes());
        line.pair_if("subject", why.subject());
    }
    return std::move(line).take();
}

/** The same for an exchange. */
[[nodiscard]] inline std::string event_text(exchange_event const& event, int verbosity = 1) {
    if (verbosity < 1) return {};
    detail::event_line line("exchange");
    line.word(name(event.verb));
    line.word(std::string(event.host.view()) + std::string(event.path.view()));
    line.pair("status", std::to_string(event.status)).error(event.error);
    line.seconds("duration", event.duration);
    if (verbosity >= 2) {
        line.number("port", event.port).pair_if("query", event.query.view());
        line.flag("credentials", event.credentials);
        line.number("sent", event.request_bytes).number("received", event.response_bytes);
        line.number("attempt", event.attempt).seconds("delay", event.delay);
    }
    if (verbosity >= 3) {
        line.pair_if("request_fields", event.request_fields.view());
        line.pair_if("request_body", event.request_body.view());
        line.pair_if("response_fields", event.response_fields.view());
        line.pair_if("response_body", event.response_body.view());
    }
    return std::move(line).take();
}

}  // namespace bcauth::inline v0

namespace bcauth::inline v0::detail {

// from which verbosity on an event is told
constexpr int verbosity_of(connection_event const& event) noexcept {
    if (event.trouble != connection_trouble::none || event.warning != connection_warning::none) {
        return 1;
    }
    return event.stage == connection_stage::done ? 4 : 5;
}

constexpr std::string_view name_of(proxy_kind via) noexcept {
    switch (via) {
        case proxy_kind::none: return "none";
        case proxy_kind::environment: return "environment";
        case proxy_kind::http: return "http";
        case proxy_kind::socks4: return "socks4";
        case proxy_kind::socks5: break;
    }
    return "socks5";
}

inline void add_times(event_line& line, connection_times const& times) {
    std::pair<std::string_view, std::chrono::microseconds> const all[] = {
        {"resolved", times.resolve},
        {"connected", times.connect},
        {"proxied", times.proxy},
        {"secured", times.tls},
        {"first_byte", times.first_byte}};
    for (auto const& [what, when] : all) {
        if (when.count() != 0) line.seconds(what, when);
    }
}

// the server's own words
inline void add_certificate(event_line& line, certificate_summary const& shown, bool in_full) {
    constexpr std::size_t most = 256;
    line.pair_if("subject", shown.subject.substr(0, most));
    if (!in_full || shown.subject.empty()) return;
    line.pair_if("issuer", shown.issuer.substr(0, most));
    line.pair_if("sha256", shown.sha256.substr(0, most));
    line.pair("not_before", utc_text(shown.not_before));
    line.pair("not_after", utc_text(shown.not_after));
}

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0 {

/** The same for a connection. */
[[nodiscard]] inline std::string event_text(connection_event const& event, int verbosity = 1) {
    if (verbosity < detail::verbosity_of(event)) return {};
    detail::event_line line("connection");
    if (event.warning != connection_warning::none) line.pair("warning", name(event.warning));
    line.pair("stage", name(event.stage)).pair("trouble", name(event.trouble));
    if (!event.host.empty()) line.pair("host", event.host).number("port", event.port);
    line.pair("via", detail::name_of(event.via)).error(event.error);
    if (event.status != 0) line.pair("status", std::to_string(event.status));
    line.seconds("duration", event.times.total);
    if (verbosity >= 2) {
        detail::add_times(line, event.times);
        line.number("sent", event.bytes_sent).number("received", event.bytes_received);
    }
    if (verbosity >= 4) {
        line.flag("reused", event.reused);
        line.pair_if("tls", event.tls_version).pair_if("cipher", event.tls_cipher);
        detail::add_certificate(line, event.certificate, verbosity >= 5);
    }
    return std::move(line).take();
}

}  // namespace bcauth::inline v0

#endif
