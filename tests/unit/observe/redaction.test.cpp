// SPDX-License-Identifier: BSL-1.0
#include <bcauth/observe/redaction.hpp>
#include "support/observe.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using bcauth::redacted_text;
using bcauth::redaction;

constexpr std::string_view token = "g3y3ab5cctiu0edpy9n8gzl0p25og9u";

std::string text(redacted_text const& shown) {
    return std::string(shown.view());
}

bcauth::http::fields fields(
    std::initializer_list<std::pair<std::string_view, std::string_view>> all) {
    bcauth::http::fields made;
    for (auto const& [name, value] : all) {
        EXPECT_TRUE(made.add(name, value)) << name;
    }
    return made;
}

std::string shown_field(std::string_view name, std::string_view value) {
    return text(redaction{}.fields(fields({{name, value}})));
}

std::string shown_body(std::string_view bytes, std::string_view type = "application/json") {
    return text(redaction{}.body(fields({{"Content-Type", type}}), bytes));
}

// nobody but a redaction can put a text into one
TEST(RedactedText, IsMadeByARedactionAlone) {
    static_assert(std::is_default_constructible_v<redacted_text>);
    static_assert(!std::is_constructible_v<redacted_text, std::string>);
    static_assert(!std::is_constructible_v<redacted_text, char const*>);
    static_assert(!std::is_assignable_v<redacted_text&, std::string>);
    static_assert(!std::is_convertible_v<std::string, redacted_text>);
    EXPECT_TRUE(redacted_text{}.empty());
}

TEST(Redaction, ShowsAPlainHost) {
    redaction const shown;
    EXPECT_EQ(text(shown.host("https://api.bigcommerce.com/stores/g5cd38/v2/store")),
              "api.bigcommerce.com");
    EXPECT_EQ(text(shown.host("http://127.0.0.1:8080/a")), "127.0.0.1");
    EXPECT_EQ(text(shown.host("https://[2001:db8::1]:443?x")), "[2001:db8::1]");
    EXPECT_EQ(text(shown.host("https://example.com")), "example.com");
}

TEST(Redaction, ShowsNoHostWhereUserinfoOrAnythingElseCouldHideInIt) {
    redaction const shown;
    for (std::string_view const url :
         {"https://user:hunter22hunter22@example.com/", "https://hunter22hunter22@example.com/",
          "https://hunter22:x/", "https://example.com:hunter22/", "https://ex%61mple.com/",
          "https:///a", "example.com/a", "", "https://a b/"}) {
        EXPECT_EQ(text(shown.host(url)), "[redacted]") << url;
    }
    EXPECT_EQ(text(shown.host("https://" + std::string(254, 'a') + "/")), "[redacted]");
    EXPECT_EQ(text(shown.host("https://" + std::string(253, 'a') + "/")), std::string(253, 'a'));
}

TEST(Redaction, ShowsTheWordsAndIdentifiersOfAPath) {
    redaction const shown;
    auto const path = [&](std::string_view url) { return text(shown.path(url)); };
    EXPECT_EQ(path("https://login.bigcommerce.com/oauth2/token"), "/oauth2/token");
    EXPECT_EQ(path("https://api.bigcommerce.com/stores/g5cd38/v3/customers/attribute-values?x=1"),
              "/stores/g5cd38/v3/customers/attribute-values");
    EXPECT_EQ(path("https://h/stores/g5cd38/v2/orders/9223372036854775807/products"),
              "/stores/g5cd38/v2/orders/9223372036854775807/products");
    EXPECT_EQ(path("https://h"), "");
    EXPECT_EQ(path("https://h?page=1"), "");
    EXPECT_EQ(path("https://h/"), "/");
    EXPECT_EQ(path("https://h//v2/#/v3"), "//v2/");
}

TEST(Redaction, HidesAnyOtherSegmentOfAPathWhole) {
    redaction const shown;
    auto const path = [&](std::string_view url) { return text(shown.path(url)); };
    EXPECT_EQ(path("https://h/" + std::string(token) + "/v2"), "/[redacted]/v2");
    EXPECT_EQ(path("https://h/V2/stores"), "/[redacted]/stores");
    EXPECT_EQ(path("https://h/v2/12345678901234567890"), "/v2/[redacted]");
    EXPECT_EQ(path("https://h/v2/order%73"), "/v2/[redacted]");
    EXPECT_EQ(path("https://h/v2/orders products"), "/v2/[redacted]");
    EXPECT_EQ(path("https://h/stores/G5CD38/v2"), "/stores/[redacted]/v2");
    EXPECT_EQ(path("https://h/stores/a..b/v2"), "/stores/[redacted]/v2");
    EXPECT_EQ(path("https://h/v2/g5cd38"), "/v2/[redacted]");
}

