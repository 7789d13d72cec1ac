// SPDX-License-Identifier: BSL-1.0
#include <bcauth/observe/observed_client.hpp>
#include <bcauth/op/run.hpp>
#include <bcauth/op/token_exchange.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/oauth.hpp"
#include "support/observe.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <chrono>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

namespace http = bcauth::http;
using bcauth::errc;
using bcauth::exchange_event;
using bcauth::observed_client;
using bcauth::result;
using bcauth::testing::make_response;
using observe_support::leak_in;
using observe_support::quarter_watch;
using observe_support::recorder;

http::request request_of(std::string url, std::string_view body = {}) {
    http::request made;
    made.verb = http::method::put;
    made.url = std::move(url);
    made.body = bcauth::secret(body);
    EXPECT_TRUE(made.fields.add("X-Auth-Token", "g3y3ab5cctiu0edpy9n8gzl0p25og9u"));
    EXPECT_TRUE(made.fields.add("Accept", "application/json"));
    return made;
}

// a client that answers so, and keeps what it was sent
struct answering {
    result<http::response> reply;
    std::vector<http::request> received = {};

    result<http::response> send(http::request message) {
        received.push_back(std::move(message));
        return reply;
    }
};

TEST(ObservedClient, TellsWhatWasAskedForAndWhatCameOfIt) {
    answering inside{make_response(207, R"({"data":[]})", {{"Content-Length", "11"}})};
    recorder seen;
    observed_client<answering, recorder, quarter_watch> client(inside, seen);
    auto const reply = client.send(request_of(
        "https://api.bigcommerce.com/stores/g5cd38/v3/customers/attribute-values?limit=3", "[1]"));
    ASSERT_TRUE(reply);
    ASSERT_EQ(seen.events.size(), 1U);
    auto const& event = seen.events[0];
    EXPECT_EQ(event.verb, http::method::put);
    EXPECT_EQ(event.host.view(), "api.bigcommerce.com");
    EXPECT_EQ(event.port, 443);
    EXPECT_EQ(event.path.view(), "/stores/g5cd38/v3/customers/attribute-values");
    EXPECT_EQ(event.query.view(), "limit");
    EXPECT_TRUE(event.credentials);
    EXPECT_EQ(event.attempt, 1U);
    EXPECT_EQ(event.delay.count(), 0);
    EXPECT_EQ(event.status, 207);
    EXPECT_FALSE(event.error.failed());
    EXPECT_EQ(event.request_bytes, 3U);
    EXPECT_EQ(event.response_bytes, 11U);
    EXPECT_EQ(event.duration, std::chrono::milliseconds{250});
    EXPECT_EQ(event.request_fields.view(), "[redacted] | Accept: application/json");
    EXPECT_EQ(event.request_body.view(), "json of 3 bytes: [1]");
    EXPECT_EQ(event.response_fields.view(), "Content-Length: 11");
    EXPECT_EQ(event.response_body.view(), "json of 11 bytes: {data:[0]}");
}

TEST(ObservedClient, TellsThePort) {
    for (auto const& [url, port] :
         {std::pair("https://h/", 443), std::pair("http://h/", 80),
          std::pair("http://h:8080/", 8080), std::pair("https://h:65535", 65535),
          std::pair("https://h:x/", 443)}) {
        answering inside{make_response(200)};
        recorder seen;
        EXPECT_TRUE(observed_client(inside, seen).send(request_of(url)));
        EXPECT_EQ(seen.events.at(0).port, port) << url;
    }
}

TEST(ObservedClient, TellsWhetherCredentialsWereSent) {
    for (auto const& [name, expected] :
         {std::pair("x-auth-token", true), std::pair("Authorization", true),
          std::pair("X-Auth-Client", false)}) {
        answering inside{make_response(200)};
        recorder seen;
        http::request message;
        message.url = "https://h/";
        EXPECT_TRUE(message.fields.add(name, "abc"));
        EXPECT_TRUE(observed_client(inside, seen).send(message));
        EXPECT_EQ(seen.events.at(0).credentials, expected) << name;
    }
}

