// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_DETAIL_HOST_MATCH_HPP
#define BCAUTH_CONNECTION_DETAIL_HOST_MATCH_HPP

#include <bcauth/detail/ascii_case.hpp>
#include <bcauth/detail/authority.hpp>

#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bcauth::inline v0::detail {

// an address by its value, so that two spellings of it are equal; of size 0 where the text is none
struct ip_value {
    std::array<unsigned char, 16> bytes{};
    std::size_t size = 0;
};

inline ip_value ip_value_of(std::string_view text) noexcept {
    ip_value made;
    if (auto const v4 = boost::urls::parse_ipv4_address(text)) {
        auto const bytes = v4->to_bytes();
        made.size = bytes.size();
        std::copy(bytes.begin(), bytes.end(), made.bytes.begin());
    } else if (auto const v6 = boost::urls::parse_ipv6_address(text)) {
        auto const bytes = v6->to_bytes();
        made.size = bytes.size();
        std::copy(bytes.begin(), bytes.end(), made.bytes.begin());
    }
    return made;
}

inline bool shares_prefix(ip_value const& left, ip_value const& right, std::size_t bits) noexcept {
    auto const whole = bits / 8;
    if (left.size != right.size || bits > left.size * 8 ||
        !std::equal(left.bytes.begin(), left.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                    right.bytes.begin())) {
        return false;
    }
    auto const rest = bits % 8;
    return rest == 0 || (left.bytes[whole] ^ right.bytes[whole]) >> (8 - rest) == 0;
}

constexpr std::string_view without_blanks(std::string_view text) noexcept {
    auto const blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

// a decimal number of at most `most`, -1 for anything else
constexpr int small_number(std::string_view text, int most) noexcept {
    int number = text.empty() ? -1 : 0;
    for (char const c : text) {
        if (c < '0' || c > '9' || number > most) {
            return -1;
        }
        number = number * 10 + (c - '0');
    }
    return number > most ? -1 : number;
}

// `HOST`, `HOST:PORT`, `[IPV6]`, `[IPV6]:PORT` or `IPV6`; `port` is empty where there is none
struct host_entry {
    std::string_view host;
    std::string_view port;
    bool good = false;
};

constexpr host_entry host_entry_of(std::string_view text) noexcept {
    if (text.starts_with('[')) {
        auto const end = text.find(']');
        if (end == std::string_view::npos) return {};
        auto const rest = text.substr(end + 1);
        auto const host = text.substr(1, end - 1);
        return rest.empty() ? host_entry{host, {}, true}
                            : host_entry{host, rest.substr(1),
                                         rest.front() == ':' && is_port(rest.substr(1))};
    }
    auto const colon = text.find(':');
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos) {
        return {text, {}, !text.empty()};
    }
    auto const port = text.substr(colon + 1);
    return {text.substr(0, colon), port, colon != 0 && is_port(port)};
}

// the name itself or, where it says so, one below it
inline bool is_or_is_below(std::string_view host, std::string_view name) noexcept {
    bool const only_below = name.starts_with("*.");
    name.remove_prefix(only_below ? 2 : name.starts_with('.') ? 1 : 0);
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.empty() || host.size() < name.size()) return false;
    auto const above = host.size() - name.size();
    if (!equal_ignoring_case(host.substr(above), name)) return false;
    return above == 0 ? !only_below : host[above - 1] == '.';
}

inline bool is_exception(std::string_view entry, std::string_view host,
                         std::uint16_t port) noexcept {
    entry = without_blanks(entry);
    if (entry == "*") return true;
    auto const address = ip_value_of(host);
    if (auto const slash = entry.find('/'); slash != std::string_view::npos) {
        auto const network = host_entry_of(entry.substr(0, slash));
        auto const value = ip_value_of(network.host);
        auto const bits = small_number(entry.substr(slash + 1), 128);
        return network.port.empty() && value.size != 0 && bits >= 0 &&
               shares_prefix(address, value, static_cast<std::size_t>(bits));
    }
    auto const read = host_entry_of(entry);
    if (!read.good) return false;
    if (!read.port.empty() && small_number(read.port, 65535) != port) return false;
    if (read.host == "*") return true;
    auto const value = ip_value_of(read.host);
    if (address.size != 0 || value.size != 0) {
        return value.size != 0 && shares_prefix(address, value, value.size * 8);
    }
    return is_or_is_below(host, read.host);
}

// a name, or an address without brackets, that a proxy can be asked for (RFC 1928 section 5 has one byte for its length)
inline bool is_reachable_host(std::string_view host) noexcept {
    if (host.find(':') != std::string_view::npos) return ip_value_of(host).size != 0;
    return host.size() <= 255 && is_plain_host(host) && host.front() != '[';
}

// whether an entry has one of the forms that is_exception knows
inline bool is_exception_form(std::string_view entry) noexcept {
    if (auto const slash = entry.find('/'); slash != std::string_view::npos) {
        auto const network = host_entry_of(entry.substr(0, slash));
        auto const value = ip_value_of(network.host);
        auto const most = static_cast<int>(value.size) * 8;
        return network.good && network.port.empty() && value.size != 0 &&
               small_number(entry.substr(slash + 1), most) >= 0;
    }
    auto const read = host_entry_of(entry);
    auto name = read.host;
    if (!read.good || name == "*") return read.good;
    if (entry.starts_with('[')) return ip_value_of(name).size == 16;
    name.remove_prefix(name.starts_with("*.") ? 2 : name.starts_with('.') ? 1 : 0);
    return is_reachable_host(name);
}

}  // namespace bcauth::inline v0::detail

#endif
