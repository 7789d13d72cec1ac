// SPDX-License-Identifier: BSL-1.0
// expect: could not convert|no viable conversion|no matching function|cannot convert|invalid initialization
#include <bcauth/identity.hpp>
#include <bcauth/oauth/auth_callback.hpp>

void store(bcauth::installation const& installed);
void exchange(bcauth::oauth::unproven_grant const& grant);

void handle(bcauth::oauth::unproven_grant const& grant) {
#if defined(BCAUTH_FAIL)
    store(grant);
#else
    exchange(grant);
#endif
}
