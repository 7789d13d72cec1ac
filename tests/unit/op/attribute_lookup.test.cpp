// SPDX-License-Identifier: BSL-1.0
#include <bcauth/op/attribute_lookup.hpp>

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
using bcauth::op::attribute_lookup;
using bcauth::testing::make_response;

constexpr std::string_view all_path = "/v3/customers/attributes?limit=50";

// two of the shape that the platform documents
constexpr std::string_view documented = R"({"data":[
  {"id":1,"name":"Age","type":"string","date_created":"2018-11-13T21:42:06Z",
   "date_modified":"2018-11-14T16:46:23Z"},
  {"type":"date","id":2147483647,"name":"Caf\u00e9, \"[{]}\\"}],
  "meta":{"pagination":{"total":2,"count":2,"per_page":50,"current_page":1,"total_pages":1,
  "links":{"current":"?page=1&limit=50"}}}})";

auto ask(std::vector<bcauth::result<http::response>> replies, std::string_view name = {},
         std::string_view path = all_path) {
    return play(attribute_lookup(api_support::access(), name, {}, no_chance{}),
                answers(http::method::get, path, std::move(replies)));
}

bcauth::error_code refusal(std::string_view body) {
    auto const done = ask({make_response(200, body)});
    return done.outcome ? bcauth::error_code() : done.outcome.error();
}

TEST(AttributeLookup, ReadsWhatThePlatformDocuments) {
    auto const done = ask({make_response(200, documented)});
    ASSERT_TRUE(done.outcome);
    ASSERT_EQ(done.outcome->size(), 2U);
    auto const& first = done.outcome->at(0);
    EXPECT_EQ(first.id, 1);
    EXPECT_EQ(first.name, "Age");
    EXPECT_EQ(first.type, api::attribute_type::text);
    auto const& second = done.outcome->at(1);
    EXPECT_EQ(second.id, 2147483647);
    EXPECT_EQ(second.name, "Caf\xc3\xa9, \"[{]}\\");
    EXPECT_EQ(second.type, api::attribute_type::date);
}

TEST(AttributeLookup, TakesAStoreWithoutAttributes) {
    for (std::string const body : {R"({"data":[]})", R"({"meta":{"data":[1]}, "data" : [ ] })"}) {
        auto const done = ask({make_response(200, body)});
        ASSERT_TRUE(done.outcome) << body;
        EXPECT_TRUE(done.outcome->empty());
    }
}

// the reader takes 256 unknown names in a text, and so many attributes have more of them
TEST(AttributeLookup, ReadsAsManyAsAStoreCanHave) {
    std::string body = R"({"data":[)";
    for (int i = 1; i <= 50; ++i) {
        body += (i == 1 ? "" : ",") + (R"({"id":)" + std::to_string(i)) +
                R"(,"name":"n","type":"number","date_created":"2018-11-13T21:42:06Z",)"
                R"("date_modified":"2018-11-14T16:46:23Z","a":{"b":1,"c":2,"d":3,"e":[{"f":4}]}})";
    }
    body += R"(],"meta":{"pagination":{"total":50,"count":50,"per_page":50,"current_page":1,)"
            R"("total_pages":1,"links":{"previous":"","current":"?page=1","next":""}}}})";
    auto const done = ask({make_response(200, body)});
    ASSERT_TRUE(done.outcome);
    ASSERT_EQ(done.outcome->size(), 50U);
    EXPECT_EQ(done.outcome->back().id, 50);
}

// as deep as any JSON may be: the answer, its list and the attribute are three of the levels
TEST(AttributeLookup, RefusesWhatIsDeeperThanThirtyTwo) {
    for (std::size_t const levels : {29U, 30U}) {
        auto const body = R"({"data":[{"id":1,"name":"n","type":"date","a":)" +
                          std::string(levels, '[') + std::string(levels, ']') + "}]}";
        auto const done = ask({make_response(200, body)});
        EXPECT_EQ(done.outcome.has_value(), levels + 3 <= 32) << levels;
    }
}

