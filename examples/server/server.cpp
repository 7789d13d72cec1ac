// SPDX-License-Identifier: BSL-1.0
#include "server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;

namespace examples {

namespace {

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
using request_parser = wire::request_parser<wire::string_body>;

// a connection; touched on its own strand
struct connection {
    explicit connection(asio::ip::tcp::socket socket) : stream(std::move(socket)) {}

    beast::tcp_stream stream;
    beast::flat_buffer buffer;
    bool busy = false;
};

std::string_view text_of(beast::string_view text) noexcept {
    return {text.data(), text.size()};
}
beast::string_view wire_text(std::string_view text) noexcept {
    return {text.data(), text.size()};
}

bcauth::http::response plain(int status) {
    bcauth::http::response made;
    made.status = status;
    static_cast<void>(made.fields.add("Content-Type", "text/plain"));
    made.body = bcauth::secret(text_of(wire::obsolete_reason(static_cast<wire::status>(status))));
    return made;
}

// the status for what could not be read; none when nobody waits for one
std::optional<int> status_of(beast::error_code const& error) {
    if (error == wire::error::header_limit) return 431;
    if (error == wire::error::body_limit) return 413;
    if (error == wire::error::end_of_stream || error == wire::error::partial_message) return {};
    // a header's end that never came is a silent client, everything else of this category bad bytes
    if (error.category() == make_error_code(wire::error::bad_method).category()) return 400;
    return error == beast::error::timeout ? std::optional(408) : std::nullopt;
}

// what the handler gets; none for a field that the library does not carry
std::optional<bcauth::http::incoming> incoming_of(request_parser::value_type const& message) {
    bcauth::http::incoming made{
        text_of(message.method_string()), text_of(message.target()), {}, message.body()};
    for (auto const& each : message) {
        if (!made.fields.add(text_of(each.name_string()), text_of(each.value()))) return {};
    }
    return made;
}

bool is_servers_own(std::string_view name) {
    for (std::string_view const own : {"Content-Length", "Connection", "Transfer-Encoding"}) {
        if (beast::iequals(wire_text(name), wire_text(own))) return true;
    }
    return false;
}

wire::response<wire::string_body> message_of(bcauth::http::response const& from, unsigned version,
                                             bool keep) {
    wire::response<wire::string_body> made;
    made.version(version);
    bool const known = from.status >= 200 && from.status <= 599;
    made.result(known ? static_cast<unsigned>(from.status) : 500U);
    for (auto const& each : from.fields) {
        if (!is_servers_own(each.name)) {
            made.insert(wire_text(each.name), wire_text(each.value.expose()));
        }
    }
    bool const bodyless = from.status == 204 || from.status == 304;
    if (!bodyless) {
        made.body() = from.body.expose();
        made.content_length(made.body().size());
    }
    made.keep_alive(keep);
    return made;
}

}  // namespace

class server::engine {
public:
    engine(std::string const& address, std::uint16_t port, handler answer, server_options options)
        : x_options(std::move(options)),
          x_answer(std::move(answer)),
          x_pool(x_options.workers),
          x_strand(asio::make_strand(x_context)),
          x_acceptor(x_strand),
          x_signals(x_strand),
          x_deadline(x_strand) {
        asio::ip::tcp::endpoint const at(asio::ip::make_address(address), port);
        x_acceptor.open(at.protocol());
        x_acceptor.set_option(asio::socket_base::reuse_address(true));
        x_acceptor.bind(at);
        x_acceptor.listen();
        x_port = x_acceptor.local_endpoint().port();
    }

    [[nodiscard]] std::uint16_t port() const noexcept { return x_port; }

    void run() {
        if (x_options.signals) {
            x_signals.add(SIGINT);
            x_signals.add(SIGTERM);
            x_signals.async_wait([this](beast::error_code error, int) {
                if (!error) begin_to_stop();
            });
        }
        asio::co_spawn(x_strand, accept(), asio::detached);
        write_ready_file();
        std::vector<std::thread> helpers;
        for (unsigned i = 1; i < x_options.threads; ++i) {
            helpers.emplace_back([this] { x_context.run(); });
        }
        x_context.run();
        for (auto& each : helpers) {
            each.join();
        }
        x_pool.join();
    }

    void stop() {
        asio::post(x_strand, [this] { begin_to_stop(); });
    }

private:
    using connection_ptr = std::shared_ptr<connection>;

    void write_ready_file() const {
        if (x_options.ready_file.empty()) return;
        // whoever waits for the file must not find it half written
        auto const draft = x_options.ready_file + ".new";
        std::ofstream(draft) << x_port << '\n';
        if (std::rename(draft.c_str(), x_options.ready_file.c_str()) != 0) {
            throw boost::system::system_error({errno, boost::system::system_category()},
                                              "the ready file");
        }
    }

    // connections that wait for a request are closed, the others after their response
    void begin_to_stop() {
        if (x_stopping.exchange(true)) return;
        beast::error_code ignored;
        x_acceptor.close(ignored);
        x_signals.cancel(ignored);
        std::lock_guard const hold(x_mutex);
        for (auto const& each : x_connections) {
            asio::post(each->stream.get_executor(), [each] {
                if (!each->busy) each->stream.close();
            });
        }
        if (x_connections.empty()) return;
        x_deadline.expires_after(x_options.stop_time);
        x_deadline.async_wait([this](beast::error_code error) {
            if (!error) x_context.stop();
        });
    }

