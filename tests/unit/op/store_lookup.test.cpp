// SPDX-License-Identifier: BSL-1.0
#include <bcauth/op/store_lookup.hpp>

#include "support/api.hpp"
#include "support/oauth.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace api = bcauth::api;
namespace http = bcauth::http;
using api_support::answers;
using api_support::no_chance;
using api_support::play;
using bcauth::errc;
using bcauth::op::store_lookup;
using bcauth::testing::make_response;
using oauth_support::replaced;

// the example of the platform's "Get Store Information", with another hash
constexpr std::string_view documented = R"({"id":"g5cd38",
  "account_uuid":"8d4d492f-17a1-4d95-b396-e1c5720815a5","domain":"my-awesome.store",
  "secure_url":"https://my-awesome.store",
  "control_panel_base_url":"https://store-g5cd38.mybigcommerce.com","status":"live",
  "name":"BigCommerce","first_name":"Jane","last_name":"Doe","address":"1 Street\nCity",
  "country":"United States","country_code":"US","infrastructure_region":"us-central1",
  "phone":"555-123-4567\t","admin_email":"jane.does@example.com",
  "order_email":"info@janedoes.mybigcommerce.com","favicon_url":"https://cdn8.example/f.ico",
  "timezone":{"name":"America/Chicago","raw_offset":-21600,"dst_offset":-18000,
    "dst_correction":true,"date_format":{"display":"M jS Y","name":"not the zone"}},
  "language":"en","currency":"USD","currency_symbol":"$","decimal_separator":".",
  "thousands_separator":",","decimal_places":2,"currency_symbol_location":"left",
  "weight_units":"Ounces","dimension_units":"Inches","dimension_decimal_places":2,
  "plan_name":"Standard","plan_level":"Plus","plan_is_trial":false,"industry":"Technology",
  "logo":{"url":"https://cdn8.example/logo.png"},"is_price_entered_with_tax":true,
  "store_id":4884484848484,"default_channel_id":1,"default_site_id":1000,
  "active_comparison_modules":[],
  "features":{"stencil_enabled":true,"facebook_catalog_id":"","checkout_type":"optimized",
    "graphql_storefront_api_enabled":true,"multi_storefront_enabled":false,
    "storefront_limits":{"active":3,"total_including_inactive":4}}})";

auto lookup(std::vector<bcauth::result<http::response>> replies) {
    return play(store_lookup(api_support::access(), {}, no_chance{}),
                answers(http::method::get, "/v2/store", std::move(replies)));
}

bcauth::result<api::store_information> read(std::string_view body) {
    return lookup({make_response(200, body)}).outcome;
}

bcauth::error_code refusal(std::string_view body) {
    auto const outcome = read(body);
    return outcome ? bcauth::error_code() : outcome.error();
}

TEST(StoreLookup, ReadsWhatThePlatformDocuments) {
    auto const done = lookup({make_response(200, documented)});
    ASSERT_TRUE(done.outcome);
    auto const& store = *done.outcome;
    EXPECT_EQ(store.store.view(), "g5cd38");
    EXPECT_EQ(store.store_id, 4884484848484);
    EXPECT_EQ(store.name, "BigCommerce");
    EXPECT_EQ(store.status, "live");
    EXPECT_EQ(store.account_uuid, "8d4d492f-17a1-4d95-b396-e1c5720815a5");
    EXPECT_EQ(store.domain, "my-awesome.store");
    EXPECT_EQ(store.secure_url, "https://my-awesome.store");
    EXPECT_EQ(store.control_panel, "https://store-g5cd38.mybigcommerce.com");
    EXPECT_EQ(store.first_name, "Jane");
    EXPECT_EQ(store.last_name, "Doe");
    EXPECT_EQ(store.admin_email, "jane.does@example.com");
    EXPECT_EQ(store.order_email, "info@janedoes.mybigcommerce.com");
    EXPECT_EQ(store.country, "United States");
    EXPECT_EQ(store.country_code, "US");
    EXPECT_EQ(store.region, "us-central1");
    EXPECT_EQ(store.language, "en");
    EXPECT_EQ(store.currency, "USD");
    EXPECT_EQ(store.currency_symbol, "$");
    EXPECT_EQ(store.weight_units, "Ounces");
    EXPECT_EQ(store.dimension_units, "Inches");
    EXPECT_EQ(store.plan_name, "Standard");
    EXPECT_EQ(store.plan_level, "Plus");
    EXPECT_EQ(store.industry, "Technology");
    EXPECT_EQ(store.timezone, "America/Chicago");
    EXPECT_EQ(store.utc_offset, std::chrono::seconds{-21600});
    EXPECT_EQ(store.dst_offset, std::chrono::seconds{-18000});
    EXPECT_EQ(store.checkout_type, "optimized");
    EXPECT_EQ(store.decimal_places, 2);
    EXPECT_EQ(store.default_channel_id, 1);
    EXPECT_EQ(store.default_site_id, 1000);
    EXPECT_EQ(store.plan_is_trial, false);
    EXPECT_EQ(store.prices_include_tax, true);
    EXPECT_EQ(store.has_storefronts, false);
    EXPECT_EQ(store.has_graphql, true);
    EXPECT_EQ(done.sent.at(0).fields.find("Accept"), "application/json");
    EXPECT_EQ(done.why.status(), 200);
}

