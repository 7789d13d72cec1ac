// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_VISIBLE_ASCII_HPP
#define BCAUTH_DETAIL_VISIBLE_ASCII_HPP

#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

// 0x21 to 0x7e, at least one byte and at most `longest`: what a header, a URL and a log line can all carry
constexpr bool is_visible_ascii(std::string_view text, std::size_t longest) noexcept {
    if (text.empty() || text.size() > longest) {
        return false;
    }
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x21 || byte > 0x7e) {
            return false;
        }
    }
    return true;
}

}  // namespace bcauth::inline v0::detail

#endif
