// SPDX-License-Identifier: BSL-1.0
// What constant_scopes_test.py reads the machine code of.
#include <bcauth/scope.hpp>

namespace {

constexpr auto granted =
    bcauth::scopes("store_v2_orders store_v2_products users_basic_information");
constexpr auto required = bcauth::scopes("store_v2_orders_read_only store_v2_products");
constexpr auto refused = bcauth::scopes("store_cart");

}  // namespace

// sets that are known when the program is compiled
extern "C" bool constant_covers() {
    return granted.covers(required);
}
extern "C" bool constant_does_not_cover() {
    return granted.covers(refused);
}
extern "C" bool constant_joined_covers() {
    return (granted | refused).covers(required | refused);
}
extern "C" bool constant_is_equal() {
    return granted == required;
}
extern "C" unsigned long constant_size() {
    return granted.size();
}

// one of them, or both, known when the program runs
extern "C" bool short_covers_required(bcauth::known_scopes const& some) {
    return some.covers(required);
}
extern "C" bool short_covers(bcauth::known_scopes const& some, bcauth::known_scopes const& other) {
    return some.covers(other);
}

// what the test must find fault with: a name is looked up, and a set is in memory that anybody may write to
bcauth::known_scopes writable = granted;

extern "C" bool fault_constant_in_memory() {
    return writable.covers(required);
}
extern "C" bool fault_short_looks_up(bcauth::known_scopes const& some, char const* name) {
    return some.contains(name);
}
