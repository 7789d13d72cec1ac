// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_BEAST_PROXY_HPP
#define BCAUTH_TRANSPORT_DETAIL_BEAST_PROXY_HPP

#include <bcauth/codec/base64.hpp>
#include <bcauth/connection/event.hpp>
#include <bcauth/connection/proxy.hpp>
#include <bcauth/error.hpp>
#include <bcauth/transport/detail/beast_reply.hpp>
#include <bcauth/transport/detail/beast_request.hpp>
#include <bcauth/version.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace bcauth::inline v0::detail {

// What is said to a proxy to be let through: no I/O. `output()` is written, then at most `wanted()` bytes are read and
// given to `take()`, which says what comes next. No byte is read that belongs to what comes after the proxy.
class proxy_talk {
public:
    enum class next : unsigned char { write, read, done, failed };

    proxy_talk(proxy const& via, beast_address const& to, std::size_t header_bytes)
        : x_via(via),
          x_to(to),
          x_reply(header_bytes, std::numeric_limits<std::size_t>::max()) {}
    proxy_talk(proxy_talk const&) = delete;
    proxy_talk& operator=(proxy_talk const&) = delete;
    ~proxy_talk() = default;

    next begin() {
        switch (x_via.kind) {
            case proxy_kind::http: return ask_for_a_tunnel();
            case proxy_kind::socks4: return ask_socks4();
            default: return greet_socks5();
        }
    }

    [[nodiscard]] std::string_view output() const& noexcept { return view_of(x_output); }
    [[nodiscard]] std::size_t wanted() const noexcept { return x_wanted - x_input.size(); }
    [[nodiscard]] connection_trouble trouble() const noexcept { return x_trouble; }
    // of a refusal over HTTP
    [[nodiscard]] int status() const noexcept { return x_reply.status(); }

    next take(std::string_view bytes) {
        if (x_via.kind == proxy_kind::http) return take_tunnel(bytes);
        append(x_input, {bytes});
        if (wanted() != 0) return next::read;
        return (this->*x_step)();
    }

private:
    next ask_for_a_tunnel() {
        bool const v6 = x_to.host.find(':') != std::string::npos;
        auto const target =
            (v6 ? "[" + x_to.host + "]" : x_to.host) + ":" + std::to_string(x_to.port);
        append(x_output, {"CONNECT ", target, " HTTP/1.1\r\nHost: ", target,
                          "\r\nUser-Agent: bcauth/", version, "\r\n"});
        if (x_via.auth == proxy_auth::basic) {
            wiped_bytes plain;
            append(plain, {x_via.user, ":", x_via.password.expose()});
            wiped_bytes letters(base64_encoded_size(plain.size(), base64_padding::required));
            encode_base64(view_of(plain), base64_alphabet::standard, base64_padding::required,
                          letters.data());
            append(x_output, {"Proxy-Authorization: Basic ", view_of(letters), "\r\n"});
        }
        append(x_output, {"\r\n"});
        x_wanted = 4096;
        return next::write;
    }

    // The head is all that is read: a tunnel has no body, and TLS lets the client speak first.
    next take_tunnel(std::string_view bytes) {
        auto const state = x_reply.take(bytes);
        if (!x_reply.has_head()) {
            return state == reply_state::more ? next::read
                                              : fail(connection_trouble::proxy_refused);
        }
        // tinyproxy says 401 of wrong credentials
        if (x_reply.status() == 407 || x_reply.status() == 401) {
            return fail(connection_trouble::proxy_authentication);
        }
        bool const through = x_reply.status() / 100 == 2 && x_reply.is_head_alone();
        return through ? next::done : fail(connection_trouble::proxy_refused);
    }

    next ask_socks4() {
        if (x_to.host.find(':') != std::string::npos) return fail(connection_trouble::unsupported);
        put({4, 1});
        put_port();
        boost::system::error_code code;
        auto const v4 = boost::asio::ip::make_address_v4(x_to.host, code);
        if (!code) {
            for (auto const byte : v4.to_bytes())
                put({byte});
        } else {
            // 4a: an address that is none says that a name follows
            put({0, 0, 0, 1});
        }
        append(x_output, {x_via.user, std::string_view("\0", 1)});
        if (code) append(x_output, {x_to.host, std::string_view("\0", 1)});
        expect(8, &proxy_talk::take_socks4);
        return next::write;
    }

