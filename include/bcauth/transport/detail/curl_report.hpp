// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_CURL_REPORT_HPP
#define BCAUTH_TRANSPORT_DETAIL_CURL_REPORT_HPP

#include <bcauth/connection/event.hpp>
#include <bcauth/connection/proxy.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/transport/detail/curl_exchange.hpp>
#include <bcauth/transport/detail/curl_failure.hpp>
#include <bcauth/transport/detail/curl_handle.hpp>
#include <bcauth/transport/detail/curl_request.hpp>

#include <curl/curl.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace bcauth::inline v0::detail {

using connection_listener = std::function<void(connection_event const&)>;

// an answer must not get lost because somebody else can't write it down
inline void tell(connection_listener const& listener, connection_event const& event) noexcept {
    try {
        listener(event);
    } catch (...) {
    }
}

// Tells one exchange to who listens. Costs nothing where nobody does.
class curl_report {
public:
    curl_report(connection_listener const& listener, curl_address const& address)
        : x_listener(listener) {
        if (!listens()) return;
        x_host = address.host();
        x_port = address.port();
    }

    [[nodiscard]] bool listens() const noexcept { return static_cast<bool>(x_listener); }

    // curl's own times count from here
    void begin_exchange() noexcept {
        if (listens()) x_begin = std::chrono::steady_clock::now();
    }

    // nothing has begun
    [[nodiscard]] result<http::response> refuse(connection_trouble trouble) const {
        auto const error = errc::transport_failed;
        if (listens()) {
            auto event = begin(proxy_kind::none);
            event.trouble = trouble;
            event.error = make_error_code(error);
            detail::tell(x_listener, event);
        }
        return error;
    }

    void tell(CURLcode code, curl_handle const& handle, curl_exchange const& exchange,
              proxy const& via, result<http::response> const& reply) const {
        if (!listens()) return;
        auto event = begin(via.kind);
        event.stage = connection_stage::done;
        event.status = handle.status();
        if (!reply) {
            auto const failure =
                exchange.was_sent()
                    ? curl_failure::after_sending(code, handle, exchange.was_too_large())
                    : curl_failure::before_sending(code, handle, via);
            event.stage = failure.stage();
            event.trouble = failure.trouble();
            event.error = reply.error();
            if (!exchange.was_sent()) event.status = failure.status();
        }
        event.reused = exchange.was_sent() && handle.info<long>(CURLINFO_NUM_CONNECTS) == 0;
        event.tls_version = handle.notes().version;
        event.tls_cipher = handle.notes().cipher;
        event.certificate = handle.notes().shown.summary();
        if (exchange.was_sent()) event.bytes_sent = bytes_sent(handle);
        event.bytes_received = exchange.bytes();
        add_times(event, handle);
        detail::tell(x_listener, event);
    }

private:
    [[nodiscard]] connection_event begin(proxy_kind via) const noexcept {
        connection_event event;
        event.host = x_host;
        event.port = x_port;
        event.via = via;
        return event;
    }

    // curl counts a short body, which goes out together with the head, with both
    static std::uint64_t bytes_sent(curl_handle const& handle) noexcept {
        auto const request = static_cast<std::uint64_t>(handle.info<long>(CURLINFO_REQUEST_SIZE));
        auto const body =
            static_cast<std::uint64_t>(handle.info<curl_off_t>(CURLINFO_SIZE_UPLOAD_T));
        return body < request ? request : request + body;
    }

    void add_times(connection_event& event, curl_handle const& handle) const noexcept {
        using std::chrono::microseconds;
        auto const at = [&](CURLINFO which) {
            return microseconds(handle.info<curl_off_t>(which));
        };
        event.times.first_byte = at(CURLINFO_STARTTRANSFER_TIME_T);
        event.times.total = at(CURLINFO_TOTAL_TIME_T);
        if (event.reused) return;
        event.times.resolve = at(CURLINFO_NAMELOOKUP_TIME_T);
        event.times.connect = at(CURLINFO_CONNECT_TIME_T);
        event.times.tls = at(CURLINFO_APPCONNECT_TIME_T);
        bool const through = event.via != proxy_kind::none && event.stage > connection_stage::proxy;
        if (through && handle.notes().handshakes != 0) {
            event.times.proxy =
                std::chrono::duration_cast<microseconds>(handle.notes().last_handshake - x_begin);
        }
    }

    connection_listener const& x_listener;
    std::chrono::steady_clock::time_point x_begin{};
    std::string x_host;
    std::uint16_t x_port = 0;
};

}  // namespace bcauth::inline v0::detail

#endif