TEST(ObservedClient, TellsWhyThereWasNoAnswer) {
    answering inside{errc::timed_out};
    recorder seen;
    auto const reply = observed_client(inside, seen).send(request_of("https://h/"));
    EXPECT_EQ(reply.error(), errc::timed_out);
    ASSERT_EQ(seen.events.size(), 1U);
    EXPECT_EQ(seen.events[0].error, errc::timed_out);
    EXPECT_EQ(seen.events[0].status, 0);
    EXPECT_EQ(seen.events[0].response_bytes, 0U);
}

TEST(ObservedClient, ChangesNeitherTheRequestNorTheAnswer) {
    answering inside{make_response(201, "answer", {{"X-A", "b"}})};
    recorder seen;
    auto message = request_of("https://h/a?b", "question");
    message.limits.response_bytes = 77;
    message.idempotent = true;
    auto const reply = observed_client(inside, seen).send(message);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 201);
    EXPECT_EQ(reply->body.expose(), "answer");
    EXPECT_EQ(reply->fields.find("X-A"), "b");
    ASSERT_EQ(inside.received.size(), 1U);
    auto const& sent = inside.received[0];
    EXPECT_EQ(sent.verb, http::method::put);
    EXPECT_EQ(sent.url, "https://h/a?b");
    EXPECT_EQ(sent.body.expose(), "question");
    EXPECT_EQ(sent.fields.find("X-Auth-Token"), "g3y3ab5cctiu0edpy9n8gzl0p25og9u");
    EXPECT_EQ(sent.limits.response_bytes, 77U);
    EXPECT_TRUE(sent.idempotent);
}

// preparing them costs time, so nobody pays for what is not read
TEST(ObservedClient, PreparesMessagesOnlyForWhoWantsThem) {
    struct plain {
        int texts = 0;
        void on_event(exchange_event const& event) {
            texts += event.request_fields.empty() && event.request_body.empty() &&
                             event.response_fields.empty() && event.response_body.empty()
                         ? 0
                         : 1;
        }
    };
    answering inside{make_response(200, "{}", {{"Content-Length", "2"}})};
    plain no_wish;
    EXPECT_TRUE(observed_client(inside, no_wish).send(request_of("https://h/", "{}")));
    EXPECT_EQ(no_wish.texts, 0);
    recorder declines{.messages = false};
    EXPECT_TRUE(observed_client(inside, declines).send(request_of("https://h/", "{}")));
    EXPECT_TRUE(declines.events.at(0).request_fields.empty());
    EXPECT_TRUE(declines.events.at(0).response_body.empty());
}

TEST(ObservedClient, LosesNoAnswerToAnObserverThatThrows) {
    struct throwing {
        void on_event(exchange_event const&) const { throw std::runtime_error("no"); }
    };
    answering inside{make_response(200, "kept")};
    throwing own;
    auto const reply = observed_client(inside, own).send(request_of("https://h/"));
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body.expose(), "kept");
}

TEST(ObservedClient, LetsThroughWhatTheClientThrowsAndTellsNothing) {
    struct throwing_client {
        result<http::response> send(http::request const&) { throw std::bad_alloc(); }
    };
    throwing_client inside;
    recorder seen;
    EXPECT_THROW(static_cast<void>(observed_client(inside, seen).send(request_of("https://h/"))),
                 std::bad_alloc);
    EXPECT_TRUE(seen.events.empty());
}

TEST(ObservedClient, IsAClientForAnyOperation) {
    static_assert(http::client<observed_client<answering, recorder>>);
    answering inside{make_response(200, oauth_support::token_body)};
    recorder seen;
    observed_client client(inside, seen);
    auto const installed = bcauth::run(
        client, bcauth::op::token_exchange{oauth_support::app(), oauth_support::grant()});
    ASSERT_TRUE(installed);
    EXPECT_EQ(seen.events.size(), 1U);
    EXPECT_NE(seen.text.find("POST login.bigcommerce.com/oauth2/token status=200"),
              std::string::npos)
        << seen.text;
    EXPECT_EQ(leak_in(seen.text, oauth_support::client_secret), "");
    EXPECT_EQ(leak_in(seen.text, "qr6h3thvbvag2ffq"), "");
    EXPECT_EQ(leak_in(seen.text, "g3y3ab5cctiu0edpy9n8gzl0p25og9u"), "");
}

