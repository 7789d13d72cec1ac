// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_BEAST_REQUEST_HPP
#define BCAUTH_TRANSPORT_DETAIL_BEAST_REQUEST_HPP

#include <bcauth/detail/ascii_case.hpp>
#include <bcauth/detail/authority.hpp>
#include <bcauth/detail/message_framing.hpp>
#include <bcauth/detail/web_address.hpp>
#include <bcauth/detail/wiping_allocator.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/version.hpp>

#include <boost/url/parse.hpp>
#include <boost/url/scheme.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bcauth::inline v0::detail {

using wiped_bytes = std::vector<char, wiping_allocator<char>>;

inline void append(wiped_bytes& text, std::initializer_list<std::string_view> pieces) {
    for (auto const piece : pieces)
        text.insert(text.end(), piece.begin(), piece.end());
}

inline std::string_view view_of(wiped_bytes const& text) noexcept {
    return {text.data(), text.size()};
}

// Where a request goes.
struct beast_address {
    bool secure = true;
    std::string host;  // in lower case, without brackets
    std::uint16_t port = 443;
    std::string authority;  // the value of Host
    std::string target;
};

inline std::uint16_t port_number(std::string_view text) noexcept {
    std::uint16_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// what stands after the authority, without a fragment
inline std::string target_of(std::string_view url, web_authority const& at) {
    auto const begin =
        at.has_port ? at.port.data() + at.port.size() : at.host.data() + at.host.size();
    auto rest = url.substr(static_cast<std::size_t>(begin - url.data()));
    rest = rest.substr(0, rest.find('#'));
    return rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest);
}

// nothing for an address that no request goes to: malformed, with userinfo, neither https nor, where that is allowed,
// http at this machine
inline std::optional<beast_address> read_address(std::string_view url, bool allow_loopback_http) {
    auto const parsed = boost::urls::parse_uri(url);
    if (!parsed) return std::nullopt;
    auto const at = web_authority_of(url);
    if (!is_plain_host(at.host) || (at.has_port && !is_port(at.port))) return std::nullopt;
    beast_address made;
    made.secure = parsed->scheme_id() == boost::urls::scheme::https;
    made.host = at.host;
    std::transform(made.host.begin(), made.host.end(), made.host.begin(), ascii_lower);
    bool const local = allow_loopback_http && is_loopback(made.host) &&
                       parsed->scheme_id() == boost::urls::scheme::http;
    if (!made.secure && !local) return std::nullopt;
    std::uint16_t const usual = made.secure ? 443 : 80;
    made.port = at.has_port ? port_number(at.port) : usual;
    made.authority = made.host;
    if (made.port != usual) made.authority.append(":").append(std::to_string(made.port));
    if (made.host.front() == '[') made.host = made.host.substr(1, made.host.size() - 2);
    made.target = target_of(url, at);
    return made;
}

// All that goes before the body. `fields` has judged what it holds, and Boost.URL the address, so that no line of it can
// be ended by either.
inline wiped_bytes request_head(http::request const& message, beast_address const& to) {
    wiped_bytes head;
    auto const& fields = message.fields;
    append(head, {http::name(message.verb), " ", to.target, " HTTP/1.1\r\n"});
    if (fields.count("Host") == 0) append(head, {"Host: ", to.authority, "\r\n"});
    if (fields.count("User-Agent") == 0) append(head, {"User-Agent: bcauth/", version, "\r\n"});
    for (auto const& each : fields) {
        auto const value = each.value.expose();
        append(head, {each.name, value.empty() ? ":" : ": ", value, "\r\n"});
    }
    if (has_body(message)) {
        append(head, {"Content-Length: ", std::to_string(message.body.size()), "\r\n"});
    }
    append(head, {"\r\n"});
    return head;
}

}  // namespace bcauth::inline v0::detail

#endif
