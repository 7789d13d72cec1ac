// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BENCH_LIMIT_SHA256_NI_HPP
#define BCAUTH_BENCH_LIMIT_SHA256_NI_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

// HMAC-SHA256 on the processor's own instructions with both pads absorbed beforehand: the fastest that there is, to be
// measured against and not to be shipped. Elsewhere than on x86 `is_supported` says no and nothing else is there.
namespace bcauth_bench::sha256_ni {

#if defined(__x86_64__)

[[nodiscard]] inline bool is_supported() noexcept {
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    // "sha" is no name that __builtin_cpu_supports knows in these compilers
    return __builtin_cpu_supports("sse4.1") != 0 && __get_cpuid_count(7, 0, &a, &b, &c, &d) == 1 &&
           (b & bit_SHA) != 0;
}

// the eight words as the instructions want them
struct state {
    __m128i abef;
    __m128i cdgh;
};

alignas(16) inline constexpr std::uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

[[nodiscard]] inline state initial_state() noexcept {
    return {_mm_set_epi32(0x6a09e667, static_cast<int>(0xbb67ae85), 0x510e527f,
                          static_cast<int>(0x9b05688c)),
            _mm_set_epi32(0x3c6ef372, static_cast<int>(0xa54ff53a), 0x1f83d9ab, 0x5be0cd19)};
}

[[gnu::target("sha,sse4.1")]] inline void absorb(state& into, unsigned char const* block,
                                                 std::size_t blocks) noexcept {
    auto const big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    auto abef = into.abef;
    auto cdgh = into.cdgh;
    for (; blocks != 0; --blocks, block += 64) {
        auto const abef_before = abef;
        auto const cdgh_before = cdgh;
        __m128i words[4];
#pragma GCC unroll 16
        for (int i = 0; i < 16; ++i) {
            auto& now = words[i % 4];
            if (i < 4) {
                auto const* const at = reinterpret_cast<__m128i const*>(block + 16 * i);
                now = _mm_shuffle_epi8(_mm_loadu_si128(at), big_endian);
            }
            auto const* const added = reinterpret_cast<__m128i const*>(constants + 4 * i);
            auto const round = _mm_add_epi32(now, _mm_load_si128(added));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, round);
            if (i >= 3 && i < 15) {
                auto& next = words[(i + 1) % 4];
                next = _mm_add_epi32(next, _mm_alignr_epi8(now, words[(i + 3) % 4], 4));
                next = _mm_sha256msg2_epu32(next, now);
            }
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(round, 0x0e));
            if (i >= 1 && i < 13) {
                auto& last = words[(i + 3) % 4];
                last = _mm_sha256msg1_epu32(last, now);
            }
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    into = {abef, cdgh};
}

[[gnu::target("sha,sse4.1")]] inline void write(state const& from, unsigned char* digest) noexcept {
    auto const big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    auto const feba = _mm_shuffle_epi32(from.abef, 0x1b);
    auto const dchg = _mm_shuffle_epi32(from.cdgh, 0xb1);
    auto const dcba = _mm_blend_epi16(feba, dchg, 0xf0);
    auto const hgfe = _mm_alignr_epi8(dchg, feba, 8);
    auto* const out = reinterpret_cast<__m128i*>(digest);
    _mm_storeu_si128(out, _mm_shuffle_epi8(dcba, big_endian));
    _mm_storeu_si128(out + 1, _mm_shuffle_epi8(hgfe, big_endian));
}

// absorbs the last bytes of a text of `size` bytes and what FIPS 180-4 section 5.1.1 puts behind them
inline void finish(state& into, unsigned char const* rest, std::size_t left,
                   std::size_t size) noexcept {
    alignas(16) unsigned char last[128] = {};
    __builtin_memcpy(last, rest, left);
    last[left] = 0x80;
    std::size_t const blocks = left < 56 ? 1 : 2;
    auto const bits = __builtin_bswap64(std::uint64_t{size} * 8);
    __builtin_memcpy(last + blocks * 64 - 8, &bits, 8);
    absorb(into, last, blocks);
}

struct hmac_key {
    state inner;
    state outer;
};

// of a secret of at most a block, as the platform's are
[[nodiscard]] inline hmac_key make_key(std::string_view secret) noexcept {
    unsigned char inner[64];
    unsigned char outer[64];
    for (std::size_t i = 0; i < 64; ++i) {
        auto const byte = static_cast<unsigned char>(i < secret.size() ? secret[i] : 0);
        inner[i] = static_cast<unsigned char>(byte ^ 0x36U);
        outer[i] = static_cast<unsigned char>(byte ^ 0x5cU);
    }
    hmac_key made{initial_state(), initial_state()};
    absorb(made.inner, inner, 1);
    absorb(made.outer, outer, 1);
    return made;
}

// writes 32 bytes
inline void sign(hmac_key const& key, std::string_view message, unsigned char* digest) noexcept {
    auto const* const bytes = reinterpret_cast<unsigned char const*>(message.data());
    auto const whole = message.size() / 64;
    auto now = key.inner;
    absorb(now, bytes, whole);
    finish(now, bytes + whole * 64, message.size() % 64, message.size() + 64);
    unsigned char inner[32];
    write(now, inner);
    now = key.outer;
    finish(now, inner, sizeof inner, 96);
    write(now, digest);
}

#else

[[nodiscard]] inline bool is_supported() noexcept {
    return false;
}

struct hmac_key {};
[[nodiscard]] inline hmac_key make_key(std::string_view) noexcept {
    return {};
}
inline void sign(hmac_key const&, std::string_view, unsigned char*) noexcept {}

#endif

// RFC 4231 section 4.3
[[nodiscard]] inline bool passes_its_vectors() noexcept {
    constexpr std::string_view case_2 =
        "\x5b\xdc\xc1\x46\xbf\x60\x75\x4e\x6a\x04\x24\x26\x08\x95\x75\xc7"
        "\x5a\x00\x3f\x08\x9d\x27\x39\x83\x9d\xec\x58\xb9\x64\xec\x38\x43";
    unsigned char digest[32] = {};
    sign(make_key("Jefe"), "what do ya want for nothing?", digest);
    return __builtin_memcmp(digest, case_2.data(), sizeof digest) == 0;
}

}  // namespace bcauth_bench::sha256_ni

#endif
