// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_API_ERROR_HPP
#define BCAUTH_API_ERROR_HPP

#include <bcauth/detail/json_record.hpp>
#include <bcauth/detail/json_scanner.hpp>
#include <bcauth/detail/tell.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/jwt/claims.hpp>
#include <bcauth/secret.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

// What an error says, in the order in which it is told: a v3 problem, a v2 message, what else has been seen. A member of
// another type leaves the error without words.
inline constexpr std::array api_error_table{
    jwt::claim_rule{.name = "title",
                    .member = 0,
                    .type = jwt::claim_type::nullable_text,
                    .need = jwt::presence::optional},
    jwt::claim_rule{.name = "detail",
                    .member = 1,
                    .type = jwt::claim_type::nullable_text,
                    .need = jwt::presence::optional},
    jwt::claim_rule{.name = "message",
                    .member = 2,
                    .type = jwt::claim_type::nullable_text,
                    .need = jwt::presence::optional},
    jwt::claim_rule{.name = "error",
                    .member = 3,
                    .type = jwt::claim_type::nullable_text,
                    .need = jwt::presence::optional},
};

inline void append_api_error(wiped_text& words, std::string_view object) {
    json_record<api_error_table.size()> said;
    if (said.read(object, api_error_table) != errc{}) return;
    for (auto const& rule : api_error_table) {
        append_words(words, said[rule.member].text);
    }
}

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0::api {

/** Longer answers that refuse are not searched for words. */
inline constexpr std::size_t max_error_bytes = std::size_t{64} * 1024;

/** Which statuses are errors and not values: `errc::unexpected_redirect` at 3xx, `errc::api_unauthorized` at 401,
    `errc::api_forbidden` at 403, `errc::rate_limited` at 429; `errc{}` at all others. */
[[nodiscard]] constexpr errc error_of(int status) noexcept {
    switch (status) {
        case 401: return errc::api_unauthorized;
        case 403: return errc::api_forbidden;
        case 429: return errc::rate_limited;
        default: return status >= 300 && status < 400 ? errc::unexpected_redirect : errc{};
    }
}

/** Puts the platform's words out of an answer that refuses into diagnostics, when it has any: of v3 `title` and
    `detail`, of v2 each `message`. Nothing of the token comes along.
    @par Specification
    The platform's "Status Codes"
*/
inline void tell_error(std::string_view body, secret const& token, diagnostics& why) {
    if (body.size() > max_error_bytes) return;
    detail::wiped_text words;
    bool const listed = detail::each_element(body, [&words](std::string_view element) {
        detail::append_api_error(words, element);
        return words.size() < diagnostics::max_message_bytes;
    });
    if (!listed && words.empty()) detail::append_api_error(words, body);
    detail::tell(why, words, token, {});
}

}  // namespace bcauth::inline v0::api

#endif
