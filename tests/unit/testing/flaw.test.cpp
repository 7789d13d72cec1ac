// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/flaw.hpp>

#include <gtest/gtest.h>

namespace {

using bcauth::errc;
using bcauth::testing::flaw;
using bcauth::testing::token_kind;

constexpr flaw one{.name = "one",
                   .answers = {errc{}, errc::expired, errc::stale, errc{}},
                   .step = bcauth::detail::flaw_step::nothing,
                   .path = {},
                   .value = {},
                   .about = {}};

TEST(Flaw, AnswersByKind) {
    EXPECT_EQ(one.answer(token_kind::load_jwt), errc::expired);
    EXPECT_EQ(one.answer(token_kind::current_customer), errc::stale);
}

TEST(Flaw, AppliesToTheKindsThatHaveAnAnswer) {
    EXPECT_FALSE(one.applies_to(token_kind::signed_payload));
    EXPECT_TRUE(one.applies_to(token_kind::load_jwt));
    EXPECT_TRUE(one.applies_to(token_kind::current_customer));
    EXPECT_FALSE(one.applies_to(token_kind::webhook));
}

TEST(Flaw, IsNoneOfALoginTokenWhichHasNoDoorHere) {
    EXPECT_FALSE(one.applies_to(token_kind::customer_login));
    EXPECT_EQ(one.answer(token_kind::customer_login), errc{});
}

}  // namespace
