// SPDX-License-Identifier: BSL-1.0
#include <bcauth/api/customer_attribute.hpp>

#include <gtest/gtest.h>

namespace {

namespace api = bcauth::api;

TEST(CustomerAttribute, HasTheTypesThatThePlatformNames) {
    EXPECT_EQ(name(api::attribute_type::text), "string");
    EXPECT_EQ(name(api::attribute_type::number), "number");
    EXPECT_EQ(name(api::attribute_type::date), "date");
}

TEST(CustomerAttribute, HasThePlatformsLimits) {
    EXPECT_EQ(api::max_attribute_characters, 255U);
    EXPECT_EQ(api::max_attributes, 50U);
    EXPECT_EQ(api::max_customers_of_update, 10U);
}

}  // namespace
