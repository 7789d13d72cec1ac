// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_JSON_TEXT_HPP
#define BCAUTH_DETAIL_JSON_TEXT_HPP

#include <bcauth/detail/percent.hpp>

#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

// RFC 3629, without overlong forms and surrogates
constexpr bool is_utf8(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size();) {
        auto const byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            ++at;
            continue;
        }
        auto const lead = utf8_lead_of(byte);
        if (lead.bytes == 0 || text.size() - at < lead.bytes) {
            return false;
        }
        for (std::size_t i = 1; i < lead.bytes; ++i) {
            auto const next = static_cast<unsigned char>(text[at + i]);
            if (next < (i == 1 ? lead.low : 0x80) || next > (i == 1 ? lead.high : 0xbf)) {
                return false;
            }
        }
        at += lead.bytes;
    }
    return true;
}

// RFC 8259 section 7: what must be escaped is, in the short form where there is one, and nothing else
constexpr char json_escape(char c) noexcept {
    switch (c) {
        case '"': return '"';
        case '\\': return '\\';
        case '\b': return 'b';
        case '\f': return 'f';
        case '\n': return 'n';
        case '\r': return 'r';
        case '\t': return 't';
        default: return static_cast<unsigned char>(c) < 0x20 ? 'u' : '\0';
    }
}

// of the text with its quotes
constexpr std::size_t json_size(std::string_view text) noexcept {
    std::size_t size = 2;
    for (char const c : text) {
        auto const escape = json_escape(c);
        size += escape == '\0' ? 1U : escape == 'u' ? 6U : 2U;
    }
    return size;
}

// writes json_size(text) characters
constexpr char* json_write(std::string_view text, char* at) noexcept {
    constexpr char digits[] = "0123456789abcdef";
    *at++ = '"';
    for (char const c : text) {
        auto const escape = json_escape(c);
        if (escape == '\0') {
            *at++ = c;
            continue;
        }
        *at++ = '\\';
        *at++ = escape;
        if (escape == 'u') {
            auto const byte = static_cast<unsigned char>(c);
            for (char const digit : {'0', '0', digits[byte >> 4], digits[byte & 15]}) {
                *at++ = digit;
            }
        }
    }
    *at++ = '"';
    return at;
}

}  // namespace bcauth::inline v0::detail

#endif
