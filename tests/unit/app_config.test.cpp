// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app_config.hpp>
#include "support/oauth.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace {

using bcauth::app_config;
using bcauth::app_options;
using bcauth::errc;
using bcauth::key_ring;
using development = bcauth::loopback_http<>;

template <class App>
concept gives_views = requires(App&& app) {
    std::forward<App>(app).client_id();
}
|| requires(App&& app) {
    std::forward<App>(app).client_secrets();
}
|| requires(App&& app) {
    std::forward<App>(app).redirect_uri();
}
|| requires(App&& app) {
    std::forward<App>(app).required_scopes();
}
|| requires(App&& app) {
    std::forward<App>(app).login_url();
};
static_assert(gives_views<app_config const&> && !gives_views<app_config> &&
              !gives_views<app_config const>);
static_assert(!std::is_default_constructible_v<app_config>);
static_assert(std::is_nothrow_move_constructible_v<app_config> &&
              std::is_nothrow_move_assignable_v<app_config>);

template <class Policy = bcauth::strict_policy>
bcauth::error_code with_redirect_uri(std::string_view uri) {
    auto options = oauth_support::options();
    options.redirect_uri = uri;
    return app_config::make<Policy>(std::move(options)).error();
}

template <class Policy = bcauth::strict_policy>
bcauth::error_code with_login_url(std::string_view url) {
    auto options = oauth_support::options();
    options.login_url = url;
    return app_config::make<Policy>(std::move(options)).error();
}

bcauth::error_code with_client_id(std::string_view id) {
    auto options = oauth_support::options();
    options.client_id = id;
    return app_config::make(std::move(options)).error();
}

TEST(AppConfig, KeepsEveryOptionByteForByte) {
    auto const app = app_config::make({.client_id = "id",
                                       .client_secrets = *key_ring::make({"first", "second"}),
                                       .redirect_uri = "https://App.Example.com:443/a/../b?x=%7e",
                                       .required_scopes = bcauth::scopes("store_v2_orders")});
    ASSERT_TRUE(app);
    EXPECT_EQ(app->client_id(), "id");
    EXPECT_EQ(app->client_secrets().size(), 2U);
    EXPECT_EQ(app->client_secrets().current().expose(), "first");
    EXPECT_EQ(app->redirect_uri(), "https://App.Example.com:443/a/../b?x=%7e");
    EXPECT_EQ(app->required_scopes().to_string(), "store_v2_orders");
    EXPECT_EQ(app->login_url(), "https://login.bigcommerce.com");
    EXPECT_FALSE(app->empty());
}

TEST(AppConfig, NeedsNoRedirectAddressToVerify) {
    EXPECT_FALSE(with_redirect_uri(""));
}

TEST(AppConfig, RefusesAClientIdThatIsNotVisibleAscii) {
    EXPECT_FALSE(with_client_id("!"));
    EXPECT_FALSE(with_client_id("~"));
    EXPECT_FALSE(with_client_id(std::string(128, 'x')));
    for (auto const& id :
         {std::string(), std::string(129, 'x'), std::string("a b"), std::string("a\n"),
          std::string("a\0b", 3), std::string("\x7f"), std::string("\xc3\xa9")}) {
        EXPECT_EQ(with_client_id(id), errc::invalid_client_id) << id.size();
    }
}

// threats row 6
TEST(AppConfig, RefusesAnEmptyKeyRing) {
    auto options = oauth_support::options();
    options.client_secrets = {};
    EXPECT_EQ(app_config::make(std::move(options)).error(), errc::empty_secret);
}

// threats row 7
TEST(AppConfig, RefusesASecretThatIsShorterThanThePolicyAllows) {
    auto options = oauth_support::options();
    options.client_secrets = *key_ring::make({std::string(32, 'a'), std::string(31, 'b')});
    EXPECT_TRUE(app_config::make(options));
    EXPECT_EQ(app_config::make<bcauth::long_secrets<>>(options).error(), errc::short_secret);
    EXPECT_TRUE(app_config::make<bcauth::long_secrets<31>>(options));
}

TEST(AppConfig, TakesAnHttpsRedirectAddress) {
    for (auto const uri :
         {"https://app.example.com/oauth", "https://app.example.com",
          "https://app.example.com/?a=b", "https://app.example.com:8443/auth",
          "https://192.0.2.7/auth", "https://192.0.2.7.nip.io/auth", "https://[2001:db8::7]/auth",
          "HTTPS://app.example.com/auth", "https://127.0.0.1/auth"}) {
        EXPECT_FALSE(with_redirect_uri(uri)) << uri;
    }
}

TEST(AppConfig, RefusesARedirectAddressThatIsNoPlainHttpsUrl) {
    for (auto const uri : {"app.example.com/oauth",
                           "/oauth",
                           "//app.example.com/oauth",
                           "https:",
                           "https://",
                           "https:///oauth",
                           "https:app.example.com",
                           "https://user@app.example.com/",
                           "https://user:pass@app.example.com/",
                           "https://@app.example.com/",
                           "https://app.example.com/oauth#",
                           "https://app.example.com/oauth#part",
                           "http://app.example.com/oauth",
                           "ftp://app.example.com/oauth",
                           "javascript:alert(1)",
                           "https://app.example.com/a b",
                           "https://app.example.com/\xc3\xa9",
                           "https://app.example.com/%zz",
                           "https://app.example.com:0/",
                           "https://app.example.com:/",
                           "https://app.example.com:65536/",
                           "https://app%2eexample.com/",
                           "https://a,b/",
                           "https://app.example.com\\@evil.com/",
                           "https://[::1]x/",
                           "https://[::1/",
                           "https://[v1.a]/",
                           "https://a.b:80x/",
                           "https://a.b:8 0/",
                           "https://a:1:2/",
                           "https://127.0.0.1:5x/",
                           "https:/a://app.example.com/",
                           "https:?://app.example.com/",
                           "https://app.example.com/oauth\r\nX: y",
                           " https://app.example.com/oauth"}) {
        EXPECT_EQ(with_redirect_uri(uri), errc::invalid_redirect_uri) << uri;
        EXPECT_EQ(with_redirect_uri<development>(uri), errc::invalid_redirect_uri) << uri;
    }
}

