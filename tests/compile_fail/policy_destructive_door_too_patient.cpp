// SPDX-License-Identifier: BSL-1.0
// expect: destructive_max_age <= .*300.*.*(is not satisfied|evaluated to false)
#include <bcauth/callback.hpp>
#include <bcauth/policy.hpp>

#include <chrono>

struct own : bcauth::strict_policy {
#if defined(BCAUTH_FAIL)
    static constexpr std::chrono::seconds destructive_max_age{301};
#else
    static constexpr std::chrono::seconds destructive_max_age{300};
#endif
};

using door = bcauth::uninstall_verifier<own>;
