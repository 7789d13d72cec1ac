// SPDX-License-Identifier: BSL-1.0
// What curl_client adds to an exchange on a kept connection: its median over loopback TLS beside that of a bare
// OpenSSL client that sends and reads the same bytes to the same server. Its rows are those of a Google Benchmark
// program where it is called like one; a median of each kind of turn, so that whatever the machine does meets both.
#include <bcauth/transport/curl.hpp>
#include <bcauth/version.hpp>

#include "support/tls_server.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using std::chrono::duration;
using std::chrono::steady_clock;
using micro = duration<double, std::micro>;

std::string const answer_body(600, 'x');

// one connection to the server, kept
class bare_client {
public:
    explicit bare_client(std::string const& port) : x_socket(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in there{};
        there.sin_family = AF_INET;
        there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        there.sin_port = htons(static_cast<std::uint16_t>(std::stoi(port)));
        int const on = 1;
        ::setsockopt(x_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(x_socket, reinterpret_cast<sockaddr*>(&there), sizeof there) != 0) return;
        SSL_set_fd(x_tls.get(), x_socket);
        x_good = SSL_connect(x_tls.get()) == 1;
        x_request = "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUser-Agent: bcauth/" +
                    std::string(bcauth::version) + "\r\n\r\n";
    }
    bare_client(bare_client const&) = delete;
    bare_client& operator=(bare_client const&) = delete;
    ~bare_client() {
        x_tls.reset();
        ::close(x_socket);
    }

    bool exchange() {
        auto const whole = http_answer(200, answer_body).size();
        char some[4096];
        if (!x_good) return false;
        SSL_write(x_tls.get(), x_request.data(), static_cast<int>(x_request.size()));
        for (std::size_t got = 0; got < whole;) {
            auto const part = SSL_read(x_tls.get(), some, sizeof some);
            if (part <= 0) return false;
            got += static_cast<std::size_t>(part);
        }
        return true;
    }

private:
    struct freeing {
        void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
        void operator()(SSL* tls) const noexcept { SSL_free(tls); }
    };

    int x_socket;
    std::unique_ptr<SSL_CTX, freeing> x_context{SSL_CTX_new(TLS_client_method())};
    std::unique_ptr<SSL, freeing> x_tls{SSL_new(x_context.get())};
    bool x_good = false;
    std::string x_request;
};

double median(std::vector<double> values) {
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

template <class Exchange>
bool add_time(std::vector<double>& times, Exchange exchange) {
    auto const begin = steady_clock::now();
    bool const answered = exchange();
    times.push_back(micro(steady_clock::now() - begin).count());
    return answered;
}

struct row {
    char const* name;
    double microseconds;
};

void print_rows(bool as_json, std::initializer_list<row> rows) {
    if (as_json) std::puts("{\"benchmarks\": [");
    char const* separator = "";
    for (auto const& [name, time] : rows) {
        if (as_json) {
            std::printf(
                R"(%s{"name": "%s", "real_time": %.3f, "cpu_time": %.3f, "time_unit": "us"})",
                separator, name, time, time);
            separator = ",\n";
        } else {
            std::printf("%-28s %8.1f us\n", name, time);
        }
    }
    if (as_json) std::puts("]}");
}

// Where the scheduler puts the server's threads is worth more than what is measured.
void stay_on_one_core() {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<std::size_t>(sched_getcpu()), &one);
    sched_setaffinity(0, sizeof one, &one);
}

}  // namespace

int main(int argc, char** argv) {
    stay_on_one_core();
    bool const as_json = argc > 1 && argv[1] == std::string_view("--benchmark_format=json");
    test_authority const authority;
    auto const certificate = authority.good();
    tls_server const server(
        {{"/", [](server_connection& to,
                  seen_request const&) { return to.write(http_answer(200, answer_body)); }}},
        &certificate);
    bare_client bare(server.port());
    bcauth::curl_client curl({.trust = bcauth::tls_trust::only_pem(authority.pem())});
    bcauth::http::request message;
    message.url = server.origin() + "/";
    message.idempotent = true;
    std::vector<double> bare_times;
    std::vector<double> curl_times;
    bool answered = true;
    // in turns, so that whatever else the machine does meets both
    for (int i = 0; i < 2000; ++i) {
        answered = add_time(bare_times, [&] { return bare.exchange(); }) && answered;
        answered = add_time(curl_times, [&] { return curl.send(message).has_value(); }) && answered;
    }
    bool const kept = server.connections() == 2;
    auto const bare_time = median(bare_times);
    auto const curl_time = median(curl_times);
    auto const added = curl_time - bare_time;
    print_rows(as_json, {{"exchange/get/bare_openssl", bare_time},
                         {"exchange/get/curl_client", curl_time},
                         {"exchange/added/curl_client", added}});
    if (!answered || !kept) std::fputs("an exchange failed, or a connection wasn't kept\n", stderr);
    return answered && kept ? 0 : 1;
}
