// SPDX-License-Identifier: BSL-1.0
// expect: this_scope_is_not_in_the_table
#include <bcauth/scope.hpp>

#if defined(BCAUTH_FAIL)
constexpr auto needs = bcauth::scopes("store_v2_oders");
#else
constexpr auto needs = bcauth::scopes("store_v2_orders");
#endif