TEST(Redaction, ShowsNamesOfAQueryAndNoValue) {
    redaction const shown;
    auto const query = [&](std::string_view url) { return text(shown.query(url)); };
    EXPECT_EQ(query("https://h/v2?limit=250&page=7"), "limit&page");
    EXPECT_EQ(
        query("https://h/v2?limit=" + std::string(token) + "&" + std::string(token) + "=1&code=x"),
        "limit&[redacted]&[redacted]");
    EXPECT_EQ(query("https://h/v2"), "");
    EXPECT_EQ(query("https://h/v2?"), "");
    EXPECT_EQ(query("https://h/v2?limit#page"), "limit");
    EXPECT_EQ(query("https://h/v2?=1&&limit"), "[redacted]&[redacted]&limit");
}

TEST(Redaction, ShowsAKnownFieldOfTheRightShape) {
    EXPECT_EQ(shown_field("content-type", "application/json"), "Content-Type: application/json");
    EXPECT_EQ(shown_field("Content-Type", "Application/JSON; charset=UTF-8"),
              "Content-Type: Application/JSON; charset=UTF-8");
    EXPECT_EQ(shown_field("Content-Length", "1234"), "Content-Length: 1234");
    EXPECT_EQ(shown_field("X-Rate-Limit-Time-Reset-Ms", "15000"),
              "X-Rate-Limit-Time-Reset-Ms: 15000");
    EXPECT_EQ(shown_field("Date", "Sun, 06 Nov 1994 08:49:37 GMT"),
              "Date: Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(shown_field("X-Correlation-Id", "7f5b3ba4-0000-4000-8000-000000000000"),
              "X-Correlation-Id: 7f5b3ba4-0000-4000-8000-000000000000");
    EXPECT_EQ(shown_field("X-BC-Store-Version", "7.3.6"), "X-BC-Store-Version: 7.3.6");
}

// a server may put what it was sent into any field
TEST(Redaction, HidesAKnownFieldOfAnotherShape) {
    EXPECT_EQ(shown_field("Content-Type", token), "Content-Type: [redacted]");
    EXPECT_EQ(shown_field("Content-Type", "application/json; x=" + std::string(token)),
              "Content-Type: [redacted]");
    EXPECT_EQ(shown_field("Content-Length", "12a"), "Content-Length: [redacted]");
    EXPECT_EQ(shown_field("Content-Length", "12345678901234567890"), "Content-Length: [redacted]");
    EXPECT_EQ(shown_field("Content-Length", ""), "Content-Length: [redacted]");
    EXPECT_EQ(shown_field("Date", "Sun, 06 Nov 1994 08:49:37 EST"), "Date: [redacted]");
    EXPECT_EQ(shown_field("Date", "Sun, 06 Nov 1994 08:4x:37 GMT"), "Date: [redacted]");
    EXPECT_EQ(shown_field("Date", token), "Date: [redacted]");
    EXPECT_EQ(shown_field("X-Request-Id", token), "X-Request-Id: [redacted]");
    EXPECT_EQ(shown_field("X-BC-Store-Version", "7.3.6-rc"), "X-BC-Store-Version: [redacted]");
    EXPECT_EQ(shown_field("Accept", "text/html, " + std::string(130, ' ') + "text/html"),
              "Accept: [redacted]");
}

TEST(Redaction, HidesFieldsThatItDoesNotKnowNameAndAll) {
    for (std::string_view const name :
         {"X-Auth-Token", "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie",
          "Location", "Referer", "X-Auth-Client", "WWW-Authenticate", "X-Something", "User-Agent",
          "Server"}) {
        EXPECT_EQ(shown_field(name, token), "[redacted]") << name;
        EXPECT_EQ(shown_field(name, "1"), "[redacted]") << name;
    }
}

TEST(Redaction, TellsFieldsInTheirOrder) {
    EXPECT_EQ(
        text(redaction{}.fields(fields(
            {{"Accept", "application/json"}, {"X-Auth-Token", token}, {"Content-Length", "2"}}))),
        "Accept: application/json | [redacted] | Content-Length: 2");
    EXPECT_EQ(text(redaction{}.fields({})), "");
}

TEST(Redaction, ShowsWhatAnObjectIsMadeOf) {
    EXPECT_EQ(
        shown_body(R"({"access_token":"g3y3ab5cctiu0edpy9n8gzl0p25og9u","scope":"store_v2_orders",)"
                   R"("user":{"id":24654,"email":"john@success.com"},"owner":null,"x":true})"),
        "json of 145 bytes: {[redacted]:31,scope:15,user:{id:number,email:16},owner:null,"
        "[redacted]:bool}");
    EXPECT_EQ(shown_body(R"({"data":[{"id":1},{"id":2}],"meta":{"pagination":{"total":2.5}}})"),
              "json of 64 bytes: {data:[2],meta:{pagination:{total:number}}}");
    EXPECT_EQ(shown_body("[]"), "json of 2 bytes: [0]");
    EXPECT_EQ(shown_body("{}"), "json of 2 bytes: {}");
    EXPECT_EQ(shown_body(R"("g3y3ab5cctiu0edp")"), "json of 18 bytes: 16");
}