TEST(AttributeLookup, AsksForAName) {
    auto const body = R"({"data":[]})";
    EXPECT_TRUE(ask({make_response(200, body)}, "Loyalty tier",
                    "/v3/customers/attributes?limit=50&name=Loyalty+tier")
                    .outcome);
    EXPECT_TRUE(ask({make_response(200, body)}, "a&b=c/\xc3\xa9#",
                    "/v3/customers/attributes?limit=50&name=a%26b%3Dc%2F%C3%A9%23")
                    .outcome);
}

TEST(AttributeLookup, RefusesANameThatNoAttributeHas) {
    std::string longest;
    for (int i = 0; i < 255; ++i)
        longest += "\xc3\xa9";
    EXPECT_EQ(attribute_lookup(api_support::access(), longest).start().is_done(), false);
    for (std::string const& bad : {longest + "e", std::string("a\xff"), std::string("\xc3")}) {
        auto const done = play(attribute_lookup(api_support::access(), bad), {});
        EXPECT_EQ(done.outcome.error(), errc::invalid_parameter);
        EXPECT_EQ(done.why.subject(), "name");
    }
}

TEST(AttributeLookup, RefusesWhatIsNotTheDocumentedObject) {
    for (std::string const body : {"",
                                   "[]",
                                   "{}",
                                   "null",
                                   "<html></html>",
                                   R"({"data":null})",
                                   R"({"data":{}})",
                                   R"({"data":"x"})",
                                   R"({"data":[1]})",
                                   R"({"data":[null]})",
                                   R"({"data":[[]]})",
                                   R"({"data":[{}]})",
                                   R"({"data":[{"id":1,"name":"a"}]})",
                                   R"({"data":[{"id":1,"type":"string"}]})",
                                   R"({"data":[{"name":"a","type":"string"}]})",
                                   R"({"data":[{"id":0,"name":"a","type":"string"}]})",
                                   R"({"data":[{"id":-1,"name":"a","type":"string"}]})",
                                   R"({"data":[{"id":"1","name":"a","type":"string"}]})",
                                   R"({"data":[{"id":1,"name":"","type":"string"}]})",
                                   R"({"data":[{"id":1,"name":5,"type":"string"}]})",
                                   R"({"data":[{"id":1,"name":"a\u0007","type":"string"}]})",
                                   R"({"data":[{"id":1,"name":"a","type":"text"}]})",
                                   R"({"data":[{"id":1,"name":"a","type":"string"},{}]})",
                                   R"({"data":[{"id":1,"name":"a","type":"string","id":1}]})",
                                   R"({"data":[],"data":[]})",
                                   R"({"data":[],"d\u0061ta":[]})",
                                   R"({"data":[] "a":1})",
                                   R"({"data":[]x})",
                                   R"({"data" []})",
                                   R"({"a":[1,],"data":[]})",
                                   R"({"data":[][]})",
                                   R"({"data":[{"id":1,"name":"a","type":"string"}{}]})",
                                   R"({"data":[}],"a":{]})",
                                   R"({"data":[],"a":1,"a":1})",
                                   "{\"data\":[],\"a\":\"\xff\"}",
                                   R"({"data":[],})",
                                   R"({"data":[,]})",
                                   R"({"data":[]}])",
                                   R"({"\u0064ata":[]})"}) {
        EXPECT_EQ(refusal(body), errc::invalid_response) << body;
    }
}

TEST(AttributeLookup, IsRepeatedLikeAnyCall) {
    auto const done = ask({make_response(503), make_response(200, documented)});
    EXPECT_TRUE(done.outcome);
    EXPECT_EQ(done.waits, std::vector<long>{500});
    EXPECT_EQ(ask({make_response(403)}).outcome.error(), errc::api_forbidden);
    EXPECT_EQ(ask({make_response(404)}).outcome.error(), errc::unexpected_status);
    bcauth::testing::fail_at_each_step(
        answers(http::method::get, all_path, {make_response(502), make_response(200, documented)}),
        make_error_code(errc::response_too_large),
        [](bcauth::testing::scripted_client& client, std::size_t) {
            EXPECT_EQ(
                bcauth::run(client, attribute_lookup(api_support::access()), [](auto) {}).error(),
                errc::response_too_large);
        });
}

}  // namespace
