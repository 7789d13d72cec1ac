// SPDX-License-Identifier: BSL-1.0
#include <bcauth/connection/setting_origin.hpp>

#include <gtest/gtest.h>

namespace {

using bcauth::describe;
using bcauth::origin_kind;
using bcauth::setting;
using bcauth::setting_origin;

TEST(VariableOf, IsTheNameInCapitals) {
    EXPECT_EQ(bcauth::variable_of(setting::oauth_client_id), "BCAUTH_OAUTHCLIENTID");
    EXPECT_EQ(bcauth::variable_of(setting::timeout), "BCAUTH_TIMEOUT");
}

TEST(SettingOrigin, IsToldInWords) {
    EXPECT_EQ(describe({}), "in the program");
    EXPECT_EQ(describe({origin_kind::environment, 0}), "in the environment");
    EXPECT_EQ(describe({origin_kind::connection_string, 3}), "in the connection string, setting 3");
    EXPECT_EQ(describe({origin_kind::connection_string, 0}), "in the connection string");
    EXPECT_EQ(describe({origin_kind::file, 12}), "in the file, line 12");
    EXPECT_EQ(describe({origin_kind::file, 0}), "in the file");
}

TEST(SettingOrigin, IsEqualByKindAndPlace) {
    EXPECT_EQ((setting_origin{origin_kind::file, 1}), (setting_origin{origin_kind::file, 1}));
    EXPECT_NE((setting_origin{origin_kind::file, 1}), (setting_origin{origin_kind::file, 2}));
    EXPECT_NE((setting_origin{origin_kind::file, 1}),
              (setting_origin{origin_kind::connection_string, 1}));
}

}  // namespace
