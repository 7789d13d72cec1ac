// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_BEAST_SESSION_HPP
#define BCAUTH_TRANSPORT_DETAIL_BEAST_SESSION_HPP

#include <bcauth/connection/event.hpp>
#include <bcauth/connection/proxy.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/transport/detail/beast_connection.hpp>
#include <bcauth/transport/detail/beast_limits.hpp>
#include <bcauth/transport/detail/beast_proxy.hpp>
#include <bcauth/transport/detail/beast_reply.hpp>
#include <bcauth/transport/detail/beast_request.hpp>
#include <bcauth/transport/detail/beast_state.hpp>
#include <bcauth/transport/detail/tls_certificate.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <utility>

namespace bcauth::inline v0::detail {

// What one exchange knows. It waits for nothing: that is the exchange's part.
struct beast_session {
    using clock = std::chrono::steady_clock;
    using strand_type = boost::asio::strand<boost::asio::any_io_executor>;
    using tcp = boost::asio::ip::tcp;

    beast_session(std::shared_ptr<beast_state> given, http::request asked)
        : state(std::move(given)),
          strand(state->executor),
          message(std::move(asked)),
          began(clock::now()),
          timer(state->executor),
          resolver(state->executor),
          input(std::size_t{16} * 1024) {}

    [[nodiscard]] boost::asio::any_io_executor const& executor() const noexcept {
        return state->executor;
    }
    [[nodiscard]] beast_options const& options() const noexcept { return state->setup->options; }

    // what keeps the request from being sent at all
    connection_trouble judge() {
        auto read = read_address(message.url, options().allow_loopback_http);
        if (!read || frames_itself(message.fields)) return connection_trouble::unsupported;
        to = std::move(*read);
        if (!state->setup->trust.is_good()) return connection_trouble::trust_unreadable;
        if (!to.secure) return connection_trouble::none;
        diagnostics unread;
        auto found_route =
            proxy_for(options().via, to.host, to.port, process_environment{}, unread);
        if (!found_route || !state->setup->proxy_good || !is_usable(*found_route)) {
            return connection_trouble::unsupported;
        }
        route = std::move(*found_route);
        return connection_trouble::none;
    }

    // where TCP goes to
    struct endpoint {
        std::string const& host;
        std::uint16_t port;
    };
    [[nodiscard]] endpoint hop() const noexcept {
        bool const direct = route.kind == proxy_kind::none;
        return direct ? endpoint{to.host, to.port} : endpoint{route.host, route.port};
    }

    // an address needs no looking up
    bool find_literal() {
        boost::system::error_code none;
        auto const address = boost::asio::ip::make_address(hop().host, none);
        if (!none) found = tcp::resolver::results_type::create({address, hop().port}, {}, {});
        return !none;
    }

    boost::asio::mutable_buffer room(std::size_t most) noexcept {
        return boost::asio::buffer(input.data(), std::min(most, input.size()));
    }

    // ---- connections

    // a place in the pool: the same server by the same way, as the same user of the proxy
    [[nodiscard]] std::string place() const {
        auto const way = std::to_string(static_cast<unsigned>(route.kind)) + " " + route.host +
                         " " + std::to_string(route.port) + " " + route.user;
        return (to.secure ? "https " : "http ") + to.host + " " + std::to_string(to.port) + " " +
               way;
    }

    bool take_kept() {
        if (message.idempotent) connection = state->pool.take(place());
        reused = connection != nullptr;
        return reused;
    }

    // for the next request, if it is good for one
    void put_away() noexcept {
        if (!connection) return;
        try {
            if (stage == connection_stage::done && reply->keeps_alive()) {
                return state->pool.keep(place(), std::move(connection));
            }
        } catch (std::bad_alloc const&) {
            // it is closed instead
            if (!connection) return;
        }
        connection->close();
    }

    void prepare() {
        reused = false;
        talk.reset();
        stage = connection_stage::resolve;
        limits.begin_connecting(options().connect_timeout);
        connection = std::make_unique<beast_connection>(executor(), state->setup->trust, to.secure);
    }

