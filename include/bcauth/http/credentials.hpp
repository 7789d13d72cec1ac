// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_HTTP_CREDENTIALS_HPP
#define BCAUTH_HTTP_CREDENTIALS_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/fields.hpp>
#include <bcauth/http/query.hpp>
#include <bcauth/secret.hpp>

#include <cstddef>
#include <string_view>

namespace bcauth::inline v0 {

namespace detail {

// token68 of RFC 9110 section 11.2: one word, which no quote, comma or second token fits into
constexpr bool is_token68(std::string_view text) noexcept {
    while (text.ends_with('=')) {
        text.remove_suffix(1);
    }
    for (auto const c : text) {
        bool const alphanumeric =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        bool const mark = c == '-' || c == '.' || c == '_' || c == '~' || c == '+' || c == '/';
        if (!alphanumeric && !mark) return false;
    }
    return !text.empty();
}

constexpr result<received_token> token_of(std::string_view text) noexcept {
    if (!is_token68(text)) return errc::invalid_credentials;
    return received_token(text);
}

constexpr bool is_bearer(std::string_view scheme) noexcept {
    constexpr std::string_view name = "bearer";
    if (scheme.size() != name.size()) return false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        auto const c = scheme[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != name[i]) return false;
    }
    return true;
}

}  // namespace detail

namespace http {

/** The token that stands alone in the header of that name, once.
    @par Errors
    `errc::missing_credentials` when there is no such header or it is empty; `errc::invalid_credentials` when it comes
    twice or holds anything but one token.
    @par Lifetime
    Until the fields are changed.
    @par Specification
    RFC 9110 section 11.2, token68
*/
[[nodiscard]] inline result<received_token> from_header(fields const& all,
                                                        std::string_view name) noexcept {
    auto const value = all.find(name);
    if (!value || (value->empty() && all.count(name) == 1)) return errc::missing_credentials;
    if (all.count(name) != 1) return errc::invalid_credentials;
    return detail::token_of(*value);
}
result<received_token> from_header(fields const&&, std::string_view) = delete;

/** The token of `Authorization: Bearer TOKEN`, the scheme in any case, one space behind it.
    @par Errors
    `errc::missing_credentials` when there is no such header or it is empty; `errc::invalid_credentials` when it comes
    twice, has another scheme, or holds anything but one token: two of them, a list, quotes.
    @par Lifetime
    Until the fields are changed.
    @par Specification
    RFC 6750 section 2.1
*/
[[nodiscard]] inline result<received_token> bearer(fields const& all) noexcept {
    constexpr std::string_view name = "Authorization";
    auto const value = all.find(name);
    if (!value || (value->empty() && all.count(name) == 1)) return errc::missing_credentials;
    auto const space = value->find(' ');
    if (all.count(name) != 1 || space == std::string_view::npos ||
        !detail::is_bearer(value->substr(0, space))) {
        return errc::invalid_credentials;
    }
    return detail::token_of(value->substr(space + 1));
}
result<received_token> bearer(fields const&&) = delete;

/** The token that is the value of a query parameter. No escape is decoded: a token needs none.
    @par Errors
    `errc::missing_credentials` when there is no such parameter or it is empty; `errc::invalid_credentials` when it holds
    anything but one token.
    @par Lifetime
    That of the text that the query was parsed from.
*/
[[nodiscard]] inline result<received_token> from_query(query const& parameters,
                                                       std::string_view name) noexcept {
    auto const value = parameters.find(name);
    if (!value || value->raw().empty()) return errc::missing_credentials;
    return detail::token_of(value->raw());
}

}  // namespace http

}  // namespace bcauth::inline v0

#endif
