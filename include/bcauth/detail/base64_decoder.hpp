// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_BASE64_DECODER_HPP
#define BCAUTH_DETAIL_BASE64_DECODER_HPP

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bcauth::inline v0::detail {

inline constexpr std::string_view base64_letters[2] = {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
};

// A table for each of the four places of a quantum holds the letter's six bits where they stand in a word that, stored
// as it is, begins with the three bytes: a quantum is four look-ups, three ors and one store. A byte that is no letter
// sets a bit of the fourth.
inline constexpr bool is_little_endian = std::endian::native == std::endian::little;
inline constexpr std::uint32_t not_a_letter = is_little_endian ? 0x0100'0000 : 1;

consteval std::uint32_t stored_in_order(std::uint32_t bits) noexcept {
    return is_little_endian ? (bits >> 16 & 0xff) | (bits & 0xff00) | (bits & 0xff) << 16
                            : bits << 8;
}

struct base64_tables {
    std::array<std::array<std::uint32_t, 256>, 4> place{};
};

consteval base64_tables make_base64_tables(std::string_view letters) noexcept {
    base64_tables made;
    for (std::size_t place = 0; place < 4; ++place) {
        for (auto& entry : made.place[place]) {
            entry = not_a_letter;
        }
        for (std::size_t value = 0; value < 64; ++value) {
            made.place[place][static_cast<unsigned char>(letters[value])] =
                stored_in_order(static_cast<std::uint32_t>(value << (18 - 6 * place)));
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
    auto const letter = [&](std::size_t place, std::size_t at) noexcept {
        return tables.place[place][static_cast<unsigned char>(text[at])];
    };
    std::uint32_t seen = 0;
    // all but the last quantum, behind which the fourth byte of a store would stand
    for (; size > 4; text += 4, size -= 4, out += 3) {
        auto const word = letter(0, 0) | letter(1, 1) | letter(2, 2) | letter(3, 3);
        seen |= word;
        std::memcpy(out, &word, sizeof word);
    }
    if (size != 0) {
        std::uint32_t const word = letter(0, 0) | letter(1, 1) | (size > 2 ? letter(2, 2) : 0) |
                                   (size > 3 ? letter(3, 3) : 0);
        constexpr std::uint32_t spare_bits[] = {0, 0, stored_in_order(0xffff),
                                                stored_in_order(0xff), 0};
        seen |= (word & spare_bits[size]) != 0 ? not_a_letter : word;
        std::memcpy(out, &word, size - 1);
    }
    return (seen & not_a_letter) == 0;
}

}  // namespace bcauth::inline v0::detail

#endif
