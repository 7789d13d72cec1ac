// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_FUZZ_SUPPORT_OAUTH_ORACLE_HPP
#define BCAUTH_TESTS_FUZZ_SUPPORT_OAUTH_ORACLE_HPP

#include <bcauth/diagnostics.hpp>
#include "support/app.hpp"
#include "support/require.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>

// What an installation's texts have in common: scopes, identifiers, and what diagnostics may say.
namespace fuzz {

using scope_names = std::set<std::string>;

inline bool is_visible(std::string_view text, std::size_t longest) {
    return !text.empty() && text.size() <= longest &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

/// RFC 6749 section 3.3, with commas as separators too.
inline std::optional<scope_names> read_scopes(std::string_view text) {
    scope_names names;
    std::size_t count = 0;
    bool good = text.size() <= 4096;
    while (good && !text.empty()) {
        auto const end = std::min(text.find_first_of(" ,"), text.size());
        auto const name = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!name.empty()) {
            names.emplace(name);
            good = ++count <= 256 && is_visible(name, 128) &&
                   name.find_first_of("\"\\") == std::string_view::npos;
        }
    }
    return good ? std::optional(names) : std::nullopt;
}

/// What the app requires and these scopes don't allow, as the library lists it.
inline std::string missing_scopes(scope_names const& granted) {
    bool const orders = granted.contains("store_v2_orders");
    bool const products = granted.contains("store_v2_products_read_only") ||
                          granted.contains("store_v2_products") ||
                          granted.contains("store_v2_products_manage");
    return std::string(orders ? "" : "store_v2_orders") + (orders || products ? "" : " ") +
           (products ? "" : "store_v2_products_read_only");
}

/// RFC 9562 section 4.
inline bool is_uuid(std::string text) {
    for (auto const at : {23U, 18U, 13U, 8U}) {
        if (text.size() <= at || text[at] != '-') {
            return false;
        }
        text.erase(at, 1);
    }
    return text.size() == 32 &&
           text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

/// A message as it was before its escapes, with a NUL where something was taken out.
inline std::string before_escapes(std::string_view message) {
    constexpr std::string_view taken_out = "[redacted]";
    std::string text;
    while (!message.empty()) {
        bool const hole = message.substr(0, taken_out.size()) == taken_out;
        bool const escape = message.front() == '\\';
        if (escape) {
            require(message.size() >= 4 && message[1] == 'x', "an escape is whole");
            text += static_cast<char>(std::stoi(std::string(message.substr(2, 2)), nullptr, 16));
        } else {
            text += hole ? '\0' : message.front();
        }
        message.remove_prefix(hole ? taken_out.size() : escape ? 4 : 1);
    }
    return text;
}

/// Nothing of eight bytes that also stands in a secret is told to anybody.
inline void check_words(bcauth::diagnostics const& why,
                        std::initializer_list<std::string_view> others) {
    auto const& message = why.message();
    require(message.size() <= bcauth::diagnostics::max_message_bytes, "a bounded message");
    require(
        std::all_of(message.begin(), message.end(), [](char c) { return c >= ' ' && c < 0x7f; }),
        "a printable message");
    auto const text = before_escapes(message);
    auto const check = [&](std::string_view secret) {
        for (std::size_t at = 0; at + 8 <= secret.size(); ++at) {
            require(text.find(secret.substr(at, 8)) == std::string::npos, "no secret in a message");
        }
    };
    std::for_each(secrets.begin(), secrets.end(), check);
    std::for_each(others.begin(), others.end(), check);
}

}  // namespace fuzz

#endif
