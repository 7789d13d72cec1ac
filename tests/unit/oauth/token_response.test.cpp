// SPDX-License-Identifier: BSL-1.0
#include <bcauth/oauth/token_response.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/oauth.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace {

using bcauth::diagnostics;
using bcauth::errc;
using bcauth::installation;
using bcauth::oauth::parse_token_response;
using bcauth::testing::make_response;
using oauth_support::replaced;

struct judged {
    bcauth::result<installation> outcome;
    diagnostics why;
};

judged judge(int status, std::string_view body, bcauth::scope_set required = oauth_support::needs) {
    diagnostics why;
    why.message("of an earlier call", {});
    auto outcome =
        parse_token_response(make_response(status, body), oauth_support::app(std::move(required)),
                             oauth_support::grant(), why);
    return {std::move(outcome), std::move(why)};
}

bcauth::error_code error_of(std::string_view body) {
    return judge(200, body).outcome.error();
}

// the usual body with one part of it replaced
std::string body_with(std::string_view what, std::string_view with) {
    auto const body = replaced(std::string(oauth_support::token_body), what, with);
    EXPECT_NE(body, oauth_support::token_body) << what;
    return body;
}

std::string body_with_token(std::string_view json) {
    return body_with(R"("g3y3ab5cctiu0edpy9n8gzl0p25og9u")", json);
}

std::string body_with_user_id(std::string_view json) {
    return body_with("24654", json);
}

TEST(TokenResponse, GivesTheInstallation) {
    auto const read = judge(200, oauth_support::token_body);
    ASSERT_TRUE(read.outcome);
    auto const& made = *read.outcome;
    EXPECT_EQ(made.store.view(), "g5cd38");
    EXPECT_EQ(made.access_token.expose(), "g3y3ab5cctiu0edpy9n8gzl0p25og9u");
    EXPECT_EQ(made.scopes, bcauth::scope_set(bcauth::scopes("store_v2_orders store_v2_products")));
    EXPECT_EQ(made.user.id, 24654);
    EXPECT_EQ(made.user.username, "John Smith");
    EXPECT_EQ(made.user.email, "john@success.com");
    ASSERT_TRUE(made.owner);
    EXPECT_EQ(made.owner->id, 24655);
    EXPECT_EQ(made.owner->username, "Jane");
    EXPECT_EQ(made.owner->email, "jane@success.com");
    EXPECT_EQ(made.account_uuid, "7f5b3ba4-0000-4000-8000-000000000000");
    EXPECT_EQ(read.why.status(), 200);
    EXPECT_TRUE(read.why.message().empty());
}

TEST(TokenResponse, ReadsEscapedNamesOfAnyLength) {
    for (std::size_t const size : {1U, 100U, 110U, 120U, 130U, 140U, 5000U}) {
        std::string escaped;
        for (std::size_t i = 0; i < size; ++i) {
            escaped += "\\u0041";
        }
        auto const read = judge(200, body_with("John Smith", escaped));
        ASSERT_TRUE(read.outcome) << size;
        EXPECT_EQ(read.outcome->user.username, std::string(size, 'A'));
    }
}

TEST(TokenResponse, NeedsNeitherOwnerNorUuidNorNames) {
    auto const read = judge(
        200,
        R"({"access_token":"t","scope":"store_v2_orders","user":{"id":1},"context":"stores/g5cd38","x":[{"y":null}]})");
    ASSERT_TRUE(read.outcome);
    EXPECT_FALSE(read.outcome->owner);
    EXPECT_FALSE(read.outcome->user.username);
    EXPECT_TRUE(read.outcome->user.email.empty());
    EXPECT_TRUE(read.outcome->account_uuid.empty());
    auto const nulls =
        judge(200, R"({"access_token":"t","scope":"store_v2_orders","context":"stores/g5cd38",)"
                   R"("user":{"id":1,"username":null,"email":null},"account_uuid":null})");
    ASSERT_TRUE(nulls.outcome);
    EXPECT_FALSE(nulls.outcome->user.username);
}

TEST(TokenResponse, TakesScopesSeparatedByCommas) {
    auto const read = judge(200, body_with("store_v2_orders store", "store_v2_orders,store"));
    ASSERT_TRUE(read.outcome);
    EXPECT_EQ(read.outcome->scopes.size(), 2U);
}

