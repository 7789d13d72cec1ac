// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_JWT_COMPACT_HPP
#define BCAUTH_JWT_COMPACT_HPP

#include <bcauth/error.hpp>
#include <bcauth/secret.hpp>

#include <string_view>

namespace bcauth::inline v0::jwt {

/** The three parts of a JWT, still encoded and not trusted.

    @par Lifetime
    As long as the token's text.
    @par Specification
    RFC 7515 section 3.1
*/
class compact {
public:
    /** Splits a token at its two dots. Nothing is decoded.

        @par Errors
        `errc::token_shape` unless there are exactly three non-empty parts.
        @par Complexity
        Linear; the search ends at a third dot.
    */
    [[nodiscard]] static result<compact> split(received_token token) noexcept {
        auto const text = token.expose();
        auto const first = text.find('.');
        if (first == std::string_view::npos || first == 0) {
            return errc::token_shape;
        }
        auto const second = text.find('.', first + 1);
        if (second == std::string_view::npos || second == first + 1 || second + 1 == text.size() ||
            text.find('.', second + 1) != std::string_view::npos) {
            return errc::token_shape;
        }
        return compact(text, first, second);
    }

    [[nodiscard]] std::string_view header() const noexcept { return x_text.substr(0, x_first); }
    [[nodiscard]] std::string_view payload() const noexcept {
        return x_text.substr(x_first + 1, x_second - x_first - 1);
    }
    [[nodiscard]] std::string_view signature() const noexcept {
        return x_text.substr(x_second + 1);
    }
    /** What is signed: header, dot, payload. */
    [[nodiscard]] std::string_view signing_input() const noexcept {
        return x_text.substr(0, x_second);
    }

private:
    compact(std::string_view text, std::size_t first, std::size_t second) noexcept
        : x_text(text),
          x_first(first),
          x_second(second) {}

    std::string_view x_text;
    std::size_t x_first;
    std::size_t x_second;
};

}  // namespace bcauth::inline v0::jwt

#endif
