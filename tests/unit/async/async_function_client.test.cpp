// SPDX-License-Identifier: BSL-1.0
#include <bcauth/async/async_function_client.hpp>

#include <bcauth/async/asio.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/sample_operations.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace http = bcauth::http;
using bcauth::errc;
using bcauth::http::async_function_client;
using bcauth::http::reply_callback;
using bcauth::testing::make_response;
using reply = bcauth::result<http::response>;

using function = void (*)(http::request, reply_callback);
static_assert(
    bcauth::asio_client<async_function_client<asio::io_context::executor_type, function>>);

template <class Function>
concept makes_a_client = requires {
    typename async_function_client<asio::io_context::executor_type, Function>;
};
static_assert(makes_a_client<function> && !makes_a_client<void (*)(http::request)>);
static_assert(!makes_a_client<void (*)(reply_callback)> && !makes_a_client<int>);

// an asynchronous client as SDKs are: it keeps callbacks, and calls them when it likes
struct sdk {
    void get(std::string url, reply_callback done) {
        urls.push_back(std::move(url));
        waiting.push_back(std::move(done));
    }
    std::vector<std::string> urls;
    std::vector<reply_callback> waiting;
};

class AsyncFunctionClient : public testing::Test {
protected:
    auto client() {
        return async_function_client{x_context.get_executor(),
                                     [this](http::request message, reply_callback done) {
                                         x_sdk.get(std::move(message.url), std::move(done));
                                     }};
    }

    sdk x_sdk;
    asio::io_context x_context;
};

TEST_F(AsyncFunctionClient, CompletesThroughTheExecutorWhenItsCallbackIsCalled) {
    auto http = client();
    http::request message;
    message.url = "https://a.example/1";
    std::optional<reply> got;
    http.async_send(message, [&, only = std::make_unique<int>(1)](reply answer) {
        got.emplace(std::move(answer));
    });
    x_context.poll();
    EXPECT_FALSE(x_context.stopped()) << "nothing left to do, though the answer is to come";
    ASSERT_EQ(x_sdk.urls, std::vector<std::string>{"https://a.example/1"});
    x_sdk.waiting.at(0)(make_response(201));
    EXPECT_FALSE(got) << "from within the callback";
    x_context.run();
    EXPECT_EQ(got.value()->status, 201);
}

TEST_F(AsyncFunctionClient, CompletesThroughTheExecutorOfTheHandler) {
    auto http = client();
    asio::io_context mine;
    int got = 0;
    http.async_send({},
                    asio::bind_executor(mine, [&](reply const& answer) { got = answer->status; }));
    x_context.poll();
    mine.poll();
    EXPECT_FALSE(mine.stopped());
    x_sdk.waiting.at(0)(make_response(201));
    x_context.poll();
    EXPECT_EQ(got, 0);
    mine.run();
    EXPECT_EQ(got, 201);
}

TEST_F(AsyncFunctionClient, CompletesOnceHoweverOftenItsCallbackIsCalled) {
    auto http = client();
    int completions = 0;
    int status = 0;
    http.async_send({}, [&](reply const& answer) {
        ++completions;
        status = answer->status;
    });
    auto const copy = x_sdk.waiting.at(0);
    copy(make_response(200));
    x_sdk.waiting.at(0)(errc::timed_out);
    x_context.run();
    EXPECT_EQ(completions, 1);
    EXPECT_EQ(status, 200);
}

TEST_F(AsyncFunctionClient, MayAnswerAtOnceOrFromAnotherThread) {
    async_function_client at_once{
        x_context.get_executor(),
        [](http::request const&, reply_callback const& done) { done(make_response(200)); }};
    std::thread other;
    async_function_client elsewhere{
        x_context.get_executor(), [&](http::request const&, reply_callback done) {
            if (other.joinable()) other.join();
            other = std::thread([done = std::move(done)] { done(make_response(201)); });
        }};
    std::vector<int> sums;
    bool inline_completion = true;
    auto const add = [&](auto const& sum) {
        EXPECT_FALSE(inline_completion);
        sums.push_back(**sum);
    };
    bcauth::async_run(at_once, sum_of_two("a", "b"), add);
    bcauth::async_run(elsewhere, sum_of_two("a", "b"), add);
    inline_completion = false;
    x_context.run();
    other.join();
    EXPECT_EQ(sums, (std::vector<int>{400, 402}));
}

TEST_F(AsyncFunctionClient, TakesEveryCompletionToken) {
    auto http = client();
    auto future = http.async_send({}, asio::use_future);
    int status = 0;
    auto const co = [&]() -> asio::awaitable<void> {
        http::request message;  // g++ 12 breaks an aggregate that is made within the expression
        auto const answer = co_await http.async_send(std::move(message), asio::use_awaitable);
        status = answer->status;
    };
    asio::co_spawn(x_context, co, asio::detached);
    x_context.poll();
    x_sdk.waiting.at(0)(errc::timed_out);
    x_sdk.waiting.at(1)(make_response(204));
    x_context.run();
    EXPECT_EQ(future.get().error(), errc::timed_out) << "a failure is a value";
    EXPECT_EQ(status, 204);
}

}  // namespace
