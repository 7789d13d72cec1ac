// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_UUID_HPP
#define BCAUTH_DETAIL_UUID_HPP

#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

// RFC 9562 section 4: 8-4-4-4-12 hexadecimal digits of either case; any version, since the platform's is its affair
constexpr bool is_uuid(std::string_view text) noexcept {
    if (text.size() != 36) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        bool const digit =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        bool const hyphen_due = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen_due ? c != '-' : !digit) {
            return false;
        }
    }
    return true;
}

}  // namespace bcauth::inline v0::detail

#endif
