// SPDX-License-Identifier: BSL-1.0
#include <bcauth/op/attribute_creation.hpp>

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
using bcauth::op::attribute_creation;
using bcauth::testing::make_response;

constexpr std::string_view path = "/v3/customers/attributes";
constexpr std::string_view made =
    R"({"data":[{"id":7,"name":"Loyalty tier","type":"string"}],"meta":{}})";

auto create(std::vector<bcauth::result<http::response>> replies,
            std::string_view name = "Loyalty tier",
            api::attribute_type type = api::attribute_type::text) {
    return play(attribute_creation(api_support::access(), name, type, {}, no_chance{}),
                answers(http::method::post, path, std::move(replies)));
}

TEST(AttributeCreation, SaysWhatItIsToBe) {
    auto const done = create({make_response(200, made)});
    ASSERT_TRUE(done.outcome);
    EXPECT_EQ(done.outcome->id, 7);
    EXPECT_EQ(done.outcome->name, "Loyalty tier");
    EXPECT_EQ(done.outcome->type, api::attribute_type::text);
    ASSERT_EQ(done.sent.size(), 1U);
    EXPECT_EQ(done.sent[0].body.expose(), R"([{"name":"Loyalty tier","type":"string"}])");
    EXPECT_EQ(done.sent[0].fields.find("Content-Type"), "application/json");
    EXPECT_FALSE(done.sent[0].idempotent);
    auto const date =
        create({make_response(200, R"({"data":[{"id":1,"name":"a\"\u0007","type":"date"}]})")},
               "a\"\x07", api::attribute_type::date);
    EXPECT_EQ(date.sent.at(0).body.expose(), R"([{"name":"a\"\u0007","type":"date"}])");
}

TEST(AttributeCreation, RefusesANameThatNoAttributeHas) {
    std::string const longest(255, 'n');
    auto const answer = R"({"data":[{"id":7,"type":"number","name":")" + longest + R"("}]})";
    EXPECT_TRUE(create({make_response(200, answer)}, longest, api::attribute_type::number).outcome);
    for (std::string const& bad : {std::string(), longest + 'n', std::string("\xff")}) {
        auto const done = play(attribute_creation(api_support::access(), bad), {});
        EXPECT_EQ(done.outcome.error(), errc::invalid_parameter);
        EXPECT_EQ(done.why.subject(), "name");
    }
}

TEST(AttributeCreation, BelievesInTheAttributeThatItAskedForAlone) {
    for (
        std::string const body :
        {R"({"data":[]})", R"({"data":[{"id":7,"name":"loyalty tier","type":"string"}]})",
         R"({"data":[{"id":7,"name":"Loyalty tier","type":"number"}]})",
         R"({"data":[{"id":7,"name":"Loyalty tier","type":"string"},{"id":8,"name":"Loyalty tier","type":"string"}]})",
         R"({"data":{"id":7,"name":"Loyalty tier","type":"string"}})", "{}", ""}) {
        EXPECT_EQ(create({make_response(200, body)}).outcome.error(), errc::invalid_response)
            << body;
    }
}

// it may have been made by the first
TEST(AttributeCreation, IsNotRepeatedWhereItMayHaveArrived) {
    EXPECT_EQ(create({make_response(503)}).outcome.error(), errc::unexpected_status);
    EXPECT_EQ(create({errc::timed_out}).outcome.error(), errc::outcome_unknown);
    EXPECT_EQ(create({errc::transport_failed}).outcome.error(), errc::transport_failed);
    auto const limited = create({make_response(429), make_response(200, made)});
    EXPECT_TRUE(limited.outcome);
    EXPECT_EQ(limited.waits, std::vector<long>{500});
}

TEST(AttributeCreation, TellsWhyThePlatformRefuses) {
    auto const done = create({make_response(
        422, R"({"status":422,"title":"The name is taken","type":"x","errors":{"0.name":"x"}})")});
    EXPECT_EQ(done.outcome.error(), errc::unexpected_status);
    EXPECT_EQ(done.why.status(), 422);
    EXPECT_EQ(done.why.message(), "The name is taken");
    EXPECT_EQ(create({make_response(401)}).outcome.error(), errc::api_unauthorized);
}

}  // namespace
