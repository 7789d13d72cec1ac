// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BENCH_LIMIT_BASE64_SCALAR_HPP
#define BCAUTH_BENCH_LIMIT_BASE64_SCALAR_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Strict base64url without padding by four tables: what a scalar decoder made by hand costs. For little-endian
// processors, and into a buffer with room for 4 bytes more than are decoded.
namespace bcauth_bench::base64_scalar {

using table = std::array<std::uint32_t, 256>;

inline constexpr std::uint32_t wrong = 0xff00'0000;

// the six bits of a letter at one of the four places, in the order of the three bytes in memory
consteval table table_of(unsigned place) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    table made{};
    made.fill(wrong);
    for (std::uint32_t value = 0; value < 64; ++value) {
        auto const bits = value << (18 - 6 * place);
        made[static_cast<unsigned char>(letters[value])] =
            bits >> 16 | (bits & 0xff00) | (bits & 0xff) << 16;
    }
    return made;
}

inline constexpr std::array<table, 4> places{table_of(0), table_of(1), table_of(2), table_of(3)};

inline std::uint32_t decode_4(unsigned char const* text, unsigned char* out) noexcept {
    auto const word =
        places[0][text[0]] | places[1][text[1]] | places[2][text[2]] | places[3][text[3]];
    std::memcpy(out, &word, sizeof word);
    return word;
}

/** Whether it is the one spelling. */
inline bool decode(std::string_view text, unsigned char* out) noexcept {
    auto const rest = text.size() % 4;
    if (rest == 1) return false;
    auto const* at = reinterpret_cast<unsigned char const*>(text.data());
    auto const* const end = at + (text.size() - rest);
    std::uint32_t seen = 0;
    for (; at != end; at += 4, out += 3) {
        seen |= decode_4(at, out);
    }
    if (rest != 0) {
        unsigned char last[4] = {'A', 'A', 'A', 'A'};
        std::memcpy(last, at, rest);
        seen |= decode_4(last, out);
        if (out[rest - 1] != 0) return false;
    }
    return (seen & wrong) == 0;
}

}  // namespace bcauth_bench::base64_scalar

#endif
