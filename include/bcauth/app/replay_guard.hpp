// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_APP_REPLAY_GUARD_HPP
#define BCAUTH_APP_REPLAY_GUARD_HPP

#include <bcauth/callback.hpp>
#include <bcauth/error.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/tolerances.hpp>

#include <algorithm>
#include <chrono>
#include <concepts>
#include <string_view>

namespace bcauth::inline v0 {

/** Remembers identifiers until their time is over, and tells which it has seen.

    @code
    struct my_guard {
        bcauth::result<void> first_use(std::string_view id, std::chrono::sys_seconds expires_at);
    };
    static_assert(bcauth::replay_guard<my_guard>);
    @endcode

    Model: `memory_replay_guard`.

    Semantics that the compiler can't check and `testing::replay_battery` does:
    - The first call for an `id` succeeds and remembers it; every later one is `errc::replayed`, up to and on the
      second `expires_at`. After it the `id` may be forgotten.
    - Of calls for one `id` at the same time, from any thread or process that shares the guard, one succeeds.
    - A later call changes nothing of what is remembered. Identifiers are compared as bytes.
    - What can't be remembered is not a success.

    @par Errors
    `errc::replayed`; `errc::replay_guard_full` when no more can be remembered; `errc::store_failed` when it can't
    read or write.
    @par Thread safety
    Calls may be made from any number of threads at once.
*/
template <class Guard>
concept replay_guard = requires(Guard& guard, std::string_view id,
                                std::chrono::sys_seconds expires_at) {
    { guard.first_use(id, expires_at) } -> std::same_as<result<void>>;
};

namespace detail {

// Longer than the door takes it, by what the guard's clock may be ahead of the door's and by the time from the one's
// look to the other's.
template <class Verified, class Policy>
std::chrono::sys_seconds remembered_until(Verified const& who, tolerances<Policy> const& limits) {
    return *who.issued_at() + limits.destructive_max_age + limits.leeway + std::chrono::minutes{1};
}

inline result<void> new_or_known(result<void> const& first) {
    return !first && first.error() == make_error_code(errc::replayed) ? result<void>() : first;
}

// Of a payload beside a JWT: it may be ahead by as much as that one, since its time comes, and a destructive door would
// take it then.
template <class Policy>
tolerances<Policy> limits_of_twin(tolerances<Policy> limits) noexcept {
    limits.payload_max_ahead = std::max(limits.payload_max_ahead, limits.leeway);
    return limits;
}

}  // namespace detail

/** Tells a guard that a destructive callback came: `first_use` for as long as a door would take it, its leeway
    and a minute more.

    `application` does this. For those who use the verifiers alone: after the verifier, before anything is erased.

    @par Errors
    Those of the guard.
*/
template <replay_guard Guard, verification_policy Policy = strict_policy>
[[nodiscard]] result<void> first_use(Guard& guard, verified_uninstall const& who,
                                     tolerances<Policy> const& limits = {}) {
    return guard.first_use(who.replay_id(), detail::remembered_until(who, limits));
}

template <replay_guard Guard, verification_policy Policy = strict_policy>
[[nodiscard]] result<void> first_use(Guard& guard, verified_removal const& who,
                                     tolerances<Policy> const& limits = {}) {
    return guard.first_use(who.replay_id(), detail::remembered_until(who, limits));
}

/** Tells a guard that a load came, so that no destructive door takes its token. A load itself may come again: pages
    are reloaded. Nothing is remembered of a token that no destructive door takes.

    @par Errors
    Those of the guard, but for `errc::replayed`.
*/
template <replay_guard Guard, verification_policy Policy = strict_policy>
[[nodiscard]] result<void> note_load(Guard& guard, verified_load const& who,
                                     tolerances<Policy> const& limits = {}) {
    auto const id = who.replay_id();
    if (id.empty() || !who.issued_at()) {
        return {};
    }
    return detail::new_or_known(guard.first_use(id, detail::remembered_until(who, limits)));
}

}  // namespace bcauth::inline v0

#endif
