// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_LAB_HPP
#define BCAUTH_TESTS_SUPPORT_LAB_HPP

#include <bcauth/errc.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/secret.hpp>

#include "support/dead_port.hpp"
#include "support/tls_server.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <netdb.h>
#include <ostream>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <utility>

// Servers and troubles that every transport's tests share. The proxies are in lab_proxies.hpp.
namespace lab {

using actions = std::map<std::string, tls_server::action>;

inline test_authority const& authority() {
    static test_authority const made;
    return made;
}

// The servers' name for whoever looks it up and then tries one address only, as microsocks does: where `localhost` is
// ::1 first, their address.
inline std::string host() {
    addrinfo* found = nullptr;
    bool const plain =
        ::getaddrinfo("localhost", nullptr, nullptr, &found) == 0 && found->ai_family == AF_INET;
    if (found != nullptr) ::freeaddrinfo(found);
    return plain ? "localhost" : "127.0.0.1";
}

inline bcauth::http::request get(std::string url, bool idempotent = true) {
    bcauth::http::request made;
    made.url = std::move(url);
    made.idempotent = idempotent;
    made.limits.timeout = std::chrono::milliseconds{20'000};
    return made;
}

inline bcauth::http::request post(std::string url, std::string_view body) {
    auto made = get(std::move(url), false);
    made.verb = bcauth::http::method::post;
    made.body = bcauth::secret(body);
    return made;
}

inline constexpr std::string_view ten_thousand = "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n";

inline bool trickle(server_connection& to, seen_request const&) {
    to.write(ten_thousand);
    while (to.write("x")) {
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    return false;
}

// What `client_battery` asks of a server; each request counts as a visit.
inline actions battery_actions(std::atomic<int>& visits) {
    using connection = server_connection;
    actions made;
    auto const on = [&](std::string const& path, auto answer) {
        made[path] = [&visits, answer](connection& to, seen_request const& seen) {
            ++visits;
            return answer(to, seen);
        };
    };
    on("/echo", [](connection& to, seen_request const& seen) {
        auto const type = seen.field("Content-Type");
        return to.write(http_answer(200, seen.body,
                                    "X-Method: " + seen.method +
                                        "\r\nX-Seen: " + seen.field("X-Sent") +
                                        "\r\nX-Type: " + (type.empty() ? "none" : type) + "\r\n"));
    });
    on("/target", [](connection& to, seen_request const& seen) {
        return to.write(http_answer(200, seen.target));
    });
    for (int const status : {200, 201, 400, 401, 404, 429, 500, 503}) {
        auto const number = std::to_string(status);
        on("/status/" + number, [=](connection& to, seen_request const&) {
            return to.write(http_answer(status, number));
        });
    }
    on("/redirect", [](connection& to, seen_request const&) {
        return to.write(http_answer(302, "", "Location: /echo\r\n"));
    });
    on("/bytes/1000", [](connection& to, seen_request const&) {
        return to.write(http_answer(200, std::string(1000, 'x')));
    });
    on("/chunks/1000", [](connection& to, seen_request const&) {
        return to.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" +
                        std::string(1000, 'x') + "\r\n0\r\n\r\n");
    });
    on("/silence", [](connection& to, seen_request const&) {
        to.wait_for_end();
        return false;
    });
    on("/trickle", trickle);
    on("/cut", [](connection&, seen_request const&) { return false; });
    on("/visits", [&visits](connection& to, seen_request const&) {
        return to.write(http_answer(200, std::to_string(visits)));
    });
    return made;
}

// One way in which a server fails after it read a request, and what a client says of it: to a request that may come
// once, with a limit of 64 KiB for the body and of half a second.
struct trouble {
    std::string_view path;
    bcauth::errc error;

    friend std::ostream& operator<<(std::ostream& out, trouble const& one) {
        return out << one.path;
    }
};

inline constexpr std::array<trouble, 9> troubles{{
    {"/stalled", bcauth::errc::timed_out},
    {"/trickle", bcauth::errc::timed_out},
    {"/huge", bcauth::errc::response_too_large},
    {"/bomb", bcauth::errc::response_too_large},
    {"/truncated", bcauth::errc::outcome_unknown},
    {"/truncated-chunks", bcauth::errc::outcome_unknown},
    {"/cut", bcauth::errc::outcome_unknown},
    {"/torn", bcauth::errc::outcome_unknown},
    {"/reset", bcauth::errc::outcome_unknown},
}};

inline constexpr std::size_t huge_body = std::size_t{100} << 20U;

// A server of all troubles, and "/fine". `written` counts the bytes of a huge body that found a taker.
inline actions trouble_actions(std::atomic<std::size_t>& written) {
    using connection = server_connection;
    using seen = seen_request;
    actions made;
    made["/fine"] = [](connection& to, seen const&) { return to.write(http_answer(200, "fine")); };
    made["/stalled"] = [](connection& to, seen const&) {
        to.wait_for_end();
        return false;
    };
    made["/trickle"] = trickle;
    made["/huge"] = [&written](connection& to, seen const&) {
        std::string const piece(std::size_t{64} * 1024, 'x');
        to.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(huge_body) + "\r\n\r\n");
        while (written < huge_body && to.write(piece)) {
            written += piece.size();
        }
        return false;
    };
    made["/bomb"] = [](connection& to, seen const&) {
        to.write("HTTP/1.1 200 OK\r\n");
        while (to.write("X-Field: " + std::string(1000, 'x') + "\r\n")) {
        }
        return false;
    };
    made["/truncated"] = [](connection& to, seen const&) {
        to.write(ten_thousand);
        to.write("half");
        to.end();
        return false;
    };
    made["/truncated-chunks"] = [](connection& to, seen const&) {
        to.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
        to.end();
        return false;
    };
    made["/cut"] = [](connection&, seen const&) { return false; };
    // TLS isn't ended, the connection is: anybody on the way could have done that
    made["/torn"] = [](connection& to, seen const&) {
        to.write("HTTP/1.1 200 OK\r\n\r\nhalf");
        return false;
    };
    made["/reset"] = [](connection& to, seen const&) {
        to.reset();
        return false;
    };
    return made;
}

inline std::size_t open_files() {
    std::filesystem::directory_iterator const files("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

// A variable of the environment, for as long as the object is there.
class environment_variable {
public:
    environment_variable(char const* name, std::string const& value) : x_name(name) {
        ::setenv(name, value.c_str(), 1);
    }
    environment_variable(environment_variable const&) = delete;
    environment_variable& operator=(environment_variable const&) = delete;
    ~environment_variable() { ::unsetenv(x_name); }

private:
    char const* x_name;
};

// The proxies of whoever runs the tests are none of theirs. To be called before the first request.
inline bool forget_proxies() {
    for (auto const* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                             "no_proxy", "NO_PROXY"}) {
        ::unsetenv(name);
    }
    return true;
}

}  // namespace lab

#endif