TEST(AppConfig, RefusesARedirectAddressOverTwoKibibytes) {
    std::string const start = "https://app.example.com/";
    EXPECT_FALSE(with_redirect_uri(start + std::string(2048 - start.size(), 'x')));
    EXPECT_EQ(with_redirect_uri(start + std::string(2049 - start.size(), 'x')),
              errc::invalid_redirect_uri);
}

TEST(AppConfig, TakesHttpAtThisMachineByTheRelaxationOnly) {
    for (auto const uri :
         {"http://127.0.0.1/auth", "http://127.0.0.1:8080/auth", "http://[::1]:8080/auth",
          "http://localhost/auth", "http://localhost:3000/auth"}) {
        EXPECT_EQ(with_redirect_uri(uri), errc::invalid_redirect_uri) << uri;
        EXPECT_FALSE(with_redirect_uri<development>(uri)) << uri;
    }
    for (auto const uri :
         {"http://127.0.0.2/", "http://127.0.0.1.evil.com/", "http://127.0.0.1evil.com/",
          "http://LOCALHOST/", "http://[::1]evil.com/", "http://localhost.evil.com/",
          "http://[::2]/", "http://0.0.0.0/", "http://127.0.0.1@evil.com/",
          "http://example.com/"}) {
        EXPECT_EQ(with_redirect_uri<development>(uri), errc::invalid_redirect_uri) << uri;
    }
}

// threats row 80; SECURITY.md, "What is left"
TEST(AppConfig, TakesALoginAddressThatIsAnHttpsOrigin) {
    for (auto const url :
         {"https://login.bigcommerce.com", "https://login.example.com:8443", "https://[::1]"}) {
        EXPECT_FALSE(with_login_url(url)) << url;
    }
    for (auto const url :
         {"", "login.bigcommerce.com", "https://login.bigcommerce.com/",
          "https://login.example.com/x", "https://login.example.com?x",
          "https://login.example.com#x", "https://login.example.com?",
          "https://a@login.example.com", "http://login.bigcommerce.com", "http://127.0.0.1:9000"}) {
        EXPECT_EQ(with_login_url(url), errc::invalid_login_url) << url;
    }
    EXPECT_FALSE(with_login_url<development>("http://127.0.0.1:9000"));
    EXPECT_EQ(with_login_url<development>("http://127.0.0.1:9000/"), errc::invalid_login_url);
    EXPECT_EQ(with_login_url<development>("http://login.bigcommerce.com"), errc::invalid_login_url);
}

// threats row 80; SECURITY.md, "What is left"
TEST(AppConfig, TakesAnApiAddressThatIsAnHttpsOrigin) {
    for (auto const url : {"https://api.bigcommerce.com", "https://api.example.com:8443"}) {
        auto options = oauth_support::options();
        options.api_url = url;
        auto const made = bcauth::app_config::make(options);
        ASSERT_TRUE(made) << url;
        EXPECT_EQ(made->api_url(), url);
    }
    for (auto const url : {"", "api.bigcommerce.com", "https://api.bigcommerce.com/",
                           "https://api.bigcommerce.com/stores", "https://a@api.bigcommerce.com",
                           "http://api.bigcommerce.com", "http://127.0.0.1:9000"}) {
        auto options = oauth_support::options();
        options.api_url = url;
        EXPECT_EQ(bcauth::app_config::make(options).error(), errc::invalid_api_url) << url;
    }
    auto options = oauth_support::options();
    options.api_url = "http://127.0.0.1:9000";
    EXPECT_TRUE(bcauth::app_config::make<development>(options));
}

// threats row 67
TEST(AppConfig, IsEmptyWhenMovedFrom) {
    auto from = oauth_support::app();
    auto const to = std::move(from);
    EXPECT_FALSE(to.empty());
    EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): what is left is the question
    EXPECT_TRUE(from.client_id().empty());
    EXPECT_TRUE(from.client_secrets().empty());
    EXPECT_TRUE(from.redirect_uri().empty());
    EXPECT_TRUE(from.required_scopes().empty());
    EXPECT_TRUE(from.login_url().empty());
    EXPECT_TRUE(from.api_url().empty());
}

TEST(AppConfig, SurvivesAssignmentInEveryForm) {
    auto first = oauth_support::app();
    auto second = oauth_support::app(bcauth::scopes("store_v2_products"));
    second = first;
    EXPECT_EQ(second.required_scopes(), first.required_scopes());
    auto& alias = second;
    second = alias;
    EXPECT_EQ(second.client_id(), oauth_support::client_id);
    second = std::move(alias);
    EXPECT_EQ(second.client_id(), oauth_support::client_id);
    auto third = oauth_support::app(bcauth::scopes("store_v2_products"));
    third = std::move(first);
    EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(third.required_scopes().to_string(), "store_v2_orders");
}

RC_GTEST_PROP(AppConfig, KeepsOrRefusesAnyRedirectAddressAndNeverMendsIt,
              (std::string const& tail)) {
    auto options = oauth_support::options();
    options.redirect_uri = "https://app.example.com/" + tail;
    auto const given = options.redirect_uri;
    auto const app = app_config::make(std::move(options));
    bool const kept = app && app->redirect_uri() == given;
    RC_ASSERT(kept || app.error() == errc::invalid_redirect_uri);
}

}  // namespace
