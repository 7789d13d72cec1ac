// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_BASE64_VECTOR_HPP
#define BCAUTH_DETAIL_BASE64_VECTOR_HPP

#include <bcauth/detail/base64_decoder.hpp>

#if defined(__x86_64__) && defined(__GNUC__)
#include <tmmintrin.h>
#endif

#include <array>
#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

#if defined(__x86_64__) && defined(__GNUC__)

// Sixteen letters at a time, after W. Mula and D. Lemire, "Faster Base64 Encoding and Decoding using AVX2 Instructions".
// SSSE3 does with 128 bits what AVX2 does with 256: 5 ns a token slower, but its header costs a translation unit
// nothing, where <immintrin.h> costs 0.4 s.

// An alphabet by the two halves of a letter's byte. A byte is no letter when its low half's `refuses` and its high
// half's `is` have a bit in common. `offset` leads from a letter to its value; the last letter shares a high half with
// others, and has offset 1 for its own, to which `to_last` leads.
struct base64_halves {
    alignas(16) std::array<unsigned char, 16> refuses{};
    alignas(16) std::array<unsigned char, 16> is{};
    alignas(16) std::array<unsigned char, 16> offset{};
    char last = 0;
    char to_last = 0;
};

consteval base64_halves make_base64_halves(std::string_view letters) noexcept {
    constexpr unsigned first_high = 2;  // of '+'; 'z' has 7, so that six bits tell them apart
    constexpr unsigned no_letters = 0x40;
    base64_halves made;
    made.refuses.fill(0x3f | no_letters);
    made.is.fill(no_letters);
    for (unsigned high = first_high; high < 8; ++high) {
        made.is[high] = static_cast<unsigned char>(1U << (high - first_high));
    }
    for (unsigned value = 0; value < 64; ++value) {
        auto const byte = static_cast<unsigned char>(letters[value]);
        auto const high = std::size_t{byte} >> 4U;
        auto& refuses = made.refuses[byte & 15U];
        refuses = static_cast<unsigned char>(refuses & ~made.is[high]);
        made.offset[value == 63 ? 1U : high] = static_cast<unsigned char>(value - byte);
    }
    made.last = letters[63];
    made.to_last = static_cast<char>(1 - (letters[63] >> 4));
    return made;
}

inline constexpr base64_halves base64_vector_tables[2] = {
    make_base64_halves(base64_letters[0]),
    make_base64_halves(base64_letters[1]),
};

inline __m128i load_16(void const* at) noexcept {
    return _mm_loadu_si128(static_cast<__m128i const*>(at));
}

// which byte of four words of three bytes each stands where; one with a high bit is none
alignas(16) inline constexpr std::array<unsigned char, 16> base64_bytes_in_order{
    2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 0x80, 0x80, 0x80, 0x80};

// Decodes blocks of 16 letters up to the first that holds something else, and gives how many letters those were. What
// is left is at least one letter if there was one, so whoever decodes it judges the end, and what stopped this.
[[gnu::target("ssse3")]] inline std::size_t decode_base64_blocks(char const* text, std::size_t size,
                                                                 unsigned char* out,
                                                                 base64_halves const& by) noexcept {
    constexpr std::size_t least = 22;  // letters that decode to the 16 bytes of a store
    auto const refuses = load_16(by.refuses.data());
    auto const is = load_16(by.is.data());
    auto const offset = load_16(by.offset.data());
    auto const last = _mm_set1_epi8(by.last);
    auto const to_last = _mm_set1_epi8(by.to_last);
    auto const half = _mm_set1_epi8(0x0f);
    auto const in_order = load_16(base64_bytes_in_order.data());
    std::size_t done = 0;
    for (; size - done >= least; done += 16, out += 12) {
        auto const letters = load_16(text + done);
        auto const high = _mm_and_si128(_mm_srli_epi32(letters, 4), half);
        auto const low = _mm_and_si128(letters, half);
        auto const wrong =
            _mm_and_si128(_mm_shuffle_epi8(refuses, low), _mm_shuffle_epi8(is, high));
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(wrong, _mm_setzero_si128())) != 0xffff) {
            break;
        }
        auto const own = _mm_and_si128(_mm_cmpeq_epi8(letters, last), to_last);
        auto const values =
            _mm_add_epi8(letters, _mm_shuffle_epi8(offset, _mm_add_epi8(high, own)));
        // six bits and six are twelve, twelve and twelve are twenty-four
        auto const twelves = _mm_maddubs_epi16(values, _mm_set1_epi32(0x01400140));
        auto const words = _mm_madd_epi16(twelves, _mm_set1_epi32(0x00011000));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm_shuffle_epi8(words, in_order));
    }
    return done;
}

inline bool has_base64_blocks() noexcept {
    return __builtin_cpu_supports("ssse3") != 0;
}

#else

struct base64_halves {};
inline constexpr base64_halves base64_vector_tables[2] = {};

inline std::size_t decode_base64_blocks(char const*, std::size_t, unsigned char*,
                                        base64_halves const&) noexcept {
    return 0;
}

constexpr bool has_base64_blocks() noexcept {
    return false;
}

#endif

// The same as decode_base64 with the tables of an alphabet, 0 or 1: the tables decode what the blocks leave, so both
// refuse the same texts.
inline bool decode_base64_fast(char const* text, std::size_t size, unsigned char* out,
                               std::size_t alphabet) noexcept {
    auto const done = has_base64_blocks()
                          ? decode_base64_blocks(text, size, out, base64_vector_tables[alphabet])
                          : 0;
    return decode_base64(text + done, size - done, out + done / 4 * 3,
                         base64_decode_tables[alphabet]);
}

}  // namespace bcauth::inline v0::detail

#endif
