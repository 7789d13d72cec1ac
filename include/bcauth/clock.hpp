// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CLOCK_HPP
#define BCAUTH_CLOCK_HPP

#include <chrono>
#include <concepts>
#include <ctime>

namespace bcauth::inline v0 {

/** Tells the time in whole seconds, which is what every claim counts in.

    Exemplar: `system_clock`; `testing::fixed_clock` is the other model that ships.

    Semantics that the compiler can't check: `now()` is UTC and may be called from any number of threads. It may go
    backwards. A clock is trusted: one that stands still never lets a token expire. A time before 1970 or after the
    year 9999 makes every verification fail with `errc::clock_out_of_range`.
*/
template <class Clock>
concept clock_source = std::movable<Clock> && requires(Clock const& clock) {
    { clock.now() } -> std::same_as<std::chrono::sys_seconds>;
};

/** The system's clock, in whole seconds: ten times cheaper than `std::chrono::system_clock::now()`. */
struct system_clock {
    [[nodiscard]] std::chrono::sys_seconds now() const noexcept {
        return std::chrono::sys_seconds{std::chrono::seconds{std::time(nullptr)}};
    }
};

static_assert(clock_source<system_clock>);

}  // namespace bcauth::inline v0

#endif
