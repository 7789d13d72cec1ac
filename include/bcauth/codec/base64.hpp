// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CODEC_BASE64_HPP
#define BCAUTH_CODEC_BASE64_HPP

#include <bcauth/detail/base64_vector.hpp>
#include <bcauth/error.hpp>

#include <cstddef>
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

// writes base64_encoded_size(bytes.size(), padding) characters, and gives the place behind them
inline char* encode_base64(std::string_view bytes, base64_alphabet alphabet, base64_padding padding,
                           char* out) noexcept {
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
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
