// SPDX-License-Identifier: BSL-1.0
#include <bcauth/async/asio.hpp>

#include <bcauth/async/async_function_client.hpp>
#include <bcauth/op/token_exchange.hpp>
#include <bcauth/testing/scripted_async_client.hpp>
#include "support/oauth.hpp"
#include "support/sample_operations.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace http = bcauth::http;
using asio::cancellation_type;
using bcauth::async_run;
using bcauth::diagnostics;
using bcauth::errc;
using bcauth::result;
using bcauth::op::step;
using bcauth::testing::make_response;
using bcauth::testing::scripted_async_client;
using bcauth::testing::scripted_exchange;
using std::chrono::milliseconds;
using sum = result<std::unique_ptr<int>>;

constexpr auto every_type = {cancellation_type::terminal, cancellation_type::partial,
                             cancellation_type::total};

std::vector<scripted_exchange> script() {
    return {{http::method::get, "https://a.example/1", make_response(200)},
            {http::method::get, "https://a.example/2", make_response(201)}};
}

sum_of_two two(milliseconds pause = {}) {
    return sum_of_two("https://a.example/1", "https://a.example/2", pause);
}

bcauth::op::token_exchange exchange() {
    return bcauth::op::token_exchange{oauth_support::app(), oauth_support::grant()};
}

std::vector<scripted_exchange> exchange_script() {
    return {{http::method::post, std::string(oauth_support::token_url),
             make_response(200, oauth_support::token_body)}};
}

// waits a long time first, and again whatever it is told
struct stubborn {
    using value_type = int;
    step<int> start() { return step<int>::wait_then_send(std::chrono::hours{1}, {}); }
    step<int> resume(result<http::response> reply) {
        last = reply ? errc{} : static_cast<errc>(reply.error().value());
        ++*asked;
        return start();
    }
    [[nodiscard]] diagnostics const& why() const& { return words; }
    std::shared_ptr<int> asked = std::make_shared<int>(0);
    errc last{};
    diagnostics words;
};

// an asynchronous client that keeps no rule: it answers at once, where it was asked
struct hasty_client {
    template <class Handler>
    void async_send(http::request, Handler&& handler) {
        std::forward<Handler>(handler)(result<http::response>(make_response(200)));
    }
    auto get_executor() { return context->get_executor(); }
    asio::io_context* context;
};

class AsyncRun : public testing::Test {
protected:
    // all that is left to do; a test that went wrong fails and doesn't wait for ever
    void finish() {
        x_context.restart();
        x_context.run_for(std::chrono::seconds{10});
    }

    // gives what the handler of async_run gets
    auto into(std::optional<sum>& outcome) {
        return [&](sum got) {
            ++x_completions;
            outcome.emplace(std::move(got));
        };
    }

    asio::io_context x_context;
    asio::cancellation_signal x_cancel;
    int x_completions = 0;
};

// -- completion

TEST_F(AsyncRun, CarriesAnExchangeThroughWithItsBodyWhole) {
    scripted_async_client http(x_context.get_executor(), exchange_script());
    diagnostics why;
    auto installed = async_run(http, exchange(), why, asio::use_future);
    x_context.run();
    auto const outcome = installed.get();
    ASSERT_TRUE(outcome) << outcome.error().message() << http.complaint();
    EXPECT_EQ(outcome->store.view(), "g5cd38");
    EXPECT_EQ(why.status(), 200);
    ASSERT_TRUE(http.finished());
    EXPECT_NE(http.received().at(0).body.expose().find("qr6h3thvbvag2ffq"), std::string::npos);
}

TEST_F(AsyncRun, CompletesOnceAndNeverFromWithinTheInitiatingFunction) {
    scripted_async_client http(x_context.get_executor(), script());
    hasty_client hasty{&x_context};
    std::optional<sum> polite_sum;
    std::optional<sum> hasty_sum;
    int done = 0;
    async_run(http, two(), into(polite_sum));
    async_run(hasty, two(), into(hasty_sum));
    async_run(http, done_at_once{}, [&](result<int> got) { done += *got; });
    EXPECT_FALSE(polite_sum || hasty_sum || done != 0);
    x_context.run();
    EXPECT_EQ(**polite_sum.value(), 401);
    EXPECT_EQ(**hasty_sum.value(), 400);
    EXPECT_EQ(done, 1);
    EXPECT_EQ(x_completions, 2);
}

