// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_WEB_ADDRESS_HPP
#define BCAUTH_DETAIL_WEB_ADDRESS_HPP

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

inline constexpr std::size_t max_address_bytes = 2048;

// a name, an IPv4 address or a bracketed IPv6 address; percent-encoding and sub-delims could hide another host
inline bool is_plain_host(std::string_view host) noexcept {
    if (host.empty()) {
        return false;
    }
    bool const bracketed = host.front() == '[';
    for (char const c : host) {
        bool const alphanumeric =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool const mark = bracketed ? c == ':' || c == '[' || c == ']' || c == '.'
                                    : c == '.' || c == '-' || c == '_';
        if (!alphanumeric && !mark) {
            return false;
        }
    }
    return true;
}

inline bool is_loopback(std::string_view host) noexcept {
    return host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

// https with a host and no userinfo or fragment; http only at this machine and only when allowed
inline bool is_web_address(boost::urls::url_view const& url, bool allow_loopback_http) {
    std::string_view const host = url.encoded_host();
    bool const secure = url.scheme_id() == boost::urls::scheme::https;
    bool const local =
        allow_loopback_http && url.scheme_id() == boost::urls::scheme::http && is_loopback(host);
    bool const port_is_usable = !url.has_port() || url.port_number() != 0;
    return (secure || local) && url.has_authority() && is_plain_host(host) && port_is_usable &&
           !url.has_userinfo() && !url.has_fragment();
}

inline bool is_web_address(std::string_view text, bool allow_loopback_http) {
    if (text.size() > max_address_bytes) {
        return false;
    }
    auto const url = boost::urls::parse_uri(text);
    return url && is_web_address(*url, allow_loopback_http);
}

// the same with nothing after host and port, so that a path can be added by concatenation
inline bool is_web_origin(std::string_view text, bool allow_loopback_http) {
    if (text.size() > max_address_bytes) {
        return false;
    }
    auto const url = boost::urls::parse_uri(text);
    return url && is_web_address(*url, allow_loopback_http) && url->encoded_path().empty() &&
           !url->has_query();
}

}  // namespace bcauth::inline v0::detail

#endif