TEST(StoreLookup, TakesThePlatformsOddities) {
    std::string const whole(documented);
    EXPECT_TRUE(read(R"({"id":"g5cd38"})"));
    EXPECT_EQ(read(R"({"id":"g5cd38"})")->plan_is_trial, std::nullopt);
    EXPECT_TRUE(read(replaced(whole, R"({"url":"https://cdn8.example/logo.png"})", "[]")));
    EXPECT_TRUE(read(replaced(whole, R"("active_comparison_modules":[])",
                              R"("active_comparison_modules":[{"a":[1]}])")));
    auto const nulls = read(
        R"({"id":"g5cd38","name":null,"store_id":null,"plan_is_trial":null,"timezone":{"name":null,)"
        R"("raw_offset":null},"features":{"checkout_type":null,"multi_storefront_enabled":null}})");
    ASSERT_TRUE(nulls);
    EXPECT_EQ(nulls->name, "");
    EXPECT_EQ(nulls->store_id, 0);
    EXPECT_EQ(nulls->plan_is_trial, std::nullopt);
    auto const texts =
        read(R"({"id":"g5cd38","store_id":"4884484848484","timezone":{"raw_offset":"-3600"}})");
    ASSERT_TRUE(texts);
    EXPECT_EQ(texts->store_id, 4884484848484);
    EXPECT_EQ(texts->utc_offset, std::chrono::seconds{-3600});
}

// its texts are its own, unescaped
TEST(StoreLookup, OwnsItsTexts) {
    auto body = std::string(R"({"name":"Caf\u00e9 \"x\"","id":"\u00675cd38"})");
    auto const read_one = read(body);
    body.assign(body.size(), '#');
    ASSERT_TRUE(read_one);
    EXPECT_EQ(read_one->name, "Caf\xc3\xa9 \"x\"");
}

TEST(StoreLookup, RefusesWhatIsNotTheDocumentedObject) {
    for (std::string const body : {"",
                                   "[]",
                                   "null",
                                   "<html></html>",
                                   "{}",
                                   R"({"id":null})",
                                   R"({"id":5})",
                                   R"({"id":""})",
                                   R"({"id":"G5CD38"})",
                                   R"({"id":"g5cd38","id":"g5cd38"})",
                                   R"({"id":"g5cd38"}x)",
                                   R"({"id":"g5cd38","name":5})",
                                   R"({"id":"g5cd38","name":"a\u0000"})",
                                   R"({"id":"g5cd38","plan_is_trial":"false"})",
                                   R"({"id":"g5cd38","plan_is_trial":0})",
                                   R"({"id":"g5cd38","store_id":"12x"})",
                                   R"({"id":"g5cd38","store_id":""})",
                                   R"({"id":"g5cd38","store_id":1.5})",
                                   R"({"id":"g5cd38","store_id":18446744073709551615})",
                                   R"({"id":"g5cd38","store_id":true})",
                                   R"({"id":"g5cd38","timezone":"UTC"})",
                                   R"({"id":"g5cd38","timezone":{"raw_offset":"now"}})",
                                   R"({"id":"g5cd38","timezone":{},"timezone":{}})",
                                   R"({"id":"g5cd38","x":{"a":1,"a":2}})",
                                   "{\"id\":\"g5cd38\",\"name\":\"\xff\"}"}) {
        EXPECT_EQ(refusal(body), errc::invalid_response) << body;
    }
    EXPECT_EQ(refusal(R"({"id":"z4zn3wo"})"), errc::context_mismatch);
}

TEST(StoreLookup, TellsA401FromA403FromAnythingElse) {
    for (auto const& [status, expected] : {std::pair{401, errc::api_unauthorized},
                                           {403, errc::api_forbidden},
                                           {404, errc::unexpected_status},
                                           {204, errc::unexpected_status},
                                           {201, errc::unexpected_status},
                                           {301, errc::unexpected_redirect}}) {
        auto const done = lookup({make_response(status, R"([{"status":1,"message":"words"}])")});
        EXPECT_EQ(done.outcome.error(), expected) << status;
        EXPECT_EQ(done.why.status(), status);
        EXPECT_EQ(done.why.message(), status >= 400 ? "words" : "");
    }
}

TEST(StoreLookup, IsRepeatedLikeAnyCall) {
    auto const done =
        lookup({make_response(503), make_response(429, "", {{"X-Rate-Limit-Time-Reset-Ms", "40"}}),
                errc::timed_out, make_response(200, documented)});
    EXPECT_TRUE(done.outcome);
    EXPECT_EQ(done.waits, (std::vector<long>{500, 40, 1'000}));
    EXPECT_EQ(
        lookup({make_response(503), make_response(503), make_response(503), make_response(503)})
            .outcome.error(),
        errc::unexpected_status);
    bcauth::testing::fail_at_each_step(
        answers(http::method::get, "/v2/store",
                {make_response(502), make_response(200, documented)}),
        make_error_code(errc::response_too_large),
        [](bcauth::testing::scripted_client& client, std::size_t) {
            EXPECT_EQ(bcauth::run(client, store_lookup(api_support::access()), [](auto) {}).error(),
                      errc::response_too_large);
            EXPECT_TRUE(client.finished()) << client.complaint();
        });
}

TEST(StoreLookup, SendsNothingWithoutAccess) {
    auto withheld = api_support::installed();
    withheld.withhold();
    EXPECT_EQ(
        play(store_lookup(api::access::of(oauth_support::app(), withheld)), {}).outcome.error(),
        errc::uninstall_pending);
}

TEST(StoreLookup, RefusesToBeDrivenOutOfOrder) {
    store_lookup early(api_support::access());
    EXPECT_EQ(early.resume(make_response(200, documented)).outcome().error(),
              errc::operation_misused);
    store_lookup from(api_support::access());
    auto to = std::move(from);
    // NOLINTNEXTLINE(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(from.start().outcome().error(), errc::operation_misused);
    ASSERT_FALSE(to.start().is_done());
    EXPECT_TRUE(to.resume(make_response(200, documented)).outcome());
    EXPECT_EQ(to.resume(make_response(200, documented)).outcome().error(), errc::operation_misused);
}

}  // namespace
