// SPDX-License-Identifier: BSL-1.0
#include <bcauth/http/client.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace {

namespace http = bcauth::http;
using bcauth::errc;

TEST(FunctionClient, SendsTheRequestAsItIs) {
    http::request seen;
    http::function_client client{[&](http::request message) -> bcauth::result<http::response> {
        seen = std::move(message);
        http::response answer;
        answer.status = 302;
        return answer;
    }};
    http::request message;
    message.verb = http::method::post;
    message.url = "https://login.example.com/oauth2/token";
    message.body = bcauth::secret("code=1");
    message.limits.response_bytes = 7;
    ASSERT_TRUE(message.fields.add("Accept", "application/json"));
    auto const answer = client.send(message);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 302);
    EXPECT_EQ(seen.verb, message.verb);
    EXPECT_EQ(seen.url, message.url);
    EXPECT_EQ(seen.body, message.body);
    EXPECT_EQ(seen.limits.response_bytes, 7U);
    EXPECT_EQ(seen.fields.find("accept"), "application/json");
}

TEST(FunctionClient, GivesTheFailureOfItsFunction) {
    http::function_client client{
        [](http::request const&) -> bcauth::result<http::response> { return errc::timed_out; }};
    EXPECT_EQ(client.send({}).error(), errc::timed_out);
}

TEST(FunctionClient, KeepsWhatItsFunctionHolds) {
    http::function_client client{[count = std::make_unique<int>(200)](http::request const&) mutable
                                 -> bcauth::result<http::response> {
        http::response answer;
        answer.status = (*count)++;
        return answer;
    }};
    EXPECT_EQ(client.send({})->status, 200);
    auto moved = std::move(client);
    EXPECT_EQ(moved.send({})->status, 201);
}

// what it gives is awaited by hand here; coroutines do so in unit/async
struct ready {
    static bool await_ready() { return true; }
    static void await_suspend(int) {}
    [[nodiscard]] bcauth::result<http::response> await_resume() const {
        http::response answer;
        answer.status = status;
        return answer;
    }
    int status = 0;
};

TEST(FunctionClient, GivesWhatItsFunctionGivesToAwait) {
    http::function_client client{
        [](http::request const& message) { return ready{static_cast<int>(message.url.size())}; }};
    static_assert(http::awaitable_client<decltype(client)> && !http::client<decltype(client)>);
    http::request message;
    message.url = "https://a.example";
    EXPECT_EQ(client.send(message).await_resume()->status, 17);
}

}  // namespace
