// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_COOKIE_HPP
#define BCAUTH_DETAIL_COOKIE_HPP

#include <bcauth/http/fields.hpp>

#include <algorithm>
#include <optional>
#include <string_view>

namespace bcauth::inline v0::detail {

constexpr std::string_view trim_blanks(std::string_view text) noexcept {
    auto const first = std::min(text.find_first_not_of(" \t"), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

// The value of the cookie of that name, where the request has it once in one Cookie field (RFC 6265 section 5.4). Two
// of a name come from two origins, and nothing tells which one is ours.
inline std::optional<std::string_view> only_cookie(http::fields const& all,
                                                   std::string_view name) noexcept {
    auto const field = all.find("Cookie");
    if (!field || all.count("Cookie") != 1) {
        return std::nullopt;
    }
    std::optional<std::string_view> found;
    for (auto rest = *field; !rest.empty();) {
        auto const pair = trim_blanks(rest.substr(0, rest.find(';')));
        rest.remove_prefix(std::min(rest.find(';'), rest.size() - 1) + 1);
        auto const equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != name) {
            continue;
        }
        if (found) {
            return std::nullopt;
        }
        found = pair.substr(equals + 1);
    }
    return found;
}

}  // namespace bcauth::inline v0::detail

#endif