TEST_F(AsyncRun, CompletesThroughTheExecutorOfItsHandler) {
    asio::io_context mine;
    auto const strand = asio::make_strand(mine);
    scripted_async_client http(x_context.get_executor(), script());
    hasty_client hasty{&x_context};
    int in_place = 0;
    auto const on_mine = [&] {
        return asio::bind_executor(
            strand, [&](auto const&) { in_place += strand.running_in_this_thread() ? 1 : 100; });
    };
    async_run(http, two(milliseconds{1}), on_mine());
    async_run(hasty, two(), on_mine());
    async_run(hasty, done_at_once{}, on_mine());
    for (int turns = 0; turns < 20 && in_place < 3; ++turns) {
        x_context.restart();
        x_context.run_for(milliseconds{2});
        EXPECT_FALSE(turns == 0 && in_place != 0) << "the client's executor ran the handler";
        mine.restart();
        mine.poll();
    }
    EXPECT_EQ(in_place, 3);
}

// a future's own executor is the system's pool of threads
TEST_F(AsyncRun, StaysOnItsClientsThreadForAFuture) {
    std::vector<std::thread::id> asked;
    http::async_function_client client{x_context.get_executor(),
                                       [&](http::request const&, http::reply_callback const& done) {
                                           asked.push_back(std::this_thread::get_id());
                                           done(make_response(200));
                                       }};
    std::vector<std::thread::id> told;
    auto const tell = [&](auto const& got) {
        told.push_back(std::this_thread::get_id());
        return got.has_value();
    };
    for (auto const pause : {milliseconds{0}, milliseconds{1}}) {
        asked.clear();
        told.clear();
        auto sum_known = async_run(client, two(pause), asio::use_future(tell));
        auto done = async_run(client, done_at_once{}, asio::use_future(tell));
        x_context.restart();
        std::thread runner([&] { x_context.run(); });
        auto const here = std::this_thread::get_id();
        auto const there = runner.get_id();
        runner.join();
        EXPECT_TRUE(sum_known.get() && done.get());
        EXPECT_EQ(asked, (std::vector<std::thread::id>{here, there}));
        EXPECT_EQ(told, (std::vector<std::thread::id>{there, there}));
    }
}

// takes both by value, so that the handler is moved before the request where a compiler begins at the end
struct by_value_client {
    template <class Handler>
    void async_send(http::request message, Handler handler) {
        urls.push_back(std::move(message.url));
        asio::post(*context, [handler = std::move(handler)]() mutable {
            handler(result<http::response>(make_response(200)));
        });
    }
    auto get_executor() { return context->get_executor(); }
    asio::io_context* context;
    std::vector<std::string> urls;
};

TEST_F(AsyncRun, HandsEachRequestOverBeforeItself) {
    for (auto const pause : {milliseconds{0}, milliseconds{1}}) {
        by_value_client http{&x_context, {}};
        std::optional<sum> outcome;
        async_run(http, two(pause), into(outcome));
        finish();
        EXPECT_EQ(**outcome.value(), 400);
        EXPECT_EQ(http.urls,
                  (std::vector<std::string>{"https://a.example/1", "https://a.example/2"}));
    }
}

TEST_F(AsyncRun, KeepsTheExecutorOfItsHandlerAtWork) {
    asio::io_context mine;
    scripted_async_client http(x_context.get_executor(), exchange_script());
    http.hold(0);
    bool done = false;
    async_run(http, exchange(), asio::bind_executor(mine, [&](auto const&) { done = true; }));
    x_context.poll();
    mine.poll();
    EXPECT_FALSE(mine.stopped()) << "nothing left to do, though the handler is to come";
    EXPECT_FALSE(x_context.stopped());
    http.release();
    for (int turns = 0; turns < 20 && !done; ++turns) {
        x_context.poll();
        mine.poll();
    }
    EXPECT_TRUE(done);
    finish();
}

