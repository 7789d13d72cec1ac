// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/percent.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>

namespace {

using bcauth::detail::form_size;
using bcauth::detail::form_write;
using bcauth::detail::is_percent_clean;
using bcauth::detail::percent_byte;
using bcauth::detail::percent_character;
using bcauth::detail::percent_decode;

std::string escaped(std::string_view bytes) {
    std::string text;
    for (char const c : bytes) {
        unsigned const byte = static_cast<unsigned char>(c);
        std::array<char, 4> each{};
        std::snprintf(each.data(), each.size(), byte % 2 == 0 ? "%%%02x" : "%%%02X", byte);
        text += each.data();
    }
    return text;
}

std::string encoded(std::uint32_t point) {
    auto const byte = [](std::uint32_t bits) {
        return static_cast<char>(static_cast<unsigned char>(bits));
    };
    if (point < 0x80) return {byte(point)};
    if (point < 0x800) return {byte(0xc0 | point >> 6), byte(0x80 | (point & 63))};
    if (point < 0x10000) {
        return {byte(0xe0 | point >> 12), byte(0x80 | (point >> 6 & 63)),
                byte(0x80 | (point & 63))};
    }
    return {byte(0xf0 | point >> 18), byte(0x80 | (point >> 12 & 63)),
            byte(0x80 | (point >> 6 & 63)), byte(0x80 | (point & 63))};
}

std::string decode(std::string_view raw, bool plus_is_space, std::size_t room = 100) {
    std::string out(room, '#');
    auto const text = percent_decode(raw, plus_is_space, out);
    return std::string(text);
}

TEST(PercentByte, IsTwoHexadecimalDigitsAndNothingElse) {
    constexpr std::string_view digits = "0123456789abcdef0123456789ABCDEF";
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            std::string const text{'x', '%', static_cast<char>(static_cast<unsigned char>(first)),
                                   static_cast<char>(static_cast<unsigned char>(second))};
            auto const high = digits.find(text[2]);
            auto const low = digits.find(text[3]);
            bool const good = high != std::string_view::npos && low != std::string_view::npos;
            ASSERT_EQ(percent_byte(text, 1),
                      good ? static_cast<int>(high % 16 * 16 + low % 16) : -1)
                << text;
        }
    }
    EXPECT_EQ(percent_byte("%4", 0), -1);
    EXPECT_EQ(percent_byte("%", 0), -1);
    EXPECT_EQ(percent_byte("", 0), -1);
    EXPECT_EQ(percent_byte("a41", 0), -1);
    EXPECT_EQ(percent_byte("%41", 0), 0x41);
    EXPECT_EQ(percent_byte("%41", 1), -1);
}

TEST(PercentCharacter, IsEachCodePointButSurrogatesAndControls) {
    for (std::uint32_t point = 0; point < 0x110000;
         point += point < 0x1000 || point > 0x10ff00 ? 1 : 61) {
        bool const good = point >= 0x20 && point != 0x7f && (point < 0xd800 || point > 0xdfff);
        auto const bytes = encoded(point);
        ASSERT_EQ(percent_character(escaped(bytes), 0), good ? 3 * bytes.size() : 0) << point;
        ASSERT_EQ(is_percent_clean("a" + escaped(bytes) + "b"), good) << point;
    }
    for (std::uint32_t const point :
         {0xd7ffU, 0xd800U, 0xdfffU, 0xe000U, 0xffffU, 0x10000U, 0x10ffffU, 0x110000U}) {
        bool const good = (point < 0xd800 || point > 0xdfff) && point < 0x110000;
        EXPECT_EQ(percent_character(escaped(encoded(point)), 0) != 0, good) << point;
    }
}

