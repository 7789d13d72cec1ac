// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_ERROR_CATEGORY_HPP
#define BCAUTH_DETAIL_ERROR_CATEGORY_HPP

#include <bcauth/errc.hpp>

#include <boost/system/error_category.hpp>
#include <boost/system/error_condition.hpp>

#include <string>
#include <string_view>

namespace bcauth::inline v0::detail {

constexpr condition condition_of(errc code) noexcept {
    auto const value = static_cast<int>(code);
    return value < 100   ? condition::malformed
           : value < 200 ? condition::unauthenticated
           : value < 300 ? condition::forbidden
           : value < 400 ? condition::upstream
           : value < 500 ? condition::unavailable
                         : condition::misconfigured;
}

constexpr int http_status(condition what) noexcept {
    switch (what) {
        case condition::malformed: return 400;
        case condition::unauthenticated: return 401;
        case condition::forbidden: return 403;
        case condition::upstream: return 502;
        case condition::unavailable: return 503;
        case condition::misconfigured: break;
    }
    return 500;
}

constexpr std::string_view condition_name(condition what) noexcept {
    switch (what) {
        case condition::malformed: return "malformed";
        case condition::unauthenticated: return "unauthenticated";
        case condition::forbidden: return "forbidden";
        case condition::upstream: return "upstream";
        case condition::unavailable: return "unavailable";
        case condition::misconfigured: break;
    }
    return "misconfigured";
}

struct error_text {
    errc code;
    std::string_view name;
    std::string_view message;
};

inline constexpr error_text error_texts[] = {
    {errc::token_too_large, "token_too_large", "the token is longer than the limit"},
    {errc::token_shape, "token_shape", "the token has not the right number of non-empty parts"},
    {errc::invalid_base64, "invalid_base64",
     "not canonical base64 (a space may once have been a '+')"},
    {errc::invalid_hex, "invalid_hex", "not lower-case hexadecimal"},
    {errc::invalid_header, "invalid_header", "the token's header is not a valid JSON object"},
    {errc::invalid_json, "invalid_json", "not a JSON object within the limits"},
    {errc::duplicate_member, "duplicate_member", "a JSON object has a member twice"},
    {errc::missing_claim, "missing_claim", "a required claim is missing"},
    {errc::claim_type, "claim_type", "a claim has another JSON type than it must have"},
    {errc::invalid_claim, "invalid_claim", "a claim's value is out of its range"},
    {errc::store_conflict, "store_conflict", "two claims name different stores"},
    {errc::invalid_query, "invalid_query", "the query string is not well formed"},
    {errc::duplicate_parameter, "duplicate_parameter", "a query parameter comes twice"},
    {errc::too_many_parameters, "too_many_parameters", "the query string is over the limit"},
    {errc::missing_parameter, "missing_parameter", "a required query parameter is missing"},
    {errc::invalid_parameter, "invalid_parameter", "a parameter is out of its range"},
    {errc::invalid_store_hash, "invalid_store_hash", "not a store hash"},
    {errc::invalid_scope, "invalid_scope", "not a list of OAuth scopes"},
    {errc::invalid_field, "invalid_field", "a header that HTTP cannot carry"},
    {errc::invalid_credentials, "invalid_credentials", "the credentials are not one token"},
    {errc::invalid_api_path, "invalid_api_path", "not a path of the store's API"},

    {errc::missing_credentials, "missing_credentials", "no token was presented"},
    {errc::signature_mismatch, "signature_mismatch", "the signature was made with another secret"},
    {errc::algorithm_mismatch, "algorithm_mismatch",
     "the token's algorithm is not the expected one"},
    {errc::unsupported_header, "unsupported_header", "the token's header asks for an extension"},
    {errc::wrong_issuer, "wrong_issuer",
     "the token has another issuer: it is another kind of token"},
    {errc::wrong_audience, "wrong_audience", "the token was made for another app"},
    {errc::wrong_operation, "wrong_operation", "the token was made for another operation"},
    {errc::expired, "expired", "the token has expired"},
    {errc::not_yet_valid, "not_yet_valid", "the token is not valid yet"},
    {errc::stale, "stale", "the token is older than this door allows"},
    {errc::replayed, "replayed", "the token was used before"},
    {errc::missing_session, "missing_session", "there is not exactly one session cookie"},

    {errc::store_mismatch, "store_mismatch", "the token belongs to another store"},
    {errc::missing_scopes, "missing_scopes", "required scopes were not granted"},
    {errc::authorization_refused, "authorization_refused", "the authorization was refused"},
    {errc::not_installed, "not_installed", "the app is not installed in the store"},
    {errc::unknown_user, "unknown_user", "the person may not use the app in this store"},
    {errc::csrf_mismatch, "csrf_mismatch", "the request has not the CSRF token of its session"},
    {errc::still_installed, "still_installed", "the platform says that the app is still installed"},

    {errc::exchange_refused, "exchange_refused", "the platform refused the exchange of the code"},
    {errc::unexpected_status, "unexpected_status",
     "the platform answered with an unexpected status"},
    {errc::unexpected_redirect, "unexpected_redirect", "the platform answered with a redirect"},
    {errc::response_too_large, "response_too_large", "the platform's answer is over the limit"},
    {errc::invalid_response, "invalid_response", "the platform's answer is not what was expected"},
    {errc::context_mismatch, "context_mismatch", "the access token is for another store"},
    {errc::unknown_scopes, "unknown_scopes", "the access token has no scopes"},
    {errc::invalid_access_token, "invalid_access_token", "the access token is not usable"},
    {errc::api_unauthorized, "api_unauthorized", "the platform does not take the access token"},
    {errc::api_forbidden, "api_forbidden", "the platform does not let the access token do that"},

    {errc::transport_failed, "transport_failed", "no answer could be had"},
    {errc::timed_out, "timed_out", "the time limit ran out"},
    {errc::outcome_unknown, "outcome_unknown",
     "the request may have arrived, and must not be sent again"},
    {errc::crypto_failure, "crypto_failure", "a cryptographic function failed"},
    {errc::random_failure, "random_failure", "no secure random bytes could be had"},
    {errc::store_failed, "store_failed", "the store could not read or write"},
    {errc::replay_guard_full, "replay_guard_full", "no more identifiers can be remembered"},
    {errc::uninstall_pending, "uninstall_pending",
     "it is not known whether the app is still installed"},
    {errc::cancelled, "cancelled", "the caller gave up"},
    {errc::rate_limited, "rate_limited", "the platform's rate limit was reached"},

    {errc::empty_secret, "empty_secret", "the secret is empty"},
    {errc::too_many_secrets, "too_many_secrets", "the key ring has too many secrets"},
    {errc::short_secret, "short_secret", "the secret is shorter than the policy allows"},
    {errc::invalid_client_id, "invalid_client_id", "the client ID is not valid"},
    {errc::invalid_redirect_uri, "invalid_redirect_uri",
     "the redirect address is not an absolute https URL"},
    {errc::missing_redirect_uri, "missing_redirect_uri", "the redirect address is not configured"},
    {errc::invalid_login_url, "invalid_login_url", "the login address is not an https origin"},
    {errc::invalid_api_url, "invalid_api_url", "the API address is not an https origin"},
    {errc::invalid_store_url, "invalid_store_url", "the store's address is not an https origin"},
    {errc::tolerance_too_wide, "tolerance_too_wide", "a tolerance is outside the policy's limits"},
    {errc::clock_out_of_range, "clock_out_of_range", "the clock is out of range"},
    {errc::unencodable_secret, "unencodable_secret",
     "the client secret is not UTF-8 and JSON cannot carry it"},
    {errc::operation_misused, "operation_misused", "an operation was driven out of order"},
    {errc::invalid_route, "invalid_route", "a callback's address cannot be served"},
    {errc::invalid_frame_ancestor, "invalid_frame_ancestor",
     "not an origin that may frame the app"},
    {errc::handler_failed, "handler_failed", "a handler threw or gave an unusable response"},
    {errc::settings_syntax, "settings_syntax", "the settings are not made of Name=value"},
    {errc::invalid_setting, "invalid_setting", "a connection setting has an unusable value"},
    {errc::unknown_setting, "unknown_setting", "no connection setting has that name"},
    {errc::unsupported_setting, "unsupported_setting", "the connection setting is not supported"},
    {errc::duplicate_setting, "duplicate_setting", "a connection setting comes twice"},
    {errc::conflicting_settings, "conflicting_settings",
     "connection settings exclude or need each other"},
    {errc::unsafe_setting, "unsafe_setting", "the setting is unsafe and was not allowed"},
    {errc::log_unusable, "log_unusable", "the log file cannot be opened safely"},
};

constexpr error_text describe(errc code) noexcept {
    for (auto const& row : error_texts) {
        if (row.code == code) {
            return row;
        }
    }
    return {code, "unknown", "unknown error"};
}

class condition_category_type final : public boost::system::error_category {
public:
    constexpr condition_category_type() noexcept
        : boost::system::error_category(0x6e4f'2c8a'91d7'05b3) {}
    char const* name() const noexcept override { return "bcauth.condition"; }
    std::string message(int value) const override {
        return std::string(condition_name(static_cast<condition>(value)));
    }
};

inline constexpr condition_category_type condition_category{};

class errc_category_type final : public boost::system::error_category {
public:
    // the id is fixed so that the category is one across shared libraries
    constexpr errc_category_type() noexcept
        : boost::system::error_category(0xb3a1'77e0'4c52'9d68) {}
    char const* name() const noexcept override { return "bcauth"; }
    std::string message(int value) const override {
        return std::string(describe(static_cast<errc>(value)).message);
    }
    boost::system::error_condition default_error_condition(int value) const noexcept override {
        return {static_cast<int>(condition_of(static_cast<errc>(value))), condition_category};
    }
};

inline constexpr errc_category_type errc_category{};

}  // namespace bcauth::inline v0::detail

#endif