    bool begin_talk() {
        if (route.kind == proxy_kind::none) return false;
        talk.emplace(route, to, options().header_bytes);
        return true;
    }

    void begin_sending() {
        reach(connection_stage::send);
        sent = true;
        if (head.empty()) head = request_head(message, to);
        reply.emplace(options().header_bytes, message.limits.response_bytes);
    }

    reply_state take(std::size_t bytes) {
        if (bytes_received == 0) times.first_byte = since_begin();
        bytes_received += bytes;
        return reply->take({input.data(), bytes});
    }

    // ---- what it came to

    [[nodiscard]] std::chrono::microseconds since_begin() const noexcept {
        return std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - began);
    }

    // a stage begins, so the one before it is over
    void reach(connection_stage begins) noexcept {
        auto const now = since_begin();
        switch (stage) {
            case connection_stage::resolve: times.resolve = now; break;
            case connection_stage::connect: times.connect = now; break;
            case connection_stage::proxy: times.proxy = now; break;
            case connection_stage::tls: times.tls = now; break;
            default: break;
        }
        stage = begins;
    }

    [[nodiscard]] errc error_of(connection_trouble trouble) const noexcept {
        if (!sent) return errc::transport_failed;
        switch (trouble) {
            case connection_trouble::timed_out: return errc::timed_out;
            case connection_trouble::too_large: return errc::response_too_large;
            case connection_trouble::cancelled: return errc::cancelled;
            default: return errc::outcome_unknown;
        }
    }

    [[nodiscard]] connection_trouble handshake_trouble(boost::system::error_code const& code) {
        auto const blamed = beast_trust::blame(connection->tls().native_handle());
        if (blamed != connection_trouble::none) return blamed;
        bool const left = code == boost::asio::error::eof ||
                          code == boost::asio::error::connection_reset ||
                          code == boost::asio::error::broken_pipe ||
                          code == boost::asio::ssl::error::stream_truncated;
        return left ? connection_trouble::closed : connection_trouble::tls_failed;
    }

    // what a proxy said that didn't let the connection through
    [[nodiscard]] int refusal() const noexcept { return talk && !sent ? talk->status() : 0; }

    void report(error_code error, int status, connection_trouble trouble) noexcept {
        if (!options().on_event) return;
        try {
            tell(error, status, trouble);
        } catch (std::bad_alloc const&) {
            return;
        }
    }

    void tell(error_code error, int status, connection_trouble trouble) {
        times.total = since_begin();
        connection_event event{.stage = stage, .trouble = trouble, .error = error, .host = to.host};
        event.port = to.host.empty() ? std::uint16_t{0} : to.port;
        event.via = route.kind;
        event.reused = reused;
        event.status = status;
        event.bytes_sent = bytes_sent;
        event.bytes_received = bytes_received;
        event.times = times;
        auto* const tls = connection && to.secure ? connection->tls().native_handle() : nullptr;
        tls_certificate const shown(tls == nullptr ? nullptr : connection->certificate());
        event.certificate = shown.summary();
        if (tls != nullptr && SSL_is_init_finished(tls) == 1) {
            event.tls_version = SSL_get_version(tls);
            event.tls_cipher = SSL_get_cipher_name(tls);
        }
        state->setup->tell(event);
    }

    std::shared_ptr<beast_state> state;
    strand_type strand;
    http::request message;
    clock::time_point began;
    boost::asio::steady_timer timer;
    tcp::resolver resolver;
    wiped_bytes input;
    tcp::resolver::results_type found;
    beast_address to;
    proxy route{.kind = proxy_kind::none};
    std::optional<proxy_talk> talk;
    std::unique_ptr<beast_connection> connection;
    wiped_bytes head;
    std::optional<beast_reply> reply;
    beast_limits limits;
    connection_stage stage = connection_stage::setup;
    connection_times times;
    std::uint64_t bytes_sent = 0;
    std::uint64_t bytes_received = 0;
    bool reused = false;
    bool sent = false;
};

}  // namespace bcauth::inline v0::detail

#endif