// -- Whatever a message is made of, and wherever the secret stands in it: threats row 57.

// not made smaller where a property fails: what is left out says less than what is there
template <class T, class... Others>
auto picked(T&& first, Others&&... others) {
    return rc::gen::noShrink(
        rc::gen::element<std::decay_t<T>>(std::forward<T>(first), std::forward<Others>(others)...));
}

std::string anywhere(std::string const& secret) {
    auto const piece = *picked<std::string>("", "v2", "/", "?", "&", "=", "limit=", "scope", "\"",
                                            "{", "}", ":", ",", "%20", " ", "1", "application/json",
                                            "stores", ";", "#", "@", "\\");
    auto const other = *picked<std::string>("", "scope=", "\":\"", "/", "&page=", "1");
    return piece + secret + other;
}

std::string body_with(std::string const& secret) {
    auto const name = *picked<std::string>("scope", "access_token", "data", secret);
    auto const value = anywhere(secret);
    return *picked<std::string>(
        "{\"" + name + "\":\"" + secret + "\"}", "{\"user\":{\"" + name + "\":\"" + secret + "\"}}",
        "[\"" + secret + "\",{\"" + name + "\":\"" + secret + "\"}]", "\"" + secret + "\"",
        name + "=" + secret + "&" + secret + "&scope=" + secret, value,
        "{\"" + name + "\":" + value);
}

http::fields fields_with(std::string const& secret) {
    http::fields made;
    auto const count = *rc::gen::noShrink(rc::gen::inRange(0, 6));
    for (int i = 0; i < count; ++i) {
        auto const name =
            *picked<std::string>("X-Auth-Token", "Authorization", "Content-Type", "Content-Length",
                                 "Date", "Location", "X-Correlation-Id", "Set-Cookie",
                                 "X-Something", "Accept", "X-BC-Store-Version", secret);
        auto const value =
            *picked<std::string>(std::string(secret), "Bearer " + secret, "application/json",
                                 "application/json; charset=" + secret,
                                 "application/x-www-form-urlencoded", "1", "https://h/?" + secret);
        static_cast<void>(made.add(name, value));
    }
    return made;
}

RC_GTEST_PROP(ObservedClientProperty, NoEventHoldsAnySecretWhereverItStands, ()) {
    auto const letters = rc::gen::elementOf(
        std::string("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~"));
    auto const size = *rc::gen::noShrink(rc::gen::inRange<std::size_t>(20, 60));
    auto const secret = *rc::gen::noShrink(rc::gen::container<std::string>(size, letters));
    http::request message;
    message.verb = *picked(http::method::get, http::method::post, http::method::del);
    message.url = *picked<std::string>(
        "https://api.bigcommerce.com/" + anywhere(secret),
        "https://" + secret + ":" + secret + "@api.bigcommerce.com/v2",
        "https://" + secret + "@h/" + anywhere(secret), "https://h:" + secret + "/v2?limit=1",
        "https://h/v3/orders/" + secret + "/v2?limit=" + anywhere(secret), anywhere(secret));
    message.fields = fields_with(secret);
    message.body = bcauth::secret(body_with(secret));
    http::response reply;
    reply.status = *rc::gen::noShrink(rc::gen::inRange(100, 600));
    reply.fields = fields_with(secret);
    reply.body = bcauth::secret(body_with(secret));
    answering inside{reply};
    recorder seen;
    RC_ASSERT(observed_client(inside, seen).send(message).has_value());
    RC_ASSERT(seen.events.size() == 1U);
    RC_ASSERT(leak_in(seen.text, secret) == std::string());
    // an escape would be needed for anything else, and there is one line
    RC_ASSERT(seen.text.find('\n') == seen.text.size() - 1);
}

}  // namespace
