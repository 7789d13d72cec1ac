// SPDX-License-Identifier: BSL-1.0
#include <bcauth/jwt/compact.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace {

using bcauth::jwt::compact;

TEST(Compact, GivesThePartsAndWhatIsSigned) {
    auto const parts = compact::split("aa.bbb.c");
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->header(), "aa");
    EXPECT_EQ(parts->payload(), "bbb");
    EXPECT_EQ(parts->signature(), "c");
    EXPECT_EQ(parts->signing_input(), "aa.bbb");
}

// threats rows 10 and 18 to 20
TEST(Compact, RefusesAnyOtherNumberOfPartsAndEmptyOnes) {
    for (auto const* const text :
         {"", ".", "..", "...", "a", "a.", "a.b", ".a.b", "a..b", "a.b.", "a.b.c.", ".a.b.c",
          "a.b.c.d", "a.b.c.d.e", "a...b", "..a", "a.."}) {
        EXPECT_EQ(compact::split(std::string_view(text)).error(), bcauth::errc::token_shape)
            << text;
    }
    EXPECT_EQ(compact::split(std::string(10000, '.')).error(), bcauth::errc::token_shape);
}

TEST(Compact, LooksAtNothingButDots) {
    std::string const text("\0.\xff.\n", 5);
    auto const parts = compact::split(text);
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->header(), std::string_view("\0", 1));
    EXPECT_EQ(parts->payload(), "\xff");
    EXPECT_EQ(parts->signature(), "\n");
}

RC_GTEST_PROP(Compact, ThePartsJoinedAreTheToken, ()) {
    auto const text = *rc::gen::container<std::string>(rc::gen::element('a', 'b', '.'));
    auto const parts = compact::split(text);
    if (parts) {
        RC_ASSERT(std::string(parts->signing_input()) + '.' + std::string(parts->signature()) ==
                  text);
        RC_ASSERT(std::count(text.begin(), text.end(), '.') == 2);
    }
}

}  // namespace
