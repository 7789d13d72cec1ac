// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_CURL_HPP
#define BCAUTH_TRANSPORT_CURL_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/transport/detail/curl_exchange.hpp>
#include <bcauth/transport/detail/curl_handle.hpp>
#include <bcauth/transport/detail/curl_request.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <utility>

namespace bcauth::inline v0 {

/** How a `curl_client` connects. */
struct curl_options {
    /// A file of certificates in PEM that are trusted instead of the machine's own. Empty: the machine's own.
    std::string ca_file = {};
    /// The same as text; where it is set, `ca_file` is not read.
    std::string ca_pem = {};
    /// Whether http:// is taken at 127.0.0.1, [::1] and localhost: for tests and a platform on this machine.
    bool allow_loopback_http = false;
    /// Whether https goes through the proxy that `https_proxy`, `all_proxy` and `no_proxy` name.
    bool environment_proxies = true;
    /// Limit for resolving, connecting and TLS together; 0 is none. The request's own limit holds beside it.
    std::chrono::milliseconds connect_timeout{10'000};
    /// Limit for all header lines of an answer, interim ones and trailers included.
    std::size_t header_bytes = std::size_t{64} * 1024;
    /// How many idle handles are kept, each with its connections. More may be at work at a time.
    std::size_t kept_handles = 8;
};

/** An `http::client` on libcurl.

    TLS 1.2 or later, the server's chain and name always verified; HTTP/1.1. No redirect is followed; no cookie, no
    `.netrc`, no password of its own. A request goes out as it is, with Host, Content-Length and, where it has none,
    `User-Agent: bcauth/VERSION`. Requests to this machine in plain http never go to a proxy.

    Connections are kept and used again for idempotent requests. Any other request gets a fresh one: a kept
    connection can die at the moment of sending, and then nobody knows whether the request arrived. An idempotent
    request may for that reason be sent a second time.

    Fields of an answer that `http::fields` can't hold are left out, and so are trailers. Over TLS an answer has to tell
    its length or come in chunks: of any other nobody knows that it is whole.

    @par Errors
    `errc::transport_failed` when nothing was sent: name, connection, proxy or certificate failed, in time or not, or
    the address is refused (not https, userinfo, malformed), or the fields have Content-Length or Transfer-Encoding, or
    the certificates given in the options can't be read. `errc::response_too_large` for a body or head over its limit;
    the rest is not read. `errc::timed_out` when the request's limit ran out after it was sent.
    `errc::outcome_unknown` for any other failure after that.
    @par Exception safety
    Strong; throws nothing but `std::bad_alloc`.
    @par Lifetime
    A client that was moved from sends nothing: `errc::transport_failed`.
    @par Thread safety
    `send` may be called from any number of threads.
*/
class curl_client {
public:
    curl_client() : curl_client(curl_options{}) {}
    explicit curl_client(curl_options options)
        : x_state(std::make_unique<state>(std::move(options))) {}

    [[nodiscard]] result<http::response> send(http::request const& message) {
        if (!x_state || detail::frames_itself(message.fields)) return errc::transport_failed;
        detail::curl_address const address(message.url);
        bool const local = x_state->options.allow_loopback_http && address.is_loopback_http();
        if (!local && !address.is_https()) return errc::transport_failed;

        detail::curl_fields fields(message.fields);
        detail::curl_exchange exchange(message, x_state->options.header_bytes, !local);
        borrowed handle(x_state->pool);
        set_connection(*handle, local);
        set_limits(*handle, message);
        detail::set_message(*handle, message, fields);
        handle->set(CURLOPT_CURLU, address.get());
        exchange.listen(*handle);
        auto const code = handle->perform();
        return exchange.outcome(code, *handle);
    }

private:
    struct state {
        explicit state(curl_options given)
            : options(std::move(given)),
              pool(options.kept_handles) {}

        curl_options const options;
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

    void set_connection(detail::curl_handle& handle, bool local) const {
        auto const& options = x_state->options;
        handle.set(CURLOPT_PROTOCOLS_STR, local ? "http" : "https");
        handle.set(CURLOPT_FOLLOWLOCATION, 0L);
        handle.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        handle.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        handle.set(CURLOPT_SSL_VERIFYPEER, 1L);
        handle.set(CURLOPT_SSL_VERIFYHOST, 2L);
        handle.set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
        if (local || !options.environment_proxies) handle.set(CURLOPT_PROXY, "");
        if (options.ca_pem.empty() && options.ca_file.empty()) return;
        // Debian's curl reads a folder of certificates beside whatever file it is given
        handle.set(CURLOPT_CAPATH, static_cast<char const*>(nullptr));
        if (options.ca_pem.empty()) {
            handle.set(CURLOPT_CAINFO, options.ca_file.c_str());
            return;
        }
        curl_blob pem{const_cast<char*>(options.ca_pem.data()), options.ca_pem.size(),
                      CURL_BLOB_NOCOPY};
        handle.set(CURLOPT_CAINFO_BLOB, &pem);
    }

    void set_limits(detail::curl_handle& handle, http::request const& message) const {
        handle.set(CURLOPT_NOSIGNAL, 1L);
        // else a limit would wait for a name server that doesn't answer
        handle.set(CURLOPT_QUICK_EXIT, 1L);
        std::chrono::milliseconds const none{0};
        auto const whole = message.limits.timeout;
        if (whole != none) handle.set(CURLOPT_TIMEOUT_MS, milliseconds(whole));
        auto const connect = x_state->options.connect_timeout;
        // curl's 0 is 300 seconds
        handle.set(CURLOPT_CONNECTTIMEOUT_MS,
                   milliseconds(connect == none ? std::chrono::milliseconds::max() : connect));
        if (!message.idempotent) handle.set(CURLOPT_FRESH_CONNECT, 1L);
    }

    // curl takes no more than an int holds; what is negative has run out already
    static long milliseconds(std::chrono::milliseconds limit) noexcept {
        std::chrono::milliseconds const most{std::numeric_limits<int>::max()};
        return static_cast<long>(std::clamp(limit, std::chrono::milliseconds{1}, most).count());
    }

    std::unique_ptr<state> x_state;
};

static_assert(http::client<curl_client>);

}  // namespace bcauth::inline v0

#endif
