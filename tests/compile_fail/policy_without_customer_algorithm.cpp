// SPDX-License-Identifier: BSL-1.0
// expect: customer_algorithms\.size\(\) >= 1.*(is not satisfied|evaluated to false)
#include <bcauth/current_customer.hpp>
#include <bcauth/policy.hpp>

#include <array>

// threats row 2
struct own : bcauth::strict_policy {
#if defined(BCAUTH_FAIL)
    static constexpr std::array<bcauth::mac_algorithm, 0> customer_algorithms{};
#else
    static constexpr std::array<bcauth::mac_algorithm, 1> customer_algorithms{};
#endif
};

using door = bcauth::current_customer_verifier<own>;
