// SPDX-License-Identifier: BSL-1.0
// expect: could not convert|no viable conversion|no matching function|cannot convert|invalid initialization
#include <bcauth/callback.hpp>
#include <bcauth/current_customer.hpp>

void show_balance(bcauth::verified_customer const& who);
void show_settings(bcauth::verified_load const& who);

void handle(bcauth::verified_load const& who) {
#if defined(BCAUTH_FAIL)
    show_balance(who);
#else
    show_settings(who);
#endif
}
