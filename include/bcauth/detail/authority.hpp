// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_AUTHORITY_HPP
#define BCAUTH_DETAIL_AUTHORITY_HPP

#include <string_view>

namespace bcauth::inline v0::detail {

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

}  // namespace bcauth::inline v0::detail

#endif
