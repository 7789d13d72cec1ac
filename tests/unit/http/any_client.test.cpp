// SPDX-License-Identifier: BSL-1.0
#include <bcauth/http/any_client.hpp>

#include <bcauth/op/run.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/sample_operations.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

namespace http = bcauth::http;
using bcauth::errc;
using bcauth::result;
using bcauth::http::any_client;
using bcauth::testing::make_response;
using bcauth::testing::scripted_client;

static_assert(!std::is_copy_constructible_v<any_client> && !std::is_copy_assignable_v<any_client>);
static_assert(std::is_nothrow_move_constructible_v<any_client> &&
              std::is_nothrow_move_assignable_v<any_client>);
static_assert(!std::is_constructible_v<any_client, int> &&
              !std::is_constructible_v<any_client, int (*)(http::request)>);
static_assert(!std::is_convertible_v<scripted_client, any_client>);

http::request get(std::string url) {
    http::request made;
    made.url = std::move(url);
    return made;
}

TEST(AnyClient, SendsThroughTheClientInIt) {
    any_client client{
        scripted_client({{http::method::get, "https://a.example/1", make_response(201, "one")},
                         {http::method::get, "https://a.example/2", errc::timed_out}})};
    auto const answer = client.send(get("https://a.example/1"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201);
    EXPECT_EQ(answer->body.expose(), "one");
    EXPECT_EQ(client.send(get("https://a.example/2")).error(), errc::timed_out);
}

TEST(AnyClient, TakesAFunctionAndWhatOnlyItCanHold) {
    any_client client{[count = std::make_unique<int>(200)](http::request const&) mutable
                      -> result<http::response> { return make_response((*count)++); }};
    EXPECT_EQ(client.send({})->status, 200);
    EXPECT_EQ(client.send({})->status, 201);
}

TEST(AnyClient, BorrowsAClientThroughALambda) {
    scripted_client mine({{http::method::get, "https://a.example/1", make_response(200)}});
    any_client client{[&](http::request message) { return mine.send(std::move(message)); }};
    EXPECT_TRUE(client.send(get("https://a.example/1")));
    EXPECT_TRUE(mine.finished());
}

struct pinned {
    explicit pinned(int first) : status(first) {}
    pinned(pinned const&) = delete;
    pinned& operator=(pinned const&) = delete;
    result<http::response> send(http::request const&) { return make_response(status++); }
    int status;
};

TEST(AnyClient, HoldsAClientThatCanNotBeMovedAndKeepsItWhenItIsMovedItself) {
    any_client client{std::in_place_type<pinned>, 200};
    EXPECT_EQ(client.send({})->status, 200);
    any_client moved = std::move(client);
    EXPECT_EQ(moved.send({})->status, 201);
    any_client other{std::in_place_type<pinned>, 400};
    other = std::move(moved);
    EXPECT_EQ(other.send({})->status, 202);
}

TEST(AnyClient, SendsNothingOnceItWasMovedFrom) {
    any_client client{std::in_place_type<pinned>, 200};
    any_client const moved = std::move(client);
    EXPECT_EQ(client.send({}).error(), errc::transport_failed);  // NOLINT: what is tested
}

TEST(AnyClient, EndsTheClientInIt) {
    auto const held = std::make_shared<int>(0);
    auto const sends = [held](http::request const&) -> result<http::response> {
        return make_response(200);
    };
    {
        any_client client{sends};
        any_client other{sends};
        EXPECT_EQ(held.use_count(), 4);
        other = std::move(client);
        EXPECT_EQ(held.use_count(), 3);
    }
    EXPECT_EQ(held.use_count(), 2);
}

TEST(AnyClient, StandsInAListOfClients) {
    std::vector<any_client> clients;
    clients.emplace_back(
        [](http::request const&) -> result<http::response> { return make_response(200); });
    clients.emplace_back(std::in_place_type<pinned>, 300);
    bcauth::diagnostics why;
    EXPECT_EQ(**bcauth::run(clients[0], sum_of_two("a", "b"), why), 400);
    EXPECT_EQ(**bcauth::run(clients[1], sum_of_two("a", "b"), why), 601);
}

}  // namespace
