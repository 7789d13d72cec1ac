// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/scripted_client.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace http = bcauth::http;
using bcauth::errc;
using bcauth::testing::make_response;
using bcauth::testing::scripted_client;
using bcauth::testing::scripted_exchange;

template <class Client>
concept gives_received = requires(Client&& client) {
    std::forward<Client>(client).received();
}
|| requires(Client&& client) {
    std::forward<Client>(client).complaint();
};
static_assert(gives_received<scripted_client const&> && !gives_received<scripted_client>);

http::request get(std::string url) {
    http::request made;
    made.url = std::move(url);
    return made;
}

std::vector<scripted_exchange> two_steps() {
    return {{http::method::get, "https://a.example/1", make_response(200, "one")},
            {http::method::get, "https://a.example/2", make_response(204)}};
}

TEST(ScriptedClient, AnswersInOrderAndKeepsWhatItWasSent) {
    scripted_client client(two_steps());
    EXPECT_FALSE(client.finished());
    auto const first = client.send(get("https://a.example/1"));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->status, 200);
    EXPECT_EQ(first->body.expose(), "one");
    EXPECT_FALSE(client.finished());
    EXPECT_EQ(client.send(get("https://a.example/2"))->status, 204);
    EXPECT_TRUE(client.finished());
    ASSERT_EQ(client.received().size(), 2U);
    EXPECT_EQ(client.received()[1].url, "https://a.example/2");
}

TEST(ScriptedClient, IsSpoiltByARequestThatIsNotTheNextOne) {
    scripted_client client(two_steps());
    EXPECT_EQ(client.send(get("https://a.example/2")).error(), errc::operation_misused);
    EXPECT_EQ(client.complaint(), "another request than the script has: GET https://a.example/2");
    EXPECT_EQ(client.send(get("https://a.example/2")).error(), errc::operation_misused);
    EXPECT_FALSE(client.finished());
    EXPECT_EQ(client.received().size(), 2U);
}

TEST(ScriptedClient, IsSpoiltByAnotherMethod) {
    scripted_client client(two_steps());
    auto request = get("https://a.example/1");
    request.verb = http::method::post;
    EXPECT_EQ(client.send(request).error(), errc::operation_misused);
    EXPECT_FALSE(client.finished());
}

TEST(ScriptedClient, IsSpoiltByOneRequestTooMany) {
    scripted_client client({});
    EXPECT_TRUE(client.finished());
    EXPECT_EQ(client.send(get("https://a.example/1")).error(), errc::operation_misused);
    EXPECT_EQ(client.complaint(), "one request more than the script has: GET https://a.example/1");
    EXPECT_FALSE(client.finished());
}

TEST(ScriptedClient, GivesFailuresAsWritten) {
    scripted_client client({{http::method::get, "https://a.example/1", errc::timed_out}});
    EXPECT_EQ(client.send(get("https://a.example/1")).error(), errc::timed_out);
    EXPECT_TRUE(client.finished());
}

TEST(ScriptedClient, MakesResponsesWithTheFieldsThatHttpCanCarry) {
    auto const made =
        make_response(302, "", {{"Location", "https://a.example/"}, {"bad name", "x"}});
    EXPECT_EQ(made.status, 302);
    EXPECT_EQ(made.fields.find("location"), "https://a.example/");
    EXPECT_EQ(made.fields.size(), 1U);
}

TEST(ScriptedClient, FailsAtEachStepInTurn) {
    std::vector<std::size_t> calls;
    bcauth::testing::fail_at_each_step(
        two_steps(), bcauth::make_error_code(errc::timed_out),
        [&](scripted_client& client, std::size_t failing) {
            std::size_t sent = 0;
            for (auto const url : {"https://a.example/1", "https://a.example/2"}) {
                auto const reply = client.send(get(url));
                EXPECT_EQ(reply.has_value(), sent < failing);
                ++sent;
                if (!reply) {
                    EXPECT_EQ(reply.error(), errc::timed_out);
                    break;
                }
            }
            EXPECT_TRUE(client.finished());
            calls.push_back(sent);
        });
    EXPECT_EQ(calls, (std::vector<std::size_t>{1, 2}));
}

}  // namespace
