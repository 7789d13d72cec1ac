// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_TLS_SERVER_HPP
#define BCAUTH_TESTS_SUPPORT_TLS_SERVER_HPP

#include "support/test_authority.hpp"

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <atomic>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

// What a test's server read.
struct seen_request {
    std::string method;
    std::string target;
    std::string head;  // with its request line
    std::string body;

    [[nodiscard]] std::string field(std::string_view name) const {
        auto const at = head.find("\r\n" + std::string(name) + ": ");
        if (at == std::string::npos) return {};
        auto const begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
};

// One caller, over TLS or not: bytes in, bytes out, and every way to leave.
class server_connection {
public:
    static constexpr std::size_t max_body = std::size_t{4} << 20U;

    server_connection(int socket, SSL_CTX* context) : x_socket(socket) {
        int const on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (context != nullptr) {
            x_tls.reset(SSL_new(context));
            SSL_set_fd(x_tls.get(), socket);
        }
    }

    // false where the caller doesn't like the certificate
    bool greet() { return !x_tls || SSL_accept(x_tls.get()) == 1; }

    bool write(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const some = x_tls ? SSL_write(x_tls.get(), bytes.data(), int(bytes.size()))
                                    : int(::write(x_socket, bytes.data(), bytes.size()));
            if (some <= 0) return false;
            bytes.remove_prefix(std::size_t(some));
        }
        return true;
    }

    // false at the end of what the caller sends, and in the middle of a body that is too long
    bool read(seen_request& request) {
        auto end = x_pending.find("\r\n\r\n");
        for (; end == std::string::npos; end = x_pending.find("\r\n\r\n")) {
            if (!read_some()) return false;
        }
        request.head = take(end + 4);
        request.method = request.head.substr(0, request.head.find(' '));
        auto const target = request.method.size() + 1;
        request.target = request.head.substr(target, request.head.find(' ', target) - target);
        auto const length = request.field("Content-Length");
        std::size_t size = 0;
        std::from_chars(length.data(), length.data() + length.size(), size);
        while (x_pending.size() < size) {
            if (x_pending.size() > max_body || !read_some()) return false;
        }
        request.body = take(size);
        return true;
    }

    // waits until the caller leaves
    void wait_for_end() {
        while (read_some()) {
        }
    }

    // says that no more comes, as a server does that ends in order
    void end() {
        if (x_tls) SSL_shutdown(x_tls.get());
    }

    // the socket will be torn instead of closed
    void reset() const {
        linger const none{1, 0};
        ::setsockopt(x_socket, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    }

private:
    struct freeing {
        void operator()(SSL* tls) const noexcept { SSL_free(tls); }
    };

    bool read_some() {
        char some[4096];
        auto const got = x_tls ? SSL_read(x_tls.get(), some, sizeof some)
                               : int(::read(x_socket, some, sizeof some));
        if (got > 0) x_pending.append(some, std::size_t(got));
        return got > 0;
    }

    std::string take(std::size_t size) {
        auto taken = x_pending.substr(0, size);
        x_pending.erase(0, size);
        return taken;
    }

    int x_socket;
    std::unique_ptr<SSL, freeing> x_tls;
    std::string x_pending;
};

inline std::string http_answer(int status, std::string_view body, std::string_view fields = {}) {
    std::string answer = "HTTP/1.1 " + std::to_string(status) + " Said\r\n";
    answer.append(fields).append("Content-Length: ").append(std::to_string(body.size()));
    return answer.append("\r\n\r\n").append(body);
}

// An HTTP server on a free port of 127.0.0.1, one thread for each caller. A path does what the test says; "*" is any
// other path, or what CONNECT asks for.
class tls_server {
public:
    // gives whether the connection goes on
    using action = std::function<bool(server_connection&, seen_request const&)>;

