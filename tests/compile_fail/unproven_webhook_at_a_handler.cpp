// SPDX-License-Identifier: BSL-1.0
// expect: could not convert|no viable conversion|no matching function|cannot convert|invalid initialization
#include <bcauth/webhook.hpp>

void note_order(bcauth::verified_webhook const& what);

void handle(bcauth::received_webhook const& what) {
#if defined(BCAUTH_FAIL)
    note_order(what);
#else
    if (auto const* const proven = what.verified()) {
        note_order(*proven);
    }
#endif
}
