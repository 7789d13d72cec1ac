// SPDX-License-Identifier: BSL-1.0
#include "support/one_operation.hpp"

#include <bcauth/http/any_client.hpp>
#include <bcauth/op/run.hpp>
#include <bcauth/transport/beast.hpp>
#include <bcauth/transport/curl.hpp>
#include "support/completions.hpp"
#include "support/lab.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <utility>

// The operation of unit/async/one_operation.test.cpp, over TLS.
namespace {

using bcauth::diagnostics;

bool const environment_is_clean = lab::forget_proxies();

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
    auto& client() { return beast_client; }

    boost::asio::io_context context;
    bcauth::beast_client beast_client{context, beast()};
};

INSTANTIATE_TYPED_TEST_SUITE_P(OnCurl, OneOperation, on_curl);
INSTANTIATE_TYPED_TEST_SUITE_P(OnCurlAsAnyClient, OneOperation, on_curl_as_any_client);
INSTANTIATE_TYPED_TEST_SUITE_P(OnBlockingBeast, OneOperation, on_blocking_beast);
INSTANTIATE_TYPED_TEST_SUITE_P(OnBeastWithACallback, OneOperation, with_a_callback<on_beast>);
INSTANTIATE_TYPED_TEST_SUITE_P(OnBeastWithUseAwaitable, OneOperation, with_use_awaitable<on_beast>);
INSTANTIATE_TYPED_TEST_SUITE_P(OnBeastWithUseFuture, OneOperation, with_use_future<on_beast>);
INSTANTIATE_TYPED_TEST_SUITE_P(OnBeastWithDeferred, OneOperation, with_deferred<on_beast>);

}  // namespace
