// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_DEAD_PORT_HPP
#define BCAUTH_TESTS_SUPPORT_DEAD_PORT_HPP

#include <cstdint>
#include <cstdlib>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace lab {

// A port where nobody listens. A socket that never will has it as long as the program runs, so that no server is given
// it meanwhile.
class dead_end {
public:
    dead_end() {
        int const yes = 1;
        sockaddr_in here{};
        here.sin_family = AF_INET;
        here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* const address = reinterpret_cast<sockaddr*>(&here);
        socklen_t size = sizeof here;
        x_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::setsockopt(x_socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
            ::bind(x_socket, address, size) != 0 || ::getsockname(x_socket, address, &size) != 0) {
            std::abort();
        }
        x_port = ntohs(here.sin_port);
    }
    dead_end(dead_end const&) = delete;
    dead_end& operator=(dead_end const&) = delete;
    ~dead_end() { ::close(x_socket); }

    [[nodiscard]] std::uint16_t port() const noexcept { return x_port; }

private:
    int x_socket = -1;
    std::uint16_t x_port = 0;
};
inline dead_end const dead_socket;  // from the start, since open files are counted

inline std::string dead_port() {
    return std::to_string(dead_socket.port());
}

}  // namespace lab

#endif
