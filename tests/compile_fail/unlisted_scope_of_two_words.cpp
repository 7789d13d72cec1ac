// SPDX-License-Identifier: BSL-1.0
// expect: this_is_not_a_scope_token
#include <bcauth/scope.hpp>

#if defined(BCAUTH_FAIL)
constexpr auto needs = bcauth::unlisted_scope("store_new thing");
#else
constexpr auto needs = bcauth::unlisted_scope("store_new_thing");
#endif
