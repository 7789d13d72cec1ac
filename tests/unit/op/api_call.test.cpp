// SPDX-License-Identifier: BSL-1.0
#include <bcauth/op/api_call.hpp>

#include "support/api.hpp"
#include "support/oauth.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

namespace api = bcauth::api;
namespace http = bcauth::http;
using api_support::answers;
using api_support::no_chance;
using api_support::play;
using bcauth::errc;
using bcauth::op::api_call;
using bcauth::op::api_call_options;
using bcauth::testing::make_response;
using bcauth::testing::scripted_exchange;
using std::chrono::milliseconds;
using reply = bcauth::result<http::response>;
using waits = std::vector<long>;

// a copy could send twice what must be sent once
static_assert(!std::is_copy_constructible_v<api_call<>> && !std::is_copy_assignable_v<api_call<>>);
static_assert(std::is_move_constructible_v<api_call<>> && std::is_move_assignable_v<api_call<>>);

constexpr std::string_view path = "/v3/customers?limit=1";

api_call<no_chance> call(http::method verb = http::method::get, api_call_options options = {},
                         no_chance chance = {}) {
    return api_call(api_support::access(), {.verb = verb, .path = std::string(path)}, options,
                    chance);
}

auto play_get(std::vector<reply> replies, api_call_options options = {}, no_chance chance = {}) {
    return play(call(http::method::get, options, chance),
                answers(http::method::get, path, std::move(replies)));
}

auto play_post(std::vector<reply> replies, api_call_options options = {}) {
    return play(call(http::method::post, options),
                answers(http::method::post, path, std::move(replies)));
}

reply limited(std::string_view reset_ms) {
    return make_response(429, "", {{"X-Rate-Limit-Time-Reset-Ms", reset_ms}});
}

reply status(int number, std::string_view body = "") {
    return make_response(number, body);
}

TEST(ApiCall, GivesTheAnswerAsItIs) {
    auto const done = play_get({make_response(200, R"({"data":[]})", {{"X-Request-Id", "7"}})});
    ASSERT_TRUE(done.outcome);
    EXPECT_EQ(done.outcome->status, 200);
    EXPECT_EQ(done.outcome->body.expose(), R"({"data":[]})");
    EXPECT_EQ(done.outcome->fields.find("X-Request-Id"), "7");
    EXPECT_EQ(done.waits, waits{});
    EXPECT_EQ(done.why.status(), 200);
    EXPECT_EQ(done.why.message(), "");
    ASSERT_EQ(done.sent.size(), 1U);
    EXPECT_EQ(done.sent[0].fields.find("X-Auth-Token"), api_support::token);
}

TEST(ApiCall, GoesWithAStoreLevelTokenToo) {
    auto const as = api::access::of_token({.store = *bcauth::store_hash::make("z4zn3wo"),
                                           .token = bcauth::secret("a-store-level-token")});
    auto const done = play(
        api_call(as, {.path = "/v2/store"}),
        {{http::method::get, "https://api.bigcommerce.com/stores/z4zn3wo/v2/store", status(200)}});
    ASSERT_TRUE(done.outcome);
    EXPECT_EQ(done.sent.at(0).fields.find("X-Auth-Token"), "a-store-level-token");
}

TEST(ApiCall, TakesMostStatusesForValues) {
    for (int const each : {0,   199, 200, 201, 202, 204, 207, 400, 402, 404, 405,
                           406, 409, 413, 415, 422, 423, 499, 501, 507, 600, 700}) {
        auto const done = play_get({status(each, R"({"title":"words"})")});
        ASSERT_TRUE(done.outcome) << each;
        EXPECT_EQ(done.outcome->status, each);
        EXPECT_EQ(done.outcome->body.expose(), R"({"title":"words"})");
        EXPECT_EQ(done.why.status(), each);
        EXPECT_EQ(done.why.message(), each >= 400 ? "words" : "");
    }
}

TEST(ApiCall, TakesSomeStatusesForErrorsAndTellsTheWords) {
    for (auto const& [number, expected] : {std::pair{300, errc::unexpected_redirect},
                                           {301, errc::unexpected_redirect},
                                           {304, errc::unexpected_redirect},
                                           {399, errc::unexpected_redirect},
                                           {401, errc::api_unauthorized},
                                           {403, errc::api_forbidden}}) {
        auto const done = play_get({make_response(number, R"({"status":401,"title":"You may not"})",
                                                  {{"Location", "https://evil.example/"}})});
        EXPECT_EQ(done.outcome.error(), expected) << number;
        EXPECT_EQ(done.why.status(), number);
        EXPECT_EQ(done.why.message(), number >= 400 ? "You may not" : "");
    }
}

