// SPDX-License-Identifier: BSL-1.0
#include <bcauth/http/fields.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace {

using bcauth::errc;
using bcauth::http::fields;
using bcauth::http::is_field_name;
using bcauth::http::is_field_value;

template <class Fields>
concept gives_find = requires(Fields&& all) {
    std::forward<Fields>(all).find("a");
};
template <class Fields>
concept gives_begin = requires(Fields&& all) {
    std::forward<Fields>(all).begin();
};
static_assert(gives_find<fields const&> && !gives_find<fields>);
static_assert(gives_begin<fields const&>);
template <class T>
concept streamable = requires(std::ostream& out, T const& value) {
    out << value;
};
static_assert(!streamable<fields> && !streamable<fields::field>);

TEST(Fields, AreFoundInAnyCase) {
    fields all;
    EXPECT_TRUE(all.empty());
    ASSERT_TRUE(all.add("X-Auth-Token", "one"));
    ASSERT_TRUE(all.add("Accept", "application/json"));
    ASSERT_TRUE(all.add("x-auth-token", "two"));
    EXPECT_EQ(all.size(), 3U);
    EXPECT_FALSE(all.empty());
    EXPECT_EQ(all.find("x-AUTH-token"), "one");
    EXPECT_EQ(all.count("X-AUTH-TOKEN"), 2U);
    EXPECT_EQ(all.count("accept"), 1U);
    EXPECT_EQ(all.find("Acceptx"), std::nullopt);
    EXPECT_EQ(all.find("Accep"), std::nullopt);
    EXPECT_EQ(all.count("none"), 0U);
}

TEST(Fields, FoldOnlyLettersOfAscii) {
    fields all;
    ASSERT_TRUE(all.add("a^b", "1"));
    EXPECT_EQ(all.find("a~b"), std::nullopt);
    EXPECT_EQ(all.find("A^B"), "1");
    ASSERT_TRUE(all.add("a`b", "2"));
    EXPECT_EQ(all.find("a@b"), std::nullopt);
}

// threats row 71: of all pairs of names of one character, and in Turkish `I` is no capital of `i`
TEST(Fields, HaveTheTwentySixPairsOfAsciiInEveryLocale) {
    for (int left = 0x21; left < 0x7f; ++left) {
        std::string const name{static_cast<char>(left)};
        fields all;
        if (!all.add(name, "1")) continue;
        for (int right = 0x21; right < 0x7f; ++right) {
            auto const low = left < right ? left : right;
            bool const pair = low >= 'A' && low <= 'Z' && left + right == 2 * low + 32;
            EXPECT_EQ(all.find(std::string{static_cast<char>(right)}).has_value(),
                      left == right || pair)
                << left << ' ' << right;
        }
    }
}

TEST(Fields, KeepTheirOrderAndText) {
    fields all;
    ASSERT_TRUE(all.add("B", "1"));
    ASSERT_TRUE(all.add("A", "2 2\t2"));
    std::string text;
    for (auto const& each : all) {
        text += each.name + "=" + std::string(each.value.expose()) + ";";
    }
    EXPECT_EQ(text, "B=1;A=2 2\t2;");
}

// threats row 82: nothing splits a header
TEST(Fields, RefuseAValueThatHttpCannotCarry) {
    for (int byte = 0; byte < 256; ++byte) {
        auto const c = static_cast<char>(byte);
        bool const inside = (byte >= 0x20 && byte < 0x7f) || byte == '\t';
        bool const outside = byte > 0x20 && byte < 0x7f;
        EXPECT_EQ(is_field_value(std::string{'a', c, 'b'}), inside) << byte;
        EXPECT_EQ(is_field_value(std::string{c, 'b'}), outside) << byte;
        EXPECT_EQ(is_field_value(std::string{'a', c}), outside) << byte;
        fields all;
        EXPECT_EQ(all.add("X", std::string{'a', c, 'b'}).has_value(), inside) << byte;
        EXPECT_EQ(all.empty(), !inside);
    }
    EXPECT_TRUE(is_field_value(""));
    fields all;
    EXPECT_EQ(all.add("X-Auth-Token", "a\r\nX: y").error(), errc::invalid_field);
    EXPECT_EQ(all.add("X-Auth-Token", " a").error(), errc::invalid_field);
    EXPECT_TRUE(all.empty());
}

// long values are looked at eight bytes at a time
TEST(Fields, JudgeAByteAlikeAtEveryPlaceOfAValue) {
    for (std::size_t const size : {7U, 8U, 9U, 16U, 17U, 31U}) {
        for (std::size_t place = 0; place < size; ++place) {
            for (int byte = 0; byte < 256; ++byte) {
                std::string value(size, 'a');
                value[place] = static_cast<char>(byte);
                bool const at_an_end = place == 0 || place + 1 == size;
                bool const blank = byte == ' ' || byte == '\t';
                bool const expected = blank ? !at_an_end : byte > 0x20 && byte < 0x7f;
                ASSERT_EQ(is_field_value(value), expected) << byte << " at " << place;
            }
        }
    }
}

TEST(Fields, RefuseANameThatIsNoToken) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    for (int byte = 0; byte < 256; ++byte) {
        auto const c = static_cast<char>(byte);
        bool const expected = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || marks.find(c) != std::string_view::npos;
        EXPECT_EQ(is_field_name(std::string{c}), expected) << byte;
        EXPECT_EQ(is_field_name(std::string{'a', c}), expected) << byte;
        fields all;
        EXPECT_EQ(all.add(std::string{'a', c}, "v").has_value(), expected) << byte;
    }
    EXPECT_FALSE(is_field_name(""));
    fields all;
    EXPECT_EQ(all.add("", "v").error(), errc::invalid_field);
    EXPECT_EQ(all.add("X: y\r\nZ", "v").error(), errc::invalid_field);
}

TEST(Fields, CopiesAreApart) {
    fields all;
    ASSERT_TRUE(all.add("A", "1"));
    auto copy = all;
    ASSERT_TRUE(copy.add("A", "2"));
    EXPECT_EQ(all.count("A"), 1U);
    EXPECT_EQ(copy.count("A"), 2U);
    auto const moved = std::move(copy);
    EXPECT_EQ(moved.find("A"), "1");
}

}  // namespace
