// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/detail/webhook_flaws.hpp>

#include <gtest/gtest.h>

namespace {

// what the rows do is shown with all flaws together
TEST(WebhookFlaws, AreOfWebhooksAlone) {
    for (auto const& each : bcauth::detail::webhook_flaws::rows) {
        for (auto const kind : bcauth::testing::every_kind) {
            EXPECT_EQ(each.applies_to(kind), kind == bcauth::testing::token_kind::webhook)
                << each.name;
        }
    }
}

}  // namespace
