// SPDX-License-Identifier: BSL-1.0
// expect: token_bytes <= .*1024 \* 1024.*(is not satisfied|evaluated to false)
#include <bcauth/jwt/verifier.hpp>
#include <bcauth/policy.hpp>

#include <cstddef>

// threats row 21
struct own : bcauth::strict_policy {
#if defined(BCAUTH_FAIL)
    static constexpr std::size_t token_bytes = 1024 * 1024 + 1;
#else
    static constexpr std::size_t token_bytes = 1024 * 1024;
#endif
};

using reader = bcauth::jwt::verifier<own>;
