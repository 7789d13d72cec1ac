// SPDX-License-Identifier: BSL-1.0
#include <bcauth/observe/observed_operation.hpp>
#include <bcauth/op/run.hpp>
#include <bcauth/op/token_exchange.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/oauth.hpp"
#include "support/observe.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace http = bcauth::http;
using bcauth::errc;
using bcauth::exchange_event;
using bcauth::observed_operation;
using bcauth::result;
using bcauth::op::step;
using bcauth::testing::make_response;
using observe_support::quarter_watch;
using observe_support::recorder;
using std::chrono::milliseconds;

// asks for each address in turn, the second and third time after a wait
class asking {
public:
    using value_type = int;

    explicit asking(std::vector<std::string> urls) : x_urls(std::move(urls)) {}

    step<int> start() { return next(milliseconds{0}); }
    step<int> resume(result<http::response> reply) {
        x_replies.push_back(reply ? reply->status : reply.error().value());
        return next(milliseconds{100});
    }
    [[nodiscard]] bcauth::diagnostics const& why() const { return x_why; }

    std::vector<int> x_replies;

private:
    step<int> next(milliseconds delay) {
        if (x_at == x_urls.size()) {
            x_why.status(418);
            return step<int>::done(static_cast<int>(x_at));
        }
        http::request message;
        message.url = x_urls[x_at++];
        return delay.count() == 0 ? step<int>::send(std::move(message))
                                  : step<int>::wait_then_send(delay, std::move(message));
    }

    std::vector<std::string> x_urls;
    std::size_t x_at = 0;
    bcauth::diagnostics x_why;
};

using observed = observed_operation<asking, recorder, quarter_watch>;

TEST(ObservedOperation, TellsEachExchangeWithItsAttemptAndItsWait) {
    recorder seen;
    observed watched(asking({"https://h/v2/time", "https://h/v2/time", "https://h/v2/store"}),
                     seen);
    bcauth::testing::scripted_client client(
        {{http::method::get, "https://h/v2/time", errc::transport_failed},
         {http::method::get, "https://h/v2/time", make_response(200, "{}")},
         {http::method::get, "https://h/v2/store", make_response(404)}});
    std::vector<milliseconds> slept;
    bcauth::diagnostics why;
    auto const outcome =
        bcauth::run(client, watched, why, [&](milliseconds delay) { slept.push_back(delay); });
    EXPECT_EQ(outcome.value(), 3);
    EXPECT_TRUE(client.finished()) << client.complaint();
    EXPECT_EQ(why.status(), 418);
    EXPECT_EQ(slept, (std::vector{milliseconds{100}, milliseconds{100}}));
    ASSERT_EQ(seen.events.size(), 3U);
    EXPECT_EQ(seen.events[0].error, errc::transport_failed);
    EXPECT_EQ(seen.events[0].attempt, 1U);
    EXPECT_EQ(seen.events[0].delay.count(), 0);
    EXPECT_EQ(seen.events[0].duration, milliseconds{250});
    EXPECT_EQ(seen.events[1].status, 200);
    EXPECT_FALSE(seen.events[1].error.failed());
    EXPECT_EQ(seen.events[1].attempt, 2U);
    EXPECT_EQ(seen.events[1].delay, milliseconds{100});
    EXPECT_EQ(seen.events[1].duration, milliseconds{150});
    EXPECT_EQ(seen.events[1].response_body.view(), "json of 2 bytes: {}");
    EXPECT_EQ(seen.events[2].status, 404);
    EXPECT_EQ(seen.events[2].attempt, 1U);
    EXPECT_EQ(seen.events[2].path.view(), "/v2/store");
}

TEST(ObservedOperation, IsAnOperation) {
    static_assert(bcauth::op::operation<observed>);
    static_assert(bcauth::op::operation<observed_operation<bcauth::op::token_exchange, recorder>>);
    static_assert(
        !std::is_copy_constructible_v<observed_operation<bcauth::op::token_exchange, recorder>>);
}

// what was sent is told even where the operation is moved in between, as asynchronous drivers do
TEST(ObservedOperation, MayBeMovedWhileItIsUnderWay) {
    recorder seen;
    observed first(asking({"https://h/v2/time"}), seen);
    EXPECT_FALSE(first.start().is_done());
    observed second(std::move(first));
    EXPECT_TRUE(second.resume(make_response(204)).is_done());
    ASSERT_EQ(seen.events.size(), 1U);
    EXPECT_EQ(seen.events[0].status, 204);
}

TEST(ObservedOperation, TellsNothingOfWhatWasNotAskedFor) {
    recorder seen;
    observed watched(asking({}), seen);
    EXPECT_TRUE(watched.start().is_done());
    EXPECT_TRUE(watched.resume(make_response(200)).is_done());
    EXPECT_TRUE(seen.events.empty());
}

TEST(ObservedOperation, GivesTheAnswerToTheOperationWhateverTheObserverDoes) {
    struct throwing {
        void on_event(exchange_event const&) const { throw std::runtime_error("no"); }
    };
    throwing own;
    observed_operation watched{
        bcauth::op::token_exchange{oauth_support::app(), oauth_support::grant()}, own};
    bcauth::testing::scripted_client client(
        {{http::method::post, std::string(oauth_support::token_url),
          make_response(200, oauth_support::token_body)}});
    auto const installed = bcauth::run(client, watched);
    ASSERT_TRUE(installed);
    EXPECT_EQ(installed->store.view(), "g5cd38");
}

}  // namespace
