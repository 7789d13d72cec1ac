// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_APP_SESSION_HPP
#define BCAUTH_APP_SESSION_HPP

#include <bcauth/crypto/constant_time.hpp>
#include <bcauth/crypto/hmac.hpp>
#include <bcauth/detail/ascii_case.hpp>
#include <bcauth/detail/cookie.hpp>
#include <bcauth/detail/session_claims.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/incoming.hpp>
#include <bcauth/http/query.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store_hash.hpp>

#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

namespace bcauth::inline v0 {

template <verification_policy Policy, mac_backend Backend>
class session_keys;

/** Who uses the app's page: the app's own word for it, once the platform's token was verified.

    Only `session_keys` makes one. What it says was true when it was made: whether the person is still there, the
    store says.
*/
class session {
public:
    [[nodiscard]] store_hash store() const noexcept { return x_facts.store; }
    [[nodiscard]] std::int64_t user_id() const noexcept { return x_facts.user_id; }
    [[nodiscard]] bool is_owner() const noexcept { return x_facts.is_owner; }
    [[nodiscard]] std::chrono::sys_seconds issued_at() const noexcept {
        return std::chrono::sys_seconds{std::chrono::seconds{x_facts.issued_at}};
    }
    [[nodiscard]] std::chrono::sys_seconds expires_at() const noexcept {
        return std::chrono::sys_seconds{std::chrono::seconds{x_facts.expires_at}};
    }

    /** What the page sends with each changing request: letters, digits, `-` and `_`, so it needs no escaping. */
    [[nodiscard]] secret const& csrf_token() const& noexcept { return x_csrf_token; }
    secret const& csrf_token() const&& = delete;

private:
    template <verification_policy Policy, mac_backend Backend>
    friend class session_keys;

    session(detail::session_facts const& facts, secret csrf_token) noexcept
        : x_facts(facts),
          x_csrf_token(std::move(csrf_token)) {}

    detail::session_facts x_facts;
    secret x_csrf_token;
};

/** A new session and the token that stands for it. */
struct minted_session {
    session who;
    secret token;
};

/** Whether a method changes nothing: GET, HEAD, OPTIONS (RFC 9110 section 9.2.1). */
[[nodiscard]] constexpr bool is_safe_method(std::string_view method) noexcept {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

/** Whether a request has its session's CSRF token: in one field `X-CSRF-Token`, or, without such a field, as
    `csrf_token` in a body of type `application/x-www-form-urlencoded` of at most 64 KiB.

    Compared in time that does not depend on the token.

    @par Errors
    `errc::csrf_mismatch`
*/
[[nodiscard]] inline result<void> check_csrf(http::incoming const& request, session const& who) {
    constexpr std::string_view form = "application/x-www-form-urlencoded";
    auto given = request.fields.find("X-CSRF-Token");
    if (given && request.fields.count("X-CSRF-Token") != 1) {
        return errc::csrf_mismatch;
    }
    auto const type = request.fields.find("Content-Type").value_or("");
    if (!given &&
        detail::equal_ignoring_case(detail::trim_blanks(type.substr(0, type.find(';'))), form)) {
        auto const fields = http::query::parse(request.body);
        auto const field = fields ? fields->find("csrf_token") : std::nullopt;
        given = field ? field->raw() : std::string_view{};
    }
    if (!given || !constant_time_equal(*given, who.csrf_token().expose())) {
        return errc::csrf_mismatch;
    }
    return {};
}

}  // namespace bcauth::inline v0

#endif
