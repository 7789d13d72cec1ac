// SPDX-License-Identifier: BSL-1.0
// expect: max_age_ceiling <= .*24.*.*(is not satisfied|evaluated to false)
#include <bcauth/policy.hpp>
#include <bcauth/tolerances.hpp>

#include <chrono>

struct own : bcauth::strict_policy {
#if defined(BCAUTH_FAIL)
    static constexpr std::chrono::seconds max_age_ceiling{86401};
#else
    static constexpr std::chrono::seconds max_age_ceiling{86400};
#endif
};

using limits = bcauth::tolerances<own>;
