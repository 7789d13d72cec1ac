// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BENCH_LIMIT_JSON_HPP
#define BCAUTH_BENCH_LIMIT_JSON_HPP

#if defined(__x86_64__)

#include <emmintrin.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

// A strict reader of JSON (RFC 8259) over a buffer with 16 bytes more than the text: what a person writes who needs
// these texts read and nothing else. Each function moves `at` behind what it read, or says no.
namespace bcauth_bench::json {

struct reader {
    char const* at;
    char const* end;
    char* spare;  // takes texts that had escapes; as long as the text
};

// a text, and whether it holds a control character
struct text {
    std::string_view view;
    bool has_control = false;
};

struct number {
    std::int64_t whole = 0;
    bool is_integer = true;
    bool fraction = false;
    bool fits = true;
};

inline void skip_space(reader& in) noexcept {
    while (in.at < in.end &&
           (*in.at == ' ' || *in.at == '\t' || *in.at == '\n' || *in.at == '\r')) {
        ++in.at;
    }
}

inline bool take(reader& in, char c) noexcept {
    skip_space(in);
    bool const found = in.at < in.end && *in.at == c;
    in.at += found ? 1 : 0;
    return found;
}

inline char next(reader& in) noexcept {
    skip_space(in);
    return in.at < in.end ? *in.at : '\0';
}

inline bool hex_4(reader& in, unsigned& out) noexcept {
    out = 0;
    for (int i = 0; i < 4; ++i, ++in.at) {
        if (in.at >= in.end) return false;
        auto const c = static_cast<unsigned char>(*in.at);
        unsigned const lower = c | 0x20U;
        if (c >= '0' && c <= '9') {
            out = out * 16 + (c - '0');
        } else if (lower >= 'a' && lower <= 'f') {
            out = out * 16 + (lower - 'a' + 10);
        } else {
            return false;
        }
    }
    return true;
}

inline void write_utf8(unsigned code, char*& out) noexcept {
    auto const put = [&out](unsigned byte) { *out++ = static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | code >> 6);
        put(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        put(0xe0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    } else {
        put(0xf0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3f));
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    }
}

inline bool read_escape(reader& in, char*& out) noexcept {
    if (++in.at >= in.end) return false;
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
    if (auto const found = letters.find(*in.at); found != std::string_view::npos) {
        *out++ = meant[found];
        ++in.at;
        return true;
    }
    unsigned code = 0;
    if (*in.at != 'u' || (++in.at, !hex_4(in, code))) return false;
    if (code >= 0xdc00 && code < 0xe000) return false;
    if (code >= 0xd800 && code < 0xdc00) {
        unsigned low = 0;
        if (in.end - in.at < 6 || in.at[0] != '\\' || in.at[1] != 'u') return false;
        in.at += 2;
        if (!hex_4(in, low) || low < 0xdc00 || low >= 0xe000) return false;
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    write_utf8(code, out);
    return true;
}

// RFC 3629 section 4
inline bool copy_utf8(reader& in, char*& out) noexcept {
    auto const byte = [&in](std::ptrdiff_t i) {
        return i < in.end - in.at ? static_cast<unsigned char>(in.at[i]) : 0U;
    };
    auto const lead = byte(0);
    int const size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    unsigned const least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned const most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    bool right = size != 0 && byte(1) >= least && byte(1) <= most;
    for (int i = 2; i < size; ++i) {
        right = right && byte(i) >= 0x80 && byte(i) <= 0xbf;
    }
    for (int i = 0; right && i < size; ++i) {
        *out++ = *in.at++;
    }
    return right;
}

// the rest of a text that has escapes, letters beyond ASCII or controls
[[gnu::noinline]] inline bool read_rest(reader& in, char const* begin, text& into) noexcept {
    auto* const start = in.spare;
    for (; begin != in.at; ++begin) {
        *in.spare++ = *begin;
    }
    while (in.at < in.end) {
        auto const c = static_cast<unsigned char>(*in.at);
        if (c == '"') {
            ++in.at;
            into.view = {start, static_cast<std::size_t>(in.spare - start)};
            for (auto const each : into.view) {
                auto const byte = static_cast<unsigned char>(each);
                into.has_control = into.has_control || byte < 0x20 || byte == 0x7f;
            }
            return true;
        }
        if (c < 0x20) return false;
        if (c == '\\') {
            if (!read_escape(in, in.spare)) return false;
        } else if (c >= 0x80) {
            if (!copy_utf8(in, in.spare)) return false;
        } else {
            *in.spare++ = *in.at++;
        }
    }
    return false;
}

// where the first byte is that a plain text does not hold; 16 bytes are taken for granted
[[gnu::always_inline]] inline char const* skip_plain(char const* at) noexcept {
    for (;; at += 16) {
        auto const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(at));
        auto const ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                       _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
        // as signed bytes, what is beyond ASCII is below a space, too
        auto const odd = _mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)),
                                      _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7f)));
        auto const found = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(ends, odd)));
        if (found != 0) [[likely]] {
            return at + __builtin_ctz(found);
        }
    }
}

// behind the opening quotation mark
[[gnu::always_inline]] inline bool read_text(reader& in, text& into) noexcept {
    auto const* const begin = in.at;
    auto const* const at = skip_plain(begin);
    in.at = at;
    if (at >= in.end) return false;
    if (*at != '"') [[unlikely]]
        return read_rest(in, begin, into);
    into.view = {begin, static_cast<std::size_t>(at - begin)};
    in.at = at + 1;
    return true;
}

inline bool is_digit(reader const& in) noexcept {
    return in.at < in.end && *in.at >= '0' && *in.at <= '9';
}

// a number with an exponent, in no locale; what is out of a double's range stays what it is set to before
inline bool read_real(reader& in, char const* begin, number& into) noexcept {
    double value = *in.at == '-' ? 0 : std::numeric_limits<double>::infinity();
    if (*in.at == '+' || *in.at == '-') ++in.at;
    if (!is_digit(in)) return false;
    while (is_digit(in))
        ++in.at;
    std::from_chars(begin, in.at, value);
    into.fits = value >= 0 && value < 9e15;
    into.whole = into.fits ? static_cast<std::int64_t>(value) : 0;
    into.fraction = into.fits && static_cast<double>(into.whole) != value;
    return true;
}

inline bool read_number(reader& in, number& into) noexcept {
    auto const* const begin = in.at;
    bool const negative = *in.at == '-';
    in.at += negative ? 1 : 0;
    auto const* const digits = in.at;
    std::uint64_t value = 0;
    while (is_digit(in)) {
        value = value * 10 + static_cast<unsigned>(*in.at++ - '0');
    }
    auto const count = in.at - digits;
    if (count == 0 || (count > 1 && *digits == '0')) return false;
    into.fits = count <= 18;
    auto const whole = into.fits ? static_cast<std::int64_t>(value) : 0;
    into.whole = negative ? -whole : whole;
    if (in.at < in.end && *in.at == '.') {
        ++in.at;
        into.is_integer = false;
        if (!is_digit(in)) return false;
        for (; is_digit(in); ++in.at) {
            into.fraction = into.fraction || *in.at != '0';
        }
    }
    if (in.at < in.end && (*in.at == 'e' || *in.at == 'E')) {
        ++in.at;
        into.is_integer = false;
        return read_real(in, begin, into);
    }
    return true;
}

inline bool read_word(reader& in, std::string_view word) noexcept {
    bool const found =
        std::string_view(in.at, static_cast<std::size_t>(in.end - in.at)).starts_with(word);
    in.at += found ? word.size() : 0;
    return found;
}

}  // namespace bcauth_bench::json

#endif

#endif
