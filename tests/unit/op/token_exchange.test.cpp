// SPDX-License-Identifier: BSL-1.0
#include <bcauth/op/token_exchange.hpp>

#include <bcauth/op/run.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/heap_watch.hpp"
#include "support/oauth.hpp"

#include <gtest/gtest.h>

#include <new>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

namespace http = bcauth::http;
using bcauth::diagnostics;
using bcauth::errc;
using bcauth::oauth::body_format;
using bcauth::op::token_exchange;
using bcauth::testing::make_response;
using bcauth::testing::scripted_client;
using bcauth::testing::scripted_exchange;

// a copy could send the code again
static_assert(!std::is_copy_constructible_v<token_exchange> &&
              !std::is_copy_assignable_v<token_exchange>);
static_assert(std::is_nothrow_move_constructible_v<token_exchange>);

std::vector<scripted_exchange> answered_by(bcauth::result<http::response> reply) {
    return {{http::method::post, std::string(oauth_support::token_url), std::move(reply)}};
}

bcauth::result<http::response> good_answer() {
    return make_response(200, oauth_support::token_body);
}

token_exchange exchange() {
    return token_exchange{oauth_support::app(), oauth_support::grant()};
}

TEST(TokenExchange, ExchangesTheCodeForAnInstallation) {
    for (auto const format : {body_format::form, body_format::json}) {
        scripted_client client(answered_by(good_answer()));
        diagnostics why;
        auto const installed = bcauth::run(
            client,
            token_exchange{oauth_support::app(), oauth_support::grant(), {.format = format}}, why);
        ASSERT_TRUE(installed);
        EXPECT_EQ(installed->access_token.expose(), "g3y3ab5cctiu0edpy9n8gzl0p25og9u");
        EXPECT_EQ(installed->store.view(), "g5cd38");
        EXPECT_TRUE(client.finished());
        EXPECT_EQ(why.status(), 200);
        auto const& sent = client.received().at(0);
        EXPECT_EQ(sent.fields.find("Content-Type"), format == body_format::form
                                                        ? "application/x-www-form-urlencoded"
                                                        : "application/json");
        EXPECT_NE(sent.body.expose().find("qr6h3thvbvag2ffq"), std::string_view::npos);
    }
}

TEST(TokenExchange, SendsOnceWhateverTheAnswer) {
    for (auto const& [status, body, expected] :
         {std::tuple{400, R"({"error":"Invalid client id."})", errc::exchange_refused},
          {401, "", errc::exchange_refused},
          {302, "", errc::unexpected_redirect},
          {429, "{}", errc::unexpected_status},
          {500, "", errc::unexpected_status},
          {503, "", errc::unexpected_status},
          {200, "<html></html>", errc::invalid_response},
          {200, "", errc::invalid_response},
          {200, "{}", errc::invalid_response},
          {200, R"({"access_token":"t","scope":null,"user":{"id":1},"context":"stores/g5cd38"})",
           errc::unknown_scopes},
          {200, R"({"access_token":"t","scope":"a","user":{"id":1},"context":"stores/g5cd38"})",
           errc::missing_scopes},
          {200, R"({"access_token":"t","scope":"a","user":{"id":1},"context":"stores/x"})",
           errc::context_mismatch}}) {
        scripted_client client(
            answered_by(make_response(status, body, {{"Location", "https://evil.example/"}})));
        diagnostics why;
        EXPECT_EQ(bcauth::run(client, exchange(), why).error(), expected) << status << body;
        EXPECT_EQ(why.status(), status);
        EXPECT_TRUE(client.finished());
    }
}

TEST(TokenExchange, TellsABodyThatIsTooLarge) {
    scripted_client client(answered_by(make_response(200, std::string(65536 + 1, ' '))));
    EXPECT_EQ(bcauth::run(client, exchange()).error(), errc::response_too_large);
    scripted_client at_the_limit(answered_by(errc::response_too_large));
    EXPECT_EQ(bcauth::run(at_the_limit, exchange()).error(), errc::response_too_large);
}

