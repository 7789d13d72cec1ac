// SPDX-License-Identifier: BSL-1.0
// expect: deleted .*expose
#include <bcauth/secret.hpp>

#include <string_view>

// threats row 66
std::size_t length() {
#if defined(BCAUTH_FAIL)
    std::string_view const view = bcauth::secret{"short-lived"}.expose();
#else
    bcauth::secret const owner{"long enough"};
    std::string_view const view = owner.expose();
#endif
    return view.size();
}
