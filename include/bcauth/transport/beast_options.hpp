// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_BEAST_OPTIONS_HPP
#define BCAUTH_TRANSPORT_BEAST_OPTIONS_HPP

#include <bcauth/connection/event.hpp>
#include <bcauth/connection/options.hpp>
#include <bcauth/connection/proxy.hpp>
#include <bcauth/connection/tls.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>

namespace bcauth::inline v0 {

/** How a `beast_client` or `blocking_beast_client` connects. */
struct beast_options {
    /// Whom the client takes for the server.
    tls_trust trust = {};
    /// What https goes through. Beast has no TLS with the proxy itself, no DIGEST, NEGOTIATE and NTLM.
    proxy via = {};
    /// Limit for resolving, connecting, the proxy and TLS together; 0 is none. The whole limit holds beside it.
    std::chrono::milliseconds connect_timeout{10'000};
    /// Limit for an exchange, instead of the one that each request has; 0 is none.
    std::optional<std::chrono::milliseconds> timeout = std::nullopt;
    /// Is told of each exchange, and of warnings when the client is made. Called from where the client's I/O is, by
    /// several threads at once where those are several; what it throws is dropped.
    std::function<void(connection_event const&)> on_event = {};
    /// Limit for all header lines of an answer, interim ones included.
    std::size_t header_bytes = std::size_t{64} * 1024;
    /// How many idle connections are kept. More may be at work at a time.
    std::size_t kept_connections = 8;
    /// Whether http:// is taken at 127.0.0.1, [::1] and localhost: for tests and a platform on this machine.
    bool allow_loopback_http = false;

    /** What connection settings ask of a transport. Their time limit holds for each exchange, and for connecting. */
    [[nodiscard]] static beast_options from(connection_options const& given) {
        beast_options made;
        made.trust = given.trust;
        made.via = given.via;
        made.connect_timeout = given.timeout;
        made.timeout = given.timeout;
        return made;
    }
};

}  // namespace bcauth::inline v0

#endif
