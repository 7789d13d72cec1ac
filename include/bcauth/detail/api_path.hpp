// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_API_PATH_HPP
#define BCAUTH_DETAIL_API_PATH_HPP

#include <bcauth/detail/percent.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

inline constexpr std::size_t max_api_path_bytes = 4096;

// RFC 3986 section 3.3, pchar without the escapes
constexpr bool is_path_character(char c) noexcept {
    constexpr std::string_view marks = "-._~!$&'()*+,;=:@";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
}

// Whether no reader of a segment can take it for more than one, or for a step up: no dot segment, and no escape of
// what would make one, or would make another escape for who decodes twice.
constexpr bool is_path_segment(std::string_view segment) noexcept {
    if (segment.empty() || segment == "." || segment == "..") return false;
    for (std::size_t at = 0; at < segment.size(); ++at) {
        if (segment[at] == '%') {
            auto const byte = percent_byte(segment, at);
            if (byte < 0x20 || byte == 0x7f || byte == '/' || byte == '\\' || byte == '.' ||
                byte == '%') {
                return false;
            }
            at += 2;
        } else if (!is_path_character(segment[at])) {
            return false;
        }
    }
    return true;
}

// RFC 3986 section 3.4
constexpr bool is_url_query(std::string_view query) noexcept {
    for (std::size_t at = 0; at < query.size(); ++at) {
        char const c = query[at];
        if (c == '%' ? percent_byte(query, at) < 0
                     : !is_path_character(c) && c != '/' && c != '?') {
            return false;
        }
        at += c == '%' ? 2U : 0U;
    }
    return true;
}

// The path of `text` without the slash at its end, which the platform answers with 401 or 403; empty when the text
// isn't a path below the store's own, with a query or without.
constexpr std::string_view api_path_of(std::string_view text) noexcept {
    if (text.size() > max_api_path_bytes) return {};
    auto path = text.substr(0, text.find('?'));
    auto const query = text.substr(path.size());
    if (!query.empty() && !is_url_query(query.substr(1))) return {};
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    auto const whole = path;
    while (path.starts_with('/')) {
        path.remove_prefix(1);
        auto const segment = path.substr(0, std::min(path.find('/'), path.size()));
        if (!is_path_segment(segment)) return {};
        path.remove_prefix(segment.size());
    }
    return path.empty() ? whole : std::string_view{};
}

}  // namespace bcauth::inline v0::detail

#endif
