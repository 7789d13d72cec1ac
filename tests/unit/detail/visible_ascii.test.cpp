// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/visible_ascii.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using bcauth::detail::is_visible_ascii;

TEST(VisibleAscii, HasNinetyFourBytes) {
    for (unsigned byte = 0; byte < 256; ++byte) {
        char const c = static_cast<char>(static_cast<unsigned char>(byte));
        bool const good = byte >= 0x21 && byte <= 0x7e;
        EXPECT_EQ(is_visible_ascii(std::string{c}, 3), good) << byte;
        EXPECT_EQ(is_visible_ascii(std::string{'a', c}, 3), good) << byte;
        EXPECT_EQ(is_visible_ascii(std::string{'a', c, 'b'}, 3), good) << byte;
    }
}

TEST(VisibleAscii, IsNotEmptyAndNoLongerThanAsked) {
    EXPECT_FALSE(is_visible_ascii("", 3));
    EXPECT_TRUE(is_visible_ascii("abc", 3));
    EXPECT_FALSE(is_visible_ascii("abcd", 3));
    EXPECT_FALSE(is_visible_ascii("a", 0));
}

}  // namespace
