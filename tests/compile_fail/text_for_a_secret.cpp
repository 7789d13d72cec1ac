// SPDX-License-Identifier: BSL-1.0
// expect: could not convert|no viable conversion|conversion from
#include <bcauth/secret.hpp>

#include <string_view>

bcauth::secret key_of(std::string_view text) {
#if defined(BCAUTH_FAIL)
    return text;
#else
    return bcauth::secret{text};
#endif
}
