// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/ascii_case.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using bcauth::detail::equal_ignoring_case;

// threats row 71: every pair of bytes, whatever the locale
TEST(AsciiCase, HasTwentySixPairs) {
    for (int left = 0; left < 256; ++left) {
        for (int right = 0; right < 256; ++right) {
            auto const low = left < right ? left : right;
            bool const pair = low >= 'A' && low <= 'Z' && left + right == 2 * low + 32;
            auto const text = [](int byte) {
                return std::string("-") + static_cast<char>(static_cast<unsigned char>(byte));
            };
            ASSERT_EQ(equal_ignoring_case(text(left), text(right)), left == right || pair)
                << left << ' ' << right;
        }
    }
    EXPECT_FALSE(equal_ignoring_case("a", "ab"));
    EXPECT_FALSE(equal_ignoring_case("ba", "aa"));
    EXPECT_TRUE(equal_ignoring_case("", ""));
}

}  // namespace
