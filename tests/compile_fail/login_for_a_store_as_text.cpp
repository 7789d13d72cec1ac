// SPDX-License-Identifier: BSL-1.0
// expect: could not convert|no viable conversion|cannot convert
#include <bcauth/customer_login.hpp>

bcauth::customer_login_options login_at(bcauth::store_hash const& store) {
#if defined(BCAUTH_FAIL)
    static_cast<void>(store);
    return {.store = "z4zn3wo", .customer_id = 4927};
#else
    return {.store = store, .customer_id = 4927};
#endif
}
