// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_WEB_ADDRESS_HPP
#define BCAUTH_DETAIL_WEB_ADDRESS_HPP

#include <bcauth/detail/authority.hpp>

#include <boost/url/parse.hpp>
#include <boost/url/scheme.hpp>
#include <boost/url/url_view.hpp>

#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

inline constexpr std::size_t max_address_bytes = 2048;

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
