// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/detail/claim_flaws.hpp>

#include <gtest/gtest.h>

namespace {

// what the rows do is shown with all flaws together; that none is without an answer, here
TEST(ClaimFlaws, AllHaveAnAnswerForSomeKind) {
    for (auto const& each : bcauth::detail::claim_flaws::rows) {
        bool any = false;
        for (auto const kind : bcauth::testing::every_kind) {
            any = any || each.applies_to(kind);
        }
        EXPECT_TRUE(any) << each.name;
    }
}

}  // namespace
