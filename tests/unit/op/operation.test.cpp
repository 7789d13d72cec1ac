// SPDX-License-Identifier: BSL-1.0
#include <bcauth/op/operation.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace {

namespace http = bcauth::http;
using bcauth::diagnostics;
using bcauth::errc;
using bcauth::result;
using bcauth::op::operation;
using bcauth::op::step;
using std::chrono::milliseconds;

struct complete {
    using value_type = int;
    step<int> start();
    step<int> resume(result<http::response> reply);
    diagnostics const& why() const&;
};
static_assert(operation<complete>);

// one model for each requirement, which misses that one
struct immovable : complete {
    immovable(immovable&&) = delete;
    immovable& operator=(immovable&&) = delete;
};
struct without_value_type {
    step<int> start();
    step<int> resume(result<http::response> reply);
    diagnostics const& why() const&;
};
struct without_start {
    using value_type = int;
    step<int> resume(result<http::response> reply);
    diagnostics const& why() const&;
};
struct with_another_start : complete {
    step<long> start();
};
struct without_resume {
    using value_type = int;
    step<int> start();
    diagnostics const& why() const&;
};
struct with_another_resume : complete {
    step<long> resume(result<http::response> reply);
};
struct resumed_by_a_response_alone : complete {
    step<int> resume(http::response const& reply);
};
struct without_why {
    using value_type = int;
    step<int> start();
    step<int> resume(result<http::response> reply);
};
struct with_why_by_value : complete {
    diagnostics why() const&;
};
struct with_why_of_a_variable : complete {
    diagnostics const& why() &;
};
static_assert(!operation<immovable> && !operation<without_value_type> &&
              !operation<without_start> && !operation<with_another_start> &&
              !operation<without_resume> && !operation<with_another_resume> &&
              !operation<resumed_by_a_response_alone> && !operation<without_why> &&
              !operation<with_why_by_value> && !operation<with_why_of_a_variable> &&
              !operation<int>);

http::request get(std::string url) {
    http::request made;
    made.url = std::move(url);
    return made;
}

TEST(OperationStep, SaysToSend) {
    auto next = step<int>::send(get("https://a.example/"));
    EXPECT_FALSE(next.is_done());
    EXPECT_EQ(next.delay(), milliseconds{0});
    EXPECT_EQ(next.request().url, "https://a.example/");
    EXPECT_EQ(std::move(next).request().url, "https://a.example/");
}

TEST(OperationStep, SaysToWaitAndThenSend) {
    auto const next = step<int>::wait_then_send(milliseconds{250}, get("https://a.example/"));
    EXPECT_FALSE(next.is_done());
    EXPECT_EQ(next.delay(), milliseconds{250});
    EXPECT_EQ(next.request().url, "https://a.example/");
}

TEST(OperationStep, SaysThatItIsDone) {
    auto const done = step<int>::done(7);
    EXPECT_TRUE(done.is_done());
    EXPECT_EQ(done.delay(), milliseconds{0});
    EXPECT_EQ(*done.outcome(), 7);
    auto const failed = step<int>::done(errc::timed_out);
    EXPECT_TRUE(failed.is_done());
    EXPECT_EQ(failed.outcome().error(), errc::timed_out);
    EXPECT_TRUE(step<void>::done({}).outcome());
}

TEST(OperationStep, CarriesAValueThatCanOnlyBeMoved) {
    auto done = step<std::unique_ptr<int>>::done(std::make_unique<int>(7));
    auto const outcome = std::move(done).outcome();
    EXPECT_EQ(**outcome, 7);
}

}  // namespace
