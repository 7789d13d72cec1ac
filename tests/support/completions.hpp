// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_COMPLETIONS_HPP
#define BCAUTH_TESTS_SUPPORT_COMPLETIONS_HPP

#include <bcauth/async/asio.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <optional>
#include <thread>
#include <utility>

// Each kind of completion that Asio has, as a row of the suite `OneOperation` (support/one_operation.hpp): over a bed with
// an io_context `context` and an asynchronous client `client()`.

template <class Operation>
using outcome_of = bcauth::result<typename Operation::value_type>;

// What comes, while the context is run, to the callback that `begin` is given.
template <class Outcome, class Begin>
Outcome outcome_on(boost::asio::io_context& context, Begin begin) {
    std::optional<Outcome> outcome;
    begin([&](Outcome got) { outcome.emplace(std::move(got)); });
    context.restart();
    context.run();
    return std::move(outcome).value();
}

template <class Bed>
struct with_a_callback : Bed {
    template <class Operation>
    auto run(Operation operation, bcauth::diagnostics& why) {
        auto&& http = this->client();
        return outcome_on<outcome_of<Operation>>(this->context, [&](auto done) {
            bcauth::async_run(http, std::move(operation), why, done);
        });
    }
};

template <class Bed>
struct with_use_awaitable : Bed {
    template <class Operation>
    auto run(Operation operation, bcauth::diagnostics& why) {
        auto&& http = this->client();
        auto const begin = [&](auto done) {
            auto const co = [&, done]() -> boost::asio::awaitable<void> {
                done(co_await bcauth::async_run(http, std::move(operation), why,
                                                boost::asio::use_awaitable));
            };
            boost::asio::co_spawn(this->context, co, boost::asio::detached);
        };
        return outcome_on<outcome_of<Operation>>(this->context, begin);
    }
};

template <class Bed>
struct with_use_future : Bed {
    template <class Operation>
    auto run(Operation operation, bcauth::diagnostics& why) {
        auto&& http = this->client();
        auto future = bcauth::async_run(http, std::move(operation), why, boost::asio::use_future);
        this->context.restart();
        std::thread runner([this] { this->context.run(); });
        auto outcome = future.get();
        runner.join();
        return outcome;
    }
};

template <class Bed>
struct with_deferred : Bed {
    template <class Operation>
    auto run(Operation operation, bcauth::diagnostics& why) {
        auto&& http = this->client();
        auto later = bcauth::async_run(http, std::move(operation), why, boost::asio::deferred);
        return outcome_on<outcome_of<Operation>>(this->context,
                                                 [&](auto done) { std::move(later)(done); });
    }
};

#endif
