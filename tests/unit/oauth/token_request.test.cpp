// SPDX-License-Identifier: BSL-1.0
#include <bcauth/oauth/token_request.hpp>
#include "support/oauth.hpp"

#include <boost/json.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace {

namespace http = bcauth::http;
using bcauth::errc;
using bcauth::oauth::body_format;
using bcauth::oauth::token_request;

constexpr std::string_view uuid_query =
    "code=qr6h3thvbvag2ffq&scope=store_v2_orders&context=stores/g5cd38"
    "&account_uuid=7f5b3ba4-0000-4000-8000-000000000000";

bcauth::app_config app_with_secret(std::string_view secret) {
    auto options = oauth_support::options();
    options.client_secrets = *bcauth::key_ring::make({secret, "the one before"});
    return bcauth::app_config::make(std::move(options)).value();
}

std::string field(http::query const& form, std::string_view name) {
    auto const found = form.find(name);
    if (!found) {
        return "(absent)";
    }
    auto const text = found->text(http::plus_sign::space);
    return std::string(text.expose());
}

TEST(TokenRequest, PostsTheSevenFieldsAsAForm) {
    auto const request = token_request(oauth_support::app(), oauth_support::grant());
    ASSERT_TRUE(request);
    EXPECT_EQ(request->verb, http::method::post);
    EXPECT_EQ(request->url, oauth_support::token_url);
    EXPECT_FALSE(request->idempotent);
    EXPECT_EQ(request->limits.timeout, std::chrono::seconds{30});
    EXPECT_EQ(request->limits.response_bytes, 65536U);
    EXPECT_EQ(request->fields.find("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(request->fields.find("Accept"), "application/json");
    EXPECT_EQ(request->fields.size(), 2U);
    EXPECT_EQ(
        request->body.expose(),
        "client_id=m8e1mkkmjw2xjinydqz7ie05to1y2nk&client_secret=0gk3rlt0sab7d4vx9xqp2yoyl1n6c8e"
        "&code=qr6h3thvbvag2ffq&scope=store_v2_orders&grant_type=authorization_code"
        "&redirect_uri=https%3A%2F%2Fapp.example.com%2Foauth&context=stores%2Fg5cd38");
}

TEST(TokenRequest, PostsTheSameFieldsAsJson) {
    auto const request =
        token_request(oauth_support::app(), oauth_support::grant(), body_format::json);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->fields.find("Content-Type"), "application/json");
    EXPECT_EQ(request->fields.find("Accept"), "application/json");
    EXPECT_EQ(
        request->body.expose(),
        R"({"client_id":"m8e1mkkmjw2xjinydqz7ie05to1y2nk","client_secret":"0gk3rlt0sab7d4vx9xqp2yoyl1n6c8e",)"
        R"("code":"qr6h3thvbvag2ffq","scope":"store_v2_orders","grant_type":"authorization_code",)"
        R"("redirect_uri":"https://app.example.com/oauth","context":"stores/g5cd38"})");
}

TEST(TokenRequest, ForwardsTheAccountUuidWhenTheCallbackHasOne) {
    auto const grant = oauth_support::grant(uuid_query);
    auto const form = token_request(oauth_support::app(), grant);
    EXPECT_TRUE(
        form->body.expose().ends_with("&account_uuid=7f5b3ba4-0000-4000-8000-000000000000"));
    auto const json = token_request(oauth_support::app(), grant, body_format::json);
    EXPECT_TRUE(json->body.expose().ends_with(
        R"(,"account_uuid":"7f5b3ba4-0000-4000-8000-000000000000"})"));
}

TEST(TokenRequest, SendsTheCurrentSecretOfTheKeyRing) {
    auto const request = token_request(app_with_secret("the new one"), oauth_support::grant());
    EXPECT_NE(request->body.expose().find("client_secret=the+new+one&"), std::string_view::npos);
    EXPECT_EQ(request->body.expose().find("before"), std::string_view::npos);
}

TEST(TokenRequest, SendsTheScopeTextOfTheCallback) {
    auto const grant =
        oauth_support::grant("code=x&scope=store_v2_products+store_v2_orders&context=stores/a");
    auto const request = token_request(oauth_support::app(), grant);
    EXPECT_NE(request->body.expose().find("&scope=store_v2_products+store_v2_orders&"),
              std::string_view::npos);
}

// threats row 78
TEST(TokenRequest, EscapesEveryValueSoThatNoneBecomesAField) {
    auto const app = app_with_secret(" %&+\xc2\xa3\xe2\x82\xac\"\\\n\x01");
    auto const grant =
        oauth_support::grant("code=x%26redirect_uri%3Dy%22%5C&scope=a&context=stores/a");
    auto const form = token_request(app, grant);
    EXPECT_NE(form->body.expose().find("&client_secret=+%25%26%2B%C2%A3%E2%82%AC%22%5C%0A%01&"),
              std::string_view::npos);
    EXPECT_NE(form->body.expose().find("&code=x%26redirect_uri%3Dy%22%5C&"),
              std::string_view::npos);
    auto const json = token_request(app, grant, body_format::json);
    EXPECT_NE(json->body.expose().find(R"("client_secret":" %&+£€\"\\\n\u0001",)"),
              std::string_view::npos);
    EXPECT_NE(json->body.expose().find(R"("code":"x&redirect_uri=y\"\\",)"),
              std::string_view::npos);
}

// threats row 79
TEST(TokenRequest, HasNothingSecretOutsideItsBody) {
    for (auto const format : {body_format::form, body_format::json}) {
        auto const request = token_request(oauth_support::app(), oauth_support::grant(), format);
        EXPECT_FALSE(request->fields.find("Authorization"));
        for (auto const hidden :
             {oauth_support::client_secret, std::string_view("qr6h3thvbvag2ffq")}) {
            EXPECT_FALSE(oauth_support::shows_a_part(request->url, hidden));
            for (auto const& each : request->fields) {
                EXPECT_FALSE(oauth_support::shows_a_part(each.value.expose(), hidden));
            }
        }
    }
}

// threats row 80
TEST(TokenRequest, GoesToTheConfiguredLoginService) {
    auto options = oauth_support::options();
    options.login_url = "https://login.example.com:8443";
    auto const app = bcauth::app_config::make(std::move(options)).value();
    EXPECT_EQ(token_request(app, oauth_support::grant())->url,
              "https://login.example.com:8443/oauth2/token");
}

TEST(TokenRequest, NeedsTheRegisteredAddress) {
    auto options = oauth_support::options();
    options.redirect_uri.clear();
    auto const app = bcauth::app_config::make(std::move(options)).value();
    EXPECT_EQ(token_request(app, oauth_support::grant()).error(), errc::missing_redirect_uri);
}

TEST(TokenRequest, RefusesJsonForASecretThatIsNotUtf8) {
    for (auto const secret :
         {"\xff", "a\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80"}) {
        auto const app = app_with_secret(secret);
        EXPECT_EQ(token_request(app, oauth_support::grant(), body_format::json).error(),
                  errc::unencodable_secret);
        EXPECT_TRUE(token_request(app, oauth_support::grant()));
    }
    for (auto const secret :
         {"\xc3\xa9", "\xe2\x82\xac", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf", "\x7f"}) {
        EXPECT_TRUE(
            token_request(app_with_secret(secret), oauth_support::grant(), body_format::json));
    }
}

// threats row 67
TEST(TokenRequest, RefusesWhatWasMovedFrom) {
    auto app = oauth_support::app();
    auto grant = oauth_support::grant();
    auto const app_now = std::move(app);
    auto const grant_now = std::move(grant);
    EXPECT_TRUE(token_request(app_now, grant_now));
    // NOLINTBEGIN(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(token_request(app, grant_now).error(), errc::invalid_client_id);
    EXPECT_EQ(token_request(app_now, grant).error(), errc::operation_misused);
    // NOLINTEND(bugprone-use-after-move)
}

RC_GTEST_PROP(TokenRequest, ComesBackFieldForFieldFromEitherFormat, (std::string const& text)) {
    std::string ascii = "s";
    for (auto const c : text) {
        ascii += static_cast<char>(static_cast<unsigned char>(c) & 0x7fU);
    }
    // a NUL or control can be in a secret, and a strict form reader refuses it: JSON carries it
    auto const app = app_with_secret(ascii);
    auto const grant = oauth_support::grant(uuid_query);
    auto const json = token_request(app, grant, body_format::json);
    auto const read = boost::json::parse(std::string(json->body.expose())).as_object();
    RC_ASSERT(read.size() == 8U);
    RC_ASSERT(std::string_view(read.at("client_secret").as_string()) == ascii);
    std::string printable;
    for (auto const c : ascii) {
        printable += c < 0x20 || c == 0x7f ? ' ' : c;
    }
    auto const request = token_request(app_with_secret(printable), grant);
    auto const form = http::query::parse(request->body.expose());
    RC_ASSERT(form.has_value());
    RC_ASSERT(field(*form, "client_secret") == printable);
    RC_ASSERT(field(*form, "redirect_uri") == oauth_support::redirect_uri);
    RC_ASSERT(field(*form, "context") == "stores/g5cd38");
}

}  // namespace
