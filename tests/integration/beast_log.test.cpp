// SPDX-License-Identifier: BSL-1.0
#include <bcauth/async/asio.hpp>
#include <bcauth/observe/observed_operation.hpp>
#include <bcauth/op/token_exchange.hpp>
#include <bcauth/transport/beast.hpp>
#include "support/install_log.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <utility>

namespace {

bool const environment_is_clean = lab::forget_proxies();

bcauth::blocking_beast_client made(bcauth::beast_options options) {
    return bcauth::blocking_beast_client(std::move(options));
}

// threats row 57
TEST(BeastLog, OfAWholeInstallHoldsNoneOfItsSecrets) {
    install_log::expect_no_secret(&made);
}

// an operation is watched whoever drives it
TEST(BeastLog, HasTheExchangeOfAnAsynchronousOperation) {
    auto const certificate = lab::authority().good();
    tls_server const server(install_log::platform(), &certificate);
    boost::asio::io_context context;
    bcauth::beast_client http(context,
                              {.trust = bcauth::tls_trust::only_pem(lab::authority().pem())});
    auto config = oauth_support::options();
    config.login_url = server.origin();
    observe_support::recorder seen;
    bcauth::diagnostics why;
    std::optional<bcauth::result<bcauth::installation>> installed;
    bcauth::async_run(
        http,
        bcauth::observed_operation(
            bcauth::op::token_exchange(bcauth::app_config::make(std::move(config)).value(),
                                       oauth_support::grant()),
            seen),
        why,
        [&](bcauth::result<bcauth::installation> made) { installed.emplace(std::move(made)); });
    context.run();
    ASSERT_TRUE(installed);
    ASSERT_TRUE(*installed) << installed->error().message();
    EXPECT_EQ((*installed)->access_token.expose(), install_log::token);
    ASSERT_EQ(seen.events.size(), 1U);
    EXPECT_EQ(seen.events[0].status, 200);
    EXPECT_EQ(seen.events[0].path.view(), "/oauth2/token");
    EXPECT_GT(seen.events[0].duration.count(), 0);
    EXPECT_EQ(observe_support::leak_in(seen.text, install_log::token), "");
    EXPECT_EQ(observe_support::leak_in(seen.text, install_log::code), "");
}

}  // namespace
