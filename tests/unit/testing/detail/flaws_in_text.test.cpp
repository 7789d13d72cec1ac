// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/detail/flaws_in_text.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace bcauth::detail;
using bcauth::testing::token_kind;

token_draft signed_draft() {
    token_draft draft;
    draft.kind = token_kind::load_jwt;
    draft.key = bcauth::secret{"k"};
    draft.encoded_header = "h";
    draft.encoded_payload = "p";
    static_cast<void>(draft.sign());
    return draft;
}

std::string text(flaw_step step, char const* value = "") {
    auto draft = signed_draft();
    draft.signature = "s";
    return flawed_text(recipe_of(step, "", value, token_kind::load_jwt, {}), draft);
}

TEST(FlawsInText, ChangeTheShape) {
    EXPECT_EQ(text(flaw_step::set), "h.p.s");
    EXPECT_EQ(text(flaw_step::before_text, " "), " h.p.s");
    EXPECT_EQ(text(flaw_step::after_text, "."), "h.p.s.");
    EXPECT_EQ(text(flaw_step::drop_last_part), "h.p");
    EXPECT_EQ(text(flaw_step::drop_signature), "h.p.");
    EXPECT_EQ(text(flaw_step::drop_payload), "h.s");
    EXPECT_EQ(text(flaw_step::empty_payload), "h..s");
    EXPECT_EQ(text(flaw_step::nothing), "");
    EXPECT_EQ(text(flaw_step::json_form), R"({"payload":"p","protected":"h","signature":"s"})");
}

TEST(FlawsInText, SpellTheSameSignatureAnotherWay) {
    std::string url = "AAw";
    set_spare_bit(url, bcauth::base64_alphabet::url);
    EXPECT_EQ(url, "AAx");
    std::string padded = "Yg==";
    set_spare_bit(padded, bcauth::base64_alphabet::standard);
    EXPECT_EQ(padded, "Yh==");
}

TEST(FlawsInText, FlipOneBitOfTheMac) {
    auto draft = signed_draft();
    auto const before = draft.digest;
    ASSERT_TRUE(
        put_in_digest(recipe_of(flaw_step::flip_bit, "", "", token_kind::load_jwt, {}), draft));
    EXPECT_EQ(draft.digest.substr(0, 31), before.substr(0, 31));
    EXPECT_EQ(draft.digest[31] ^ before[31], 1);
}

TEST(FlawsInText, LeaveTheMacToFlawsOfOtherStages) {
    auto draft = signed_draft();
    auto const before = draft.text();
    auto const recipe = recipe_of(flaw_step::shift, "", "-90000", token_kind::load_jwt, {});
    put_in_encoding(recipe, draft);
    ASSERT_TRUE(put_in_digest(recipe, draft));
    put_in_signature(recipe, draft);
    EXPECT_EQ(flawed_text(recipe, draft), before);
}

}  // namespace
