// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_WEB_ADDRESS_HPP
#define BCAUTH_DETAIL_WEB_ADDRESS_HPP

#include <boost/url/parse.hpp>
#include <boost/url/scheme.hpp>
#include <boost/url/url_view.hpp>

#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

inline constexpr std::size_t max_address_bytes = 2048;

// host and port as the text has them. Boost.URL 1.81 takes `127.0.0.1.example.com` for the host `127.0.0.1` with the
// path `.example.com`, so the authority is cut out here.
struct web_authority {
    std::string_view host;
    std::string_view port;
    bool has_port = false;
};

constexpr web_authority web_authority_of(std::string_view url) noexcept {
    auto const scheme_end = url.find(':');
    if (scheme_end == std::string_view::npos || !url.substr(scheme_end).starts_with("://")) {
        return {};
    }
    url.remove_prefix(scheme_end + 3);
    auto const text = url.substr(0, url.find_first_of("/?#"));
    auto const bracket = text.starts_with('[') ? text.find(']') : 0;
    auto const colon = bracket == std::string_view::npos ? bracket : text.find(':', bracket);
    if (colon == std::string_view::npos) {
        return {text, {}};
    }
    return {text.substr(0, colon), text.substr(colon + 1), true};
}

// a name, an IPv4 address or a bracketed IPv6 address; anything else in it (userinfo, escapes) could hide another host
constexpr bool is_plain_host(std::string_view host) noexcept {
    bool const bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    auto const bare = bracketed ? host.substr(1, host.size() - 2) : host;
    for (char const c : bare) {
        bool const hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool const allowed = bracketed ? hex || c == ':' || c == '.'
                                       : hex || letter || c == '.' || c == '-' || c == '_';
        if (!allowed) {
            return false;
        }
    }
    return !bare.empty();
}

constexpr bool is_port(std::string_view text) noexcept {
    unsigned number = 0;
    for (char const c : text) {
        if (c < '0' || c > '9' || number > 65535) {
            return false;
        }
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return number >= 1 && number <= 65535;
}

constexpr bool is_loopback(std::string_view host) noexcept {
    return host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

// https with a host and no userinfo or fragment; http only at this machine and only when allowed
inline bool is_web_address(std::string_view text, bool allow_loopback_http) {
    if (text.size() > max_address_bytes) {
        return false;
    }
    auto const url = boost::urls::parse_uri(text);
    if (!url || url->has_fragment()) {
        return false;
    }
    auto const authority = web_authority_of(text);
    bool const secure = url->scheme_id() == boost::urls::scheme::https;
    bool const local = allow_loopback_http && url->scheme_id() == boost::urls::scheme::http &&
                       is_loopback(authority.host);
    return (secure || local) && is_plain_host(authority.host) &&
           (!authority.has_port || is_port(authority.port));
}

// the same with nothing after host and port, so that a path can be added by concatenation
inline bool is_web_origin(std::string_view text, bool allow_loopback_http) {
    return is_web_address(text, allow_loopback_http) &&
           text.find_first_of("/?", text.find(':') + 3) == std::string_view::npos;
}

}  // namespace bcauth::inline v0::detail

#endif
