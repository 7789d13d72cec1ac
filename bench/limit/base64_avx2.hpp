// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BENCH_LIMIT_BASE64_AVX2_HPP
#define BCAUTH_BENCH_LIMIT_BASE64_AVX2_HPP

#if defined(__x86_64__)

#include <immintrin.h>

#include <cstddef>
#include <cstring>
#include <string_view>

// Strict base64 without padding, 32 letters at a time, into a buffer with room for 32 bytes more than are decoded:
// the look-up by nibbles of Mula and Lemire (https://arxiv.org/abs/1704.00605).
namespace bcauth_bench::base64_avx2 {

// what tells the two alphabets apart
struct alphabet {
    char last;               // the letter of 63
    signed char to_1;        // from its upper nibble to 1, whose place among the offsets is free
    signed char offset[16];  // from a letter to its value, by upper nibble
    unsigned char low[16];   // a bit for each upper nibble that makes no letter with this lower one
    unsigned char high[16];
};

inline constexpr alphabet standard{'/',
                                   -1,
                                   {0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0},
                                   {0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
                                    0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a},
                                   {0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10,
                                    0x10, 0x10, 0x10, 0x10, 0x10, 0x10}};

inline constexpr alphabet url{'_',
                              -4,
                              {0, -32, 17, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0},
                              {0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13,
                               0x3b, 0x3b, 0x3a, 0x3b, 0x33},
                              {0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x28, 0x10, 0x10, 0x10,
                               0x10, 0x10, 0x10, 0x10, 0x10}};

struct tables {
    __m256i last, to_1, offset, low, high;
};

[[gnu::target("avx2")]] inline __m256i twice(void const* bytes) noexcept {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(static_cast<__m128i const*>(bytes)));
}

// writes 24 bytes and 8 more; gives what is zero where all were letters
[[gnu::target("avx2")]] inline __m256i decode_32(char const* text, unsigned char* out,
                                                 tables const& by) noexcept {
    auto const in = _mm256_loadu_si256(reinterpret_cast<__m256i const*>(text));
    auto const nibble = _mm256_set1_epi8(0x0f);
    auto const high = _mm256_and_si256(_mm256_srli_epi32(in, 4), nibble);
    auto const low = _mm256_and_si256(in, nibble);
    auto const wrong =
        _mm256_and_si256(_mm256_shuffle_epi8(by.low, low), _mm256_shuffle_epi8(by.high, high));
    auto const is_last = _mm256_cmpeq_epi8(in, by.last);
    auto const place = _mm256_add_epi8(high, _mm256_and_si256(is_last, by.to_1));
    auto const values = _mm256_add_epi8(in, _mm256_shuffle_epi8(by.offset, place));
    auto const pairs = _mm256_maddubs_epi16(values, _mm256_set1_epi32(0x01400140));
    auto const words = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000));
    auto const order = _mm256_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1, 2,
                                        1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
    auto const packed = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(words, order),
                                                    _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), packed);
    return wrong;
}

// whether it is the one spelling; `out` has room for 32 bytes more than there are
[[gnu::target("avx2")]] inline bool decode(std::string_view text, unsigned char* out,
                                           alphabet const& by) noexcept {
    if (text.size() % 4 == 1) {
        return false;
    }
    tables const loaded{_mm256_set1_epi8(by.last), _mm256_set1_epi8(by.to_1), twice(by.offset),
                        twice(by.low), twice(by.high)};
    auto wrong = _mm256_setzero_si256();
    auto const* at = text.data();
    auto left = text.size();
    for (; left >= 32; left -= 32, at += 32, out += 24) {
        wrong = _mm256_or_si256(wrong, decode_32(at, out, loaded));
    }
    if (left != 0) {
        char rest[32];
        std::memset(rest, 'A', sizeof rest);
        std::memcpy(rest, at, left);
        wrong = _mm256_or_si256(wrong, decode_32(rest, out, loaded));
        if (left % 4 != 0 && out[left * 3 / 4] != 0) {
            return false;
        }
    }
    return _mm256_testz_si256(wrong, wrong) != 0;
}

}  // namespace bcauth_bench::base64_avx2

#endif

#endif