    next take_socks4() {
        switch (input(1)) {
            case 0x5a: return input(0) == 0 ? next::done : fail(connection_trouble::proxy_refused);
            case 0x5c:
            case 0x5d: return fail(connection_trouble::proxy_authentication);
            default: return fail(connection_trouble::proxy_refused);
        }
    }

    // RFC 1928 section 3
    next greet_socks5() {
        if (x_via.user.empty()) {
            put({5, 1, 0});
        } else {
            put({5, 2, 0, 2});
        }
        expect(2, &proxy_talk::take_method);
        return next::write;
    }

    next take_method() {
        if (input(0) != 5) return fail(connection_trouble::proxy_refused);
        if (input(1) == 0) return ask_socks5();
        if (input(1) != 2 || x_via.user.empty()) {
            return fail(connection_trouble::proxy_authentication);
        }
        // RFC 1929
        x_output.clear();
        put({1, static_cast<unsigned char>(x_via.user.size())});
        append(x_output, {x_via.user});
        put({static_cast<unsigned char>(x_via.password.size())});
        append(x_output, {x_via.password.expose()});
        expect(2, &proxy_talk::take_login);
        return next::write;
    }

    next take_login() {
        return input(1) == 0 ? ask_socks5() : fail(connection_trouble::proxy_authentication);
    }

    // RFC 1928 section 4
    next ask_socks5() {
        x_output.clear();
        put({5, 1, 0});
        boost::system::error_code code;
        auto const address = boost::asio::ip::make_address(x_to.host, code);
        if (code) {
            if (x_to.host.size() > 255) return fail(connection_trouble::unsupported);
            put({3, static_cast<unsigned char>(x_to.host.size())});
            append(x_output, {x_to.host});
        } else if (address.is_v4()) {
            put({1});
            put(address.to_v4().to_bytes());
        } else {
            put({4});
            put(address.to_v6().to_bytes());
        }
        put_port();
        expect(2, &proxy_talk::take_verdict);
        return next::write;
    }

    // a proxy that refuses need not send the rest
    next take_verdict() {
        if (input(0) != 5 || input(1) != 0) return fail(connection_trouble::proxy_refused);
        expect(3, &proxy_talk::take_bound_kind);
        return next::read;
    }

    // the address that the proxy used, which is of no interest but its length: one byte of it is here already
    next take_bound_kind() {
        std::size_t const port = 2;
        switch (input(1)) {
            case 1: expect(3 + port, &proxy_talk::take_bound); break;
            case 3: expect(input(2) + port, &proxy_talk::take_bound); break;
            case 4: expect(15 + port, &proxy_talk::take_bound); break;
            default: return fail(connection_trouble::proxy_refused);
        }
        return next::read;
    }

    next take_bound() { return next::done; }

    next fail(connection_trouble trouble) noexcept {
        x_trouble = trouble;
        return next::failed;
    }

    void expect(std::size_t bytes, next (proxy_talk::*step)()) {
        x_input.clear();
        x_wanted = bytes;
        x_step = step;
    }

    void put(std::initializer_list<unsigned char> bytes) {
        put(std::span<unsigned char const>(bytes.begin(), bytes.size()));
    }
    void put(std::span<unsigned char const> bytes) {
        std::transform(bytes.begin(), bytes.end(), std::back_inserter(x_output),
                       [](unsigned char byte) { return static_cast<char>(byte); });
    }
    void put_port() {
        put({static_cast<unsigned char>(x_to.port >> 8),
             static_cast<unsigned char>(x_to.port & 255)});
    }

    [[nodiscard]] unsigned char input(std::size_t at) const noexcept {
        return static_cast<unsigned char>(x_input[at]);
    }

    proxy const& x_via;
    beast_address const& x_to;
    beast_reply x_reply;
    wiped_bytes x_output;
    wiped_bytes x_input;
    std::size_t x_wanted = 0;
    next (proxy_talk::*x_step)() = nullptr;
    connection_trouble x_trouble = connection_trouble::none;
};

}  // namespace bcauth::inline v0::detail

#endif
