// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/mint_webhook.hpp>
// the door that judges what it makes
#include <bcauth/app_config.hpp>
#include <bcauth/testing/fixed_clock.hpp>
#include <bcauth/testing/flaws.hpp>
#include <bcauth/testing/rapidcheck.hpp>
#include <bcauth/webhook.hpp>

#include <boost/json.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <set>
#include <string>

namespace {

using namespace bcauth::testing;
using bcauth::errc;
using bcauth::strict_policy;

auto door(mint_options const& options, std::chrono::seconds later = {}) {
    auto const app =
        bcauth::app_config::make(
            {.client_id = "any",
             .client_secrets = bcauth::key_ring::make({options.client_secret.expose()}).value()})
            .value();
    return bcauth::webhook_verifier<strict_policy, fixed_clock>(app, {},
                                                                fixed_clock(options.at + later));
}

// the strict door's answer; `errc{}` is yes
errc judged(minted_webhook const& one, mint_options const& options,
            std::chrono::seconds later = {}) {
    auto const got = door(options, later)(one.fields().value(), one.body);
    return got ? errc{} : static_cast<errc>(got.error().value());
}

TEST(MintWebhook, MakesADeliveryAsThePlatformDocumentsIt) {
    auto const made = mint_webhook().value();
    EXPECT_EQ(boost::json::parse(made.body), boost::json::parse(R"({"producer":"stores/z4zn3wo",
        "hash":"352e4afc6dd3fc85ea26bfdf3f91852604d57528","created_at":1659031626,
        "store_id":"1025646","scope":"store/order/created","data":{"type":"order","id":173331}})"));
    ASSERT_EQ(made.headers.size(), 3U);
    EXPECT_EQ(made.headers[0].first, "webhook-id");
    EXPECT_EQ(made.headers[1],
              (std::pair<std::string, std::string>("webhook-timestamp", "1659031626")));
    EXPECT_EQ(made.headers[2].second.substr(0, 3), "v1,");
}

TEST(MintWebhook, MakesWhatTheStrictDoorTakes) {
    mint_options options;
    options.store = "abc123";
    options.token_id = "evt.1";
    options.client_secret = bcauth::secret{std::string_view("a\0b", 3)};
    auto const made = mint_webhook(options).value();
    auto const got = door(options)(made.fields().value(), made.body);
    ASSERT_TRUE(got) << got.error();
    EXPECT_EQ(got->id(), "evt.1");
    EXPECT_EQ(got->store().value().view(), "abc123");
    EXPECT_EQ(got->sent_at(), options.at);
}

TEST(MintWebhook, SignsABodyThatIsGivenToTheByte) {
    std::string const body("\0not JSON\n", 10);
    auto const made = mint_webhook({}, body).value();
    EXPECT_EQ(made.body, body);
    EXPECT_EQ(judged(made, {}), errc{});
    EXPECT_EQ(mint_webhook({}, "").value().body, "");
}

TEST(MintWebhook, TheIdentifierDependsOnWhatIsDelivered) {
    EXPECT_EQ(mint_webhook().value().headers, mint_webhook().value().headers);
    std::set<std::string> ids{mint_webhook().value().headers[0].second,
                              mint_webhook({}, "1").value().headers[0].second,
                              mint_webhook({}, "2").value().headers[0].second};
    EXPECT_EQ(ids.size(), 3U);
}

TEST(MintWebhook, OverridesMembersOfItsOwnBodyOnly) {
    mint_options options;
    options.claims = {{"scope", "\"store/app/uninstalled\""}, {"data.id", ""}};
    auto const made = boost::json::parse(mint_webhook(options).value().body);
    EXPECT_EQ(made.at("scope").as_string(), "store/app/uninstalled");
    EXPECT_FALSE(made.at("data").as_object().contains("id"));
    EXPECT_EQ(mint_webhook(options, "{}").error(), errc::invalid_parameter);
    options.claims = {{"scope", "{"}};
    EXPECT_EQ(mint_webhook(options).error(), errc::invalid_json);
}

TEST(MintWebhook, RefusesWhatItCannotMake) {
    mint_options options;
    options.client_secret = {};
    EXPECT_EQ(mint_webhook(options).error(), errc::empty_secret);
    EXPECT_EQ(mint_flawed_webhook(*find_flaw("altered-body"), options).error(), errc::empty_secret);
    EXPECT_EQ(mint_flawed_webhook(*find_flaw("wrong-aud")).error(), errc::invalid_parameter);
    EXPECT_EQ(mint_flawed(token_kind::webhook, *find_flaw("altered-body")).error(),
              errc::invalid_parameter);
    mint_options split;
    split.token_id = "a\r\nX: y";
    EXPECT_EQ(mint_webhook(split).value().fields().error(), errc::invalid_field);
}

TEST(WebhookFlaws, AreRefusedAsTheTableSays) {
    mint_options const options;
    auto const valid = mint_webhook(options).value();
    ASSERT_EQ(judged(valid, options), errc{});
    std::size_t count = 0;
    for (auto const& each : all_flaws) {
        if (!each.applies_to(token_kind::webhook)) {
            continue;
        }
        auto const made = mint_flawed_webhook(each).value();
        for (auto const later : {0, 60}) {
            EXPECT_EQ(judged(made, options, std::chrono::seconds{later}),
                      each.answer(token_kind::webhook))
                << each.name;
        }
        EXPECT_TRUE(made.headers != valid.headers || made.body != valid.body) << each.name;
        EXPECT_EQ(made.headers, mint_flawed_webhook(each).value().headers) << each.name;
        ++count;
    }
    EXPECT_GT(count, 50U);
}

// what a flaw adds is enough for itself
TEST(WebhookFlaws, AreRefusedAsTheTableSaysWhereTheBodyIsEmpty) {
    for (auto const& each : all_flaws) {
        if (each.applies_to(token_kind::webhook)) {
            EXPECT_EQ(judged(mint_flawed_webhook(each, {}, "").value(), {}),
                      each.answer(token_kind::webhook))
                << each.name;
        }
    }
}

// the rest of what a delivery says makes no difference
RC_GTEST_PROP(WebhookFlaws, AreRefusedAsTheTableSaysWhateverElseIsDelivered, ()) {
    auto const options = *arbitrary::options();
    auto const body = *rc::gen::maybe(rc::gen::arbitrary<std::string>());
    auto const given = body ? std::optional(*body) : std::nullopt;
    RC_ASSERT(judged(mint_webhook(options, given).value(), options) == errc{});
    auto const flaw = *arbitrary::flaw_of(token_kind::webhook);
    auto const made = mint_flawed_webhook(flaw, options, given).value();
    RC_ASSERT(judged(made, options) == flaw.answer(token_kind::webhook));
}

}  // namespace