    // over TLS with that certificate, or in plain where there is none; `latest_tls` such as TLS1_2_VERSION
    explicit tls_server(std::map<std::string, action> actions,
                        test_certificate const* certificate = nullptr, int latest_tls = 0)
        : x_actions(std::move(actions)) {
        if (certificate != nullptr) {
            x_context.reset(SSL_CTX_new(TLS_server_method()));
            SSL_CTX_use_certificate(x_context.get(), certificate->certificate());
            SSL_CTX_use_PrivateKey(x_context.get(), certificate->key());
            SSL_CTX_set_max_proto_version(x_context.get(), latest_tls);
            // else OpenSSL wouldn't speak an old one whatever is asked for
            if (latest_tls != 0) SSL_CTX_set_cipher_list(x_context.get(), "ALL:@SECLEVEL=0");
        }
        x_listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in here{};
        here.sin_family = AF_INET;
        here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof here;
        auto* const address = reinterpret_cast<sockaddr*>(&here);
        if (::bind(x_listening, address, size) != 0 || ::listen(x_listening, 64) != 0 ||
            ::getsockname(x_listening, address, &size) != 0) {
            std::abort();
        }
        x_port = std::to_string(ntohs(here.sin_port));
        x_accepting = std::thread([this] { accept_all(); });
    }
    tls_server(tls_server const&) = delete;
    tls_server& operator=(tls_server const&) = delete;
    ~tls_server() {
        ::shutdown(x_listening, SHUT_RDWR);
        x_accepting.join();
        hang_up();
        for (auto& each : x_threads)
            each.join();
        ::close(x_listening);
    }

    // leaves every caller there is
    void hang_up() {
        std::lock_guard const lock(x_mutex);
        for (auto const& [socket, open] : x_sockets) {
            if (open) ::shutdown(socket, SHUT_RDWR);
        }
    }

    [[nodiscard]] std::string const& port() const noexcept { return x_port; }
    [[nodiscard]] std::string origin() const {
        return (x_context ? "https://127.0.0.1:" : "http://127.0.0.1:") + x_port;
    }
    [[nodiscard]] int connections() const noexcept { return x_connections; }
    [[nodiscard]] int requests() const noexcept { return x_requests; }
    [[nodiscard]] seen_request last() const {
        std::lock_guard const lock(x_mutex);
        return x_last;
    }

private:
    struct freeing {
        void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
    };

    // a caller that leaves must not end the test; only these threads look away
    static void ignore_broken_pipes() {
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    }

    void accept_all() {
        ignore_broken_pipes();
        for (;;) {
            int const socket = ::accept4(x_listening, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0) return;
            ++x_connections;
            std::lock_guard const lock(x_mutex);
            x_sockets[socket] = true;
            x_threads.emplace_back([this, socket] { serve(socket); });
        }
    }

    void serve(int socket) {
        {
            server_connection connection(socket, x_context.get());
            seen_request request;
            bool on = connection.greet();
            while (on && connection.read(request)) {
                ++x_requests;
                on = act(connection, request);
            }
        }
        std::lock_guard const lock(x_mutex);
        x_sockets[socket] = false;
        ::close(socket);
    }

    bool act(server_connection& connection, seen_request const& request) {
        {
            std::lock_guard const lock(x_mutex);
            x_last = request;
        }
        auto const found = x_actions.find(request.target.substr(0, request.target.find('?')));
        if (found != x_actions.end()) return found->second(connection, request);
        auto const other = x_actions.find("*");
        if (other != x_actions.end()) return other->second(connection, request);
        return connection.write(http_answer(404, "no such path"));
    }

    std::map<std::string, action> x_actions;
    std::unique_ptr<SSL_CTX, freeing> x_context;
    int x_listening = -1;
    std::string x_port;
    std::atomic<int> x_connections{0};
    std::atomic<int> x_requests{0};
    mutable std::mutex x_mutex;
    seen_request x_last;
    std::map<int, bool> x_sockets;
    std::vector<std::thread> x_threads;
    std::thread x_accepting;
};

#endif
