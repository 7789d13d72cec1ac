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

inline std::uint64_t load_four(char const* data) noexcept {
    std::uint32_t word = 0;
    std::memcpy(&word, data, sizeof word);
    return word;
}

// Whether two texts of one size are the same, without a call for the few bytes of a name. Takes time that depends on them:
// not for secrets.
inline bool same_bytes(char const* left, char const* right, std::size_t size) noexcept {
    if (size > 16) {
        return std::memcmp(left, right, size) == 0;
    }
    if (size >= 8) {
        auto const last = size - 8;
        return ((load_eight(left) ^ load_eight(right)) |
                (load_eight(left + last) ^ load_eight(right + last))) == 0;
    }
    if (size >= 4) {
        auto const last = size - 4;
        return ((load_four(left) ^ load_four(right)) |
                (load_four(left + last) ^ load_four(right + last))) == 0;
    }
    for (std::size_t i = 0; i < size; ++i) {
        if (left[i] != right[i]) {
            return false;
        }
    }
    return true;
}

inline constexpr std::uint64_t high_bits = 0x8080808080808080;

// a high bit is set somewhere when a byte of the word is outside [Low, High], and only then: what is below wraps round,
// what is above overflows, and a borrow or carry can only come from a byte that is outside itself
template <unsigned Low, unsigned High>
constexpr std::uint64_t outside(std::uint64_t word) noexcept {
    static_assert(0 < Low && Low <= High && High < 0x80);
    constexpr std::uint64_t ones = 0x0101010101010101;
    auto const moved = word - ones * Low;
    return moved | (moved + ones * (0x7f - (High - Low)));
}

// how many bytes at the beginning lie in [0x27, 0x7e], where neither '%' nor '&' is
inline std::size_t plain_run(std::string_view text) noexcept {
    auto const* const data = text.data();
    auto const special = [data](std::size_t at) {
        return outside<0x27, 0x7e>(load_eight(data + at));
    };
    std::size_t at = 0;
    for (; text.size() - at >= 32; at += 32) {
        auto const any = special(at) | special(at + 8) | special(at + 16) | special(at + 24);
        if ((any & high_bits) != 0) break;
    }
    for (; text.size() - at >= 8; at += 8) {
        if ((special(at) & high_bits) != 0) break;
    }
    while (at < text.size() && text[at] >= 0x27 && text[at] <= 0x7e) {
        ++at;
    }
    return at;
}

}  // namespace bcauth::inline v0::detail

#endif
