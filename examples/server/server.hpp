// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_SERVER_SERVER_HPP
#define EXAMPLES_SERVER_SERVER_HPP

#include <bcauth/http/incoming.hpp>
#include <bcauth/http/message.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace examples {

/** What a server holds to. */
struct server_options {
    unsigned threads = 2;                         ///< that read and write
    unsigned workers = 8;                         ///< that run the handler
    std::size_t header_bytes = 64 * 1024;         ///< of the request line and the header: 431 above
    std::size_t body_bytes = 256 * 1024;          ///< of a request: 413 above
    std::size_t connections = 1000;               ///< at once; more are closed as they come
    std::chrono::milliseconds read_time{20'000};  ///< for one request to arrive, waiting included
    std::chrono::milliseconds write_time{20'000};  ///< for one response to leave
    std::chrono::milliseconds stop_time{5'000};    ///< for what goes on when the server stops
    std::string ready_file = {};  ///< gets the port once connections are taken; empty: none
    bool signals = true;          ///< whether SIGINT and SIGTERM stop it
};

/** A small HTTP/1.1 server for the examples: coroutines on a few threads, the handler on a pool of its own, so that
    what waits for a database or another server never holds up reading and writing.

    The handler may be called from several threads at once. A response of status 0 closes the connection without an
    answer, which is how a broken server is played. What it throws is answered with 500.
*/
class server {
public:
    using handler = std::function<bcauth::http::response(bcauth::http::incoming const&)>;

    /** Listens from now on; connections wait until `run`.
        @param address an IP address, such as "127.0.0.1"
        @param port 0 takes any free one
        @throws boost::system::system_error when it can't listen there
    */
    server(std::string const& address, std::uint16_t port, handler answer,
           server_options options = {});
    ~server();
    server(server const&) = delete;
    server& operator=(server const&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;

    /** Serves until it is stopped, then lets what goes on finish. Call it once. */
    void run();

    /** From any thread; may be called before `run` too, and more than once. */
    void stop();

private:
    class engine;
    std::unique_ptr<engine> x_engine;
};

}  // namespace examples

#endif
