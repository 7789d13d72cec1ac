// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_SWAR_HPP
#define BCAUTH_DETAIL_SWAR_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bcauth::inline v0::detail {

// eight bytes at once, in whatever order: only "any of them" is asked
inline std::uint64_t load_eight(char const* data) noexcept {
    std::uint64_t word = 0;
    std::memcpy(&word, data, sizeof word);
    return word;
}

// has a high bit set somewhere when a byte of the word is outside [Low, High], and only then
template <unsigned Low, unsigned High>
constexpr std::uint64_t outside(std::uint64_t word) noexcept {
    static_assert(Low <= 0x80 && High < 0x80);
    constexpr std::uint64_t ones = 0x0101010101010101;
    return ((word - ones * Low) | (word + ones * (0x7f - High)) | word) & (ones * 0x80);
}

// how many bytes at the beginning lie in [0x27, 0x7e], which neither '%' nor '&' does; may stop up to 31 early
// only at a byte outside, or at the end
inline std::size_t plain_run(std::string_view text) noexcept {
    auto const* const data = text.data();
    std::size_t at = 0;
    for (; text.size() - at >= 32; at += 32) {
        auto const any = outside<0x27, 0x7e>(load_eight(data + at)) |
                         outside<0x27, 0x7e>(load_eight(data + at + 8)) |
                         outside<0x27, 0x7e>(load_eight(data + at + 16)) |
                         outside<0x27, 0x7e>(load_eight(data + at + 24));
        if (any != 0) break;
    }
    for (; text.size() - at >= 8; at += 8) {
        if (outside<0x27, 0x7e>(load_eight(data + at)) != 0) break;
    }
    while (at < text.size() && text[at] >= 0x27 && text[at] <= 0x7e) {
        ++at;
    }
    return at;
}

}  // namespace bcauth::inline v0::detail

#endif
