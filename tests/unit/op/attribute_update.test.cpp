// SPDX-License-Identifier: BSL-1.0
#include <bcauth/op/attribute_update.hpp>

#include "support/api.hpp"
#include "support/oauth.hpp"

#include <gtest/gtest.h>

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
using bcauth::op::attribute_update;
using bcauth::testing::make_response;
using values = std::vector<api::customer_attribute_value>;

constexpr std::string_view path = "/v3/customers/attribute-values";
constexpr std::string_view remembered =
    R"({"data":[{"id":9,"attribute_id":7,"attribute_value":"gold","customer_id":11,)"
    R"("date_created":"2021-07-28T19:00:38Z"}],"meta":{}})";

auto update(std::vector<bcauth::result<http::response>> replies,
            values const& what = {{11, 7, "gold"}}) {
    return play(attribute_update(api_support::access(), what, {}, no_chance{}),
                answers(http::method::put, path, std::move(replies)));
}

std::string refused(values const& what) {
    auto const done = play(attribute_update(api_support::access(), what), {});
    EXPECT_EQ(done.outcome.error(), errc::invalid_parameter);
    return std::string(done.why.subject());
}

TEST(AttributeUpdate, SetsValuesAndTellsWhatIsRemembered) {
    auto const done = update({make_response(200, remembered)});
    ASSERT_TRUE(done.outcome);
    ASSERT_EQ(done.outcome->size(), 1U);
    EXPECT_EQ(done.outcome->at(0).customer_id, 11);
    EXPECT_EQ(done.outcome->at(0).attribute_id, 7);
    EXPECT_EQ(done.outcome->at(0).value, "gold");
    ASSERT_EQ(done.sent.size(), 1U);
    EXPECT_EQ(done.sent[0].body.expose(),
              R"([{"attribute_id":7,"value":"gold","customer_id":11}])");
    EXPECT_TRUE(done.sent[0].idempotent);
    auto const two = update(
        {make_response(200, R"({"data":[)"
                            R"({"attribute_id":8,"attribute_value":"","customer_id":11},)"
                            R"({"attribute_id":7,"attribute_value":"5.00","customer_id":11}]})")},
        {{11, 7, "5"}, {11, 8, ""}});
    ASSERT_TRUE(two.outcome);
    EXPECT_EQ(two.outcome->at(1).value, "5.00");
    EXPECT_EQ(two.sent.at(0).body.expose(), R"([{"attribute_id":7,"value":"5","customer_id":11},)"
                                            R"({"attribute_id":8,"value":"","customer_id":11}])");
}

TEST(AttributeUpdate, TakesTenCustomersAndNotEleven) {
    values ten;
    std::string body = R"({"data":[)";
    for (std::int64_t customer = 1; customer <= 10; ++customer) {
        for (std::int64_t const attribute : {1, 2}) {
            ten.push_back({customer, attribute, "v"});
            body += (ten.size() == 1 ? "" : ",") +
                    (R"({"attribute_value":"v","customer_id":)" + std::to_string(customer)) +
                    R"(,"attribute_id":)" + std::to_string(attribute) + "}";
        }
    }
    EXPECT_TRUE(update({make_response(200, body + "]}")}, ten).outcome);
    ten.push_back({11, 1, "v"});
    EXPECT_EQ(refused(ten), "values");
}

TEST(AttributeUpdate, SendsNothingThatThePlatformWouldRefuse) {
    EXPECT_EQ(refused({}), "values");
    EXPECT_EQ(refused({{0, 7, "a"}}), "customer_id");
    EXPECT_EQ(refused({{-1, 7, "a"}}), "customer_id");
    EXPECT_EQ(refused({{11, 0, "a"}}), "attribute_id");
    EXPECT_EQ(refused({{11, 7, "a\xff"}}), "value");
    EXPECT_EQ(refused({{11, 7, std::string(256, 'a')}}), "value");
    EXPECT_EQ(refused({{11, 7, "a"}, {11, 7, "b"}}), "values");
    EXPECT_FALSE(attribute_update(api_support::access(), {{11, 7, std::string(255, 'a')}})
                     .start()
                     .is_done());
}

TEST(AttributeUpdate, WantsEachValueConfirmed) {
    for (std::string const body :
         {R"({"data":[]})",
          R"({"data":[{"attribute_id":7,"attribute_value":"gold","customer_id":12}]})",
          R"({"data":[{"attribute_id":8,"attribute_value":"gold","customer_id":11}]})",
          R"({"data":[{"attribute_id":7,"value":"gold","customer_id":11}]})",
          R"({"data":[{"attribute_id":7,"attribute_value":null,"customer_id":11}]})",
          R"({"data":[{"attribute_id":7,"attribute_value":"gold","customer_id":0}]})", "{}",
          "[]"}) {
        EXPECT_EQ(update({make_response(200, body)}).outcome.error(), errc::invalid_response)
            << body;
    }
}

// one of two is not enough
TEST(AttributeUpdate, WantsAllValuesConfirmed) {
    values const two{{11, 7, "gold"}, {11, 8, "x"}};
    EXPECT_EQ(update({make_response(200, remembered)}, two).outcome.error(),
              errc::invalid_response);
}

TEST(AttributeUpdate, IsRepeatedLikeAnyCall) {
    auto const done = update({make_response(500), errc::timed_out, make_response(200, remembered)});
    ASSERT_TRUE(done.outcome);
    EXPECT_EQ(done.waits, (std::vector<long>{500, 1'000}));
    ASSERT_EQ(done.sent.size(), 3U);
    EXPECT_EQ(done.sent[2].body.expose(), done.sent[0].body.expose());
    auto const unknown = update({make_response(422, R"({"title":"no such customer"})")});
    EXPECT_EQ(unknown.outcome.error(), errc::unexpected_status);
    EXPECT_EQ(unknown.why.message(), "no such customer");
    bcauth::testing::fail_at_each_step(
        answers(http::method::put, path, {make_response(502), make_response(200, remembered)}),
        make_error_code(errc::response_too_large),
        [](bcauth::testing::scripted_client& client, std::size_t) {
            EXPECT_EQ(
                bcauth::run(client, attribute_update(api_support::access(), {{11, 7, "gold"}}),
                            [](auto) {})
                    .error(),
                errc::response_too_large);
        });
}

}  // namespace
