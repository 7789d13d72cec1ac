// SPDX-License-Identifier: BSL-1.0
// expect: requires_signed_webhooks
#include <bcauth/webhook.hpp>

bool is_taken(bcauth::app_config const& app, bcauth::http::incoming const& request) {
#if defined(BCAUTH_FAIL)
    bcauth::webhook_verifier<> const door(app);
#else
    bcauth::webhook_verifier<bcauth::unsigned_webhooks<>> const door(app);
#endif
    return door.judge(request).has_value();
}
