// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_UUID_HPP
#define BCAUTH_DETAIL_UUID_HPP

#include <bcauth/codec/hex.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

// RFC 9562 section 4: 8-4-4-4-12 hexadecimal digits of either case; any version, since the platform's is its affair
constexpr bool is_uuid(std::string_view text) noexcept {
    constexpr std::array<std::size_t, 5> ends{8, 13, 18, 23, 36};
    if (text.size() != ends.back()) {
        return false;
    }
    int digits = 0;  // below 0 as soon as one of them is none
    std::size_t at = 0;
    for (auto const end : ends) {
        for (; at < end; ++at) {
            digits |= hex_value(text[at]);
        }
        if (end != text.size() && text[at++] != '-') {
            return false;
        }
    }
    return digits >= 0;
}

}  // namespace bcauth::inline v0::detail

#endif
