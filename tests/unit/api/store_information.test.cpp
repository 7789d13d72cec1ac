// SPDX-License-Identifier: BSL-1.0
#include <bcauth/api/store_information.hpp>

#include <gtest/gtest.h>

namespace {

// what is read into it is tested with op::store_lookup
TEST(StoreInformation, SaysNothingButTheStoreUntilItIsTold) {
    bcauth::api::store_information const about{.store = *bcauth::store_hash::make("g5cd38")};
    EXPECT_EQ(about.store.view(), "g5cd38");
    EXPECT_EQ(about.store_id, 0);
    EXPECT_EQ(about.default_channel_id, 0);
    EXPECT_TRUE(about.name.empty());
    EXPECT_FALSE(about.plan_is_trial.has_value());
}

}  // namespace
