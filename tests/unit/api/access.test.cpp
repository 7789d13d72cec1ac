// SPDX-License-Identifier: BSL-1.0
#include <bcauth/api/access.hpp>

#include "support/api.hpp"
#include "support/oauth.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace {

using bcauth::errc;
using bcauth::api::access;
using bcauth::api::token_options;

token_options account() {
    return {.store = *bcauth::store_hash::make("g5cd38"),
            .token = bcauth::secret(api_support::token)};
}

bcauth::error_code error_of(token_options options) {
    auto const made = access::of_token(std::move(options));
    return made ? bcauth::error_code() : made.error();
}

TEST(ApiAccess, TakesWhatAnInstallationLeft) {
    auto const made = access::of(oauth_support::app(), api_support::installed());
    ASSERT_TRUE(made);
    EXPECT_EQ(made->store().view(), "g5cd38");
    EXPECT_EQ(made->token().expose(), api_support::token);
    EXPECT_EQ(made->api_url(), "https://api.bigcommerce.com");
    EXPECT_EQ(made->client_id(), "");
    EXPECT_EQ(made->user_agent(), "bcauth/" + std::string(bcauth::version));
}

TEST(ApiAccess, NamesTheClientAndTheCallerWhereItIsTold) {
    auto const made = access::of(oauth_support::app(), api_support::installed(),
                                 {.names_client = true, .user_agent = "loyalty/2 (me@x.example)"});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->client_id(), oauth_support::client_id);
    EXPECT_EQ(made->user_agent(), "loyalty/2 (me@x.example)");
    for (std::string const bad : {"a\r\nX: y", "a\n", " a", "a\x7f", "\xc3\xa9"}) {
        EXPECT_EQ(
            access::of(oauth_support::app(), api_support::installed(), {.user_agent = bad}).error(),
            errc::invalid_field);
    }
}

TEST(ApiAccess, RefusesAWithheldToken) {
    auto with = api_support::installed();
    with.withhold();
    EXPECT_EQ(access::of(oauth_support::app(), with).error(), errc::uninstall_pending);
    with.restore();
    EXPECT_TRUE(access::of(oauth_support::app(), with));
}

TEST(ApiAccess, RefusesATokenThatNoHeaderCarries) {
    for (std::string const bad : {"", "a\r\nb", "a b", "t\x7f", "t\xc3\xa9"}) {
        EXPECT_EQ(access::of(oauth_support::app(), api_support::installed(bad)).error(),
                  errc::invalid_access_token);
        auto options = account();
        options.token = bcauth::secret(bad);
        EXPECT_EQ(error_of(std::move(options)), errc::invalid_access_token);
    }
    std::string const longest(bcauth::oauth::max_access_token_bytes, 't');
    EXPECT_TRUE(access::of(oauth_support::app(), api_support::installed(longest)));
    EXPECT_EQ(access::of(oauth_support::app(), api_support::installed(longest + 't')).error(),
              errc::invalid_access_token);
}

TEST(ApiAccess, TakesAStoreLevelTokenWithoutAnApp) {
    auto const made = access::of_token(account());
    ASSERT_TRUE(made);
    EXPECT_EQ(made->token().expose(), api_support::token);
    EXPECT_EQ(made->api_url(), "https://api.bigcommerce.com");
    EXPECT_EQ(made->client_id(), "");
    auto options = account();
    options.client_id = "the-account";
    EXPECT_EQ(access::of_token(options)->client_id(), "the-account");
    for (auto const& bad : {std::string("a b"), std::string("a\n"), std::string(129, 'a')}) {
        options.client_id = bad;
        EXPECT_EQ(error_of(options), errc::invalid_client_id);
    }
}

TEST(ApiAccess, SendsNoTokenOverHttp) {
    for (std::string const bad : {"http://api.bigcommerce.com", "https://api.bigcommerce.com/",
                                  "https://u@api.example", "https://api.bigcommerce.com/stores",
                                  "api.bigcommerce.com", "", "http://127.0.0.1:8300"}) {
        auto options = account();
        options.api_url = bad;
        EXPECT_EQ(error_of(std::move(options)), errc::invalid_api_url) << bad;
    }
    auto options = account();
    options.api_url = "http://127.0.0.1:8300";
    EXPECT_TRUE(access::of_token<bcauth::loopback_http<>>(options));
    options.api_url = "http://127.0.0.1.example.com";
    EXPECT_EQ(access::of_token<bcauth::loopback_http<>>(options).error(), errc::invalid_api_url);
}

// threats row 67
TEST(ApiAccess, RefusesWhatWasMovedFrom) {
    auto app = oauth_support::app();
    auto const taken = std::move(app);
    // NOLINTBEGIN(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(access::of(app, api_support::installed()).error(), errc::invalid_client_id);
    auto from = api_support::access();
    auto const to = std::move(from);
    EXPECT_TRUE(from.token().empty());
    EXPECT_EQ(to.token().expose(), api_support::token);
    // NOLINTEND(bugprone-use-after-move)
}

}  // namespace
