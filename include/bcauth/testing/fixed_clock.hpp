// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_FIXED_CLOCK_HPP
#define BCAUTH_TESTING_FIXED_CLOCK_HPP

#include <bcauth/clock.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

namespace bcauth::inline v0::testing {

/** A clock that stands still until it is told otherwise.

    Copies show the same time: a test keeps one copy and sets what a verifier that took another one sees.

    @par Thread safety
    All members may be called from any number of threads.
*/
class fixed_clock {
public:
    explicit fixed_clock(std::chrono::sys_seconds time)
        : x_seconds(std::make_shared<std::atomic<std::int64_t>>(time.time_since_epoch().count())) {}
    explicit fixed_clock(std::int64_t unix_seconds)
        : fixed_clock(std::chrono::sys_seconds{std::chrono::seconds{unix_seconds}}) {}

    // a move is a copy, so that no clock is ever without a time
    fixed_clock(fixed_clock const&) = default;
    fixed_clock& operator=(fixed_clock const&) = default;
    ~fixed_clock() = default;

    [[nodiscard]] std::chrono::sys_seconds now() const noexcept {
        return std::chrono::sys_seconds{std::chrono::seconds{x_seconds->load()}};
    }

    void set(std::chrono::sys_seconds time) noexcept {
        x_seconds->store(time.time_since_epoch().count());
    }
    /// Backwards when negative.
    void advance(std::chrono::seconds by) noexcept { x_seconds->fetch_add(by.count()); }

private:
    std::shared_ptr<std::atomic<std::int64_t>> x_seconds;
};

static_assert(clock_source<fixed_clock>);

}  // namespace bcauth::inline v0::testing

#endif