// threats row 81: the status is judged before a byte of the body is looked at
TEST(TokenResponse, JudgesTheStatusFirst) {
    for (auto const& [status, expected] : {std::pair{400, errc::exchange_refused},
                                           {401, errc::exchange_refused},
                                           {299, errc::unexpected_status},
                                           {300, errc::unexpected_redirect},
                                           {302, errc::unexpected_redirect},
                                           {307, errc::unexpected_redirect},
                                           {399, errc::unexpected_redirect},
                                           {403, errc::unexpected_status},
                                           {404, errc::unexpected_status},
                                           {429, errc::unexpected_status},
                                           {500, errc::unexpected_status},
                                           {502, errc::unexpected_status},
                                           {503, errc::unexpected_status},
                                           {201, errc::unexpected_status},
                                           {204, errc::unexpected_status},
                                           {100, errc::unexpected_status},
                                           {0, errc::unexpected_status},
                                           {402, errc::unexpected_status}}) {
        for (auto const& body :
             {std::string(oauth_support::token_body), std::string(), std::string(2'000'000, '{')}) {
            auto const read = judge(status, body);
            EXPECT_EQ(read.outcome.error(), expected) << status;
            EXPECT_EQ(read.why.status(), status);
            EXPECT_TRUE(read.why.message().empty());
        }
    }
}

TEST(TokenResponse, TellsThePlatformsWords) {
    auto const words = [](int status, std::string_view body) {
        auto const read = judge(status, body);
        return read.why.message();
    };
    EXPECT_EQ(words(400, R"({"error":"Invalid client id."})"), "Invalid client id.");
    EXPECT_EQ(words(401, R"({"error":"invalid_grant","error_description":"spent"})"),
              "invalid_grant: spent");
    EXPECT_EQ(words(400, R"({"status":400,"title":"Bad Request","errors":{"x":1}})"),
              "Bad Request");
    EXPECT_EQ(words(429, R"({"title":"Slow\u2028down"})"), "Slow\\xe2\\x80\\xa8down");
    EXPECT_EQ(words(400, R"({"error":"a","error_description":null,"title":"b"})"), "a: b");
    for (auto const none :
         {"", "<html>no</html>", "[]", "{}", R"({"error":{"code":1}})", R"({"error":"a\r\nb"})"}) {
        EXPECT_EQ(words(400, none), "") << none;
    }
    EXPECT_EQ(words(302, R"({"error":"not read"})"), "");
}

TEST(TokenResponse, SeesAnErrorBesideA200) {
    for (auto const body : {R"({"error":"invalid_grant"})", R"({"errors":[]})", R"({"error":null})",
                            R"({"errors":{}})"}) {
        EXPECT_EQ(error_of(body), errc::exchange_refused) << body;
    }
    auto const with_token = judge(200, body_with(R"("user")", R"("error":"invalid_grant","user")"));
    EXPECT_EQ(with_token.outcome.error(), errc::exchange_refused);
    EXPECT_EQ(with_token.why.message(), "invalid_grant");
    EXPECT_TRUE(judge(200, body_with(R"("user")", R"("x":{"error":"inside"},"user")")).outcome);
}

TEST(TokenResponse, RefusesABodyOver64Kibibytes) {
    constexpr std::size_t limit = 65536;
    static_assert(bcauth::oauth::max_token_response_bytes == limit);
    std::string body(oauth_support::token_body);
    body.append(limit - body.size(), ' ');
    EXPECT_TRUE(judge(200, body).outcome);
    EXPECT_EQ(error_of(body + ' '), errc::response_too_large);
}

// threats row 81
TEST(TokenResponse, RefusesWhatIsNotOneJsonObject) {
    std::string const body(oauth_support::token_body);
    for (auto const& wrong : {std::string(),
                              std::string("<html>502</html>"),
                              std::string("[]"),
                              std::string("\"x\""),
                              std::string("1"),
                              std::string("null"),
                              std::string("{}"),
                              "\xef\xbb\xbf" + body,
                              body + "x",
                              body + body,
                              body + std::string(1, '\0'),
                              body.substr(0, 40),
                              body_with("John", "Jo\xff"),
                              body_with("John", "Jo\\u0000hn"),
                              "[" + body + "]",
                              body_with("John", "Jo\\ud800hn"),
                              body_with(R"("user")", R"("user":{"id":1},"user")"),
                              body_with(R"("scope")", R"("access_token":"x","scope")"),
                              body_with(R"("scope")", R"("\u0061ccess_token":"x","scope")"),
                              body_with(R"("scope")", "\"x\":" + std::string(40, '[') +
                                                          std::string(40, ']') + ",\"scope\"")}) {
        EXPECT_EQ(error_of(wrong), errc::invalid_response) << wrong.substr(0, 100);
    }
}

