// SPDX-License-Identifier: BSL-1.0
#include "support/one_operation.hpp"

#include <bcauth/async/asio.hpp>
#include <bcauth/http/any_client.hpp>
#include <bcauth/op/run.hpp>
#include <bcauth/transport/beast.hpp>
#include <bcauth/transport/curl.hpp>
#include "support/lab.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <utility>

// The operation of unit/async/one_operation.test.cpp, over TLS.
namespace {

namespace asio = boost::asio;
using bcauth::diagnostics;

bool const environment_is_clean = lab::forget_proxies();

template <class Operation>
using outcome_of = bcauth::result<typename Operation::value_type>;

class over_tls {
public:
    [[nodiscard]] bcauth::testing::client_lab lab() const {
        return {.origin = x_server.origin(),
                .dead_origin = std::string("https://127.0.0.1:") + x_dead};
    }

protected:
    static bcauth::tls_trust trust() {
        return bcauth::tls_trust::only_pem(::lab::authority().pem());
    }
    static bcauth::beast_options beast() {
        bcauth::beast_options options;
        options.trust = trust();
        return options;
    }

private:
    std::atomic<int> x_visits{0};
    std::string x_dead{::lab::dead_port()};
    test_certificate x_certificate = ::lab::authority().good();
    tls_server x_server{::lab::battery_actions(x_visits), &x_certificate};
};

struct on_curl : over_tls {
    template <class Operation>
    auto run(Operation operation, diagnostics& why) {
        bcauth::curl_client client({.trust = trust()});
        return bcauth::run(client, std::move(operation), why);
    }
};

struct on_curl_as_any_client : over_tls {
    template <class Operation>
    auto run(Operation operation, diagnostics& why) {
        bcauth::http::any_client client(bcauth::curl_client({.trust = trust()}));
        return bcauth::run(client, std::move(operation), why);
    }
};

struct on_blocking_beast : over_tls {
    template <class Operation>
    auto run(Operation operation, diagnostics& why) {
        bcauth::blocking_beast_client client(beast());
        return bcauth::run(client, std::move(operation), why);
    }
};

struct on_beast : over_tls {
    asio::io_context context;
    bcauth::beast_client http{context, beast()};
};

struct on_beast_with_a_callback : on_beast {
    template <class Operation>
    auto run(Operation operation, diagnostics& why) {
        std::optional<outcome_of<Operation>> outcome;
        bcauth::async_run(http, std::move(operation), why,
                          [&](outcome_of<Operation> got) { outcome.emplace(std::move(got)); });
        context.restart();
        context.run();
        return std::move(outcome).value();
    }
};

struct on_beast_with_use_awaitable : on_beast {
    template <class Operation>
    auto run(Operation operation, diagnostics& why) {
        std::optional<outcome_of<Operation>> outcome;
        auto const co = [&]() -> asio::awaitable<void> {
            outcome.emplace(
                co_await bcauth::async_run(http, std::move(operation), why, asio::use_awaitable));
        };
        asio::co_spawn(context, co, asio::detached);
        context.restart();
        context.run();
        return std::move(outcome).value();
    }
};

struct on_beast_with_use_future : on_beast {
    template <class Operation>
    auto run(Operation operation, diagnostics& why) {
        auto future = bcauth::async_run(http, std::move(operation), why, asio::use_future);
        context.restart();
        std::thread runner([this] { context.run(); });
        auto outcome = future.get();
        runner.join();
        return outcome;
    }
};

struct on_beast_with_deferred : on_beast {
    template <class Operation>
    auto run(Operation operation, diagnostics& why) {
        auto later = bcauth::async_run(http, std::move(operation), why, asio::deferred);
        std::optional<outcome_of<Operation>> outcome;
        std::move(later)([&](outcome_of<Operation> got) { outcome.emplace(std::move(got)); });
        context.restart();
        context.run();
        return std::move(outcome).value();
    }
};

INSTANTIATE_TYPED_TEST_SUITE_P(OnCurl, OneOperation, on_curl);
INSTANTIATE_TYPED_TEST_SUITE_P(OnCurlAsAnyClient, OneOperation, on_curl_as_any_client);
INSTANTIATE_TYPED_TEST_SUITE_P(OnBlockingBeast, OneOperation, on_blocking_beast);
INSTANTIATE_TYPED_TEST_SUITE_P(OnBeastWithACallback, OneOperation, on_beast_with_a_callback);
INSTANTIATE_TYPED_TEST_SUITE_P(OnBeastWithUseAwaitable, OneOperation, on_beast_with_use_awaitable);
INSTANTIATE_TYPED_TEST_SUITE_P(OnBeastWithUseFuture, OneOperation, on_beast_with_use_future);
INSTANTIATE_TYPED_TEST_SUITE_P(OnBeastWithDeferred, OneOperation, on_beast_with_deferred);

}  // namespace
