// SPDX-License-Identifier: BSL-1.0
#include <bcauth/api/error.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

namespace api = bcauth::api;
using bcauth::errc;

constexpr std::string_view token = "g3y3ab5cctiu0edpy9n8gzl0p25og9u";

std::string told(std::string_view body) {
    bcauth::diagnostics why;
    api::tell_error(body, bcauth::secret(token), why);
    return why.message();
}

TEST(ApiError, KnowsWhichStatusesAreErrors) {
    for (int status = -1; status < 700; ++status) {
        auto const expected = status == 401                    ? errc::api_unauthorized
                              : status == 403                  ? errc::api_forbidden
                              : status == 429                  ? errc::rate_limited
                              : status >= 300 && status <= 399 ? errc::unexpected_redirect
                                                               : errc{};
        EXPECT_EQ(api::error_of(status), expected) << status;
    }
}

TEST(ApiError, TellsThePlatformsWords) {
    EXPECT_EQ(
        told(R"({"status":403,"title":"You don't have a required scope to access the endpoint",)"
             R"("type":"https://developer.bigcommerce.com/","errors":{}})"),
        "You don't have a required scope to access the endpoint");
    EXPECT_EQ(told(R"({"detail":"twice","title":"Conflict","errors":{"0.name":"taken"}})"),
              "Conflict: twice");
    EXPECT_EQ(told(R"([{"status":401,"message":"No client provided."}])"), "No client provided.");
    EXPECT_EQ(told(R"([{"message":"a"},{"message":"b"}])"), "a: b");
    EXPECT_EQ(told(R"({"error":"Out of order"})"), "Out of order");
    EXPECT_EQ(told(R"({"title":"","message":null,"detail":"x"})"), "x");
}

TEST(ApiError, HasNoWordsOfWhatIsNoError) {
    for (std::string const body :
         {"", "<html><title>503</title></html>", "null", "\"text\"", "{}", "[]", "[[]]", "[1,2]",
          R"({"title":5})", R"({"title":"a","title":"b"})", R"({"title":"a)", R"([{"message":"a)",
          R"([)", R"({"title":"a\u0000b"})", R"({"title":"\ud800"})"}) {
        EXPECT_EQ(told(body), "") << body;
    }
}

TEST(ApiError, LooksAtNoMoreThanItsLimit) {
    auto const padded = [](std::size_t size) {
        std::string const body = R"({"title":"a"})";
        return body + std::string(size - body.size(), ' ');
    };
    EXPECT_EQ(told(padded(api::max_error_bytes)), "a");
    EXPECT_EQ(told(padded(api::max_error_bytes + 1)), "");
    std::string list = "[";
    for (int i = 0; i < 2000; ++i)
        list += R"({"message":"0123456789"},)";
    EXPECT_EQ(told(list + "{}]").size(), 256U);
}

// threats row 57
TEST(ApiError, LeavesTheTokenOut) {
    EXPECT_EQ(told(R"({"title":"no g3y3ab5cctiu0edpy9n8gzl0p25og9u"})"), "no [redacted]");
    EXPECT_EQ(told(R"([{"message":"\u00673y3ab5cctiu0edpy9n8gzl0p25og9u here"}])"),
              "[redacted] here");
    EXPECT_EQ(told(R"({"title":"half: edpy9n8gzl"})"), "half: [redacted]");
}

}  // namespace
