// SPDX-License-Identifier: BSL-1.0
#include <bcauth/bcauth.hpp>
#include "second.hpp"

#include <cstdio>

int main() {
    auto const there = see_from_second_unit();
    auto const code = make_error_code(bcauth::errc::expired);
    auto const condition = make_error_condition(bcauth::condition::unauthenticated);

    bool const one_object = &code.category() == there.errors &&  //
                            &condition.category() == there.conditions;
    if (!one_object) {
        std::puts("the error categories differ between two units");
    }
    bool const comparable = code == condition;
    if (!comparable) {
        std::puts("an error does not equal its condition");
    }
    return one_object && comparable ? 0 : 1;
}
