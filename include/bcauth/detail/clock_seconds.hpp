// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_CLOCK_SECONDS_HPP
#define BCAUTH_DETAIL_CLOCK_SECONDS_HPP

#include <bcauth/clock.hpp>
#include <bcauth/detail/claim_types.hpp>
#include <bcauth/error.hpp>

#include <cstdint>

namespace bcauth::inline v0::detail {

// the clock's time where it can be compared with claims: within their range no sum with a tolerance overflows
template <clock_source Clock>
result<std::int64_t> clock_seconds(Clock const& clock) {
    std::int64_t const seconds = clock.now().time_since_epoch().count();
    if (seconds < 0 || seconds > last_second) {
        return errc::clock_out_of_range;
    }
    return seconds;
}

}  // namespace bcauth::inline v0::detail

#endif
