// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_ASCII_CASE_HPP
#define BCAUTH_DETAIL_ASCII_CASE_HPP

#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

constexpr char ascii_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

constexpr bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept {
    if (left.size() != right.size()) {
        return false;
    }
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (ascii_lower(left[i]) != ascii_lower(right[i])) {
            return false;
        }
    }
    return true;
}

}  // namespace bcauth::inline v0::detail

#endif
