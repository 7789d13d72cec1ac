// SPDX-License-Identifier: BSL-1.0
#include <bcauth/async/awaitable.hpp>

#include <bcauth/op/token_exchange.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/foreign_task.hpp"
#include "support/oauth.hpp"
#include "support/sample_operations.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace http = bcauth::http;
using bcauth::co_run;
using bcauth::diagnostics;
using bcauth::errc;
using bcauth::testing::make_response;
using bcauth::testing::scripted_client;
using std::chrono::milliseconds;
using reply = bcauth::result<http::response>;

static_assert(bcauth::coroutine_task<foreign_task<int>> && !bcauth::coroutine_task<int>);

struct sleeps_well {
    foreign_task<int> operator()(milliseconds);
};
struct sleeps_at_once {
    void operator()(milliseconds);
};
static_assert(bcauth::awaitable_sleeper<sleeps_well> && !bcauth::awaitable_sleeper<sleeps_at_once>);
static_assert(!bcauth::awaitable_sleeper<int>);

class CoRun : public testing::Test {
protected:
    // answers from the script a turn later, and tells what came in which order
    auto client(scripted_client& script) {
        return http::function_client{[&](http::request message) {
            x_log.push_back("send " + message.url);
            auto const shared = std::make_shared<http::request>(std::move(message));
            return x_loop.later<reply>(
                [&script, shared] { return script.send(std::move(*shared)); });
        }};
    }
    auto sleeper() {
        return [this](milliseconds delay) {
            x_log.push_back("wait " + std::to_string(delay.count()));
            return x_loop.later<int>([] { return 0; });
        };
    }

    foreign_loop x_loop;
    std::vector<std::string> x_log;
};

TEST_F(CoRun, SuspendsForEachRequestAndWaitAndGoesOn) {
    scripted_client script({{http::method::get, "a", make_response(200)},
                            {http::method::get, "b", make_response(201)}});
    auto http = client(script);
    diagnostics why;
    why.status(500);
    auto task =
        co_run<foreign_task>(http, sum_of_two("a", "b", milliseconds{1500}), why, sleeper());
    EXPECT_TRUE(x_log.empty()) << "begun before it was started";
    task.start();
    EXPECT_EQ(x_log, std::vector<std::string>{"send a"});
    EXPECT_FALSE(task.is_done());
    EXPECT_TRUE(x_loop.turn());
    EXPECT_EQ(x_log, (std::vector<std::string>{"send a", "wait 1500"}));
    EXPECT_EQ(script.received().size(), 1U);
    EXPECT_EQ(why.status(), 500) << "before the end";
    EXPECT_TRUE(x_loop.turn());
    EXPECT_EQ(x_log.back(), "send b");
    EXPECT_FALSE(task.is_done());
    EXPECT_TRUE(x_loop.turn());
    ASSERT_TRUE(task.is_done());
    EXPECT_TRUE(x_loop.is_idle());
    EXPECT_EQ(**task.get(), 401);
    EXPECT_EQ(why.status(), 201);
    EXPECT_TRUE(script.finished());
}

TEST_F(CoRun, CarriesAnExchangeThroughWithItsBodyWhole) {
    scripted_client script({{http::method::post, std::string(oauth_support::token_url),
                             make_response(200, oauth_support::token_body)}});
    auto http = client(script);
    auto const outer = [&]() -> foreign_task<bcauth::result<bcauth::installation>> {
        co_return co_await co_run<foreign_task>(
            http, bcauth::op::token_exchange{oauth_support::app(), oauth_support::grant()},
            sleeper());
    };
    auto task = outer();
    task.start();
    EXPECT_FALSE(task.is_done());
    while (x_loop.turn()) {
    }
    ASSERT_TRUE(task.is_done());
    auto const installed = task.get();
    ASSERT_TRUE(installed) << installed.error().message() << script.complaint();
    EXPECT_EQ(installed->store.view(), "g5cd38");
    EXPECT_NE(script.received().at(0).body.expose().find("qr6h3thvbvag2ffq"), std::string::npos);
}

TEST_F(CoRun, GivesTheOperationEveryFailureOfTheClient) {
    bcauth::testing::fail_at_each_step(
        {{http::method::get, "a", make_response(200)},
         {http::method::get, "b", make_response(201)}},
        make_error_code(errc::timed_out), [&](scripted_client& script, std::size_t) {
            auto http = client(script);
            diagnostics why;
            auto task = co_run<foreign_task>(http, sum_of_two("a", "b"), why, sleeper());
            task.start();
            while (x_loop.turn()) {
            }
            EXPECT_EQ(task.get().error(), errc::timed_out);
            EXPECT_EQ(why.message(), "no answer");
            EXPECT_TRUE(script.finished());
        });
}

TEST_F(CoRun, SendsNothingForAnOperationThatIsDoneAtOnce) {
    scripted_client script({});
    auto http = client(script);
    auto task = co_run<foreign_task>(http, done_at_once{}, sleeper());
    task.start();
    ASSERT_TRUE(task.is_done());
    EXPECT_EQ(*task.get(), 1);
    EXPECT_TRUE(x_log.empty());
}

TEST_F(CoRun, LetsWhatTheClientThrowsReachTheTask) {
    http::function_client http{[&](http::request const&) {
        return x_loop.later<reply>([]() -> reply { throw std::runtime_error("broken"); });
    }};
    auto task = co_run<foreign_task>(http, sum_of_two("a", "b"), sleeper());
    task.start();
    EXPECT_TRUE(x_loop.turn());
    ASSERT_TRUE(task.is_done());
    EXPECT_THROW(static_cast<void>(task.get()), std::runtime_error);
}

TEST_F(CoRun, LeavesNothingWhenItsTaskGoesWhileItIsSuspended) {
    auto const held = std::make_shared<int>(0);
    {
        http::function_client http{[&, held](http::request const&) {
            return x_loop.later<reply>([held]() -> reply { return errc::timed_out; });
        }};
        auto const sleep = [held, this](milliseconds) {
            return x_loop.later<int>([] { return 0; });
        };
        auto task = co_run<foreign_task>(http, sum_of_two("a", "b"), sleep);
        task.start();
        EXPECT_GT(held.use_count(), 3);
    }
    EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
