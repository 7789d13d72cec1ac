// SPDX-License-Identifier: BSL-1.0
// expect: leeway <= .*max_leeway.*(is not satisfied|evaluated to false)
#include <bcauth/callback.hpp>
#include <bcauth/policy.hpp>

#include <chrono>

// threats row 35
struct own : bcauth::strict_policy {
#if defined(BCAUTH_FAIL)
    static constexpr std::chrono::seconds leeway{601};
#else
    static constexpr std::chrono::seconds leeway{600};
#endif
};

using door = bcauth::load_verifier<own>;