// a name is compared as it is after unescaping, and at its full length
TEST(Redaction, ShowsNoNameThatOnlyLooksKnown) {
    EXPECT_EQ(shown_body(R"({"\u0073cope":"a"})"), "json of 18 bytes: {scope:1}");
    EXPECT_EQ(shown_body(R"({"scope ":"a"})"), "json of 14 bytes: {[redacted]:1}");
    EXPECT_EQ(shown_body(R"({"":"a"})"), "json of 8 bytes: {[redacted]:1}");
    EXPECT_EQ(shown_body(R"({"id user":"a"})"), "json of 15 bytes: {[redacted]:1}");
    auto const long_name = "scope" + std::string(100, 'x');
    EXPECT_EQ(shown_body("{\"" + long_name + "\":1,\"scope\":2}"),
              "json of 121 bytes: {[redacted]:number,scope:number}");
}

TEST(Redaction, ShowsTheNamesOfAForm) {
    EXPECT_EQ(shown_body("client_id=abc&client_secret=0gk3rlt0sab7d4vx&code=qr6h3thv&scope=",
                         "application/x-www-form-urlencoded"),
              "form of 65 bytes: client_id:3,[redacted]:16,[redacted]:8,scope:0");
    EXPECT_EQ(shown_body("scope", "Application/X-WWW-Form-URLEncoded; charset=utf-8"),
              "form of 5 bytes: scope:0");
}

TEST(Redaction, TellsOnlyTheLengthOfAnythingElse) {
    EXPECT_EQ(shown_body("<html>g3y3ab5cctiu0edpy9n8gzl0p25og9u</html>", "text/html"),
              "body of 44 bytes");
    EXPECT_EQ(shown_body("{\"scope\":1"), "body of 10 bytes");
    EXPECT_EQ(shown_body("{\"scope\":1}x"), "body of 12 bytes");
    EXPECT_EQ(shown_body(std::string(100, '[')), "body of 100 bytes");
    EXPECT_EQ(shown_body("\xff\xfe"), "body of 2 bytes");
    EXPECT_EQ(shown_body(""), "");
}

TEST(Redaction, ReadsNoBodyAboveItsLimit) {
    auto const of_size = [](std::size_t size) {
        return "{\"scope\":\"" + std::string(size - 12, 'a') + "\"}";
    };
    EXPECT_EQ(shown_body(of_size(redaction::max_body)), "json of 65536 bytes: {scope:65524}");
    EXPECT_EQ(shown_body(of_size(redaction::max_body + 1)), "body of 65537 bytes");
}

TEST(Redaction, IsBoundedWhateverComes) {
    std::string path;
    std::string query = "limit";
    std::string json = "{\"data\":1";
    bcauth::http::fields many;
    for (int i = 0; i < 2000; ++i) {
        path += "/v2";
        query += "&limit";
        json += ",\"data" + std::to_string(i) + "\":1";
        EXPECT_TRUE(many.add("X-A", "1"));
    }
    redaction const shown;
    auto const shown_path = text(shown.path("https://h" + path));
    EXPECT_EQ(shown_path.size(), 64 * 3 + 4U);
    EXPECT_TRUE(shown_path.ends_with("/v2/..."));
    auto const shown_query = text(shown.query("https://h?" + query));
    EXPECT_TRUE(shown_query.ends_with("&limit&...")) << shown_query;
    EXPECT_LT(shown_query.size(), 400U);
    auto const shown_fields = text(shown.fields(many));
    EXPECT_TRUE(shown_fields.ends_with("[redacted] | ...")) << shown_fields;
    EXPECT_LT(shown_fields.size(), 900U);
    auto const outline = shown_body(json + "}");
    EXPECT_LT(outline.size(), 1100U);
    EXPECT_TRUE(outline.ends_with("...")) << outline;
    std::string deep;
    for (int i = 0; i < 30; ++i)
        deep += "{\"data\":";
    EXPECT_EQ(shown_body(deep + "1" + std::string(30, '}')),
              "json of 271 bytes: {data:{data:{data:{data:{}}}}}");
}

TEST(Redaction, ShowsNamesThatWereAdded) {
    redaction const shown(
        {.path_words = {"loyalty"}, .query_names = {"tier"}, .body_names = {"points"}});
    EXPECT_EQ(text(shown.path("https://h/loyalty/tier")), "/loyalty/[redacted]");
    EXPECT_EQ(text(shown.query("https://h/?tier=gold&points=1")), "tier&[redacted]");
    EXPECT_EQ(text(shown.body({}, R"({"points":1,"tier":2})")),
              "json of 21 bytes: {points:number,[redacted]:number}");
}

}  // namespace