// when a byte may have been sent the code may be spent; only the client can say that none was
TEST(TokenExchange, SaysWhetherTheCodeMayBeSpent) {
    for (auto const& [failure, expected] :
         {std::pair<bcauth::error_code, errc>{errc::transport_failed, errc::transport_failed},
          {errc::timed_out, errc::outcome_unknown},
          {errc::crypto_failure, errc::outcome_unknown},
          {errc::outcome_unknown, errc::outcome_unknown},
          {make_error_code(boost::system::errc::connection_reset), errc::outcome_unknown},
          {bcauth::error_code(static_cast<int>(errc::transport_failed),
                              boost::system::generic_category()),
           errc::outcome_unknown}}) {
        bcauth::testing::fail_at_each_step(
            answered_by(good_answer()), failure,
            [&failure = failure, expected = expected](scripted_client& client, std::size_t) {
                diagnostics why;
                EXPECT_EQ(bcauth::run(client, exchange(), why).error(), expected)
                    << failure.message();
                diagnostics told;  // the system's own words may be in any language
                told.message(failure.message(), {});
                EXPECT_EQ(why.message(), told.message());
                EXPECT_FALSE(told.message().empty());
                EXPECT_EQ(why.status(), 0);
                EXPECT_TRUE(client.finished());
            });
    }
}

TEST(TokenExchange, GivesTheCodeOutOnce) {
    auto each = exchange();
    EXPECT_FALSE(each.start().is_done());
    auto const again = each.start();
    ASSERT_TRUE(again.is_done());
    EXPECT_EQ(again.outcome().error(), errc::operation_misused);
    // and the answer that comes then is not used
    EXPECT_EQ(each.resume(good_answer()).outcome().error(), errc::operation_misused);
}

TEST(TokenExchange, RefusesToBeResumedOutOfOrder) {
    auto early = exchange();
    EXPECT_EQ(early.resume(good_answer()).outcome().error(), errc::operation_misused);
    EXPECT_EQ(early.start().outcome().error(), errc::operation_misused);

    auto late = exchange();
    EXPECT_FALSE(late.start().is_done());
    EXPECT_TRUE(late.resume(good_answer()).outcome());
    EXPECT_EQ(late.resume(good_answer()).outcome().error(), errc::operation_misused);
    EXPECT_EQ(late.start().outcome().error(), errc::operation_misused);
}

TEST(TokenExchange, LeavesNothingToSendWhereItWasMovedFrom) {
    auto from = exchange();
    auto to = std::move(from);
    // NOLINTNEXTLINE(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(from.start().outcome().error(), errc::operation_misused);
    EXPECT_FALSE(to.start().is_done());
    auto sent = exchange();
    sent = std::move(to);
    EXPECT_EQ(to.resume(good_answer()).outcome().error(), errc::operation_misused);
    EXPECT_EQ(sent.start().outcome().error(), errc::operation_misused);

    auto midway = exchange();
    EXPECT_FALSE(midway.start().is_done());
    auto const moved = std::move(midway);
    auto finished = exchange();
    EXPECT_FALSE(finished.start().is_done());
    auto after = std::move(finished);
    EXPECT_TRUE(after.resume(good_answer()).outcome());
}

TEST(TokenExchange, SendsNothingWithoutTheRegisteredAddress) {
    auto options = oauth_support::options();
    options.redirect_uri.clear();
    scripted_client client({});
    auto const app = bcauth::app_config::make(std::move(options)).value();
    EXPECT_EQ(bcauth::run(client, token_exchange{app, oauth_support::grant()}).error(),
              errc::missing_redirect_uri);
    EXPECT_TRUE(client.finished());
}

