// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/detail/flaws_in_webhook.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace bcauth::detail;

webhook_draft made(flaw_step step, std::string path = {}, std::string value = {}) {
    return flawed_webhook(recipe_of(step, path, value, bcauth::testing::token_kind::webhook, {}),
                          "{}")
        .value();
}

std::string signature_of(std::string const& id, std::string const& timestamp,
                         std::string const& body) {
    webhook_draft draft;
    draft.key = bcauth::testing::mint_options{}.client_secret;
    draft.id = id;
    draft.timestamp = timestamp;
    draft.body = body;
    EXPECT_TRUE(draft.sign());
    return draft.signature;
}

std::string signature_of(webhook_draft const& draft) {
    return signature_of(draft.id, draft.timestamp, draft.body);
}

TEST(FlawsInWebhook, AreSignedWhereTheSignatureIsNotTheFlaw) {
    for (auto const& draft :
         {made(flaw_step::set, "id", "a b"), made(flaw_step::fill, "", "9"),
          made(flaw_step::set, "timestamp", "0$at"), made(flaw_step::payload_as_webhook)}) {
        EXPECT_EQ(draft.signature, signature_of(draft)) << draft.id;
    }
}

TEST(FlawsInWebhook, AreMadeBehindTheSignatureWhereItIs) {
    auto const right = made(flaw_step::nothing);
    ASSERT_EQ(right.signature, signature_of(right));
    for (auto const* const part : {"id", "timestamp", "body"}) {
        auto const draft = made(flaw_step::alter, part, "x");
        EXPECT_EQ(draft.signature, right.signature);
        EXPECT_NE(draft.signature, signature_of(draft)) << part;
    }
    auto const shifted = made(flaw_step::shift_dot);
    EXPECT_EQ(shifted.timestamp.substr(0, 2), "1.");
    EXPECT_EQ(shifted.signature, signature_of(shifted)) << "the signed bytes are the same";
}

TEST(FlawsInWebhook, RepeatAndDropHeaders) {
    EXPECT_EQ(made(flaw_step::nothing).headers.size(), 3U);
    EXPECT_EQ(made(flaw_step::repeat, "webhook-id").headers.size(), 4U);
    EXPECT_EQ(made(flaw_step::remove, "@time").headers.size(), 2U);
    EXPECT_EQ(made(flaw_step::drop_last_part).headers.size(), 2U);
}

}  // namespace
