// SPDX-License-Identifier: BSL-1.0
// expect: deleted .*url|deleted member function 'url'
#include <bcauth/callback.hpp>

#include <string_view>

// threats row 66
bcauth::verified_load verified();

std::size_t length() {
#if defined(BCAUTH_FAIL)
    std::string_view const url = verified().url();
#else
    auto const who = verified();
    std::string_view const url = who.url();
#endif
    return url.size();
}
