// SPDX-License-Identifier: BSL-1.0
// A build with other flags shows something only while the flags are in force.
#include <bcauth/detail/base64_vector.hpp>

#include <gtest/gtest.h>

#include <limits>

// threats row 70: all tables and comparisons are on unsigned char, so that both builds say the same
TEST(Builds, CharHasTheSignThatTheBuildAsksFor) {
#ifdef BCAUTH_EXPECTS_UNSIGNED_CHAR
    EXPECT_FALSE(std::numeric_limits<char>::is_signed);
#elif defined(__x86_64__)
    EXPECT_TRUE(std::numeric_limits<char>::is_signed);
#endif
}

// threats row 90
TEST(Builds, TypeInformationIsThereUnlessTheBuildGoesWithout) {
#ifdef BCAUTH_EXPECTS_NO_RTTI
    constexpr bool expected = false;
#else
    constexpr bool expected = true;
#endif
#ifdef __cpp_rtti
    EXPECT_TRUE(expected);
#else
    EXPECT_FALSE(expected);
#endif
}

TEST(Builds, Base64IsReadInBlocksWhereItCanBeUnlessTheBuildGoesWithout) {
#ifdef BCAUTH_EXPECTS_SCALAR
    EXPECT_FALSE(bcauth::detail::has_base64_blocks());
#elif defined(__x86_64__)
    EXPECT_EQ(bcauth::detail::has_base64_blocks(), __builtin_cpu_supports("ssse3") != 0);
#endif
}
