// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_BASE64_DECODER_HPP
#define BCAUTH_DETAIL_BASE64_DECODER_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bcauth::inline v0::detail {

inline constexpr std::string_view base64_letters[2] = {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
};

// A table for each of the four places of a quantum holds the letter's six bits already shifted, so that a quantum is
// four look-ups and three ors. A byte that is no letter sets a bit above the 24.
inline constexpr std::uint32_t not_a_letter = 0x0100'0000;

struct base64_tables {
    std::array<std::array<std::uint32_t, 256>, 4> place{};
};

constexpr base64_tables make_base64_tables(std::string_view letters) noexcept {
    base64_tables made;
    for (std::size_t place = 0; place < 4; ++place) {
        for (auto& entry : made.place[place]) {
            entry = not_a_letter;
        }
        for (std::size_t value = 0; value < 64; ++value) {
            made.place[place][static_cast<unsigned char>(letters[value])] =
                static_cast<std::uint32_t>(value << (18 - 6 * place));
        }
    }
    return made;
}

inline constexpr base64_tables base64_decode_tables[2] = {
    make_base64_tables(base64_letters[0]),
    make_base64_tables(base64_letters[1]),
};

// Decodes text without padding whose length is not 1 modulo 4 into base64_decoded_size(size) bytes. Whether every
// byte was a letter and the spare bits of the last one were zero: RFC 4648 section 3.5, one spelling a value.
inline bool decode_base64(char const* text, std::size_t size, unsigned char* out,
                          base64_tables const& tables) noexcept {
    auto const letter = [&](std::size_t place, char c) noexcept {
        return tables.place[place][static_cast<unsigned char>(c)];
    };
    std::uint32_t seen = 0;
    auto const* const last_quantum = text + size / 4 * 4;
    for (; text != last_quantum; text += 4, out += 3) {
        auto const bits =
            letter(0, text[0]) | letter(1, text[1]) | letter(2, text[2]) | letter(3, text[3]);
        seen |= bits;
        out[0] = static_cast<unsigned char>(bits >> 16);
        out[1] = static_cast<unsigned char>(bits >> 8);
        out[2] = static_cast<unsigned char>(bits);
    }
    auto const rest = size % 4;
    if (rest != 0) {
        auto const bits =
            letter(0, text[0]) | letter(1, text[1]) | (rest == 3 ? letter(2, text[2]) : 0);
        auto const spare = rest == 3 ? 0xffU : 0xffffU;
        seen |= (bits & spare) != 0 ? not_a_letter : bits;
        out[0] = static_cast<unsigned char>(bits >> 16);
        if (rest == 3) {
            out[1] = static_cast<unsigned char>(bits >> 8);
        }
    }
    return (seen & not_a_letter) == 0;
}

}  // namespace bcauth::inline v0::detail

#endif
