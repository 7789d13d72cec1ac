// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app/application_options.hpp>

#include <gtest/gtest.h>

#include <chrono>

namespace {

TEST(ApplicationOptions, AreStrictWhereNothingIsSaid) {
    bcauth::application_options<> const options;
    EXPECT_TRUE(options.load.empty());
    EXPECT_TRUE(options.uninstall.empty());
    EXPECT_TRUE(options.remove_user.empty());
    EXPECT_EQ(options.users, bcauth::multi_user::on);
    EXPECT_EQ(options.frame_ancestors, bcauth::iframe::default_ancestors());
    EXPECT_EQ(options.session_lifetime, std::chrono::hours{1});
    EXPECT_EQ(options.limits.destructive_max_age, std::chrono::seconds{300});
    EXPECT_EQ(options.exchange.format, bcauth::oauth::body_format::form);
}

}  // namespace
