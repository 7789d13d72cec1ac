// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CALLBACK_HPP
#define BCAUTH_CALLBACK_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/clock.hpp>
#include <bcauth/detail/callback_claims.hpp>
#include <bcauth/detail/clock_seconds.hpp>
#include <bcauth/detail/verified_callback.hpp>
#include <bcauth/http/query.hpp>
#include <bcauth/jwt/verifier.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/signed_payload.hpp>
#include <bcauth/tolerances.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0 {

/** A person opened the app in the control panel: who, and in which store. Only `load_verifier` makes one.

    Owns its text: it may outlive the request, and be copied and moved.
*/
class verified_load : public detail::verified_callback {
    template <class Verified, class Policy, class Clock, class Backend>
    friend class callback_verifier;
    static constexpr bool is_destructive = false;
    using verified_callback::verified_callback;
};

/** The app was removed from a store. Only `uninstall_verifier` makes one. */
class verified_uninstall : public detail::verified_callback {
    template <class Verified, class Policy, class Clock, class Backend>
    friend class callback_verifier;
    static constexpr bool is_destructive = true;
    using verified_callback::verified_callback;
};

/** A person's access to the app was taken away. Only `removal_verifier` makes one. */
class verified_removal : public detail::verified_callback {
    template <class Verified, class Policy, class Clock, class Backend>
    friend class callback_verifier;
    static constexpr bool is_destructive = true;
    using verified_callback::verified_callback;
};

/** A door for signed callbacks of one kind; use it as `load_verifier`, `uninstall_verifier` or `removal_verifier`.

    Takes `signed_payload_jwt` where the query has it, and then nothing else; else the legacy `signed_payload`. The
    claims of the three callbacks are the same, and a load token lives for a day, so the uninstall and remove-user
    doors take nothing older than `tolerances::destructive_max_age`.

    @par Thread safety
    Const calls may be made from any number of threads; the keys are copied from the configuration.
    @par Specification
    The platform's "App Callbacks" and "Processing the Signed Payload"; RFC 7519 section 4.1; RFC 8725 section 3
*/
template <class Verified, class Policy, class Clock, class Backend>
class callback_verifier {
public:
    /** Prepares the secrets. Should that fail, or a tolerance be too wide, every call says so. */
    explicit callback_verifier(app_config const& app, tolerances<Policy> limits = {},
                               Clock clock = {})
        : x_client_id(app.client_id()),
          x_limits(limits),
          x_clock(std::move(clock)) {
        auto jwt =
            jwt::verifier<Policy, Backend>::make(app.client_secrets(), Policy::callback_algorithms);
        auto payload = signed_payload<Backend>::make(app.client_secrets());
        auto const checked = limits.check();
        if (jwt && payload && checked) {
            x_jwt = std::move(*jwt);
            x_payload = std::move(*payload);
        } else {
            x_why = !checked ? checked.error() : !jwt ? jwt.error() : payload.error();
        }
    }

    /** The same, with the failure told at once.
        @par Errors
        `errc::tolerance_too_wide`, `errc::empty_secret`, `errc::crypto_failure`
    */
    [[nodiscard]] static result<callback_verifier> make(app_config const& app,
                                                        tolerances<Policy> limits = {},
                                                        Clock clock = {}) {
        callback_verifier made(app, limits, std::move(clock));
        if (made.x_why) {
            return made.x_why;
        }
        return result<callback_verifier>(std::move(made));
    }

    /** Judges a callback's query.

        @par Errors
        `errc::missing_parameter` when it has neither parameter; those of `verify_jwt` or `verify_payload`.
        @par Complexity
        Linear; one MAC a secret; no allocation for tokens up to 1 KiB.
    */
    [[nodiscard]] result<Verified> operator()(http::query const& query) const {
        auto const jwt = query.find("signed_payload_jwt");
        auto const parameter = jwt ? jwt : query.find("signed_payload");
        if (!parameter) {
            return errc::missing_parameter;
        }
        if (parameter->raw().size() > 3 * Policy::token_bytes) {
            return errc::token_too_large;
        }
        detail::claim_buffer buffer;
        buffer.reserve(parameter->raw().size());
        received_token const token = parameter->decode(http::plus_sign::literal, buffer.spare());
        return jwt ? verify_jwt(token) : verify_payload(token);
    }

