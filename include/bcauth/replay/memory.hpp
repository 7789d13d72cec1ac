// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_REPLAY_MEMORY_HPP
#define BCAUTH_REPLAY_MEMORY_HPP

#include <bcauth/app/replay_guard.hpp>
#include <bcauth/clock.hpp>
#include <bcauth/detail/clock_seconds.hpp>
#include <bcauth/error.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0 {

/** A `replay_guard` of one process: exact within its window, and bounded.

    It forgets everything when the process ends, and another process knows nothing of it: an app that runs more than
    one needs a guard that they share. It wants the clock that the verifiers have.

    @par Errors
    `errc::replayed`; `errc::replay_guard_full` when `capacity` identifiers are remembered of which none is over;
    `errc::clock_out_of_range`.
    @par Exception safety
    Strong.
    @par Complexity
    Logarithmic in the number of identifiers; each is forgotten once. An identifier takes about 250 bytes.
    @par Thread safety
    Calls may be made from any number of threads: one mutex serves them all. Neither copied nor moved.
*/
template <clock_source Clock = system_clock>
class memory_replay_guard {
public:
    static constexpr std::size_t default_capacity = std::size_t{64} * 1024;

    explicit memory_replay_guard(std::size_t capacity = default_capacity, Clock clock = {})
        : x_capacity(capacity),
          x_clock(std::move(clock)) {}
    memory_replay_guard(memory_replay_guard const&) = delete;
    memory_replay_guard& operator=(memory_replay_guard const&) = delete;
    ~memory_replay_guard() = default;

    result<void> first_use(std::string_view id, std::chrono::sys_seconds expires_at) {
        auto const seconds = detail::clock_seconds(x_clock);
        if (!seconds) {
            return seconds.error();
        }
        std::lock_guard const lock(x_mutex);
        forget_before(std::chrono::sys_seconds{std::chrono::seconds{*seconds}});
        if (x_seen.find(id) != x_seen.end()) {
            return errc::replayed;
        }
        if (x_seen.size() >= x_capacity) {
            return errc::replay_guard_full;
        }
        auto const over = x_over.emplace(expires_at, x_seen.end());
        try {
            over->second = x_seen.emplace(id).first;
        } catch (...) {
            x_over.erase(over);
            throw;
        }
        return {};
    }

    /** How many identifiers are remembered, some of which may be over. */
    [[nodiscard]] std::size_t size() const {
        std::lock_guard const lock(x_mutex);
        return x_seen.size();
    }

private:
    using identifiers = std::set<std::string, std::less<>>;

    void forget_before(std::chrono::sys_seconds now) noexcept {
        while (!x_over.empty() && x_over.begin()->first < now) {
            x_seen.erase(x_over.begin()->second);
            x_over.erase(x_over.begin());
        }
    }

    std::size_t x_capacity;
    [[no_unique_address]] Clock x_clock;
    mutable std::mutex x_mutex;
    identifiers x_seen;
    std::multimap<std::chrono::sys_seconds, identifiers::iterator> x_over;
};

static_assert(replay_guard<memory_replay_guard<>>);

}  // namespace bcauth::inline v0

#endif
