// SPDX-License-Identifier: BSL-1.0
// expect: max_leeway <= .*600.*(is not satisfied|evaluated to false)
#include <bcauth/callback.hpp>
#include <bcauth/policy.hpp>

#include <chrono>

// threats row 35
struct patient : bcauth::strict_policy {
#if defined(BCAUTH_FAIL)
    static constexpr std::chrono::seconds max_leeway{601};
#else
    static constexpr std::chrono::seconds max_leeway{600};
#endif
};

using door = bcauth::load_verifier<patient>;
