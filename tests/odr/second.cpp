// SPDX-License-Identifier: BSL-1.0
#include "second.hpp"

sight see_from_second_unit(std::string_view query) {
    return look(query);
}