    bool enter(connection_ptr const& one) {
        std::lock_guard const hold(x_mutex);
        return !x_stopping && x_connections.size() < x_options.connections &&
               x_connections.insert(one).second;
    }

    void leave(connection_ptr const& one) {
        std::lock_guard const hold(x_mutex);
        x_connections.erase(one);
        if (x_stopping && x_connections.empty()) {
            asio::post(x_strand, [this] { x_deadline.cancel(); });
        }
    }

    asio::awaitable<void> accept() {
        asio::steady_timer pause(x_strand);
        while (!x_stopping) {
            auto [error, socket] =
                co_await x_acceptor.async_accept(asio::make_strand(x_context), as_values);
            if (error) {
                // out of descriptors, say: it passes
                pause.expires_after(std::chrono::milliseconds(50));
                co_await pause.async_wait(as_values);
                continue;
            }
            auto const one = std::make_shared<connection>(std::move(socket));
            if (!enter(one)) continue;
            asio::co_spawn(one->stream.get_executor(), serve(one),
                           [this, one](std::exception_ptr const&) { leave(one); });
        }
    }

    asio::awaitable<void> serve(connection_ptr one) {
        beast::error_code ignored;
        one->stream.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
        bool more = true;
        while (more && !x_stopping) {
            more = co_await serve_one(*one);
        }
        one->stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    }

    // one request and its response; whether another may follow
    asio::awaitable<bool> serve_one(connection& one) {
        request_parser parser;
        parser.header_limit(static_cast<std::uint32_t>(x_options.header_bytes));
        parser.body_limit(x_options.body_bytes);
        if (auto const error = co_await read(one, parser)) {
            if (auto const status = status_of(error)) {
                co_await write(one, plain(*status), 11, false, false);
                co_await drain(one);
            }
            co_return false;
        }
        one.busy = true;
        auto const& message = parser.get();
        auto const response = co_await answer(message);
        one.busy = false;
        if (response.status == 0) co_return false;
        bool const keep = message.keep_alive() && !x_stopping;
        bool const head = message.method() == wire::verb::head;
        co_return co_await write(one, response, message.version(), keep, head) && keep;
    }

    asio::awaitable<beast::error_code> read(connection& one, request_parser& parser) {
        one.stream.expires_after(x_options.read_time);
        auto [header_error, header_size] =
            co_await wire::async_read_header(one.stream, one.buffer, parser, as_values);
        if (header_error) co_return header_error;
        if (beast::iequals(parser.get()[wire::field::expect], "100-continue")) {
            wire::response<wire::empty_body> go_on(wire::status::continue_, 11);
            auto [error, size] = co_await wire::async_write(one.stream, go_on, as_values);
            if (error) co_return error;
        }
        auto [error, size] = co_await wire::async_read(one.stream, one.buffer, parser, as_values);
        one.stream.expires_never();
        co_return error;
    }

    // the handler's answer, made on the pool
    asio::awaitable<bcauth::http::response> answer(request_parser::value_type const& message) {
        auto const incoming = incoming_of(message);
        if (!incoming) co_return plain(400);
        auto const work = [&]() -> asio::awaitable<bcauth::http::response> {
            try {
                co_return x_answer(*incoming);
            } catch (std::exception const&) {
                co_return plain(500);
            }
        };
        co_return co_await asio::co_spawn(x_pool, work, asio::use_awaitable);
    }

    asio::awaitable<bool> write(connection& one, bcauth::http::response const& from,
                                unsigned version, bool keep, bool head) {
        auto message = message_of(from, version, keep);
        wire::response_serializer<wire::string_body> serializer(message);
        one.stream.expires_after(x_options.write_time);
        if (head) {
            auto [error, size] =
                co_await wire::async_write_header(one.stream, serializer, as_values);
            co_return !error;
        }
        auto [error, size] = co_await wire::async_write(one.stream, serializer, as_values);
        co_return !error;
    }

    // a client that still sends when the socket closes would get a reset in place of the response
    asio::awaitable<void> drain(connection& one) {
        beast::error_code ignored;
        one.stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
        one.stream.expires_after(std::chrono::seconds(1));
        std::array<char, 16 * 1024> waste;
        for (int i = 0; i < 64; ++i) {
            auto [error, size] =
                co_await one.stream.async_read_some(asio::buffer(waste), as_values);
            if (error) break;
        }
    }

    server_options x_options;
    handler x_answer;
    std::atomic<bool> x_stopping = false;
    std::mutex x_mutex;
    std::set<connection_ptr> x_connections;
    // before the context: coroutines that the context destroys hold on to the pool
    asio::thread_pool x_pool;
    asio::io_context x_context;
    asio::strand<asio::io_context::executor_type> x_strand;
    asio::ip::tcp::acceptor x_acceptor;
    asio::signal_set x_signals;
    asio::steady_timer x_deadline;
    std::uint16_t x_port = 0;
};

server::server(std::string const& address, std::uint16_t port, handler answer,
               server_options options)
    : x_engine(std::make_unique<engine>(address, port, std::move(answer), std::move(options))) {}
server::~server() = default;

std::uint16_t server::port() const noexcept {
    return x_engine->port();
}
void server::run() {
    x_engine->run();
}
void server::stop() {
    x_engine->stop();
}

}  // namespace examples
