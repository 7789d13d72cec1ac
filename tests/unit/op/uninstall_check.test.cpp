// SPDX-License-Identifier: BSL-1.0
#include <bcauth/op/uninstall_check.hpp>

#include <bcauth/op/run.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/oauth.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace {

namespace http = bcauth::http;
using bcauth::errc;
using bcauth::op::uninstall_check;
using bcauth::op::uninstall_verdict;
using bcauth::testing::make_response;
using bcauth::testing::scripted_client;

constexpr std::string_view token = "g3y3ab5cctiu0edpy9n8gzl0p25og9u";
constexpr auto url = "https://api.bigcommerce.com/stores/g5cd38/v2/store";

bcauth::installation installed(std::string_view with = token) {
    return {.store = *bcauth::store_hash::make("g5cd38"),
            .access_token = bcauth::secret(with),
            .scopes = {},
            .user = {},
            .owner = {},
            .account_uuid = {}};
}

bcauth::result<uninstall_verdict> verdict_on(bcauth::result<http::response> reply) {
    scripted_client client({{http::method::get, url, std::move(reply)}});
    auto const said = bcauth::run(client, uninstall_check{oauth_support::app(), installed()});
    EXPECT_TRUE(client.finished()) << client.complaint();
    return said;
}

TEST(UninstallCheck, AsksOnceWithTheStoredToken) {
    for (bool const withheld : {false, true}) {
        auto with = installed();
        if (withheld) with.withhold();
        scripted_client client({{http::method::get, url, make_response(401)}});
        bcauth::diagnostics why;
        EXPECT_EQ(*bcauth::run(client, uninstall_check{oauth_support::app(), with}, why),
                  uninstall_verdict::gone);
        EXPECT_EQ(why.status(), 401);
        ASSERT_TRUE(client.finished());
        auto const& sent = client.received().at(0);
        EXPECT_EQ(sent.fields.find("X-Auth-Token"), token);
        EXPECT_EQ(sent.fields.find("Accept"), "application/json");
        EXPECT_TRUE(sent.body.empty());
        EXPECT_TRUE(sent.idempotent);
        EXPECT_EQ(sent.limits.timeout, std::chrono::seconds{5});
        EXPECT_EQ(sent.limits.response_bytes, uninstall_check::max_response_bytes);
    }
}

TEST(UninstallCheck, BelievesADeadTokenAndNothingElse) {
    EXPECT_EQ(*verdict_on(make_response(401)), uninstall_verdict::gone);
    for (int const status : {200, 204, 299, 403}) {
        EXPECT_EQ(*verdict_on(make_response(status)), uninstall_verdict::still_installed) << status;
    }
    for (int const status : {0, 100, 199, 300, 301, 304, 400, 402, 404, 407, 410, 429, 500, 503}) {
        EXPECT_EQ(*verdict_on(make_response(status)), uninstall_verdict::unknown) << status;
    }
    for (auto const failure : {errc::transport_failed, errc::timed_out, errc::response_too_large}) {
        EXPECT_EQ(*verdict_on(failure), uninstall_verdict::unknown);
    }
}

TEST(UninstallCheck, GoesWhereTheConfigurationSaysAndWaitsSoLong) {
    auto const app = *bcauth::app_config::make<bcauth::loopback_http<>>(
        {.client_id = "client",
         .client_secrets = *bcauth::key_ring::make({"secret"}),
         .api_url = "http://127.0.0.1:8300"});
    uninstall_check check(app, installed(), {.timeout = std::chrono::milliseconds{70}});
    auto const step = check.start();
    ASSERT_FALSE(step.is_done());
    EXPECT_EQ(step.request().url, "http://127.0.0.1:8300/stores/g5cd38/v2/store");
    EXPECT_EQ(step.request().limits.timeout, std::chrono::milliseconds{70});
}

TEST(UninstallCheck, SendsNoTokenThatNoHeaderCarries) {
    for (std::string_view const bad : {"", "a\r\nb", "a\nX: y"}) {
        uninstall_check check(oauth_support::app(), installed(bad));
        auto const step = check.start();
        ASSERT_TRUE(step.is_done());
        EXPECT_EQ(step.outcome().error(), errc::invalid_access_token);
    }
    auto app = oauth_support::app();
    auto const taken = std::move(app);
    EXPECT_EQ(uninstall_check(app, installed()).start().outcome().error(), errc::invalid_client_id);
}

TEST(UninstallCheck, RefusesToBeDrivenOutOfOrder) {
    uninstall_check twice(oauth_support::app(), installed());
    ASSERT_FALSE(twice.start().is_done());
    EXPECT_EQ(twice.start().outcome().error(), errc::operation_misused);
    EXPECT_EQ(twice.resume(make_response(401)).outcome().error(), errc::operation_misused);
    uninstall_check early(oauth_support::app(), installed());
    EXPECT_EQ(early.resume(make_response(401)).outcome().error(), errc::operation_misused);
    EXPECT_EQ(early.start().outcome().error(), errc::operation_misused);
    uninstall_check late(oauth_support::app(), installed());
    ASSERT_FALSE(late.start().is_done());
    ASSERT_TRUE(late.resume(make_response(200)).outcome());
    EXPECT_EQ(late.resume(make_response(401)).outcome().error(), errc::operation_misused);
}

// threats row 57
TEST(UninstallCheck, SaysNothingOfTheToken) {
    struct echoing : boost::system::error_category {
        char const* name() const noexcept override { return "echo"; }
        std::string message(int) const override { return "cannot send " + std::string(token); }
    };
    static echoing const category;
    uninstall_check check(oauth_support::app(), installed());
    ASSERT_FALSE(check.start().is_done());
    EXPECT_EQ(*check.resume(bcauth::error_code(1, category)).outcome(), uninstall_verdict::unknown);
    EXPECT_EQ(check.why().message(), "cannot send [redacted]");
    EXPECT_EQ(check.why().status(), 0);
}

}  // namespace