TEST_F(AsyncRun, TakesAHandlerThatCanOnlyBeMoved) {
    scripted_async_client http(x_context.get_executor(), script());
    int got = 0;
    auto handler = [&got, held = std::make_unique<int>(7)](sum const& outcome) {
        got = **outcome + *held;
    };
    async_run(http, two(milliseconds{1}), std::move(handler));
    x_context.run();
    EXPECT_EQ(got, 408);
}

TEST_F(AsyncRun, GivesTheOperationEveryFailureOfTheClient) {
    for (std::size_t failing = 0; failing < 2; ++failing) {
        auto cut = script();
        cut.resize(failing + 1);
        cut.back().reply = errc::timed_out;
        scripted_async_client http(x_context.get_executor(), std::move(cut));
        diagnostics why;
        std::optional<sum> outcome;
        async_run(http, two(), why, into(outcome));
        finish();
        EXPECT_EQ(outcome.value().error(), errc::timed_out);
        EXPECT_EQ(why.message(), "no answer");
        EXPECT_TRUE(http.finished());
    }
}

TEST_F(AsyncRun, TakesEveryCompletionToken) {
    auto many = script();
    for (int i = 0; i < 3; ++i) {
        for (auto const& each : script())
            many.push_back(each);
    }
    scripted_async_client http(x_context.get_executor(), std::move(many));
    async_run(http, two(), asio::detached);
    x_context.run();

    std::optional<sum> tuple;
    auto const co = [&]() -> asio::awaitable<void> {
        auto [got] = co_await async_run(http, two(), asio::as_tuple(asio::use_awaitable));
        tuple.emplace(std::move(got));
        got = co_await async_run(http, two(), asio::deferred);
        EXPECT_EQ(**got, 401);
    };
    asio::co_spawn(x_context, co, asio::detached);
    finish();
    EXPECT_EQ(**tuple.value(), 401);

    auto lazy = async_run(http, two(), asio::deferred);
    finish();
    EXPECT_EQ(http.received().size(), 6U) << "a deferred operation began by itself";
    std::optional<sum> outcome;
    std::move(lazy)(into(outcome));
    finish();
    EXPECT_EQ(**outcome.value(), 401);
    EXPECT_TRUE(http.finished()) << http.complaint();
}

// -- memory

struct tally {
    std::size_t made = 0;
    std::size_t alive = 0;
};
template <class T>
struct counting_allocator {
    using value_type = T;
    explicit counting_allocator(tally& to) : count(&to) {}
    template <class U>
    counting_allocator(counting_allocator<U> const& other) : count(other.count) {}
    T* allocate(std::size_t n) {
        ++count->made;
        ++count->alive;
        return std::allocator<T>{}.allocate(n);
    }
    void deallocate(T* at, std::size_t n) {
        --count->alive;
        std::allocator<T>{}.deallocate(at, n);
    }
    template <class U>
    bool operator==(counting_allocator<U> const& other) const {
        return count == other.count;
    }
    tally* count;
};

TEST_F(AsyncRun, UsesTheAllocatorOfItsHandlerAndGivesAllBackFirst) {
    scripted_async_client http(x_context.get_executor(), script());
    tally count;
    std::size_t left = 1000;
    async_run(http, two(milliseconds{1}),
              asio::bind_allocator(counting_allocator<void>(count), [&](sum const& outcome) {
                  EXPECT_EQ(**outcome, 401);
                  left = count.alive;
              }));
    x_context.run();
    EXPECT_GE(count.made, 4U) << "two requests, the timer and its wait";
    EXPECT_EQ(left, 0U);
    EXPECT_EQ(count.alive, 0U);
}

TEST_F(AsyncRun, LeavesNothingWhenItsContextGoes) {
    auto const held = std::make_shared<int>(0);
    diagnostics why;
    {
        asio::io_context context;
        scripted_async_client http(context.get_executor(), exchange_script());
        http.hold(0);
        async_run(http, exchange(), why, [held](auto const&) { ++*held; });
        stubborn operation;
        async_run(http, operation, why, [held](auto const&) { ++*held; });
        context.poll();
        EXPECT_EQ(held.use_count(), 3);
    }
    EXPECT_EQ(held.use_count(), 1);
    EXPECT_EQ(*held, 0) << "a completion came";
}

