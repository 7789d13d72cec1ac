// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_PERCENT_HPP
#define BCAUTH_DETAIL_PERCENT_HPP

#include <bcauth/codec/hex.hpp>
#include <bcauth/detail/swar.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

namespace bcauth::inline v0::detail {

// the byte that "%XX" at `at` stands for, or -1
constexpr int percent_byte(std::string_view text, std::size_t at) noexcept {
    if (text.size() - at < 3 || text[at] != '%') return -1;
    auto const high = hex_value(text[at + 1]);
    auto const low = hex_value(text[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

// RFC 3629: how many bytes a sequence has that begins so, and within what its second byte lies
struct utf8_lead {
    std::size_t bytes;
    int low;
    int high;
};

constexpr utf8_lead utf8_lead_of(int byte) noexcept {
    if (byte >= 0xc2 && byte <= 0xdf) return {2, 0x80, 0xbf};
    if (byte == 0xe0) return {3, 0xa0, 0xbf};
    if (byte == 0xed) return {3, 0x80, 0x9f};
    if (byte >= 0xe1 && byte <= 0xef) return {3, 0x80, 0xbf};
    if (byte == 0xf0) return {4, 0x90, 0xbf};
    if (byte >= 0xf1 && byte <= 0xf3) return {4, 0x80, 0xbf};
    if (byte == 0xf4) return {4, 0x80, 0x8f};
    return {0, 0, 0};
}

// the length of the escapes at `at` that make one character, or 0 when they make none
constexpr std::size_t percent_character(std::string_view text, std::size_t at) noexcept {
    auto const byte = percent_byte(text, at);
    if (byte < 0x80) return byte < 0x20 || byte == 0x7f ? 0 : 3;
    auto const lead = utf8_lead_of(byte);
    for (std::size_t i = 1; i < lead.bytes; ++i) {
        auto const next = at + 3 * i;
        auto const value = next < text.size() ? percent_byte(text, next) : -1;
        if (value < (i == 1 ? lead.low : 0x80) || value > (i == 1 ? lead.high : 0xbf)) return 0;
    }
    return lead.bytes * 3;
}

// raw bytes are 0x21 to 0x7e, so a character of more bytes is always a run of escapes
inline bool is_percent_clean(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        at += plain_run(text.substr(at));
        if (at == text.size()) break;
        auto const byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x21 || byte > 0x7e) return false;
        auto const step = byte == '%' ? percent_character(text, at) : std::size_t{1};
        if (step == 0) return false;
        at += step;
    }
    return true;
}

inline std::size_t find_byte(std::string_view text, char c) noexcept {
    auto const at = text.find(c);
    return at == std::string_view::npos ? text.size() : at;
}

inline std::string_view percent_decode(std::string_view raw, bool plus_is_space,
                                       std::span<char> out) noexcept {
    auto const first = find_byte(raw, '%');
    if (first == raw.size() && !(plus_is_space && find_byte(raw, '+') != raw.size())) return raw;
    std::size_t size = 0;
    for (std::size_t at = 0; at < raw.size() && size < out.size();) {
        auto const byte = percent_byte(raw, at);
        if (byte >= 0) {
            out[size++] = static_cast<char>(static_cast<unsigned char>(byte));
            at += 3;
            continue;
        }
        // from the second byte on, so that an unchecked '%' that is no escape is copied
        auto const run = std::min(1 + find_byte(raw.substr(at + 1), '%'), out.size() - size);
        auto const* const from = raw.data() + at;
        auto* const to = out.data() + size;
        if (plus_is_space) {
            std::transform(from, from + run, to, [](char c) { return c == '+' ? ' ' : c; });
        } else {
            std::memcpy(to, from, run);
        }
        size += run;
        at += run;
    }
    return {out.data(), size};
}

// what the form serialiser writes for a byte, or NUL for what it escapes
inline constexpr auto form_bytes = [] {
    std::array<char, 256> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto const c = static_cast<char>(static_cast<unsigned char>(i));
        bool const kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '*' || c == '-' || c == '.' || c == '_';
        bytes[i] = kept ? c : c == ' ' ? '+' : '\0';
    }
    return bytes;
}();

// where the next byte is that is escaped, or the end
constexpr std::size_t find_escaped(std::string_view text, std::size_t at) noexcept {
    while (at < text.size() && form_bytes[static_cast<unsigned char>(text[at])] != 0) {
        ++at;
    }
    return at;
}

// goes from one escape to the next, since compilers make slow vectors of a loop that looks up every byte
constexpr std::size_t form_size(std::string_view text) noexcept {
    std::size_t size = text.size();
    for (auto at = find_escaped(text, 0); at < text.size(); at = find_escaped(text, at + 1)) {
        size += 2;
    }
    return size;
}

// writes form_size(text) characters
constexpr char* form_write(std::string_view text, char* to) noexcept {
    constexpr char digits[] = "0123456789ABCDEF";
    for (auto const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        auto const written = form_bytes[byte];
        if (written != 0) {
            *to++ = written;
        } else {
            *to++ = '%';
            *to++ = digits[byte >> 4];
            *to++ = digits[byte & 15];
        }
    }
    return to;
}

}  // namespace bcauth::inline v0::detail

#endif
