// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CODEC_BASE64_HPP
#define BCAUTH_CODEC_BASE64_HPP

#include <bcauth/detail/base64_vector.hpp>
#include <bcauth/error.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace bcauth::inline v0 {

/** Which 64 letters: RFC 4648 section 4 (`+/`) or section 5 (`-_`). Never both in one text. */
enum class base64_alphabet : unsigned char { standard, url };

/** Whether `=` fills up the last quantum. */
enum class base64_padding : unsigned char {
    required,  ///< RFC 4648 section 4
    none,      ///< RFC 7515 section 2: the parts of a JWT
    optional,  ///< all of it or none of it
};

/** How many bytes a text of that many letters (without padding) decodes to. */
[[nodiscard]] constexpr std::size_t base64_decoded_size(std::size_t letters) noexcept {
    return letters / 4 * 3 + (letters % 4 == 0 ? 0 : letters % 4 - 1);
}

/** How many characters the encoding of that many bytes has; the greatest `std::size_t` where that overflows. */
[[nodiscard]] constexpr std::size_t base64_encoded_size(std::size_t bytes,
                                                        base64_padding padding) noexcept {
    constexpr auto most = std::numeric_limits<std::size_t>::max();
    if (bytes > most / 4 * 3 - 3) {
        return most;
    }
    auto const rest = bytes % 3;
    auto const tail = rest == 0 ? 0 : (padding == base64_padding::none ? rest + 1 : 4);
    return bytes / 3 * 4 + tail;
}

/** Decodes the one canonical spelling of a byte string.

    White space, NUL, the other alphabet, padding where there must be none, partial padding, text behind it, and spare
    bits that are not zero are all refused, so that no two texts decode to the same bytes.

    @param out at least `base64_decoded_size(text.size())` bytes
    @return how many bytes were written
    @par Errors
    `errc::invalid_base64`; `errc::token_too_large` when `out` is too small. What `out` then holds is unspecified.
    @par Complexity
    Linear, without allocation. Table look-ups: not for secrets, only for what a stranger sent.
    @par Specification
    RFC 4648 sections 3.2, 3.3, 3.5, 4 and 5
*/
[[nodiscard]] inline result<std::size_t> base64_decode(std::string_view text,
                                                       std::span<unsigned char> out,
                                                       base64_alphabet alphabet,
                                                       base64_padding padding) noexcept {
    auto letters = text.size();
    if (padding != base64_padding::none && letters != 0 && letters % 4 == 0) {
        letters -= text[letters - 1] != '=' ? 0U : text[letters - 2] != '=' ? 1U : 2U;
    } else if (padding == base64_padding::required && letters != 0) {
        return errc::invalid_base64;
    }
    if (letters % 4 == 1) {
        return errc::invalid_base64;
    }
    auto const size = base64_decoded_size(letters);
    if (out.size() < size) {
        return errc::token_too_large;
    }
    if (!detail::decode_base64_fast(text.data(), letters, out.data(),
                                    static_cast<std::size_t>(alphabet))) {
        return errc::invalid_base64;
    }
    return size;
}

namespace detail {

// The letter of six bits by arithmetic: a table would be looked up at a place that depends on a MAC or a secret.
constexpr char base64_letter(unsigned value, base64_alphabet alphabet) noexcept {
    bool const is_url = alphabet == base64_alphabet::url;
    auto const step = [value](unsigned last, int from, int to) {
        // all ones where the value is past the last letter of a run, to go on with the next run
        return (last - value) >> 8 & static_cast<unsigned>(to - from - 1);
    };
    return static_cast<char>('A' + value + step(25, 'Z', 'a') + step(51, 'z', '0') +
                             step(61, '9', is_url ? '-' : '+') +
                             step(62, is_url ? '-' : '+', is_url ? '_' : '/'));
}

// The same for eight values at once, one in each byte: what is above the last letter of a run goes on with the next run.
// No byte is ever above 255 or below 0, so none reaches into its neighbour.
constexpr std::uint64_t eight_base64_letters(std::uint64_t values,
                                             base64_alphabet alphabet) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101;
    bool const is_url = alphabet == base64_alphabet::url;
    auto const above = [values](unsigned last) {
        return (values + ones * (127 - last)) >> 7 & ones;
    };
    auto const more = ones * 'A' + above(25) * ('a' - 'Z' - 1) + above(62) * (is_url ? 49U : 3U);
    auto const less = above(51) * ('z' + 1 - '0') + above(61) * (is_url ? 13U : 15U);
    return values + more - less;
}

// spreads 48 bits over eight bytes, six in each
constexpr std::uint64_t spread_sixes(std::uint64_t bits) noexcept {
    bits = (bits & 0xffffff000000) << 8 | (bits & 0x000000ffffff);
    bits = (bits & 0x00fff00000fff000) << 4 | (bits & 0x00000fff00000fff);
    return (bits & 0x0fc00fc00fc00fc0) << 2 | (bits & 0x003f003f003f003f);
}

// writes base64_encoded_size(bytes.size(), padding) characters, and gives the place behind them
inline char* encode_base64(std::string_view bytes, base64_alphabet alphabet, base64_padding padding,
                           char* out) noexcept {
    std::size_t i = 0;
    for (; bytes.size() - i >= 6; i += 6) {
        std::uint64_t bits = 0;
        for (std::size_t k = 0; k < 6; ++k) {
            bits = bits << 8 | static_cast<unsigned char>(bytes[i + k]);
        }
        auto const letters = eight_base64_letters(spread_sixes(bits), alphabet);
        for (unsigned place = 0; place < 8; ++place) {
            *out++ = static_cast<char>(static_cast<unsigned char>(letters >> (56 - 8 * place)));
        }
    }
    for (; i < bytes.size(); i += 3) {
        auto const rest = bytes.size() - i;
        auto const byte = [&](std::size_t k) {
            return k < rest ? static_cast<unsigned char>(bytes[i + k])
                            : static_cast<unsigned char>(0);
        };
        auto const bits = static_cast<unsigned>(byte(0) << 16 | byte(1) << 8 | byte(2));
        for (std::size_t place = 0; place < 4; ++place) {
            if (place <= rest) {
                *out++ = base64_letter(bits >> (18 - 6 * place) & 63, alphabet);
            } else if (padding != base64_padding::none) {
                *out++ = '=';
            }
        }
    }
    return out;
}

}  // namespace detail

/** Encodes bytes.
    @par Preconditions
    `padding` is `required` or `none`; `optional` writes it.
    @par Exception safety
    Strong; throws `std::bad_alloc`.
*/
[[nodiscard]] inline std::string base64_encode(std::string_view bytes, base64_alphabet alphabet,
                                               base64_padding padding) {
    std::string text(base64_encoded_size(bytes.size(), padding), '\0');
    detail::encode_base64(bytes, alphabet, padding, text.data());
    return text;
}

}  // namespace bcauth::inline v0

#endif
