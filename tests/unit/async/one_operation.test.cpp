// SPDX-License-Identifier: BSL-1.0
#include <bcauth/async/asio.hpp>
#include <bcauth/async/async_function_client.hpp>
#include <bcauth/async/awaitable.hpp>
#include <bcauth/http/any_client.hpp>
#include <bcauth/op/run.hpp>

#include "support/completions.hpp"
#include "support/foreign_task.hpp"
#include "support/one_operation.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <thread>
#include <utility>

// One operation object on every shape of client and every kind of completion. curl and Beast have theirs in
// integration/, with the same suite.
namespace {

namespace asio = boost::asio;
namespace http = bcauth::http;
using bcauth::diagnostics;
using bcauth::result;
using reply = result<http::response>;

struct without_network {
    static bcauth::testing::client_lab lab() { return imagined_lab(); }
};

struct on_a_lambda : without_network {
    template <class Operation>
    auto run(Operation operation, diagnostics& why) {
        http::function_client client{imagined_answer};
        return bcauth::run(client, std::move(operation), why);
    }
};

struct on_any_client : without_network {
    template <class Operation>
    auto run(Operation operation, diagnostics& why) {
        http::any_client client{imagined_answer};
        return bcauth::run(client, std::move(operation), why);
    }
};

// the answer comes a turn later
struct on_asio : without_network {
    auto client() {
        return http::async_function_client{
            context.get_executor(), [this](http::request message, http::reply_callback done) {
                asio::post(context, [message = std::move(message), done = std::move(done)] {
                    done(imagined_answer(message));
                });
            }};
    }
    asio::io_context context;
};

struct in_a_foreign_coroutine : without_network {
    template <class Operation>
    auto run(Operation operation, diagnostics& why) {
        foreign_loop loop;
        http::function_client client{[&](http::request const& message) {
            return loop.later<reply>([message] { return imagined_answer(message); });
        }};
        auto const sleep = [&](std::chrono::milliseconds delay) {
            return loop.later<int>([delay] { return std::this_thread::sleep_for(delay), 0; });
        };
        auto task = bcauth::co_run<foreign_task>(client, std::move(operation), why, sleep);
        task.start();
        while (loop.turn()) {
        }
        return task.get();
    }
};

struct in_an_asio_coroutine : on_asio {
    template <class Operation>
    auto run(Operation operation, diagnostics& why) {
        http::function_client http{[](http::request message) -> asio::awaitable<reply> {
            co_await asio::post(asio::use_awaitable);
            co_return imagined_answer(message);
        }};
        auto const sleep = [](std::chrono::milliseconds delay) -> asio::awaitable<void> {
            asio::steady_timer timer(co_await asio::this_coro::executor, delay);
            co_await timer.async_wait(asio::use_awaitable);
        };
        std::optional<outcome_of<Operation>> outcome;
        asio::co_spawn(
            context,
            [&]() -> asio::awaitable<void> {
                outcome.emplace(co_await bcauth::co_run<asio::awaitable>(http, std::move(operation),
                                                                         why, sleep));
            },
            asio::detached);
        context.restart();
        context.run();
        return std::move(outcome).value();
    }
};

INSTANTIATE_TYPED_TEST_SUITE_P(OnALambda, OneOperation, on_a_lambda);
INSTANTIATE_TYPED_TEST_SUITE_P(OnAnyClient, OneOperation, on_any_client);
INSTANTIATE_TYPED_TEST_SUITE_P(WithACallback, OneOperation, with_a_callback<on_asio>);
INSTANTIATE_TYPED_TEST_SUITE_P(WithUseAwaitable, OneOperation, with_use_awaitable<on_asio>);
INSTANTIATE_TYPED_TEST_SUITE_P(WithUseFuture, OneOperation, with_use_future<on_asio>);
INSTANTIATE_TYPED_TEST_SUITE_P(WithDeferred, OneOperation, with_deferred<on_asio>);
INSTANTIATE_TYPED_TEST_SUITE_P(InAForeignCoroutine, OneOperation, in_a_foreign_coroutine);
INSTANTIATE_TYPED_TEST_SUITE_P(InAnAsioCoroutine, OneOperation, in_an_asio_coroutine);

}  // namespace
