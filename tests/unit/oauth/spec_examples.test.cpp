// SPDX-License-Identifier: BSL-1.0
// Every OAuth example of the platform's "OAuth Summary", from the install button to the token. What it says of
// signed payloads is tested beside their verifiers.
#include <bcauth/http/query.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/oauth/external_install.hpp>
#include <bcauth/oauth/token_request.hpp>
#include <bcauth/oauth/token_response.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/oauth.hpp"

#include <boost/json.hpp>

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

namespace {

namespace http = bcauth::http;
namespace oauth = bcauth::oauth;
using bcauth::errc;
using fields = std::map<std::string, std::string>;

// the placeholders of the samples as values that they could have
bcauth::app_config sample_app() {
    return bcauth::app_config::make({.client_id = "CLIENT_ID",
                                     .client_secrets = *bcauth::key_ring::make({"CLIENT_SECRET"}),
                                     .redirect_uri = "https://app.example.com/oauth",
                                     .required_scopes = oauth_support::needs})
        .value();
}

oauth::unproven_grant sample_grant(std::string_view target) {
    auto const query = http::query::of_target(target);
    return oauth::parse_auth_callback(query.value(), sample_app()).value();
}

constexpr std::string_view install_target =
    "/auth?code=qr6h3thvbvag2ffq&scope=store_v2_orders&context=stores/g5cd38";
constexpr std::string_view update_target =
    "/auth?code=qr6h3thvbvag2ffq&scope=store_v2_orders+store_v2_products&context=stores/g5cd38";

fields decoded(std::string_view form) {
    fields read;
    auto const query = http::query::parse(form).value();
    query.for_each([&](http::parameter const& each) {
        auto const value = each.text(http::plus_sign::space);
        read.emplace(each.raw_name(), value.expose());
    });
    return read;
}

fields members(std::string_view json) {
    fields read;
    auto const parsed = boost::json::parse(std::string(json));
    for (auto const& each : parsed.as_object()) {
        read.emplace(each.key(), each.value().as_string());
    }
    return read;
}

TEST(OAuthSummary, InitialInstallationCallback) {
    auto const grant = sample_grant(install_target);
    EXPECT_EQ(grant.code().expose(), "qr6h3thvbvag2ffq");
    EXPECT_EQ(grant.scope_text(), "store_v2_orders");
    EXPECT_EQ(grant.store().view(), "g5cd38");
    EXPECT_EQ(grant.store().context(), "stores/g5cd38");
    EXPECT_FALSE(grant.external_install());
}

TEST(OAuthSummary, UpdatingScopesCallback) {
    auto const grant = sample_grant(update_target);
    EXPECT_EQ(grant.scope_text(), "store_v2_orders store_v2_products");
    EXPECT_EQ(grant.scopes(),
              bcauth::scope_set(bcauth::scopes("store_v2_orders store_v2_products")));
}

// "your app should validate this list to ensure that it matches the app's needs, and fail if it does not"
TEST(OAuthSummary, ValidateTheScopesOfTheCallback) {
    auto const app = oauth_support::app(bcauth::scopes("store_v2_orders store_v2_products"));
    auto const query = http::query::of_target(install_target).value();
    EXPECT_EQ(oauth::parse_auth_callback(query, app).error(), errc::missing_scopes);
    EXPECT_TRUE(oauth::parse_auth_callback(http::query::of_target(update_target).value(), app));
}

// The sample leaves ":" and "/" of values as they are; read as a form it has the fields that we send, in its order.
TEST(OAuthSummary, InitialInstallationRequest) {
    auto const request = oauth::token_request(sample_app(), sample_grant(install_target)).value();
    EXPECT_EQ(request.verb, http::method::post);
    EXPECT_EQ(request.url, "https://login.bigcommerce.com/oauth2/token");
    EXPECT_EQ(request.fields.find("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(decoded(request.body.expose()),
              decoded("client_id=CLIENT_ID&client_secret=CLIENT_SECRET&code=qr6h3thvbvag2ffq&scope="
                      "store_v2_orders"
                      "&grant_type=authorization_code&redirect_uri=https://app.example.com/oauth"
                      "&context=stores/g5cd38"));
    EXPECT_EQ(request.body.expose(),
              "client_id=CLIENT_ID&client_secret=CLIENT_SECRET&code=qr6h3thvbvag2ffq&scope=store_"
              "v2_orders"
              "&grant_type=authorization_code&redirect_uri=https%3A%2F%2Fapp.example.com%2Foauth"
              "&context=stores%2Fg5cd38");
}

// The sample of an update has no `code`. The table above it has, and no exchange works without one, so that is a slip
// of the document: we send it.
TEST(OAuthSummary, UpdatingScopesRequest) {
    auto const request = oauth::token_request(sample_app(), sample_grant(update_target)).value();
    auto sample = decoded(
        "client_id=CLIENT_ID&client_secret=CLIENT_SECRET&scope=store_v2_orders+store_v2_products"
        "&grant_type=authorization_code&redirect_uri=https://app.example.com/oauth&context=stores/"
        "g5cd38");
    EXPECT_EQ(sample.count("code"), 0U);
    sample["code"] = "qr6h3thvbvag2ffq";
    EXPECT_EQ(decoded(request.body.expose()), sample);
    EXPECT_NE(request.body.expose().find("&scope=store_v2_orders+store_v2_products&"),
              std::string_view::npos);
}

// the PHP samples name the same seven fields, and "you must include one of the following HTTP headers" allows JSON
TEST(OAuthSummary, RequestAsJson) {
    for (auto const target : {install_target, update_target}) {
        auto const grant = sample_grant(target);
        auto const form = oauth::token_request(sample_app(), grant).value();
        auto const json =
            oauth::token_request(sample_app(), grant, oauth::body_format::json).value();
        EXPECT_EQ(json.fields.find("Content-Type"), "application/json");
        EXPECT_EQ(members(json.body.expose()), decoded(form.body.expose()));
        EXPECT_EQ(members(json.body.expose()).size(), 7U);
    }
}

TEST(OAuthSummary, InitialInstallationResponse) {
    auto const response = bcauth::testing::make_response(200, R"({
  "access_token": "ACCESS_TOKEN",
  "scope": "store_v2_orders",
  "user": {
    "id": 24654,
    "email": "merchant@mybigcommerce.com"
  },
  "context": "stores/g5cd38"
})");
    auto const installed =
        oauth::parse_token_response(response, sample_app(), sample_grant(install_target));
    ASSERT_TRUE(installed);
    EXPECT_EQ(installed->access_token.expose(), "ACCESS_TOKEN");
    EXPECT_EQ(installed->scopes.to_string(), "store_v2_orders");
    EXPECT_EQ(installed->user.id, 24654);
    EXPECT_EQ(installed->user.email, "merchant@mybigcommerce.com");
    EXPECT_EQ(installed->store.view(), "g5cd38");
    EXPECT_FALSE(installed->owner);
}

TEST(OAuthSummary, UpdatingScopesResponse) {
    auto const response = bcauth::testing::make_response(200, R"({
  "access_token": "ACCESS_TOKEN",
  "scope": "store_v2_orders store_v2_products",
  "user": {
    "id": 24654,
    "email": "merchant@mybigcommerce.com"
  },
  "context": "stores/g5cd38"
})");
    auto const installed =
        oauth::parse_token_response(response, sample_app(), sample_grant(update_target));
    ASSERT_TRUE(installed);
    EXPECT_EQ(installed->scopes.to_string(), "store_v2_orders store_v2_products");
}