// RFC 3629: one spelling a value, no byte missing, none too many
TEST(PercentCharacter, IsWholeAndOfTheShortestForm) {
    for (std::string_view const bytes :
         {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",
          "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
        EXPECT_EQ(percent_character(escaped(bytes), 0), 0U) << escaped(bytes);
        EXPECT_FALSE(is_percent_clean(escaped(bytes))) << escaped(bytes);
    }
    for (std::uint32_t const point : {0xe9U, 0x20acU, 0x1f600U}) {
        auto const bytes = encoded(point);
        for (std::size_t at = 1; at < bytes.size(); ++at) {
            EXPECT_EQ(percent_character(escaped(bytes.substr(0, at)), 0), 0U);
            EXPECT_EQ(percent_character(escaped(bytes.substr(0, at)) + "abc", 0), 0U);
            for (char const byte : {'\x7f', '\xc0', '\x41'}) {
                auto broken = bytes;
                broken[at] = byte;
                EXPECT_EQ(percent_character(escaped(broken), 0), 0U) << point << ' ' << at;
            }
        }
    }
}

TEST(PercentClean, HasVisibleBytesAndWholeEscapes) {
    for (unsigned byte = 0; byte < 256; ++byte) {
        std::string const c(1, static_cast<char>(static_cast<unsigned char>(byte)));
        bool const good = byte >= 0x21 && byte <= 0x7e && byte != '%';
        EXPECT_EQ(is_percent_clean(c), good) << byte;
        EXPECT_EQ(is_percent_clean("ab" + c + "cd"), good) << byte;
        EXPECT_EQ(is_percent_clean(std::string(40, 'x') + c), good) << byte;
    }
    for (auto const text :
         {"", "&", "a%41", "%41%42", "%20", "a&b!c", "%e2%82%ac", "a%e2%82%acb%41"}) {
        EXPECT_TRUE(is_percent_clean(text)) << text;
    }
    for (auto const text :
         {"%", "%4", "a%", "%4g", "%%41", "%00", "%1f", "%7f", "%e2%82", "%e2%82a", "\xc3\xa9"}) {
        EXPECT_FALSE(is_percent_clean(text)) << text;
    }
}

TEST(PercentDecode, DecodesEscapesOnce) {
    EXPECT_EQ(decode("a%41%2541b", false), "aA%41b");
    EXPECT_EQ(decode("%c3%A9", false), "\xc3\xa9");
    EXPECT_EQ(decode("a+b%2bc+", false), "a+b+c+");
    EXPECT_EQ(decode("a+b%2bc+", true), "a b+c ");
    EXPECT_EQ(decode("+", true), " ");
    EXPECT_EQ(decode("", true), "");
    EXPECT_EQ(decode("%41+%42+%43", true), "A B C");
}

TEST(PercentDecode, CopiesWhatIsNoEscape) {
    for (auto const text : {"%", "%%", "a%", "a%4", "a%4g%", "%%%", "x%zz%y"}) {
        EXPECT_EQ(decode(text, false), text);
    }
    EXPECT_EQ(decode("%%41%", false), "%A%");
    EXPECT_EQ(decode("%g+%41", true), "%g A");
}

TEST(PercentDecode, GivesTheTextItselfWhereNothingIsToDo) {
    std::string const raw = "abc+def";
    std::array<char, 10> out{};
    EXPECT_EQ(percent_decode(raw, false, out).data(), raw.data());
    EXPECT_EQ(percent_decode(raw, true, out).data(), out.data());
    EXPECT_EQ(percent_decode("abc", true, std::span<char>{}), "abc");
}

TEST(PercentDecode, StopsWhereThereIsNoMoreRoom) {
    for (std::size_t room = 0; room < 8; ++room) {
        EXPECT_EQ(decode("a%42cd%45fg", false, room), std::string("aBcdEfg").substr(0, room))
            << room;
        EXPECT_EQ(decode("%41+%43", true, room), std::string("A C").substr(0, room)) << room;
    }
}

TEST(FormText, KeepsWhatTheSerialiserKeeps) {
    constexpr std::string_view kept =
        "*-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    for (unsigned byte = 0; byte < 256; ++byte) {
        std::string const text{static_cast<char>(static_cast<unsigned char>(byte))};
        std::array<char, 4> each{};
        std::snprintf(each.data(), each.size(), "%%%02X", byte);
        bool const plain = kept.find(text[0]) != std::string_view::npos;
        std::string const expected = byte == ' ' ? "+" : plain ? text : std::string(each.data());
        ASSERT_EQ(form_size(text), expected.size()) << byte;
        std::string written(expected.size(), '#');
        EXPECT_EQ(form_write(text, written.data()), written.data() + written.size());
        EXPECT_EQ(written, expected);
    }
    EXPECT_EQ(form_size("a b/c"), 7U);
}

}  // namespace
