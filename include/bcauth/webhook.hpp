// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_WEBHOOK_HPP
#define BCAUTH_WEBHOOK_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/clock.hpp>
#include <bcauth/detail/clock_seconds.hpp>
#include <bcauth/detail/prepared_keys.hpp>
#include <bcauth/detail/webhook_claims.hpp>
#include <bcauth/detail/webhook_headers.hpp>
#include <bcauth/http/incoming.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/tolerances.hpp>
#include <bcauth/verified_webhook.hpp>

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace bcauth::inline v0 {

/** The door of webhooks: whether the platform sent this delivery, to this app, now.

    The key is the exact bytes of the client secret. The libraries of Standard Webhooks take base64 of the key, or base64
    behind `whsec_`, and give a secret that happens to be base64 another meaning without a word: to them give base64 of
    the secret.

    Of several signatures in the header one must be right; all of them are compared with that of each secret. The
    signature is judged first, so that `errc::stale` is only ever said of a genuine delivery.

    @par Thread safety
    Const calls may be made from any number of threads; the keys are copied from the configuration.
    @par Specification
    Standard Webhooks 1.0 (`v1`, symmetric); the platform's "HTTPS webhooks"
*/
template <verification_policy Policy = strict_policy, clock_source Clock = system_clock,
          mac_backend Backend = openssl_mac>
class webhook_verifier {
public:
    /** Prepares the secrets. Should that fail, or a tolerance be too wide, every call says so. */
    explicit webhook_verifier(app_config const& app, tolerances<Policy> limits = {},
                              Clock clock = {})
        : x_limits(limits),
          x_clock(std::move(clock)) {
        auto keys =
            detail::prepared_keys<Backend>::make(app.client_secrets(), mac_algorithm::hs256);
        auto const checked = limits.check();
        if (keys && checked) {
            x_keys = std::move(*keys);
        } else {
            x_why = !checked ? checked.error() : keys.error();
        }
    }

    /** The same, with the failure told at once.
        @par Errors
        `errc::tolerance_too_wide`, `errc::empty_secret`, `errc::crypto_failure`
    */
    [[nodiscard]] static result<webhook_verifier> make(app_config const& app,
                                                       tolerances<Policy> limits = {},
                                                       Clock clock = {}) {
        webhook_verifier made(app, limits, std::move(clock));
        if (made.x_why) {
            return made.x_why;
        }
        return result<webhook_verifier>(std::move(made));
    }

    /** Judges a delivery.

        @par Errors
        `errc::token_too_large` for a body above `Policy::webhook_bytes`, a signature header above 2,048 bytes or of more
        than 16 signatures; `errc::invalid_claim` when the identifier is empty, above 256 bytes, or has anything but visible
        ASCII without `"` and `\`, and when the time isn't decimal digits in their one spelling up to the year 9999;
        `errc::token_shape` when there is no signature, `errc::algorithm_mismatch` when none is of the version `v1`,
        `errc::signature_mismatch` when none of those is right; `errc::stale` and `errc::not_yet_valid` by
        `tolerances::webhook_tolerance`; `errc::clock_out_of_range`; what the backend gives.
        @par Complexity
        Linear; one MAC a secret; the body is copied once, and nothing allocated for a body up to 512 bytes.
    */
    [[nodiscard]] result<verified_webhook> operator()(webhook_delivery const& delivery) const {
        if (x_why || x_keys.empty()) {
            return x_why ? x_why : errc::empty_secret;
        }
        auto const now = detail::clock_seconds(x_clock);
        if (!now) {
            return now.error();
        }
        if (delivery.body.size() > Policy::webhook_bytes) {
            return errc::token_too_large;
        }
        if (!detail::is_webhook_id(delivery.id)) {
            return errc::invalid_claim;
        }
        auto const sent_at = detail::webhook_seconds(delivery.timestamp);
        if (!sent_at) {
            return sent_at.error();
        }
        auto const matched = match(delivery);
        if (!matched) {
            return matched.error();
        }
        if (auto const why = judge_time(*sent_at, *now); why != errc{}) {
            return why;
        }
        return verified_webhook(delivery, *sent_at,
                                detail::producer_of(delivery.body, Policy::json_depth), *matched);
    }

    /** The same out of a request's header fields, of any case, and its raw body.
        @par Errors
        Also `errc::missing_credentials` when one of the three headers is absent, and `errc::invalid_credentials` when one
        comes twice.
    */
    [[nodiscard]] result<verified_webhook> operator()(http::fields const& fields,
                                                      std::string_view body) const {
        auto const id = detail::only_field(fields, detail::webhook_id_name);
        auto const timestamp = detail::only_field(fields, detail::webhook_timestamp_name);
        auto const signature = detail::only_field(fields, detail::webhook_signature_name);
        for (auto const* const each : {&id, &timestamp, &signature}) {
            if (!*each) {
                return each->error();
            }
        }
        return (*this)(webhook_delivery{*id, *timestamp, *signature, body});
    }

    /** The same for a request as a server hands it over. */
    [[nodiscard]] result<verified_webhook> operator()(http::incoming const& request) const {
        return (*this)(request.fields, request.body);
    }

    /** Judges a delivery that may come without a signature; under the policy `unsigned_webhooks` only.

        One that has any of the three headers is judged as by the call operator, and never taken unsigned instead. One that
        has none is taken as unproven.

        @par Errors
        Those of the call operator.
    */
    [[nodiscard]] result<received_webhook> judge(http::fields const& fields,
                                                 std::string_view body) const
        requires(!Policy::requires_signed_webhooks) {
        if (detail::has_webhook_headers(fields)) {
            auto proven = (*this)(fields, body);
            if (!proven) {
                return proven.error();
            }
            return received_webhook(std::move(*proven));
        }
        if (x_why) {
            return x_why;
        }
        if (body.size() > Policy::webhook_bytes) {
            return errc::token_too_large;
        }
        return received_webhook(body);
    }

    /** The same for a request as a server hands it over. */
    [[nodiscard]] result<received_webhook> judge(http::incoming const& request) const
        requires(!Policy::requires_signed_webhooks) {
        return judge(request.fields, request.body);
    }

private:
    [[nodiscard]] result<unsigned> match(webhook_delivery const& delivery) const {
        detail::webhook_signatures signatures;
        if (auto const why = signatures.read(delivery.signature.expose()); why != errc{}) {
            return why;
        }
        if (signatures.count() == 0) {
            return errc::signature_mismatch;
        }
        std::array<std::string_view, 5> const message{delivery.id, ".", delivery.timestamp, ".",
                                                      delivery.body};
        return x_keys.match(message, signatures.data(), signatures.count());
    }

    [[nodiscard]] errc judge_time(std::int64_t sent_at, std::int64_t now) const noexcept {
        auto const tolerance = x_limits.webhook_tolerance.count();
        return now - sent_at > tolerance   ? errc::stale
               : sent_at - now > tolerance ? errc::not_yet_valid
                                           : errc{};
    }

    tolerances<Policy> x_limits;
    [[no_unique_address]] Clock x_clock;
    detail::prepared_keys<Backend> x_keys;
    error_code x_why;
};

}  // namespace bcauth::inline v0

#endif
