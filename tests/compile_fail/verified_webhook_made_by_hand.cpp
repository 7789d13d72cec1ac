// SPDX-License-Identifier: BSL-1.0
// expect: private
#include <bcauth/webhook.hpp>

#include <utility>

bcauth::verified_webhook make(bcauth::verified_webhook&& genuine,
                              bcauth::webhook_delivery const& delivery) {
#if defined(BCAUTH_FAIL)
    return bcauth::verified_webhook{delivery, 0, genuine.store(), 1U};
#else
    static_cast<void>(delivery);
    return std::move(genuine);
#endif
}
