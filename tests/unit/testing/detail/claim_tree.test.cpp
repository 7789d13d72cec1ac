// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/detail/claim_tree.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using bcauth::detail::claim_tree;

TEST(ClaimTree, KeepsOrderAndGroupsMembersOfAnObject) {
    claim_tree claims;
    claims.set("user.id", "1");
    claims.set("b", "2");
    claims.set("user.email", "\"x\"");
    claims.set("b", "3");
    EXPECT_EQ(claims.text(), R"({"user":{"id":1,"email":"x"},"b":3})");
}

TEST(ClaimTree, TurnsAValueIntoAnObjectAndBack) {
    claim_tree claims;
    claims.set("a", "1");
    claims.set("a.b", "2");
    EXPECT_EQ(claims.text(), R"({"a":{"b":2}})");
    claims.set("a", "[]");
    EXPECT_EQ(claims.text(), R"({"a":[]})");
}

TEST(ClaimTree, ErasesWhatIsThereAndNothingElse) {
    claim_tree claims;
    claims.set("a.b", "1");
    claims.set("c", "2");
    EXPECT_TRUE(claims.erase("a.x"));
    EXPECT_TRUE(claims.erase("c.d"));
    EXPECT_EQ(claims.text(), R"({"a":{"b":1},"c":2})");
    EXPECT_TRUE(claims.erase("a.b"));
    EXPECT_TRUE(claims.erase("c"));
    EXPECT_EQ(claims.text(), R"({"a":{}})");
}

TEST(ClaimTree, RefusesPathsWithoutANameOrTooDeep) {
    claim_tree claims;
    for (auto const* const path : {"", ".", "a.", ".a", "a..b", "1.2.3.4.5.6.7.8.9"}) {
        EXPECT_FALSE(claims.set(path, "1")) << path;
        EXPECT_FALSE(claims.erase(path)) << path;
    }
    EXPECT_TRUE(claims.set("1.2.3.4.5.6.7.8", "1"));
    EXPECT_FALSE(claims.erase(std::string(100'000, '.')));
}

}  // namespace
