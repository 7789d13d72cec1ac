// SPDX-License-Identifier: BSL-1.0
// expect: max_leeway
#include <bcauth/callback.hpp>
#include <bcauth/policy.hpp>

#include <chrono>

struct patient : bcauth::strict_policy {
#if defined(BCAUTH_FAIL)
    static constexpr std::chrono::seconds max_leeway{601};
#else
    static constexpr std::chrono::seconds max_leeway{600};
#endif
};

using door = bcauth::load_verifier<patient>;
