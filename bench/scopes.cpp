// SPDX-License-Identifier: BSL-1.0
// Whether what was granted covers what is required: sets of known scopes, one with a name that the library doesn't know,
// and the texts that they are read from.
#include "support/checks.hpp"
#include "support/program.hpp"

#include <bcauth/scope.hpp>
#include <bcauth/scope_set.hpp>

#include <string_view>

namespace {

using bcauth::scope_set;

constexpr std::string_view granted_text =
    "store_v2_default store_v2_orders store_v2_products users_basic_information store_v2_content";
constexpr auto required = bcauth::scopes("store_v2_orders_read_only store_v2_products");

template <class Set>
void register_check(char const* name, Set const& granted, Set const& wanted, bool expected) {
    bcauth_bench::require(granted.covers(wanted) == expected, "a check of scopes");
    benchmark::RegisterBenchmark(name, [=](benchmark::State& state) {
        auto const* from = &granted;
        auto const* to = &wanted;
        // that the compiler knows neither set
        benchmark::DoNotOptimize(from);
        benchmark::DoNotOptimize(to);
        bcauth_bench::measure(state, [&] {
            benchmark::ClobberMemory();
            return from->covers(*to);
        });
    });
}

void register_rows() {
    auto const granted = *scope_set::parse(granted_text);
    register_check("scopes/known/bcauth", granted, scope_set(required), true);
    register_check("scopes/missing/bcauth", granted, scope_set(bcauth::scopes("store_cart")),
                   false);
    register_check("scopes/bits/bcauth", bcauth::known_scopes::all(), required, true);
    auto const newer = scope_set(required | bcauth::unlisted_scope("store_v9_things"));
    register_check("scopes/unlisted/bcauth", granted | newer, newer, true);
    benchmark::RegisterBenchmark("scopes/parse/bcauth", [](benchmark::State& state) {
        bcauth_bench::measure(state, [] { return scope_set::parse(granted_text); });
    });
}

}  // namespace

int main(int argc, char** argv) {
    return bcauth_bench::run(argc, argv, register_rows);
}
