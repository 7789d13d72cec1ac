// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_API_PLATFORM_CLOCK_HPP
#define BCAUTH_API_PLATFORM_CLOCK_HPP

#include <bcauth/clock.hpp>
#include <bcauth/detail/clock_seconds.hpp>

#include <chrono>
#include <cstdint>
#include <utility>

namespace bcauth::inline v0::api {

/** A clock that goes with another one, and is as far from it as the platform's time was: for `customer_login`, whose
    tokens the store takes for about 30 seconds, at a machine whose clock is wrong.

    @code
    auto const told = bcauth::run(http, bcauth::op::platform_time{access});
    auto const login = bcauth::customer_login<bcauth::strict_policy, bcauth::api::platform_clock<>>::make(
        app, bcauth::api::platform_clock<>::at(*told));
    @endcode

    The time that the answer was on its way is part of the difference: ask again rather than trust an old one.

    @par Thread safety
    That of the other clock.
*/
template <clock_source Base = system_clock>
class platform_clock {
public:
    /** As far from `base` as `offset` says. */
    explicit platform_clock(std::chrono::seconds offset = {}, Base base = {})
        : x_base(std::move(base)),
          x_offset(offset) {}

    /** Such that it is `told` now. Of a base outside of 1970 to 9999 it stays the same time, which nothing accepts. */
    [[nodiscard]] static platform_clock at(std::chrono::sys_seconds told, Base base = {}) {
        auto const now = detail::clock_seconds(base);
        auto const offset =
            now ? told.time_since_epoch() - std::chrono::seconds{*now} : std::chrono::seconds{0};
        return platform_clock(offset, std::move(base));
    }

    /** How far it is ahead of the other clock. */
    [[nodiscard]] std::chrono::seconds offset() const noexcept { return x_offset; }

    [[nodiscard]] std::chrono::sys_seconds now() const { return x_base.now() + x_offset; }

private:
    [[no_unique_address]] Base x_base;
    std::chrono::seconds x_offset;
};

static_assert(clock_source<platform_clock<>>);

}  // namespace bcauth::inline v0::api

#endif