    /** The same for the text behind the `?`; also the errors of `http::query::parse`. */
    [[nodiscard]] result<Verified> operator()(std::string_view query) const {
        auto const parsed = http::query::parse(query);
        return parsed ? (*this)(*parsed) : result<Verified>(parsed.error());
    }

    /** Judges a `signed_payload_jwt` alone.

        @par Errors
        Those of `jwt::verifier::verify`; `errc::wrong_issuer`, `errc::wrong_audience`, `errc::wrong_operation`,
        `errc::invalid_store_hash`, `errc::expired`, `errc::not_yet_valid`, `errc::invalid_claim`; at the destructive
        doors `errc::stale`; `errc::clock_out_of_range`.
    */
    [[nodiscard]] result<Verified> verify_jwt(received_token token) const {
        auto const context = now();
        if (!context) {
            return context.error();
        }
        detail::callback_values values;
        detail::claim_buffer buffer;
        auto const secret = x_jwt.verify(token, detail::callback_table<Verified::is_destructive>,
                                         *context, values, buffer);
        if (!secret) {
            return secret.error();
        }
        if (jwt::ends_before_issue(values[detail::cb_issued_at], values[detail::cb_expires_at])) {
            return errc::invalid_claim;
        }
        auto const store = store_hash::from_context(values[detail::cb_store].text);
        return Verified(*store, values, *secret);
    }

    /** Judges a legacy `signed_payload` alone.

        @par Errors
        Those of `signed_payload::authenticate`; of the JSON those of `jwt::verifier::verify`; `errc::stale` and
        `errc::not_yet_valid` by its timestamp; `errc::store_conflict` when context and hash differ;
        `errc::invalid_store_hash`, `errc::invalid_claim`, `errc::clock_out_of_range`.
    */
    [[nodiscard]] result<Verified> verify_payload(received_token payload) const {
        auto const context = now();
        if (!context) {
            return context.error();
        }
        detail::claim_buffer buffer;
        auto const genuine = x_payload.authenticate(payload, Policy::token_bytes, buffer);
        if (!genuine) {
            return genuine.error();
        }
        detail::callback_values values;
        if (auto const why = detail::read_claims(genuine->json, detail::payload_table, *context,
                                                 Policy::json_depth, values, buffer.spare());
            why != errc{}) {
            return why;
        }
        auto const store = store_hash::make(values[detail::cb_store].text);
        auto const& also = values[detail::cb_context];
        if (also.present() && *store_hash::from_context(also.text) != *store) {
            return errc::store_conflict;
        }
        return Verified(*store, values, genuine->matched_secret);
    }

private:
    [[nodiscard]] result<jwt::claim_context> now() const noexcept {
        if (x_why) {
            return x_why;
        }
        auto const seconds = detail::clock_seconds(x_clock);
        if (!seconds) {
            return seconds.error();
        }
        return jwt::claim_context{.audience = x_client_id,
                                  .now = *seconds,
                                  .leeway = x_limits.leeway.count(),
                                  .max_age = max_age().count(),
                                  .max_ahead = x_limits.payload_max_ahead.count()};
    }

    [[nodiscard]] std::chrono::seconds max_age() const noexcept {
        if constexpr (Verified::is_destructive) {
            return x_limits.destructive_max_age;
        } else if constexpr (Policy::requires_fresh_payload) {
            return x_limits.payload_max_age;
        } else {
            return std::chrono::seconds{detail::last_second};
        }
    }

    std::string x_client_id;
    tolerances<Policy> x_limits;
    [[no_unique_address]] Clock x_clock;
    jwt::verifier<Policy, Backend> x_jwt;
    signed_payload<Backend> x_payload;
    error_code x_why;
};

/** The load door. @par Errors Those of `callback_verifier`. */
template <verification_policy Policy = strict_policy, clock_source Clock = system_clock,
          mac_backend Backend = openssl_mac>
using load_verifier = callback_verifier<verified_load, Policy, Clock, Backend>;

/** The uninstall door: destructive. */
template <verification_policy Policy = strict_policy, clock_source Clock = system_clock,
          mac_backend Backend = openssl_mac>
using uninstall_verifier = callback_verifier<verified_uninstall, Policy, Clock, Backend>;

/** The remove-user door: destructive. */
template <verification_policy Policy = strict_policy, clock_source Clock = system_clock,
          mac_backend Backend = openssl_mac>
using removal_verifier = callback_verifier<verified_removal, Policy, Clock, Backend>;

}  // namespace bcauth::inline v0

#endif
