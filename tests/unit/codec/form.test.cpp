// SPDX-License-Identifier: BSL-1.0
#include <bcauth/codec/form.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::form_check;
using bcauth::form_decode;
using bcauth::form_encode;
using bcauth::form_field;
using bcauth::plus_sign;

std::string encoded(std::vector<form_field> const& fields) {
    auto const body = form_encode(fields);
    return std::string(body.expose());
}

std::string decoded(std::string_view raw, plus_sign plus) {
    std::string out(raw.size(), '?');
    return std::string(form_decode(raw, plus, out));
}

// threats row 78, and RFC 6749 appendix B
TEST(Form, WritesTheExampleOfRfc6749) {
    EXPECT_EQ(encoded({{"a", " %&+\xc2\xa3\xe2\x82\xac"}}), "a=+%25%26%2B%C2%A3%E2%82%AC");
}

TEST(Form, JoinsFieldsInTheirOrder) {
    EXPECT_EQ(encoded({}), "");
    EXPECT_EQ(encoded({{"", ""}}), "=");
    EXPECT_EQ(encoded({{"b", "1"}, {"a", ""}, {"b", "2"}}), "b=1&a=&b=2");
    EXPECT_EQ(encoded({{"a=b", "c&d"}}), "a%3Db=c%26d");
}

TEST(Form, KeepsLettersDigitsAndFourMarksOnly) {
    constexpr std::string_view kept =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._";
    for (int byte = 0; byte < 256; ++byte) {
        std::string const text{static_cast<char>(byte)};
        auto const body = encoded({{"", text}});
        if (byte == ' ') {
            EXPECT_EQ(body, "=+");
        } else if (kept.find(text) != std::string_view::npos) {
            EXPECT_EQ(body, "=" + text);
        } else {
            EXPECT_EQ(body.size(), 4U) << byte;
            EXPECT_EQ(body[1], '%') << byte;
        }
        EXPECT_EQ(decoded(body.substr(1), plus_sign::space), text) << byte;
    }
}

// the bodies of the platform's summary of OAuth, decoded as a server would
TEST(Form, WritesTheTokenRequestOfTheOAuthSummary) {
    EXPECT_EQ(encoded({{"client_id", "CLIENT_ID"},
                       {"client_secret", "CLIENT_SECRET"},
                       {"code", "qr6h3thvbvag2ffq"},
                       {"scope", "store_v2_orders store_v2_products"},
                       {"grant_type", "authorization_code"},
                       {"redirect_uri", "https://app.example.com/oauth"},
                       {"context", "stores/STORE_HASH"}}),
              "client_id=CLIENT_ID&client_secret=CLIENT_SECRET&code=qr6h3thvbvag2ffq"
              "&scope=store_v2_orders+store_v2_products&grant_type=authorization_code"
              "&redirect_uri=https%3A%2F%2Fapp.example.com%2Foauth&context=stores%2FSTORE_HASH");
}

// threats row 75
TEST(Form, TakesRawBytesFrom21To7eOnlyWhereverTheyStand) {
    for (std::size_t before : {0U, 1U, 7U, 8U, 9U, 31U, 32U, 33U, 40U, 70U}) {
        for (std::size_t after : {0U, 1U, 8U, 40U}) {
            for (int byte = 0; byte < 256; ++byte) {
                auto const text =
                    std::string(before, 'x') + static_cast<char>(byte) + std::string(after, 'y');
                bool const expected = byte >= 0x21 && byte <= 0x7e && byte != '%';
                ASSERT_EQ(form_check(text).has_value(), expected)
                    << byte << " after " << before << " before " << after;
            }
        }
    }
    EXPECT_EQ(form_check(" ").error(), errc::invalid_query);
}

// two bytes at once, so that a carry or borrow between neighbours would show
TEST(Form, NeighboursDoNotHideEachOther) {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            auto text = std::string(40, 'x');
            text[10] = static_cast<char>(first);
            text[11] = static_cast<char>(second);
            auto const fine = [](int byte) { return byte >= 0x21 && byte <= 0x7e && byte != '%'; };
            ASSERT_EQ(form_check(text).has_value(), fine(first) && fine(second))
                << first << ' ' << second;
        }
    }
}

TEST(Form, EscapesAreTwoDigitsOfEitherCase) {
    constexpr std::string_view digits = "0123456789abcdefABCDEF";
    for (int byte = 0; byte < 256; ++byte) {
        auto const c = static_cast<char>(byte);
        bool const expected = digits.find(c) != std::string_view::npos;
        EXPECT_EQ(form_check(std::string("%4") + c).has_value(), expected) << byte;
        bool const ascii = c >= '2' && c <= '7';
        EXPECT_EQ(form_check(std::string("%") + c + "0").has_value(), ascii) << byte;
    }
    for (std::string_view const text : {"%", "%4", "a%", "a%4", "%%41", "%u0041", "%-1", "% 1"}) {
        EXPECT_EQ(form_check(text).error(), errc::invalid_query) << text;
    }
}

