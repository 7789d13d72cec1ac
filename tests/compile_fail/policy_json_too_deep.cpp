// SPDX-License-Identifier: BSL-1.0
// expect: json_depth <= 32.*(is not satisfied|evaluated to false)
#include <bcauth/callback.hpp>
#include <bcauth/policy.hpp>

#include <cstddef>

// threats row 28
struct own : bcauth::strict_policy {
#if defined(BCAUTH_FAIL)
    static constexpr std::size_t json_depth = 33;
#else
    static constexpr std::size_t json_depth = 32;
#endif
};

using door = bcauth::load_verifier<own>;
