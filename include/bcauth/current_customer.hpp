// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CURRENT_CUSTOMER_HPP
#define BCAUTH_CURRENT_CUSTOMER_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/clock.hpp>
#include <bcauth/detail/clock_seconds.hpp>
#include <bcauth/detail/customer_claims.hpp>
#include <bcauth/detail/owned_text.hpp>
#include <bcauth/jwt/verifier.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/store_hash.hpp>
#include <bcauth/tolerances.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0 {

/** A shopper who is signed in at a store. Only `current_customer_verifier` makes one.

    Owns its text: it may outlive the request, and be copied and moved.
*/
class verified_customer {
public:
    /** The store: the one that the verifier was asked for. */
    [[nodiscard]] store_hash const& store() const& noexcept { return x_store; }
    [[nodiscard]] store_hash store() const&& noexcept { return x_store; }

    /** The platform's number for the shopper, above 0. What a shopper may see is keyed by store and this. */
    [[nodiscard]] std::int64_t id() const noexcept { return x_id; }

    [[nodiscard]] std::string_view email() const& noexcept { return x_text[0]; }
    std::string_view email() const&& = delete;

    /** The customer group, in digits; empty where the shopper is in none. */
    [[nodiscard]] std::string_view group_id() const& noexcept { return x_text[1]; }
    std::string_view group_id() const&& = delete;

    [[nodiscard]] std::chrono::sys_seconds issued_at() const noexcept { return x_issued_at; }
    [[nodiscard]] std::chrono::sys_seconds expires_at() const noexcept { return x_expires_at; }

    /** Which secret of the key ring signed it: 1, 2, ... */
    [[nodiscard]] unsigned matched_secret() const noexcept { return x_matched_secret; }

private:
    template <verification_policy Policy, clock_source Clock, mac_backend Backend>
    friend class current_customer_verifier;

    verified_customer(store_hash store, detail::customer_values const& values,
                      std::string_view group, unsigned matched_secret)
        : x_store(store),
          x_id(values[detail::cc_customer_id].number),
          x_issued_at(std::chrono::seconds{values[detail::cc_issued_at].number}),
          x_expires_at(std::chrono::seconds{values[detail::cc_expires_at].number}),
          x_matched_secret(matched_secret),
          x_text(std::array<std::string_view, 2>{values[detail::cc_customer_email].text, group}) {}

    store_hash x_store;
    std::int64_t x_id;
    std::chrono::sys_seconds x_issued_at;
    std::chrono::sys_seconds x_expires_at;
    unsigned x_matched_secret;
    detail::owned_text<2> x_text;
};

/** The door of a shopper API: which signed-in customer of which store calls.

    A Current Customer JWT lives for 15 minutes and is used again by nature, so nothing guards against its second use.
    HS512 is what the platform signs with today; its documentation shows HS256; both are taken and nothing else is.

    @par Thread safety
    Const calls may be made from any number of threads; the keys are copied from the configuration.
    @par Specification
    The platform's "Current Customer API"
*/
template <verification_policy Policy = strict_policy, clock_source Clock = system_clock,
          mac_backend Backend = openssl_mac>
class current_customer_verifier {
public:
    /** Prepares the secrets. Should that fail, or a tolerance be too wide, every call says so. */
    explicit current_customer_verifier(app_config const& app, tolerances<Policy> limits = {},
                                       Clock clock = {})
        : x_client_id(app.client_id()),
          x_limits(limits),
          x_clock(std::move(clock)) {
        auto jwt =
            jwt::verifier<Policy, Backend>::make(app.client_secrets(), Policy::customer_algorithms);
        auto const checked = limits.check();
        if (jwt && checked) {
            x_jwt = std::move(*jwt);
        } else {
            x_why = !checked ? checked.error() : jwt.error();
        }
    }

    /** The same, with the failure told at once.
        @par Errors
        `errc::tolerance_too_wide`, `errc::empty_secret`, `errc::crypto_failure`
    */
    [[nodiscard]] static result<current_customer_verifier> make(app_config const& app,
                                                                tolerances<Policy> limits = {},
                                                                Clock clock = {}) {
        current_customer_verifier made(app, limits, std::move(clock));
        if (made.x_why) {
            return made.x_why;
        }
        return result<current_customer_verifier>(std::move(made));
    }

    /** Judges a token for one store.

        @param store the store that the request is about, by its path, host or session; never out of the token
        @par Errors
        Those of `jwt::verifier::verify`; `errc::wrong_issuer`, `errc::wrong_audience`, `errc::wrong_operation`,
        `errc::invalid_store_hash`, `errc::expired`, `errc::not_yet_valid`, `errc::invalid_claim` (a guest);
        `errc::store_conflict` when subject and hash differ; `errc::store_mismatch` for another store's shopper;
        `errc::clock_out_of_range`.
        @par Complexity
        Linear; one MAC a secret; no allocation for tokens up to 1 KiB.
    */
    [[nodiscard]] result<verified_customer> operator()(received_token token,
                                                       store_hash const& store) const {
        if (x_why) {
            return x_why;
        }
        auto const seconds = detail::clock_seconds(x_clock);
        if (!seconds) {
            return seconds.error();
        }
        jwt::claim_context const context{
            .audience = x_client_id, .now = *seconds, .leeway = x_limits.leeway.count()};
        detail::customer_values values;
        detail::claim_buffer buffer;
        auto const secret = x_jwt.verify(token, detail::customer_table, context, values, buffer);
        if (!secret) {
            return secret.error();
        }
        if (jwt::ends_before_issue(values[detail::cc_issued_at], values[detail::cc_expires_at])) {
            return errc::invalid_claim;
        }
        if (values[detail::cc_subject].text != values[detail::cc_store].text) {
            return errc::store_conflict;
        }
        if (values[detail::cc_store].text != store.view()) {
            return errc::store_mismatch;
        }
        auto const& value = values[detail::cc_group_id];
        auto group = value.text;
        std::array<char, 20> digits;
        if (value.is == jwt::claim_value::kind::number) {
            auto* const end = digits.data() + digits.size();
            group = {digits.data(), std::to_chars(digits.data(), end, value.number).ptr};
        }
        return verified_customer(store, values, group, *secret);
    }

private:
    std::string x_client_id;
    tolerances<Policy> x_limits;
    [[no_unique_address]] Clock x_clock;
    jwt::verifier<Policy, Backend> x_jwt;
    error_code x_why;
};

}  // namespace bcauth::inline v0

#endif
