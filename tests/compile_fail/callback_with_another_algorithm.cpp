// SPDX-License-Identifier: BSL-1.0
// expect: callback_algorithms\[0\] == .*hs256.*(is not satisfied|evaluated to false)
#include <bcauth/callback.hpp>
#include <bcauth/policy.hpp>

#include <array>

// threats row 2
struct other : bcauth::strict_policy {
#if defined(BCAUTH_FAIL)
    static constexpr std::array callback_algorithms{bcauth::mac_algorithm::hs512};
#else
    static constexpr std::array callback_algorithms{bcauth::mac_algorithm::hs256};
#endif
};

using door = bcauth::load_verifier<other>;
