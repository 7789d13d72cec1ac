// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/token_kind.hpp>

#include <gtest/gtest.h>

namespace {

using namespace bcauth::testing;

TEST(TokenKind, IsFoundByItsName) {
    for (auto const kind : every_kind) {
        EXPECT_EQ(find_token_kind(name(kind)), kind);
    }
    EXPECT_EQ(name(token_kind::signed_payload), "signed-payload");
    EXPECT_EQ(name(token_kind::load_jwt), "load-jwt");
    EXPECT_EQ(name(token_kind::current_customer), "current-customer");
    EXPECT_EQ(name(token_kind::webhook), "webhook");
    EXPECT_EQ(name(token_kind::customer_login), "customer-login");
}

TEST(TokenKind, IsNotFoundByAnyOtherText) {
    for (auto const* const text : {"", "load", "Load-jwt", "load-jwt ", "load_jwt", "webhooks"}) {
        EXPECT_FALSE(find_token_kind(text)) << text;
    }
}

}  // namespace
