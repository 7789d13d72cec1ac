// SPDX-License-Identifier: BSL-1.0
#include <bcauth/oauth/external_install.hpp>
#include "support/oauth.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace {

using bcauth::errc;
namespace oauth = bcauth::oauth;

// the addresses of the summary's section "External App Installation"
TEST(ExternalInstall, GivesTheAddressesOfTheSummary) {
    auto const app = oauth_support::app();
    EXPECT_EQ(*oauth::install_url(app),
              "https://login.bigcommerce.com/app/m8e1mkkmjw2xjinydqz7ie05to1y2nk/install");
    EXPECT_EQ(
        *oauth::install_succeeded_url(app),
        "https://login.bigcommerce.com/app/m8e1mkkmjw2xjinydqz7ie05to1y2nk/install/succeeded");
    EXPECT_EQ(*oauth::install_failed_url(app),
              "https://login.bigcommerce.com/app/m8e1mkkmjw2xjinydqz7ie05to1y2nk/install/failed");
}

TEST(ExternalInstall, KeepsTheClientIdWithinItsPathSegment) {
    auto options = oauth_support::options();
    options.client_id = "a/../b?c#d%e";
    options.login_url = "https://login.example.com:8443";
    auto const app = bcauth::app_config::make(std::move(options)).value();
    EXPECT_EQ(*oauth::install_url(app),
              "https://login.example.com:8443/app/a%2F..%2Fb%3Fc%23d%25e/install");
}

TEST(ExternalInstall, RefusesAConfigurationThatWasMovedFrom) {
    auto from = oauth_support::app();
    auto const to = std::move(from);
    EXPECT_TRUE(oauth::install_url(to));
    // NOLINTNEXTLINE(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(oauth::install_url(from).error(), errc::invalid_client_id);
    EXPECT_EQ(oauth::install_succeeded_url(from).error(), errc::invalid_client_id);
    EXPECT_EQ(oauth::install_failed_url(from).error(), errc::invalid_client_id);
}

}  // namespace
