// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_CURL_HPP
#define BCAUTH_TRANSPORT_CURL_HPP

#include <bcauth/connection/environment.hpp>
#include <bcauth/connection/event.hpp>
#include <bcauth/connection/options.hpp>
#include <bcauth/connection/proxy.hpp>
#include <bcauth/connection/tls.hpp>
#include <bcauth/detail/message_framing.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/transport/detail/curl_exchange.hpp>
#include <bcauth/transport/detail/curl_handle.hpp>
#include <bcauth/transport/detail/curl_limits.hpp>
#include <bcauth/transport/detail/curl_proxy.hpp>
#include <bcauth/transport/detail/curl_report.hpp>
#include <bcauth/transport/detail/curl_request.hpp>
#include <bcauth/transport/detail/curl_trust.hpp>

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace bcauth::inline v0 {

/** How a `curl_client` connects. */
struct curl_options {
    /// Whom to trust. Anything but `machine` and `unsafe_anything` needs a libcurl on OpenSSL.
    tls_trust trust = tls_trust::machine();
    /// What to go through: the environment's proxies unless said otherwise. NEGOTIATE and NTLM with an empty user are
    /// the account's that the program runs as, where libcurl can do that.
    proxy via = {};
    /// Limit for resolving, connecting, the proxy and TLS together; 0 is none. The whole limit holds beside it.
    std::chrono::milliseconds connect_timeout{10'000};
    /// Limit for an exchange, instead of the one that each request has; 0 is none.
    std::optional<std::chrono::milliseconds> timeout = std::nullopt;
    /// Is told of every exchange when it is over, by the thread that sends, and of a warning when the client is made.
    /// What it throws is dropped.
    std::function<void(connection_event const&)> on_event = {};
    /// Whether http:// is taken at 127.0.0.1, [::1] and localhost: for tests and a platform on this machine.
    bool allow_loopback_http = false;
    /// Limit for all header lines of an answer, interim ones and trailers included.
    std::size_t header_bytes = std::size_t{64} * 1024;
    /// How many idle handles are kept, each with its connections. More may be at work at a time.
    std::size_t kept_handles = 8;

    /** What connection settings ask of a transport. Their time limit holds for each exchange, and for connecting. */
    [[nodiscard]] static curl_options from(connection_options const& given) {
        curl_options made;
        made.trust = given.trust;
        made.via = given.via;
        made.connect_timeout = given.timeout;
        made.timeout = given.timeout;
        return made;
    }
};

/** An `http::client` on libcurl.

    TLS 1.2 or later, the server's chain and name verified unless `tls_trust::unsafe_anything` says otherwise; HTTP/1.1.
    No redirect is followed; no cookie, no `.netrc`, no password of its own. A request goes out as it is, with Host,
    Content-Length and, where it has none, `User-Agent: bcauth/VERSION`. Requests to this machine in plain http never
    go to a proxy.

    A proxy sees the server's name, and of the request only TLS. TLS with the proxy itself is judged by the same
    trust as the server's. A wrong certificate, name or pin ends the exchange before a byte of the request is sent.

    Connections are kept and used again for idempotent requests. Any other request gets a fresh one: a kept
    connection can die at the moment of sending, and then nobody knows whether the request arrived. An idempotent
    request may for that reason be sent a second time.

    Fields of an answer that `http::fields` can't hold are left out, and so are trailers. Over TLS an answer has to tell
    its length or come in chunks: of any other nobody knows that it is whole.

    libcurl keeps copies of what it sends, a proxy's password among it, which it doesn't wipe.

    @par Errors
    `errc::transport_failed` when nothing was sent: name, connection, proxy or certificate failed, in time or not, or
    the address is refused (not https, userinfo, malformed), or the fields have Content-Length or Transfer-Encoding, or
    the options are those that `make` refuses. `errc::response_too_large` for a body or head over its limit;
    the rest is not read. `errc::timed_out` when the request's limit ran out after it was sent.
    `errc::outcome_unknown` for any other failure after that. The event of the exchange has the stage and the reason.
    @par Exception safety
    Strong; throws nothing but `std::bad_alloc`.
    @par Lifetime
    A client that was moved from sends nothing: `errc::transport_failed`.
    @par Thread safety
    `send` may be called from any number of threads, and then calls `on_event` from them at the same time.
*/
class curl_client {
public:
    /** Refuses what this libcurl can't do or read; the constructors leave that to each `send`.

        @par Errors
        `errc::unsupported_setting` when libcurl can't do what the proxy or the trust asks for: another TLS library
        than OpenSSL, no NEGOTIATE, no NTLM, no TLS with a proxy, a password for SOCKS4, or a proxy's host or
        credentials that can't be told to it. `errc::invalid_setting` when the certificates can't be read, a digest
        has a wrong size, or nobody is trusted.
    */
    [[nodiscard]] static result<curl_client> make(curl_options options) {
        curl_client made(std::move(options));
        switch (made.x_state->trouble) {
            case connection_trouble::none: return result<curl_client>(std::move(made));
            case connection_trouble::trust_unreadable: return errc::invalid_setting;
            default: return errc::unsupported_setting;
        }
    }

    curl_client() : curl_client(curl_options{}) {}
    explicit curl_client(curl_options options)
        : x_state(std::make_unique<state>(std::move(options))) {}

    [[nodiscard]] result<http::response> send(http::request const& message) {
        if (!x_state) return errc::transport_failed;
        auto const& options = x_state->options;
        detail::curl_address const address(message.url);
        detail::curl_report report(options.on_event, address);
        bool const local = options.allow_loopback_http && address.is_loopback_http();
        if (detail::frames_itself(message.fields) || (!local && !address.is_https())) {
            return report.refuse(connection_trouble::unsupported);
        }
        if (x_state->trouble != connection_trouble::none) return report.refuse(x_state->trouble);
        auto const via = way_to(address, local);
        if (!via || detail::trouble_of(*via) != connection_trouble::none) {
            return report.refuse(connection_trouble::unsupported);
        }

        detail::curl_fields fields(message.fields);
        detail::curl_exchange exchange(message, options.header_bytes, !local, report.listens());
        borrowed handle(x_state->pool);
        set_connection(*handle, local);
        detail::set_proxy(*handle, *via);
        set_limits(*handle, message);
        detail::set_message(*handle, message, fields);
        handle->set(CURLOPT_CURLU, address.get());
        exchange.listen(*handle);
        report.begin_exchange();
        auto const code = handle->perform();
        auto reply = exchange.outcome(code, *handle);
        report.tell(code, *handle, exchange, *via, reply);
        return reply;
    }

private:
    struct state {
        explicit state(curl_options given)
            : options(std::move(given)),
              trust(options.trust),
              trouble(trust.trouble() != connection_trouble::none
                          ? trust.trouble()
                          : detail::trouble_of(options.via)),
              pool(options.kept_handles) {
            auto const warning = trust.warning();
            if (warning == connection_warning::none || !options.on_event) return;
            connection_event event;
            event.warning = warning;
            detail::tell(options.on_event, event);
        }

        curl_options const options;
        detail::curl_trust const trust;
        connection_trouble const trouble;
        detail::curl_pool pool;
    };

    // a handle that goes back whatever happens
    class borrowed {
    public:
        explicit borrowed(detail::curl_pool& pool) : x_pool(pool), x_handle(pool.take()) {}
        borrowed(borrowed const&) = delete;
        borrowed& operator=(borrowed const&) = delete;
        ~borrowed() { x_pool.give_back(std::move(x_handle)); }

        detail::curl_handle& operator*() noexcept { return x_handle; }
        detail::curl_handle* operator->() noexcept { return &x_handle; }

    private:
        detail::curl_pool& x_pool;
        detail::curl_handle x_handle;
    };

    // curl looks at the environment too, by rules of its own; here every transport has the same
    [[nodiscard]] result<proxy> way_to(detail::curl_address const& address, bool local) const {
        diagnostics unread;
        proxy none;
        none.kind = proxy_kind::none;
        if (local) return none;
        return proxy_for(x_state->options.via, address.host(), address.port(),
                         process_environment{}, unread);
    }

    void set_connection(detail::curl_handle& handle, bool local) const {
        handle.set(CURLOPT_PROTOCOLS_STR, local ? "http" : "https");
        handle.set(CURLOPT_FOLLOWLOCATION, 0L);
        handle.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        handle.set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        x_state->trust.apply(handle);
    }

    void set_limits(detail::curl_handle& handle, http::request const& message) const {
        handle.set(CURLOPT_NOSIGNAL, 1L);
        // else a limit would wait for a name server that doesn't answer
        handle.set(CURLOPT_QUICK_EXIT, 1L);
        auto const& options = x_state->options;
        handle.set(CURLOPT_TIMEOUT_MS,
                   detail::curl_limit(options.timeout.value_or(message.limits.timeout)));
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, detail::curl_connect_limit(options.connect_timeout));
        if (!message.idempotent) handle.set(CURLOPT_FRESH_CONNECT, 1L);
    }

    std::unique_ptr<state> x_state;
};

static_assert(http::client<curl_client>);

}  // namespace bcauth::inline v0

#endif