// threats row 67
TEST(TokenExchange, SendsNothingForWhatWasMovedFrom) {
    auto app = oauth_support::app();
    auto grant = oauth_support::grant();
    auto const app_now = std::move(app);
    auto const grant_now = std::move(grant);
    scripted_client client({});
    // NOLINTBEGIN(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(bcauth::run(client, token_exchange{app, grant_now}).error(), errc::invalid_client_id);
    EXPECT_EQ(bcauth::run(client, token_exchange{app_now, grant}).error(), errc::operation_misused);
    // NOLINTEND(bugprone-use-after-move)
    EXPECT_TRUE(client.finished());
}

// threats row 57
TEST(TokenExchange, KeepsTheCodeAndTheSecretOutOfItsWords) {
    std::string const words = "code qr6h3thvbvag2ffq and secret 0gk3rlt0sab7d4vx9xqp2yoyl1n6c8e";
    scripted_client client(answered_by(make_response(400, R"({"error":")" + words + R"("})")));
    diagnostics why;
    EXPECT_EQ(bcauth::run(client, exchange(), why).error(), errc::exchange_refused);
    EXPECT_EQ(why.message(), "code [redacted] and secret [redacted]");
}

void exchange_in_every_way() {
    auto const refused = make_response(
        400,
        R"({"error":"code qr6h3thvbvag2ffq, secret 0gk3rlt0sab7d4vx9xqp2yoyl1n6c8e, a token g3y3ab5cctiu0edpy9n8gzl0p25og9u","access_token":"g3y3ab5cctiu0edpy9n8gzl0p25og9u"})");
    auto const escaped = make_response(
        200, R"({"error":"\u0067","access_token":"\u00673y3ab5cctiu0edpy9n8gzl0p25og9u"})");
    for (auto const format : {body_format::form, body_format::json}) {
        for (auto const& reply : {good_answer().value(), refused, escaped}) {
            diagnostics why;
            auto const app = oauth_support::app();
            auto const grant = oauth_support::grant();
            auto const installed = bcauth::run(http::function_client{[&](http::request const&) {
                                                   return bcauth::result<http::response>(reply);
                                               }},
                                               token_exchange{app, grant, {.format = format}}, why);
            EXPECT_EQ(installed.has_value(),
                      reply.status == 200 && !reply.body.expose().starts_with(R"({"error)"));
        }
    }
    diagnostics why;
    EXPECT_FALSE(bcauth::oauth::parse_auth_callback(
        "error=the+code+was+qr6h3thvbvag2ffq&code=qr6h3thvbvag2ffq", oauth_support::app(), why));
}

// threats row 58; the control shows that the watch sees a plain text
TEST(TokenExchange, LeavesNothingSecretInFreedMemory) {
    for (auto const hidden : {oauth_support::client_secret, std::string_view("qr6h3thvbvag2ffq"),
                              std::string_view("g3y3ab5cctiu0edpy9n8gzl0p25og9u")}) {
        heap_watch::watch const control(hidden);
        delete new std::string(
            std::string("a text that is long enough for the heap: ").append(hidden));
        EXPECT_GT(control.leaked(), 0);
        heap_watch::watch const watch(hidden);
        exchange_in_every_way();
        EXPECT_EQ(watch.leaked(), 0) << hidden;
    }
}

// threats rows 68 and 69
TEST(TokenExchange, GivesBadAllocAndNothingElseWhenMemoryRunsOut) {
    auto const app = oauth_support::app();
    auto const grant = oauth_support::grant();
    bool finished = false;
    int failures = 0;
    for (long allowed = 0; !finished && allowed < 1000; ++allowed) {
        scripted_client client(answered_by(good_answer()));
        try {
            heap_watch::failing_allocation const failing(allowed);
            auto const installed = bcauth::run(client, token_exchange{app, grant});
            finished = true;
            EXPECT_TRUE(installed);
        } catch (std::bad_alloc const&) {
            ++failures;
        }
        EXPECT_LE(client.received().size(), 1U);
    }
    EXPECT_TRUE(finished);
    EXPECT_GT(failures, 10);
}

}  // namespace
