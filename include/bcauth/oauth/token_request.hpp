// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OAUTH_TOKEN_REQUEST_HPP
#define BCAUTH_OAUTH_TOKEN_REQUEST_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/codec/form.hpp>
#include <bcauth/detail/json_text.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/secret.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::oauth {

/** How the token request writes its fields. The platform takes both. */
enum class body_format : unsigned char { form, json };

/** The longest answer that is read; a genuine one has a few hundred bytes. */
inline constexpr std::size_t max_token_response_bytes = std::size_t{64} * 1024;

}  // namespace bcauth::inline v0::oauth

namespace bcauth::inline v0::detail {

// one JSON object of texts; one allocation of the exact size, since one of them is a secret
inline secret json_encode(std::span<form_field const> fields) {
    std::size_t size = 2 + fields.size() * 2 - 1;
    for (auto const& each : fields) {
        size += json_size(each.name) + json_size(each.value);
    }
    return secret::of_size(size, [fields](std::span<char> out) {
        auto* at = out.data();
        char before = '{';
        for (auto const& each : fields) {
            *at++ = std::exchange(before, ',');
            at = json_write(each.name, at);
            *at++ = ':';
            at = json_write(each.value, at);
        }
        *at = '}';
    });
}

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0::oauth {

/** Builds the request that exchanges a callback's code for an access token.

    POST to `login_url` + "/oauth2/token", with the credentials in the body alone: nothing secret is in the URL, and
    there is no Authorization field. The key ring's current secret is sent, and the callback's scope text as it came.
    It is not idempotent: a code works once.

    @par Errors
    `errc::missing_redirect_uri` when the configuration has none; `errc::unencodable_secret` when JSON is asked for
    and the client secret isn't UTF-8; `errc::invalid_client_id` when the configuration was moved from;
    `errc::operation_misused` when the grant was.
    @par Specification
    RFC 6749 sections 4.1.3 and 2.3.1 (credentials in the body), appendix B
*/
[[nodiscard]] inline result<http::request> token_request(app_config const& app,
                                                         unproven_grant const& grant,
                                                         body_format format = body_format::form) {
    if (app.empty()) {
        return errc::invalid_client_id;
    }
    if (app.redirect_uri().empty()) {
        return errc::missing_redirect_uri;
    }
    if (grant.code().empty()) {
        return errc::operation_misused;
    }
    bool const json = format == body_format::json;
    auto const client_secret = app.client_secrets().current().expose();
    if (json && !detail::is_utf8(client_secret)) {
        return errc::unencodable_secret;
    }
    auto const context = grant.store().context();
    std::array<form_field, 8> const all{{{"client_id", app.client_id()},
                                         {"client_secret", client_secret},
                                         {"code", grant.code().expose()},
                                         {"scope", grant.scope_text()},
                                         {"grant_type", "authorization_code"},
                                         {"redirect_uri", app.redirect_uri()},
                                         {"context", context},
                                         {"account_uuid", grant.account_uuid()}}};
    auto const sent = std::span(all).first(grant.account_uuid().empty() ? 7 : 8);

    http::request request;
    request.verb = http::method::post;
    request.url = std::string(app.login_url()) + "/oauth2/token";
    request.limits.response_bytes = max_token_response_bytes;
    request.body = json ? detail::json_encode(sent) : form_encode(sent);
    auto const type = json ? "application/json" : "application/x-www-form-urlencoded";
    static_cast<void>(request.fields.add("Content-Type", type));
    static_cast<void>(request.fields.add("Accept", "application/json"));
    return result<http::request>(std::move(request));
}

}  // namespace bcauth::inline v0::oauth

#endif
