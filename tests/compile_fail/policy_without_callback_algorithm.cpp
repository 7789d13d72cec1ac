// SPDX-License-Identifier: BSL-1.0
// expect: callback_algorithms\.size\(\) == 1.*(is not satisfied|evaluated to false)
#include <bcauth/callback.hpp>
#include <bcauth/policy.hpp>

#include <array>

// threats row 2
struct own : bcauth::strict_policy {
#if defined(BCAUTH_FAIL)
    static constexpr std::array<bcauth::mac_algorithm, 0> callback_algorithms{};
#else
    static constexpr std::array<bcauth::mac_algorithm, 1> callback_algorithms{};
#endif
};

using door = bcauth::removal_verifier<own>;
