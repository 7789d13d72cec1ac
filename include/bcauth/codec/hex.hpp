// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CODEC_HEX_HPP
#define BCAUTH_CODEC_HEX_HPP

#include <bcauth/error.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace bcauth::inline v0 {

namespace detail {

// the values of the hexadecimal digits of either case, -1 for any other byte
inline constexpr auto hex_values = [] {
    std::array<signed char, 256> values{};
    values.fill(-1);
    for (unsigned char i = 0; i < 16; ++i) {
        values[i < 10 ? '0' + i : 'a' + i - 10U] = static_cast<signed char>(i);
        values[i < 10 ? '0' + i : 'A' + i - 10U] = static_cast<signed char>(i);
    }
    return values;
}();

constexpr int hex_value(char c) noexcept {
    return hex_values[static_cast<unsigned char>(c)];
}

}  // namespace detail

/** Decodes the one canonical spelling of a byte string: pairs of lower-case digits, nothing between them.

    @return how many bytes were written
    @par Errors
    `errc::invalid_hex`; `errc::token_too_large` when `out` is too small. What `out` then holds is unspecified.
    @par Complexity
    Linear, without allocation. Takes time that depends on the text: not for secrets.
    @par Specification
    RFC 4648 section 8, in lower case
*/
[[nodiscard]] constexpr result<std::size_t> hex_decode(std::string_view text,
                                                       std::span<unsigned char> out) noexcept {
    if (text.size() % 2 != 0) return errc::invalid_hex;
    auto const size = text.size() / 2;
    if (out.size() < size) return errc::token_too_large;
    for (std::size_t i = 0; i < size; ++i) {
        auto const high = text[2 * i];
        auto const low = text[2 * i + 1];
        bool const upper = (high >= 'A' && high <= 'F') || (low >= 'A' && low <= 'F');
        auto const value = detail::hex_value(high) * 16 + detail::hex_value(low);
        if (upper || detail::hex_value(high) < 0 || detail::hex_value(low) < 0)
            return errc::invalid_hex;
        out[i] = static_cast<unsigned char>(value);
    }
    return size;
}

/** Encodes bytes in lower case.
    @par Exception safety
    Strong; throws `std::bad_alloc`.
*/
[[nodiscard]] inline std::string hex_encode(std::string_view bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (auto const each : bytes) {
        auto const byte = static_cast<unsigned char>(each);
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

}  // namespace bcauth::inline v0

#endif