std::string escaped(std::string_view bytes) {
    std::string text;
    for (auto const c : bytes) {
        constexpr char digits[] = "0123456789abcdef";
        auto const byte = static_cast<unsigned char>(c);
        text += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return text;
}

// threats row 75: escapes of everything but text; RFC 3629 section 4
TEST(Form, EscapesMakeUtf8WithoutControls) {
    for (std::string_view const bytes :
         {"\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xe1\x80\x80", "\xec\xbf\xbf", "\xed\x80\x80",
          "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf1\x80\x80\x80",
          "\xf3\xbf\xbf\xbf", "\xf4\x80\x80\x80", "\xf4\x8f\xbf\xbf", " ", "~", "%"}) {
        EXPECT_TRUE(form_check(escaped(bytes))) << escaped(bytes);
        EXPECT_TRUE(form_check("a" + escaped(bytes) + "b")) << escaped(bytes);
    }
    for (std::string_view const bytes : {"\x80",
                                         "\xbf",
                                         "\xc0\x80",
                                         "\xc0\xaf",
                                         "\xc1\xbf",
                                         "\xc2",
                                         "\xc2\x7f",
                                         "\xc2\xc0",
                                         "\xc2 ",
                                         "\xdf",
                                         "\xe0\x80\x80",
                                         "\xe0\x9f\xbf",
                                         "\xe0\xa0",
                                         "\xe0\xa0\x7f",
                                         "\xe1\x80\xc0",
                                         "\xed\xa0\x80",
                                         "\xed\xbf\xbf",
                                         "\xf0\x80\x80\x80",
                                         "\xf0\x8f\xbf\xbf",
                                         "\xf0\x90\x80",
                                         "\xf4\x90\x80\x80",
                                         "\xf5\x80\x80\x80",
                                         "\xf8\x88\x80\x80\x80",
                                         "\xfe",
                                         "\xff",
                                         "\x1f",
                                         "\x7f",
                                         "\n",
                                         "\r",
                                         "\t",
                                         "\x01"}) {
        EXPECT_FALSE(form_check(escaped(bytes))) << escaped(bytes);
        EXPECT_FALSE(form_check("a" + escaped(bytes) + "b")) << escaped(bytes);
    }
    EXPECT_FALSE(form_check("%00"));
    EXPECT_FALSE(form_check("%e2&%82%ac")) << "a character never spans a separator";
    EXPECT_FALSE(form_check("%e2=%82%ac"));
    EXPECT_FALSE(form_check("%e2+%82%ac"));
}

TEST(Form, EveryUtf8LeadAndSecondByteIsJudgedAsRfc3629Does) {
    for (int lead = 0x80; lead < 256; ++lead) {
        for (int second = 0; second < 256; ++second) {
            std::string bytes{static_cast<char>(lead), static_cast<char>(second)};
            std::size_t const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
            bytes.append(length - 2, '\x80');
            bool const continues = second >= 0x80 && second < 0xc0;
            bool const known = lead >= 0xc2 && lead <= 0xf4;
            bool const shortest =
                !(lead == 0xe0 && second < 0xa0) && !(lead == 0xf0 && second < 0x90);
            bool const in_range =
                !(lead == 0xed && second >= 0xa0) && !(lead == 0xf4 && second >= 0x90);
            ASSERT_EQ(form_check(escaped(bytes)).has_value(),
                      continues && known && shortest && in_range)
                << escaped(bytes);
        }
    }
}

// threats row 76
TEST(Form, DecodesOnce) {
    EXPECT_EQ(decoded("%2526", plus_sign::space), "%26");
    EXPECT_EQ(decoded("%25%32%36", plus_sign::space), "%26");
    EXPECT_EQ(decoded("%2B+%2b", plus_sign::space), "+ +");
    EXPECT_EQ(decoded("%2B+%2b", plus_sign::literal), "+++");
    EXPECT_EQ(decoded("a%3D%3Db", plus_sign::literal), "a==b");
    EXPECT_EQ(decoded("%e2%82%AC", plus_sign::space), "\xe2\x82\xac");
    EXPECT_EQ(decoded("", plus_sign::space), "");
}

TEST(Form, ReturnsTheTextItselfWhenNothingIsEscaped) {
    std::array<char, 8> out{};
    std::string_view const plain = "plain";
    EXPECT_EQ(form_decode(plain, plus_sign::space, out).data(), plain.data());
    std::string_view const plus = "a+b";
    EXPECT_EQ(form_decode(plus, plus_sign::literal, out).data(), plus.data());
    EXPECT_EQ(form_decode(plus, plus_sign::space, out).data(), out.data());
    EXPECT_EQ(form_decode(plus, plus_sign::space, out), "a b");
}

TEST(Form, NeverWritesBehindTheBuffer) {
    std::array<char, 8> out{'#', '#', '#', '#', '#', '#', '#', '#'};
    EXPECT_EQ(form_decode("%41%42%43%44", plus_sign::space, std::span(out).first(3)), "ABC");
    EXPECT_EQ(out[3], '#');
    EXPECT_EQ(form_decode("%41bcdefgh", plus_sign::space, std::span(out).first(4)), "Abcd");
    EXPECT_EQ(out[4], '#');
    EXPECT_EQ(form_decode("a+b", plus_sign::space, {}), "");
    // not checked, so not promised, but not out of bounds either
    EXPECT_EQ(decoded("%", plus_sign::space), "%");
    EXPECT_EQ(decoded("%4", plus_sign::space), "%4");
    EXPECT_EQ(decoded("%%41", plus_sign::space), "%A");
}

}  // namespace
