// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/uuid.hpp>
#include <bcauth/testing/detail/token_draft.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace {

using bcauth::detail::token_draft;

// RFC 7515 appendix A.1 has another header, so the platform client's own test stands here: npm node-bigcommerce 4.1.0
TEST(TokenDraft, SignsALegacyPayloadAsTheirClientDoes) {
    token_draft draft;
    draft.key = bcauth::secret{"123456abcdef"};
    draft.claims.set("foo", "\"foo\"");
    draft.write();
    draft.encode();
    ASSERT_TRUE(draft.sign());
    EXPECT_EQ(draft.text(),
              "eyJmb28iOiJmb28ifQ==."
              "YjMzMTQ2ZGU4ZTUzNWJiOTI3NTI1ODJmNzhiZGM5NzBjNGQ3MjZkZDdkMDY1MjdkZGYxZDA0NGZjNDVjYm"
              "NkMA==");
}

TEST(TokenDraft, SignsWhatTheStepsBeforeLeft) {
    token_draft draft;
    draft.kind = bcauth::testing::token_kind::load_jwt;
    draft.key = bcauth::secret{"k"};
    draft.encoded_header = "a";
    draft.encoded_payload = "b";
    ASSERT_TRUE(draft.sign());
    EXPECT_EQ(draft.text().substr(0, 4), "a.b.");
    auto const before = draft.signature;
    draft.encoded_payload = "c";
    ASSERT_TRUE(draft.sign());
    EXPECT_NE(draft.signature, before);
}

TEST(TokenDraft, NamesTokensByAUuidOfTheirParts) {
    std::array<std::string_view, 2> const parts{"one", "two"};
    std::array<std::string_view, 2> const others{"one", "too"};
    auto const id = bcauth::detail::uuid_of(parts).value();
    EXPECT_TRUE(bcauth::detail::is_uuid(id)) << id;
    EXPECT_EQ(id[14], '4');
    EXPECT_EQ(id, bcauth::detail::uuid_of(parts).value());
    EXPECT_NE(id, bcauth::detail::uuid_of(others).value());
}

TEST(TokenDraft, KnowsOneJsonValueFromOthers) {
    EXPECT_TRUE(bcauth::detail::is_json(" {\"a\":[1,null]} "));
    for (auto const* const text : {"", " ", "{", "1 2", "nul"}) {
        EXPECT_FALSE(bcauth::detail::is_json(text)) << text;
    }
}

}  // namespace