TEST(ApiCall, HoldsToItsLimits) {
    auto const with = [](int number, std::string_view body) {
        return play_get({status(number, body)},
                        {.limits = {.timeout = milliseconds{70}, .response_bytes = 4}});
    };
    auto const fits = with(200, "1234");
    EXPECT_TRUE(fits.outcome);
    EXPECT_EQ(fits.sent.at(0).limits.timeout, milliseconds{70});
    EXPECT_EQ(fits.sent.at(0).limits.response_bytes, 4U);
    EXPECT_EQ(with(200, "12345").outcome.error(), errc::response_too_large);
    EXPECT_EQ(play_get({errc::response_too_large}).outcome.error(), errc::response_too_large);
    // there are no words of a body that is too large
    auto const refused = with(401, R"({"title":"words"})");
    EXPECT_EQ(refused.outcome.error(), errc::response_too_large);
    EXPECT_EQ(refused.why.message(), "");
}

// -- the rate limit

TEST(ApiCall, WaitsAsLongAsTheLimitSays) {
    auto const done = play_get({limited("15000"), limited("250"), status(200)});
    ASSERT_TRUE(done.outcome);
    EXPECT_EQ(done.waits, (waits{15'000, 250}));
    ASSERT_EQ(done.sent.size(), 3U);
    EXPECT_EQ(done.sent[2].fields.find("X-Auth-Token"), api_support::token);
    EXPECT_EQ(done.why.status(), 200);
    EXPECT_EQ(play_get({make_response(429, "", {{"X-Retry-After", "3"}}), status(200)}).waits,
              waits{3'000});
}

// nothing was done, so a request that isn't idempotent may come again
TEST(ApiCall, SendsAgainWhatTheLimitRefused) {
    auto const posted = play_post({limited("100"), status(429), status(201)});
    ASSERT_TRUE(posted.outcome);
    EXPECT_EQ(posted.waits, (waits{100, 500}));
    auto const put = play(
        api_call(
            api_support::access(),
            {.verb = http::method::put, .path = std::string(path), .body = bcauth::secret("[1]")},
            {}, no_chance{}),
        answers(http::method::put, path, {status(429), status(200)}));
    ASSERT_EQ(put.sent.size(), 2U);
    EXPECT_EQ(put.sent[1].body.expose(), "[1]");
    EXPECT_EQ(put.sent[1].fields.find("Content-Type"), "application/json");
}

TEST(ApiCall, SendsAtOnceWhereTheWindowIsOver) {
    auto const done = play_get({limited("0"), status(200)});
    ASSERT_TRUE(done.outcome);
    EXPECT_EQ(done.waits, waits{});
    EXPECT_EQ(done.sent.size(), 2U);
}

TEST(ApiCall, BacksOffWhereTheLimitSaysNothing) {
    for (std::string const unusable : {"-1", "soon", "99999999999"}) {
        auto const done =
            play_get({limited(unusable), status(429), limited(unusable), status(200)});
        ASSERT_TRUE(done.outcome);
        EXPECT_EQ(done.waits, (waits{500, 1'000, 2'000}));
    }
}

TEST(ApiCall, GivesUpWithTheLimitsOwnError) {
    auto const done = play_get(
        {status(429), status(429), status(429), make_response(429, R"({"title":"slow down"})")});
    EXPECT_EQ(done.outcome.error(), errc::rate_limited);
    EXPECT_EQ(done.why.status(), 429);
    EXPECT_EQ(done.why.message(), "slow down");
    EXPECT_EQ(done.sent.size(), 4U);
    EXPECT_EQ(done.waits, (waits{500, 1'000, 2'000}));
}

// -- the budget

TEST(ApiCall, SendsNoOftenerThanItMay) {
    for (unsigned tries = 0; tries < 6; ++tries) {
        std::vector<reply> replies(tries == 0 ? 1 : tries, limited("1"));
        auto const done = play_get(std::move(replies), {.max_tries = tries});
        EXPECT_EQ(done.outcome.error(), errc::rate_limited);
        EXPECT_EQ(done.sent.size(), tries == 0 ? 1U : tries);
        EXPECT_EQ(done.waits.size(), tries == 0 ? 0U : tries - 1);
    }
}

TEST(ApiCall, WaitsUpToItsBudgetAndNotAMillisecondMore) {
    api_call_options const options{.max_wait = milliseconds{1'000}};
    EXPECT_EQ(play_get({limited("1000"), status(200)}, options).waits, waits{1'000});
    auto const over = play_get({limited("1001")}, options);
    EXPECT_EQ(over.outcome.error(), errc::rate_limited);
    EXPECT_EQ(over.waits, waits{});
    // all waits count together
    EXPECT_EQ(play_get({limited("600"), limited("400"), status(200)}, options).waits,
              (waits{600, 400}));
    auto const second = play_get({limited("600"), limited("401")}, options);
    EXPECT_EQ(second.outcome.error(), errc::rate_limited);
    EXPECT_EQ(second.waits, waits{600});
    // and so do back-offs: 500 and 1,000
    EXPECT_EQ(
        play_get({status(503), status(503), status(200)}, {.max_wait = milliseconds{1'500}}).waits,
        (waits{500, 1'000}));
    auto const last = play_get({status(503), status(503)}, {.max_wait = milliseconds{1'499}});
    EXPECT_EQ(last.outcome->status, 503);
    EXPECT_EQ(last.waits, waits{500});
}

TEST(ApiCall, NeedsNoWaitToSendAgainAtOnce) {
    auto const none = play_get({limited("0"), limited("1")}, {.max_wait = milliseconds{0}});
    EXPECT_EQ(none.outcome.error(), errc::rate_limited);
    EXPECT_EQ(none.sent.size(), 2U);
    auto const negative = play_get({limited("1")}, {.max_wait = milliseconds{-5}});
    EXPECT_EQ(negative.sent.size(), 1U);
}

TEST(ApiCall, DoublesTheBackOffUpToItsLongest) {
    api_call_options const options{
        .max_tries = 7, .first_backoff = milliseconds{300}, .max_backoff = milliseconds{1'000}};
    std::vector<reply> replies(6, status(503));
    replies.push_back(status(200));
    EXPECT_EQ(play_get(std::move(replies), options).waits,
              (waits{300, 600, 1'000, 1'000, 1'000, 1'000}));
    EXPECT_EQ(play_get({status(503), status(503), status(200)},
                       {.first_backoff = milliseconds{300}, .max_backoff = milliseconds{200}})
                  .waits,
              (waits{200, 200}));
    auto const most = milliseconds{std::numeric_limits<milliseconds::rep>::max()};
    EXPECT_EQ(play_get({status(503), status(200)},
                       {.max_wait = most, .first_backoff = most, .max_backoff = most})
                  .waits,
              waits{most.count()});
    EXPECT_EQ(play_get({status(503), status(503), status(200)},
                       {.first_backoff = milliseconds{-1}, .max_backoff = milliseconds{-1}})
                  .waits,
              waits{});
}

TEST(ApiCall, LeavesHalfOfABackOffToChance) {
    for (auto const& [byte, expected] : {std::pair<unsigned char, long>{0, 500},
                                         {1, 500 - 0x01010101 % 251},
                                         {0xff, static_cast<long>(500 - 0xffffffffU % 251)}}) {
        EXPECT_EQ(play_get({status(503), status(200)}, {}, no_chance{byte}).waits, waits{expected});
        EXPECT_GE(expected, 250);
    }
    EXPECT_EQ(
        play_get({status(503), status(200)}, {.first_backoff = milliseconds{1}}, no_chance{0xff})
            .waits,
        waits{1});
    auto const without = play(api_call(api_support::access(), {.path = std::string(path)}, {},
                                       api_support::broken_chance{}),
                              answers(http::method::get, path, {status(503), status(200)}));
    EXPECT_EQ(without.waits, waits{500});
    // the limit's own time has no chance in it
    EXPECT_EQ(play_get({limited("700"), status(200)}, {}, no_chance{0xff}).waits, waits{700});
}

TEST(ApiCall, TakesTheSystemsChanceUnlessItIsTold) {
    auto const done = play(api_call(api_support::access(), {.path = std::string(path)}),
                           answers(http::method::get, path, {status(503), status(200)}));
    ASSERT_EQ(done.waits.size(), 1U);
    EXPECT_GE(done.waits[0], 250);
    EXPECT_LE(done.waits[0], 500);
}

// -- 5xx and failures of the client

TEST(ApiCall, RepeatsA5xxOnlyOfAnIdempotentRequest) {
    for (int const each : {500, 502, 503, 504, 509, 599}) {
        auto const got = play_get({status(each), status(200)});
        EXPECT_EQ(got.outcome->status, 200) << each;
        EXPECT_EQ(got.waits, waits{500});
        auto const posted = play_post({status(each, R"({"title":"broken"})")});
        ASSERT_TRUE(posted.outcome);
        EXPECT_EQ(posted.outcome->status, each);
        EXPECT_EQ(posted.why.message(), "broken");
    }
    auto const last = play_get({status(500), status(502), status(503), status(504, "end")});
    ASSERT_TRUE(last.outcome);
    EXPECT_EQ(last.outcome->status, 504);
    EXPECT_EQ(last.outcome->body.expose(), "end");
    // nothing of an earlier answer is left
    auto const after = play_get({status(503, R"({"title":"broken"})"), status(200)});
    EXPECT_EQ(after.why.message(), "");
    EXPECT_EQ(after.why.status(), 200);
}

TEST(ApiCall, BelievesTheRequestAboutItself) {
    auto const posted =
        play(api_call(api_support::access(),
                      {.verb = http::method::post, .path = std::string(path), .idempotent = true},
                      {}, no_chance{}),
             answers(http::method::post, path, {status(503), status(200)}));
    EXPECT_EQ(posted.outcome->status, 200);
    auto const put =
        play(api_call(api_support::access(),
                      {.verb = http::method::put, .path = std::string(path), .idempotent = false},
                      {}, no_chance{}),
             answers(http::method::put, path, {status(503)}));
    EXPECT_EQ(put.outcome->status, 503);
}

bcauth::error_code reset() {
    return make_error_code(boost::system::errc::connection_reset);
}

TEST(ApiCall, RepeatsAFailureOnlyOfAnIdempotentRequest) {
    for (bcauth::error_code const failure :
         {make_error_code(errc::transport_failed), make_error_code(errc::timed_out),
          make_error_code(errc::outcome_unknown), reset()}) {
        auto const got = play_get({failure, failure, status(200)});
        ASSERT_TRUE(got.outcome) << failure.message();
        EXPECT_EQ(got.waits, (waits{500, 1'000}));
        EXPECT_EQ(got.why.message(), "");
        EXPECT_EQ(play_post({failure}).sent.size(), 1U);
    }
}

TEST(ApiCall, SaysWhatBecameOfTheRequest) {
    for (auto const& [failure, of_get, of_post] :
         {std::tuple{make_error_code(errc::transport_failed), errc::transport_failed,
                     errc::transport_failed},
          {make_error_code(errc::timed_out), errc::timed_out, errc::outcome_unknown},
          {make_error_code(errc::outcome_unknown), errc::transport_failed, errc::outcome_unknown},
          {make_error_code(errc::response_too_large), errc::response_too_large,
           errc::response_too_large},
          {make_error_code(errc::cancelled), errc::cancelled, errc::cancelled},
          {make_error_code(errc::crypto_failure), errc::transport_failed, errc::outcome_unknown},
          {reset(), errc::transport_failed, errc::outcome_unknown}}) {
        auto const got = play_get({failure}, {.max_tries = 1});
        EXPECT_EQ(got.outcome.error(), of_get) << failure.message();
        EXPECT_EQ(got.why.status(), 0);
        bcauth::diagnostics told;  // the system's own words may be in any language
        told.message(failure.message(), {});
        EXPECT_EQ(got.why.message(), told.message());
        EXPECT_EQ(play_post({failure}).outcome.error(), of_post) << failure.message();
    }
}

TEST(ApiCall, DoesNotRepeatAFailureThatWillNotPass) {
    for (bcauth::error_code const failure :
         {make_error_code(errc::response_too_large), make_error_code(errc::operation_misused),
          make_error_code(errc::crypto_failure), make_error_code(errc::cancelled),
          make_error_code(boost::system::errc::operation_canceled)}) {
        auto const got = play_get({failure});
        EXPECT_EQ(got.sent.size(), 1U) << failure.message();
        EXPECT_EQ(got.waits, waits{});
        EXPECT_FALSE(got.outcome);
    }
}

// each step of a long conversation fails in turn, and the others are as they were
TEST(ApiCall, FailsAtEachStepAsItWouldAtTheFirst) {
    auto const script = answers(http::method::get, path,
                                {status(503), limited("10"), errc::transport_failed, status(200)});
    std::size_t steps = 0;
    bcauth::testing::fail_at_each_step(
        script, make_error_code(errc::response_too_large),
        [&](bcauth::testing::scripted_client& client, std::size_t failing) {
            bcauth::diagnostics why;
            waits slept;
            auto const outcome = bcauth::run(client, call(), why, [&](auto delay) {
                slept.push_back(static_cast<long>(delay.count()));
            });
            EXPECT_EQ(outcome.error(), errc::response_too_large) << failing;
            EXPECT_TRUE(client.finished()) << client.complaint();
            EXPECT_EQ(slept, (std::vector<waits>{{}, {500}, {500, 10}, {500, 10, 1'000}}[failing]));
            ++steps;
        });
    EXPECT_EQ(steps, 4U);
}

// -- what is sent, and when nothing is

TEST(ApiCall, SendsNothingOfWhatIsRefused) {
    auto const refused = [](auto operation, errc expected, std::string_view subject) {
        auto const done = play(std::move(operation), {});
        EXPECT_EQ(done.outcome.error(), expected);
        EXPECT_EQ(done.why.subject(), subject);
        EXPECT_TRUE(done.sent.empty());
    };
    refused(api_call(api_support::access(), {.path = "https://evil.example/v2/store"}),
            errc::invalid_api_path, "path");
    refused(api_call(api_support::access(), {.path = "/v3/x", .correlation_id = "7"}),
            errc::invalid_parameter, "correlation_id");
    auto withheld = api_support::installed();
    withheld.withhold();
    refused(api_call(api::access::of(oauth_support::app(), withheld), {.path = "/v3/x"}),
            errc::uninstall_pending, "");
    refused(api_call(api::access::of(oauth_support::app(), api_support::installed("")),
                     {.path = "/v3/x"}),
            errc::invalid_access_token, "");
}

TEST(ApiCall, RefusesToBeDrivenOutOfOrder) {
    auto early = call();
    EXPECT_EQ(early.resume(status(200)).outcome().error(), errc::operation_misused);
    EXPECT_EQ(early.start().outcome().error(), errc::operation_misused);
    auto twice = call();
    ASSERT_FALSE(twice.start().is_done());
    EXPECT_EQ(twice.start().outcome().error(), errc::operation_misused);
    EXPECT_EQ(twice.resume(status(200)).outcome().error(), errc::operation_misused);
    for (auto const& last : {status(200), status(401), reply(errc::response_too_large)}) {
        auto late = call();
        ASSERT_FALSE(late.start().is_done());
        ASSERT_TRUE(late.resume(last).is_done());
        EXPECT_EQ(late.resume(status(429)).outcome().error(), errc::operation_misused);
        EXPECT_EQ(late.start().outcome().error(), errc::operation_misused);
    }
    api_call refused(api_support::access(), {.path = "x"});
    ASSERT_TRUE(refused.start().is_done());
    EXPECT_EQ(refused.resume(status(200)).outcome().error(), errc::operation_misused);
}

// threats row 67
TEST(ApiCall, LeavesNothingToSendWhereItWasMovedFrom) {
    auto from = call();
    auto to = std::move(from);
    // NOLINTBEGIN(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(from.start().outcome().error(), errc::operation_misused);
    ASSERT_FALSE(to.start().is_done());
    auto midway = call();
    midway = std::move(to);
    EXPECT_EQ(to.resume(status(503)).outcome().error(), errc::operation_misused);
    // NOLINTEND(bugprone-use-after-move)
    auto const again = midway.resume(status(503));
    ASSERT_FALSE(again.is_done());
    EXPECT_EQ(again.request().fields.find("X-Auth-Token"), api_support::token);
    EXPECT_EQ(again.delay(), milliseconds{500});
    EXPECT_TRUE(midway.resume(status(200)).outcome());
}

// threats row 57
TEST(ApiCall, SaysNothingOfTheToken) {
    struct echoing : boost::system::error_category {
        char const* name() const noexcept override { return "echo"; }
        std::string message(int) const override {
            return "cannot send " + std::string(api_support::token);
        }
    };
    static echoing const category;
    auto const failed = play_get({bcauth::error_code(1, category)}, {.max_tries = 1});
    EXPECT_EQ(failed.why.message(), "cannot send [redacted]");
    std::string const body = R"({"title":"who is )" + std::string(api_support::token) + R"("})";
    for (int const number : {401, 403, 404, 429, 500}) {
        auto const told = play_get({status(number, body)}, {.max_tries = 1});
        EXPECT_EQ(told.why.message(), "who is [redacted]");
    }
    auto const canary = oauth_support::all_words(failed.outcome.error(), failed.why);
    EXPECT_FALSE(oauth_support::shows_a_part(canary, api_support::token));
}

}  // namespace
