// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/detail/flaws_in_json.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace bcauth::detail;
using bcauth::testing::token_kind;

std::string changed(flaw_step step, char const* value) {
    std::string json = R"({"a":1})";
    put_in_json(recipe_of(step, "", value, token_kind::load_jwt, {}), json);
    return json;
}

TEST(FlawsInJson, ChangeTheTextInOnePlace) {
    EXPECT_EQ(changed(flaw_step::before_json, "//"), R"(//{"a":1})");
    EXPECT_EQ(changed(flaw_step::after_json, "x"), R"({"a":1}x)");
    EXPECT_EQ(changed(flaw_step::first_member, R"("b":2)"), R"({"b":2,"a":1})");
    EXPECT_EQ(changed(flaw_step::cut_json, ""), R"({"a":1)");
    EXPECT_EQ(changed(flaw_step::nest, "2"), R"({"x":[[]],"a":1})");
    EXPECT_EQ(changed(flaw_step::nest_open, "3"), R"({"x":[[[)");
    EXPECT_EQ(changed(flaw_step::many_members, "2"), R"({"x0":0,"x1":0,"a":1})");
    EXPECT_EQ(changed(flaw_step::fill, "3"), R"({"x":"xxx","a":1})");
    EXPECT_EQ(changed(flaw_step::utf_16, "").size(), 14U);
}

TEST(FlawsInJson, LeaveTheTextToFlawsOfOtherStages) {
    EXPECT_EQ(changed(flaw_step::flip_bit, "-1"), R"({"a":1})");
    EXPECT_EQ(changed(flaw_step::set_time, "-90000"), R"({"a":1})");
}

TEST(FlawsInJson, PutAnotherKindsClaimsIn) {
    token_draft draft;
    put_in_claims(recipe_of(flaw_step::login_claims, "", "", token_kind::load_jwt, {}), draft);
    EXPECT_NE(draft.claims.text().find(R"("operation":"customer_login")"), std::string::npos);
    put_in_claims(recipe_of(flaw_step::other_kind, "", "", token_kind::load_jwt, {}), draft);
    EXPECT_NE(draft.claims.text().find(R"("iss":"bc/apps")"), std::string::npos);
    put_in_claims(recipe_of(flaw_step::other_kind, "", "", token_kind::current_customer, {}),
                  draft);
    EXPECT_NE(draft.claims.text().find(R"("iss":"bc")"), std::string::npos);
}

}  // namespace
