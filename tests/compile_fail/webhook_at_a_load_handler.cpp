// SPDX-License-Identifier: BSL-1.0
// expect: could not convert|no viable conversion|no matching function|cannot convert|invalid initialization
#include <bcauth/callback.hpp>
#include <bcauth/webhook.hpp>

void show_settings(bcauth::verified_load const& who);
void note_order(bcauth::verified_webhook const& what);

void handle(bcauth::verified_webhook const& what) {
#if defined(BCAUTH_FAIL)
    show_settings(what);
#else
    note_order(what);
#endif
}