// a store hash as the samples write it, STORE_HASH, is none
TEST(OAuthSummary, ResponseWithThePlaceholderItself) {
    auto const response = bcauth::testing::make_response(
        200,
        R"({"access_token":"ACCESS_TOKEN","scope":"store_v2_orders","user":{"id":24654,"email":"m@x.com"},)"
        R"("context":"stores/STORE_HASH"})");
    EXPECT_EQ(
        oauth::parse_token_response(response, sample_app(), sample_grant(install_target)).error(),
        errc::invalid_response);
}

TEST(OAuthSummary, ExternalInstallation) {
    auto const app = oauth_support::app();
    EXPECT_EQ(*oauth::install_url(app),
              "https://login.bigcommerce.com/app/m8e1mkkmjw2xjinydqz7ie05to1y2nk/install");
    EXPECT_EQ(
        *oauth::install_succeeded_url(app),
        "https://login.bigcommerce.com/app/m8e1mkkmjw2xjinydqz7ie05to1y2nk/install/succeeded");
    EXPECT_EQ(*oauth::install_failed_url(app),
              "https://login.bigcommerce.com/app/m8e1mkkmjw2xjinydqz7ie05to1y2nk/install/failed");
    EXPECT_TRUE(
        sample_grant(std::string(install_target) + "&external_install=1").external_install());
}

}  // namespace
