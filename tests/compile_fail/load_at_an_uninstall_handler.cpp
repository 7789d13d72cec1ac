// SPDX-License-Identifier: BSL-1.0
// expect: could not convert|no viable conversion|no matching function|cannot convert|invalid initialization
#include <bcauth/callback.hpp>

void erase(bcauth::verified_uninstall const& who);
void show(bcauth::verified_load const& who);

void handle(bcauth::verified_load const& who) {
#if defined(BCAUTH_FAIL)
    erase(who);
#else
    show(who);
#endif
}
