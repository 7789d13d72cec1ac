// SPDX-License-Identifier: BSL-1.0
#include "second.hpp"

#include <bcauth/bcauth.hpp>

seen_categories see_from_second_unit() {
    return {&make_error_code(bcauth::errc::expired).category(),
            &make_error_condition(bcauth::condition::unauthenticated).category()};
}