TEST(TokenResponse, NeedsATokenThatIsAText) {
    for (auto const json : {"1", "null", "true", "[]", "{}", R"("")"}) {
        EXPECT_EQ(error_of(body_with_token(json)), errc::invalid_response) << json;
    }
    EXPECT_EQ(error_of(body_with("access_token", "Access_Token")), errc::invalid_response);
}

// threats row 82
TEST(TokenResponse, NeedsATokenThatAHeaderCanCarry) {
    for (auto const json : {R"("a b")", R"("a\r\nX: y")", R"("a\u0000b")", R"("a\tb")",
                            R"("a\u007f")", R"("\u00e9")", R"(" a")"}) {
        EXPECT_EQ(error_of(body_with_token(json)), errc::invalid_access_token) << json;
    }
    EXPECT_EQ(error_of(body_with_token('"' + std::string(1025, 'x') + '"')),
              errc::invalid_access_token);
    EXPECT_TRUE(judge(200, body_with_token('"' + std::string(1024, 'x') + '"')).outcome);
    auto const escaped = judge(200, body_with_token(R"("a\u0062\/\"c")"));
    ASSERT_TRUE(escaped.outcome);
    EXPECT_EQ(escaped.outcome->access_token.expose(), "ab/\"c");
    // a control elsewhere is another matter
    EXPECT_EQ(error_of(body_with("John", "Jo\\nhn")), errc::invalid_response);
}

TEST(TokenResponse, NeedsScopes) {
    for (auto const json : {"null", R"("")", R"("  ")", R"(",")"}) {
        EXPECT_EQ(error_of(body_with(R"("store_v2_orders store_v2_products")", json)),
                  errc::unknown_scopes)
            << json;
    }
    EXPECT_EQ(error_of(body_with(R"("scope")", R"("scopes")")), errc::unknown_scopes);
    for (auto const json : {"1", "[]", R"("a\"b")", R"("\u00e9")"}) {
        EXPECT_EQ(error_of(body_with(R"("store_v2_orders store_v2_products")", json)),
                  errc::invalid_response)
            << json;
    }
}

TEST(TokenResponse, TellsWhichRequiredScopesWereNotGranted) {
    auto const read = judge(
        200, oauth_support::token_body,
        bcauth::scopes("store_v2_products store_v2_customers store_cart_read_only store_cart"));
    EXPECT_EQ(read.outcome.error(), errc::missing_scopes);
    EXPECT_EQ(read.why.missing_scopes(), "store_cart store_v2_customers");
    EXPECT_TRUE(judge(200, oauth_support::token_body, bcauth::scopes("store_v2_products_read_only"))
                    .outcome);
}

// threats row 45
TEST(TokenResponse, NeedsTheStoreOfTheCallback) {
    EXPECT_EQ(error_of(body_with("stores/g5cd38", "stores/other")), errc::context_mismatch);
    EXPECT_EQ(error_of(body_with("stores/g5cd38", "stores/g5cd389")), errc::context_mismatch);
    for (auto const json :
         {R"("g5cd38")", R"("stores/a@evil.com")", R"("stores/g5cd38/")", R"("")", "null", "1"}) {
        EXPECT_EQ(error_of(body_with(R"("stores/g5cd38")", json)), errc::invalid_response) << json;
    }
    EXPECT_EQ(error_of(body_with("context", "Context")), errc::invalid_response);
}

// threats rows 47 and 48; the platform has sent a user's number as a text; SECURITY.md, "How it is checked"
TEST(TokenResponse, ReadsAUserIdExactly) {
    for (auto const& [json, id] :
         {std::pair<char const*, std::int64_t>{"1", 1},
          {"\"1997712\"", 1997712},
          {"9007199254740993", 9007199254740993},
          {"\"9007199254740993\"", 9007199254740993},
          {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
          {"\"9223372036854775807\"", std::numeric_limits<std::int64_t>::max()}}) {
        auto const read = judge(200, body_with_user_id(json));
        ASSERT_TRUE(read.outcome) << json;
        EXPECT_EQ(read.outcome->user.id, id);
    }
    for (auto const json : {"0",
                            "-1",
                            "9223372036854775808",
                            "18446744073709551616",
                            "1.0",
                            "1e3",
                            "1e400",
                            "true",
                            "null",
                            "[]",
                            "\"\"",
                            "\"0\"",
                            "\"-1\"",
                            "\"+1\"",
                            "\" 1\"",
                            "\"1 \"",
                            "\"01\"",
                            "\"1.0\"",
                            "\"9223372036854775808\"",
                            "\"0x1\"",
                            "\"x\""}) {
        EXPECT_EQ(error_of(body_with_user_id(json)), errc::invalid_response) << json;
    }
}

TEST(TokenResponse, NeedsAUserAndTakesAnOwnerOnlyWhole) {
    EXPECT_EQ(error_of(body_with(R"("user")", R"("User")")), errc::invalid_response);
    EXPECT_EQ(error_of(body_with(R"({"id":24654,)", "{")), errc::invalid_response);
    EXPECT_EQ(error_of(body_with(R"({"id":24655,)", "{")), errc::invalid_response);
    EXPECT_EQ(error_of(body_with("24655", "0")), errc::invalid_response);
    EXPECT_EQ(error_of(body_with("24655", "null")), errc::invalid_response);
    EXPECT_TRUE(judge(200, body_with("24655", "\"24655\"")).outcome);
}

TEST(TokenResponse, NeedsAUuidThatIsOne) {
    EXPECT_EQ(error_of(body_with("7f5b3ba4-", "7f5b3ba4_")), errc::invalid_response);
    EXPECT_EQ(error_of(body_with(R"("7f5b3ba4-0000-4000-8000-000000000000")", "1")),
              errc::invalid_response);
}

// threats row 57
RC_GTEST_PROP(TokenResponse, NeverShowsCodeSecretOrTokenInAnyFailure, (std::string const& noise)) {
    std::string const code = "qr6h3thvbvag2ffq";
    std::string const token = "g3y3ab5cctiu0edpy9n8gzl0p25og9u";
    std::string safe;
    for (auto const c : noise) {
        safe += (c >= 'a' && c <= 'z') || c == ' ' ? c : '-';
    }
    auto const from = *rc::gen::inRange<std::size_t>(0, 10);
    auto const words = safe + code.substr(from / 2) + safe +
                       std::string(oauth_support::client_secret).substr(from) + token + safe + code;
    auto const refusal = R"({"error":")" + words + R"(","title":")" + words +
                         R"(","access_token":")" + token + R"("})";
    auto const mixed = replaced(std::string(oauth_support::token_body), R"("user")",
                                R"("error":")" + words + R"(","user")");
    for (auto const& [status, body] :
         {std::pair{400, refusal},
          {401, refusal},
          {500, refusal},
          {200, refusal},
          {200, mixed},
          {200, replaced(std::string(oauth_support::token_body), "g5cd38", code)}}) {
        auto const read = judge(status, body, bcauth::scopes("store_cart"));
        RC_ASSERT(read.outcome.has_error());
        auto const shown = oauth_support::all_words(read.outcome.error(), read.why);
        RC_ASSERT(!oauth_support::shows_a_part(shown, code));
        RC_ASSERT(!oauth_support::shows_a_part(shown, token));
        RC_ASSERT(!oauth_support::shows_a_part(shown, oauth_support::client_secret));
    }
}

// whatever is done to one byte of a good answer, the outcome is a value or an error, and never another store's token
RC_GTEST_PROP(TokenResponse, JudgesAnyChangedByte, (unsigned char byte)) {
    std::string body(oauth_support::token_body);
    body[*rc::gen::inRange<std::size_t>(0, body.size())] = static_cast<char>(byte);
    auto const read = judge(200, body);
    if (read.outcome) {
        RC_ASSERT(read.outcome->store.view() == "g5cd38");
        RC_ASSERT(read.outcome->scopes.covers(oauth_support::needs));
        RC_ASSERT(!read.outcome->access_token.empty());
        RC_ASSERT(read.outcome->user.id > 0);
    }
}

}  // namespace
