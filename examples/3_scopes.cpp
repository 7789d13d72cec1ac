// SPDX-License-Identifier: BSL-1.0
// What the app needs and what the merchant granted: scopes are checked when the program is compiled and when it runs.
#include <bcauth/scope_set.hpp>

#include <iostream>

// A misspelt scope does not compile.
constexpr auto needs = bcauth::scopes("store_v2_orders_read_only store_themes_manage");

// Who may write may read.
static_assert(
    bcauth::scopes("store_v2_orders").covers(bcauth::scopes("store_v2_orders_read_only")));

int main() {
    // As a token response has it: in any order, with scopes that nobody asked for.
    auto const granted = bcauth::scope_set::parse("store_v2_default store_v2_orders store_cart");
    if (!granted) {
        return 1;
    }
    bcauth::scope_set const required = needs;
    std::cout << "granted:  " << granted->canonical() << '\n'
              << "required: " << required.canonical() << '\n'
              << "missing:  " << required.missing_from(*granted).canonical() << '\n';

    // A scope that is newer than the library is named as such; the right spelling is then yours to know.
    bcauth::scope_set const next = needs | bcauth::unlisted_scope("store_time_travel");
    std::cout << "next:     " << next.canonical() << '\n';

    bool const as_expected = !granted->covers(required) &&
                             required.missing_from(*granted).canonical() == "store_themes_manage" &&
                             next.contains("store_time_travel");
    return as_expected ? 0 : 1;
}
