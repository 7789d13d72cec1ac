// SPDX-License-Identifier: BSL-1.0
// expect: no matching (function for call|constructor)|private|deleted
#include <bcauth/callback.hpp>

#include <utility>

bcauth::verified_load make(bcauth::verified_load&& genuine) {
#if defined(BCAUTH_FAIL)
    static_cast<void>(genuine);
    return bcauth::verified_load{};
#else
    return std::move(genuine);
#endif
}
