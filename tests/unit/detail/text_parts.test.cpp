// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/text_parts.hpp>

#include <gtest/gtest.h>

#include <array>
#include <span>
#include <string_view>

namespace {

using bcauth::detail::text_parts;

constexpr std::string_view parsed = R"({"alpha":"beta"})";

TEST(TextParts, TakesATextInOnePartWhereItStands) {
    text_parts texts(parsed, {});
    auto const whole = parsed.substr(2, 5);
    ASSERT_TRUE(texts.finish(whole, whole.size()));
    EXPECT_EQ(texts.text(), "alpha");
    EXPECT_EQ(texts.text().data(), whole.data());

    // from the first byte to the last
    ASSERT_TRUE(texts.finish(parsed, parsed.size()));
    EXPECT_EQ(texts.text().data(), parsed.data());
}

TEST(TextParts, CopiesWhatStandsElsewhere) {
    static constexpr std::string_view around = "..{}..";
    std::array<char, 6> spare{};
    text_parts texts(around.substr(2, 2), spare);
    for (auto const part : {around.substr(1, 2), around.substr(3, 2)}) {
        ASSERT_TRUE(texts.finish(part, part.size()));
        EXPECT_EQ(texts.text(), part);
        EXPECT_NE(texts.text().data(), part.data());
    }
}

TEST(TextParts, JoinsPartsAndKeepsEarlierTexts) {
    std::array<char, 7> spare{};
    text_parts texts(parsed, spare);
    ASSERT_TRUE(texts.add("ab"));
    ASSERT_TRUE(texts.add(""));
    ASSERT_TRUE(texts.finish("cd", 4));
    auto const first = texts.text();
    ASSERT_TRUE(texts.add("e"));
    ASSERT_TRUE(texts.finish("fg", 3));
    EXPECT_EQ(first, "abcd");
    EXPECT_EQ(first.data(), spare.data());
    EXPECT_EQ(texts.text(), "efg");
}

// a last part that stands in the parsed bytes is still only a part
TEST(TextParts, JoinsTheLastPartToThoseBeforeIt) {
    std::array<char, 8> spare{};
    text_parts texts(parsed, spare);
    ASSERT_TRUE(texts.add("x"));
    ASSERT_TRUE(texts.finish(parsed.substr(2, 5), 6));
    EXPECT_EQ(texts.text(), "xalpha");
}

TEST(TextParts, RefusesWhatTheSpareHasNoRoomFor) {
    std::array<char, 4> spare{};
    text_parts texts(parsed, spare);
    EXPECT_FALSE(texts.add("abcde"));
    EXPECT_TRUE(texts.add("abcd"));
    EXPECT_TRUE(texts.add(""));
    EXPECT_FALSE(texts.add("e"));
    EXPECT_FALSE(texts.finish("e", 5));

    text_parts others(parsed, spare);
    ASSERT_TRUE(others.add("abc"));
    EXPECT_FALSE(others.add("de"));
    EXPECT_TRUE(others.finish("d", 4));
    EXPECT_EQ(others.text(), "abcd");
}

}  // namespace
