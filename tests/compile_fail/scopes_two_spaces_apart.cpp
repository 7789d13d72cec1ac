// SPDX-License-Identifier: BSL-1.0
// expect: scopes_are_separated_by_single_spaces
#include <bcauth/scope.hpp>

#if defined(BCAUTH_FAIL)
constexpr auto needs = bcauth::scopes("store_v2_orders  store_sites");
#else
constexpr auto needs = bcauth::scopes("store_v2_orders store_sites");
#endif
