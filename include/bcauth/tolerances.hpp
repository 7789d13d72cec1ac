// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TOLERANCES_HPP
#define BCAUTH_TOLERANCES_HPP

#include <bcauth/error.hpp>
#include <bcauth/policy.hpp>

#include <chrono>

namespace bcauth::inline v0 {

/** What may be set at run time, within the policy's ceilings. Seconds. */
template <verification_policy Policy = strict_policy>
struct tolerances {
    /// How far clocks may be apart; at most `Policy::max_leeway`.
    std::chrono::seconds leeway = Policy::leeway;
    /// How old a legacy payload may be at the load door; at most `Policy::max_age_ceiling`.
    std::chrono::seconds payload_max_age = Policy::payload_max_age;
    /// How far a legacy payload's time may lie ahead; at most `Policy::max_leeway`.
    std::chrono::seconds payload_max_ahead = Policy::payload_max_ahead;
    /// How old a token may be at a destructive door; at most `Policy::destructive_max_age`.
    std::chrono::seconds destructive_max_age = Policy::destructive_max_age;
    /// How far a webhook's time may be from the clock, both ways; at most `Policy::max_webhook_tolerance`.
    std::chrono::seconds webhook_tolerance = Policy::webhook_tolerance;

    /** Checks the values.
        @par Errors
        `errc::tolerance_too_wide` when one is negative or above its ceiling.
    */
    [[nodiscard]] result<void> check() const noexcept {
        constexpr std::chrono::seconds zero{0};
        bool const ok =
            leeway >= zero && leeway <= Policy::max_leeway &&                                     //
            payload_max_age >= zero && payload_max_age <= Policy::max_age_ceiling &&              //
            payload_max_ahead >= zero && payload_max_ahead <= Policy::max_leeway &&               //
            destructive_max_age >= zero && destructive_max_age <= Policy::destructive_max_age &&  //
            webhook_tolerance >= zero && webhook_tolerance <= Policy::max_webhook_tolerance;
        if (!ok) {
            return errc::tolerance_too_wide;
        }
        return {};
    }
};

}  // namespace bcauth::inline v0

#endif