// -- cancellation

TEST_F(AsyncRun, CancelsARequestUnderWayAndLetsTheOperationSayWhatThatMeans) {
    for (auto const type : {cancellation_type::terminal, cancellation_type::partial}) {
        scripted_async_client http(x_context.get_executor(), exchange_script());
        http.hold(0);
        diagnostics why;
        std::optional<errc> code;
        async_run(http, exchange(), why,
                  asio::bind_cancellation_slot(x_cancel.slot(), [&](auto const& outcome) {
                      code = static_cast<errc>(outcome.error().value());
                  }));
        x_context.restart();
        x_context.poll();
        ASSERT_TRUE(http.holds());
        x_cancel.emit(type);
        EXPECT_FALSE(code);
        finish();
        EXPECT_EQ(code, errc::outcome_unknown) << "the code may have arrived";
        EXPECT_FALSE(why.message().empty());
    }
}

TEST_F(AsyncRun, LeavesATotalCancellationToTheClient) {
    scripted_async_client http(x_context.get_executor(), exchange_script());
    http.hold(0);
    std::optional<bool> installed;
    async_run(http, exchange(),
              asio::bind_cancellation_slot(
                  x_cancel.slot(), [&](auto const& outcome) { installed = outcome.has_value(); }));
    x_context.poll();
    x_cancel.emit(cancellation_type::total);
    x_context.restart();
    x_context.poll();
    EXPECT_FALSE(installed) << "the request was sent: too late for a cancellation without trace";
    http.release();
    finish();
    EXPECT_EQ(installed, true);
}

TEST_F(AsyncRun, SendsNothingMoreOnceItWasCancelled) {
    for (auto const type : every_type) {
        scripted_async_client http(x_context.get_executor(), script());
        http.hold(0);
        std::optional<sum> outcome;
        async_run(http, two(), asio::bind_cancellation_slot(x_cancel.slot(), into(outcome)));
        x_context.restart();
        x_context.poll();
        x_cancel.emit(type);
        http.release();
        finish();
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->error(), errc::cancelled);
        EXPECT_EQ(http.received().size(), 1U);
    }
}

TEST_F(AsyncRun, EndsAWaitAtOnceWhenItIsCancelled) {
    for (auto const type : every_type) {
        scripted_async_client http(x_context.get_executor(), script());
        std::optional<sum> outcome;
        diagnostics why;
        async_run(http, two(std::chrono::hours{1}), why,
                  asio::bind_cancellation_slot(x_cancel.slot(), into(outcome)));
        x_context.restart();
        x_context.poll();
        ASSERT_EQ(http.received().size(), 1U);
        EXPECT_FALSE(outcome);
        x_cancel.emit(type);
        EXPECT_FALSE(outcome) << "from within the signal";
        finish();
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->error(), errc::transport_failed) << "nothing was sent";
        EXPECT_EQ(why.message(), "no answer");
        EXPECT_EQ(http.received().size(), 1U);
    }
}

TEST_F(AsyncRun, IsCancelledBeforeItsFirstRequest) {
    for (auto const type : every_type) {
        scripted_async_client http(x_context.get_executor(), {});
        stubborn operation;
        std::optional<result<int>> outcome;
        async_run(http, operation,
                  asio::bind_cancellation_slot(
                      x_cancel.slot(), [&](result<int> got) { outcome.emplace(std::move(got)); }));
        x_cancel.emit(type);
        finish();
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->error(), errc::cancelled) << "the operation would have gone on";
        EXPECT_EQ(*operation.asked, 1);
        EXPECT_TRUE(http.finished()) << "something was sent";
    }
}

TEST_F(AsyncRun, IsCancelledWhenTheWaitIsOverAndItsTurnHasNotCome) {
    scripted_async_client http(x_context.get_executor(), script());
    std::optional<sum> outcome;
    asio::steady_timer other(x_context);
    async_run(http, two(milliseconds{20}),
              asio::bind_cancellation_slot(x_cancel.slot(), into(outcome)));
    x_context.poll();
    other.expires_after(milliseconds{0});
    other.async_wait([&](auto const&) { x_cancel.emit(cancellation_type::terminal); });
    // both timers are over when the context looks at them: one signals while the other's handler is ready
    std::this_thread::sleep_for(milliseconds{25});
    x_context.run();
    EXPECT_EQ(outcome.value().error(), errc::transport_failed);
    EXPECT_EQ(http.received().size(), 1U);
}

