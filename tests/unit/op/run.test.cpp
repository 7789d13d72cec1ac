// SPDX-License-Identifier: BSL-1.0
#include <bcauth/op/run.hpp>
#include <bcauth/testing/scripted_client.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace http = bcauth::http;
using bcauth::diagnostics;
using bcauth::errc;
using bcauth::result;
using bcauth::op::step;
using bcauth::testing::make_response;
using bcauth::testing::scripted_client;
using bcauth::testing::scripted_exchange;
using std::chrono::milliseconds;

static_assert(bcauth::sleeper<bcauth::thread_sleeper> && !bcauth::sleeper<int> &&
              !bcauth::sleeper<diagnostics>);

// asks for a number twice, the second time after a pause, and adds
class sum_of_two {
public:
    using value_type = int;

    sum_of_two() = default;
    sum_of_two(sum_of_two const&) = delete;
    sum_of_two& operator=(sum_of_two const&) = delete;
    sum_of_two(sum_of_two&&) = default;
    sum_of_two& operator=(sum_of_two&&) = default;
    ~sum_of_two() = default;

    step<int> start() { return step<int>::send(get("https://a.example/1")); }
    step<int> resume(result<http::response> reply) {
        if (!reply) {
            x_why.message("no answer", {});
            return step<int>::done(reply.error());
        }
        x_why.status(reply->status);
        x_sum += reply->status;
        return ++x_answers == 1
                   ? step<int>::wait_then_send(milliseconds{1500}, get("https://a.example/2"))
                   : step<int>::done(x_sum);
    }
    [[nodiscard]] diagnostics const& why() const& { return x_why; }

private:
    static http::request get(std::string url) {
        http::request made;
        made.url = std::move(url);
        return made;
    }

    diagnostics x_why;
    int x_sum = 0;
    int x_answers = 0;
};

// is done at once
struct ready {
    using value_type = int;
    step<int> start() { return step<int>::done(1); }
    step<int> resume(result<http::response>) { return step<int>::done(errc::operation_misused); }
    [[nodiscard]] diagnostics const& why() const& { return words; }
    diagnostics words;
};

std::vector<scripted_exchange> script() {
    return {{http::method::get, "https://a.example/1", make_response(200)},
            {http::method::get, "https://a.example/2", make_response(201)}};
}

TEST(Run, CarriesAnOperationThroughAndWaitsWhenAsked) {
    scripted_client client(script());
    std::vector<milliseconds> waits;
    diagnostics why;
    why.message("of an earlier call", {});
    auto const sum =
        bcauth::run(client, sum_of_two{}, why, [&](milliseconds delay) { waits.push_back(delay); });
    ASSERT_TRUE(sum);
    EXPECT_EQ(*sum, 401);
    EXPECT_TRUE(client.finished());
    EXPECT_EQ(waits, std::vector{milliseconds{1500}});
    EXPECT_EQ(why.status(), 201);
    EXPECT_TRUE(why.message().empty());
}

TEST(Run, TakesAnOperationByReferenceAndAnyClientAndSleeperByValue) {
    sum_of_two sum;
    auto const outcome =
        bcauth::run(http::function_client{[](http::request const&) -> result<http::response> {
                        return make_response(1);
                    }},
                    sum, [](milliseconds) {});
    EXPECT_EQ(*outcome, 2);
    EXPECT_EQ(sum.why().status(), 1);
}

TEST(Run, SendsNothingForAnOperationThatIsDoneAtOnce) {
    scripted_client client({});
    EXPECT_EQ(*bcauth::run(client, ready{}), 1);
    EXPECT_TRUE(client.received().empty());
}

TEST(Run, GivesTheOperationEveryFailureOfTheClient) {
    bcauth::testing::fail_at_each_step(script(), make_error_code(errc::timed_out),
                                       [](scripted_client& client, std::size_t failing) {
                                           diagnostics why;
                                           auto const outcome = bcauth::run(
                                               client, sum_of_two{}, why, [](milliseconds) {});
                                           EXPECT_EQ(outcome.error(), errc::timed_out) << failing;
                                           EXPECT_EQ(why.message(), "no answer");
                                           EXPECT_TRUE(client.finished());
                                       });
}

TEST(Run, SleepsOnItsThreadByDefault) {
    auto const before = std::chrono::steady_clock::now();
    bcauth::thread_sleeper{}(milliseconds{20});
    EXPECT_GE(std::chrono::steady_clock::now() - before, milliseconds{20});
}

}  // namespace
