// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_DETAIL_PROXY_URL_HPP
#define BCAUTH_CONNECTION_DETAIL_PROXY_URL_HPP

#include <bcauth/connection/detail/host_match.hpp>
#include <bcauth/detail/ascii_case.hpp>
#include <bcauth/detail/authority.hpp>
#include <bcauth/detail/percent.hpp>
#include <bcauth/secret.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// RFC 1929 section 2 has one byte for the length
inline constexpr std::size_t max_socks_credential_bytes = 255;

// what a variable such as https_proxy says
struct proxy_url {
    std::string_view scheme;
    std::string_view host;
    std::uint16_t port = 0;
    secret user;
    secret password;
};

// the byte at a place, escaped or not, and behind it the next place; -1 where an escape is none
constexpr int next_byte(std::string_view text, std::size_t& at) noexcept {
    if (text[at] != '%') return static_cast<unsigned char>(text[at++]);
    auto const byte = percent_byte(text, at);
    at += 3;
    return byte;
}

// escapes are taken away; bytes that no proxy's dialogue can carry are refused
inline std::optional<secret> unescaped_part(std::string_view text) {
    std::size_t size = 0;
    for (std::size_t at = 0; at < text.size(); ++size) {
        auto const byte = next_byte(text, at);
        if (byte < 0x20 || byte == 0x7f) return std::nullopt;
    }
    return secret::of_size(size, [&](std::span<char> out) {
        std::size_t at = 0;
        for (auto& each : out) {
            each = static_cast<char>(next_byte(text, at));
        }
    });
}

inline bool read_credentials(std::string_view text, proxy_url& into) {
    auto const colon = text.find(':');
    auto user = unescaped_part(text.substr(0, colon));
    auto password = unescaped_part(colon == std::string_view::npos ? "" : text.substr(colon + 1));
    if (!user || !password) return false;
    into.user = std::move(*user);
    into.password = std::move(*password);
    return true;
}

// what SOCKS can carry; an HTTP proxy takes anything
inline bool suits_its_scheme(proxy_url const& url) noexcept {
    if (!url.scheme.starts_with("socks")) return true;
    bool const fits = url.user.size() <= max_socks_credential_bytes &&
                      url.password.size() <= max_socks_credential_bytes;
    return fits && (url.password.empty() || url.scheme.starts_with("socks5"));
}

// `[SCHEME://][USER[:PASSWORD]@]HOST[:PORT][/]`
inline std::optional<proxy_url> read_proxy_url(std::string_view text) {
    constexpr std::array<std::string_view, 6> schemes{"http",    "https",  "socks4",
                                                      "socks4a", "socks5", "socks5h"};
    proxy_url made;
    made.scheme = schemes[0];
    if (auto const end = text.find("://"); end != std::string_view::npos) {
        auto const* const known = std::find_if(
            schemes.begin(), schemes.end(),
            [&](std::string_view each) { return equal_ignoring_case(each, text.substr(0, end)); });
        if (known == schemes.end()) return std::nullopt;
        made.scheme = *known;
        text.remove_prefix(end + 3);
    }
    if (text.ends_with('/')) text.remove_suffix(1);
    if (auto const at = text.rfind('@'); at != std::string_view::npos) {
        if (!read_credentials(text.substr(0, at), made)) return std::nullopt;
        text.remove_prefix(at + 1);
    }
    bool const bracketed = text.starts_with('[');
    auto const entry = host_entry_of(text);
    auto const shown = bracketed ? text.substr(0, entry.host.size() + 2) : entry.host;
    if (!entry.good || !is_plain_host(shown)) return std::nullopt;
    made.host = entry.host;
    made.port = entry.port.empty() ? static_cast<std::uint16_t>(made.scheme == "https" ? 443 : 1080)
                                   : static_cast<std::uint16_t>(small_number(entry.port, 65535));
    return made;
}

}  // namespace bcauth::inline v0::detail

#endif
