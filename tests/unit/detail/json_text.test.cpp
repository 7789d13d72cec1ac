// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/json_text.hpp>

#include <boost/json.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using bcauth::detail::is_utf8;
using bcauth::detail::json_size;
using bcauth::detail::json_write;

std::string encode(std::uint32_t point) {
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

TEST(Utf8, IsWhatACodePointIsEncodedAs) {
    for (std::uint32_t point = 0; point < 0x110000; ++point) {
        bool const surrogate = point >= 0xd800 && point <= 0xdfff;
        ASSERT_EQ(is_utf8(encode(point)), !surrogate) << point;
    }
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("a" + encode(0xe9) + encode(0x20ac) + encode(0x1f600) + "z"));
    EXPECT_FALSE(is_utf8(encode(0x110000)));
}

// RFC 3629 section 3: a value has its shortest form
TEST(Utf8, IsNotALongerForm) {
    constexpr std::array<std::string_view, 10> longer{"\xc0\x80",
                                                      "\xc0\xaf",
                                                      "\xc1\xbf",
                                                      "\xe0\x80\x80",
                                                      "\xe0\x9f\xbf",
                                                      "\xf0\x80\x80\x80",
                                                      "\xf0\x8f\xbf\xbf",
                                                      "\xf8\x88\x80\x80\x80",
                                                      "\xfe",
                                                      "\xff"};
    for (std::size_t i = 0; i < longer.size(); ++i) {
        EXPECT_FALSE(is_utf8(longer[i])) << i;
    }
}

TEST(Utf8, IsWholeAndGoesOnAsItBegan) {
    for (std::uint32_t const point : {0xe9U, 0x20acU, 0x1f600U}) {
        auto const whole = encode(point);
        for (std::size_t at = 0; at < whole.size(); ++at) {
            EXPECT_EQ(is_utf8(whole.substr(0, at)), at == 0) << point << ' ' << at;
            for (char const byte : {'\x7f', '\xc0', '\xff'}) {
                auto broken = "x" + whole + "y";
                broken[at + 1] = byte;
                EXPECT_FALSE(is_utf8(broken)) << point << ' ' << at;
            }
        }
    }
    EXPECT_FALSE(is_utf8("\x80"));
    EXPECT_FALSE(is_utf8("a\xbf"));
}

// every byte that may stand in a text comes back from another reader; RFC 8259 section 7
TEST(JsonText, IsReadBackByBoost) {
    std::string all;
    for (char c = 0; c < 0x7f; ++c)
        all += c;
    all += '\x7f' + encode(0x80) + encode(0xffff);
    std::string written(json_size(all), '?');
    ASSERT_EQ(json_write(all, written.data()), written.data() + written.size());
    EXPECT_EQ(boost::json::parse(written), boost::json::value(all));
}

TEST(JsonText, EscapesWhatItMustInTheShortForm) {
    struct row {
        std::string_view text;
        std::string_view written;
    };
    using namespace std::string_view_literals;
    for (auto const& [text, expected] : std::array<row, 8>{{{""sv, R"("")"sv},
                                                            {"a/b'"sv, R"("a/b'")"sv},
                                                            {"\"\\"sv, R"("\"\\")"sv},
                                                            {"\b\f\n\r\t"sv, R"("\b\f\n\r\t")"sv},
                                                            {"\0\x01"sv, R"("\u0000\u0001")"sv},
                                                            {"\x0b\x1f"sv, R"("\u000b\u001f")"sv},
                                                            {"\x10\x1a"sv, R"("\u0010\u001a")"sv},
                                                            {" \x7f"sv, "\" \x7f\""sv}}}) {
        std::string written(json_size(text), '?');
        EXPECT_EQ(json_write(text, written.data()), written.data() + written.size());
        EXPECT_EQ(written, expected);
    }
}

}  // namespace
