// SPDX-License-Identifier: BSL-1.0
// expect: min_secret_bytes >= 1.*(is not satisfied|evaluated to false)
#include <bcauth/app_config.hpp>
#include <bcauth/policy.hpp>

#include <utility>

// threats row 6
#if defined(BCAUTH_FAIL)
using own = bcauth::long_secrets<0>;
#else
using own = bcauth::long_secrets<1>;
#endif

bcauth::result<bcauth::app_config> configure(bcauth::app_options options) {
    return bcauth::app_config::make<own>(std::move(options));
}
