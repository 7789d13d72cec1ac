// SPDX-License-Identifier: BSL-1.0
// expect: no matching (function for call|constructor)|private|deleted
#include <bcauth/current_customer.hpp>

#include <utility>

bcauth::verified_customer make(bcauth::verified_customer&& genuine) {
#if defined(BCAUTH_FAIL)
    static_cast<void>(genuine);
    return bcauth::verified_customer{};
#else
    return std::move(genuine);
#endif
}