TEST_F(AsyncRun, KeepsAnOutcomeThatItHasWhenItIsCancelled) {
    scripted_async_client http(x_context.get_executor(), {});
    std::optional<result<int>> outcome;
    async_run(http, done_at_once{},
              asio::bind_cancellation_slot(
                  x_cancel.slot(), [&](result<int> got) { outcome.emplace(std::move(got)); }));
    x_cancel.emit(cancellation_type::terminal);
    x_context.run();
    EXPECT_EQ(*outcome.value(), 1);
    x_cancel.emit(cancellation_type::terminal);  // after the end, to nobody
}

TEST_F(AsyncRun, GivesACoroutineItsResultWhenItIsCancelledAndDoesNotThrow) {
    scripted_async_client http(x_context.get_executor(), exchange_script());
    http.hold(0);
    std::optional<errc> code;
    auto const co = [&]() -> asio::awaitable<void> {
        auto const outcome = co_await async_run(http, exchange(), asio::use_awaitable);
        code = static_cast<errc>(outcome.error().value());
    };
    asio::co_spawn(x_context, co, asio::bind_cancellation_slot(x_cancel.slot(), asio::detached));
    x_context.poll();
    x_cancel.emit(cancellation_type::terminal);
    finish();
    EXPECT_EQ(code, errc::outcome_unknown);
}

// -- what throws

struct throwing_client : hasty_client {
    template <class Handler>
    void async_send(http::request, Handler&& handler) {
        if (sent++ == throws_at) throw std::bad_alloc();
        asio::post(*context, [handler = std::forward<Handler>(handler)]() mutable {
            handler(result<http::response>(make_response(200)));
        });
    }
    int throws_at = 0;
    int sent = 0;
};

TEST_F(AsyncRun, LetsWhatTheClientThrowsPassThrough) {
    throwing_client first{{&x_context}, 0};
    std::optional<sum> outcome;
    EXPECT_THROW(async_run(first, two(), into(outcome)), std::bad_alloc);
    throwing_client second{{&x_context}, 1};
    throwing_client third{{&x_context}, 0};
    async_run(second, two(), into(outcome));
    x_context.restart();
    EXPECT_THROW(x_context.run(), std::bad_alloc);
    auto const co = [&]() -> asio::awaitable<void> {
        outcome.emplace(co_await async_run(third, two(), asio::use_awaitable));
    };
    asio::co_spawn(x_context, co, asio::detached);
    x_context.restart();
    EXPECT_THROW(x_context.run(), std::bad_alloc);
    finish();
    EXPECT_FALSE(outcome);
}

// -- threads

TEST_F(AsyncRun, RunsManyAtOnceOnSeveralThreads) {
    http::async_function_client http{
        x_context.get_executor(), [&](http::request message, http::reply_callback done) {
            asio::post(x_context, [url = std::move(message.url), done = std::move(done)] {
                done(make_response(url == "https://a.example/1" ? 200 : 201));
            });
        }};
    constexpr int each = 50;
    auto const strand = asio::make_strand(x_context);
    int total = 0;
    std::vector<diagnostics> whys(each);
    std::vector<asio::cancellation_signal> signals(each);
    for (int i = 0; i < each; ++i) {
        auto& signal = signals[static_cast<std::size_t>(i)];
        auto& why = whys[static_cast<std::size_t>(i)];
        async_run(http, two(milliseconds{i % 3}), why,
                  asio::bind_cancellation_slot(
                      signal.slot(), asio::bind_executor(strand, [&](sum const& outcome) {
                          total += outcome ? **outcome : 0;
                          EXPECT_EQ(why.status(), outcome ? 201 : why.status());
                      })));
    }
    // signals are emitted where the handlers run
    asio::post(strand, [&] { signals[0].emit(cancellation_type::terminal); });
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] { x_context.run(); });
    for (auto& thread : threads)
        thread.join();
    EXPECT_GE(total, 401 * (each - 1));
}

}  // namespace
