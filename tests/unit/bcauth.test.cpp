// SPDX-License-Identifier: BSL-1.0
#include <bcauth/bcauth.hpp>

#include <gtest/gtest.h>

#include <type_traits>

// What the README promises of one include: every floor is there, by one name of each.
TEST(Umbrella, BringsEveryFloor) {
    EXPECT_TRUE(std::is_enum_v<bcauth::errc>);
    EXPECT_TRUE(std::is_class_v<bcauth::jwt::verifier<>>);
    EXPECT_TRUE(std::is_class_v<bcauth::load_verifier<>>);
    EXPECT_TRUE(std::is_class_v<bcauth::op::token_exchange>);
    EXPECT_TRUE(std::is_class_v<bcauth::visitor>);
}

// Optional parts stay out of it: their guards are not defined.
TEST(Umbrella, LeavesOptionalPartsOut) {
#if defined(BCAUTH_TESTING_MINT_HPP) || defined(BCAUTH_STORE_SQLITE_HPP) || \
    defined(BCAUTH_TRANSPORT_CURL_HPP)
    FAIL() << "an optional part is in the umbrella";
#endif
}
