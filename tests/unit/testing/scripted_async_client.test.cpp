// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/scripted_async_client.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace http = bcauth::http;
using asio::cancellation_type;
using bcauth::errc;
using bcauth::testing::make_response;
using bcauth::testing::scripted_async_client;
using bcauth::testing::scripted_exchange;
using reply = bcauth::result<http::response>;

template <class Client>
concept gives_received = requires(Client&& client) {
    std::forward<Client>(client).received();
}
|| requires(Client&& client) {
    std::forward<Client>(client).complaint();
};
static_assert(gives_received<scripted_async_client const&> &&
              !gives_received<scripted_async_client>);

http::request get(std::string url) {
    http::request made;
    made.url = std::move(url);
    return made;
}

class ScriptedAsyncClient : public testing::Test {
protected:
    auto into(std::optional<reply>& to) {
        return [&to](reply got) { to.emplace(std::move(got)); };
    }
    auto cancellable(std::optional<reply>& to) {
        return asio::bind_cancellation_slot(x_cancel.slot(), into(to));
    }
    void turn() {
        x_context.restart();
        x_context.poll();
    }

    asio::io_context x_context;
    asio::cancellation_signal x_cancel;
    scripted_async_client x_client{
        x_context.get_executor(),
        {{http::method::get, "https://a.example/1", make_response(200, "one")},
         {http::method::get, "https://a.example/2", errc::timed_out}}};
};

TEST_F(ScriptedAsyncClient, AnswersInOrderATurnLater) {
    std::optional<reply> first;
    std::optional<reply> second;
    x_client.async_send(get("https://a.example/1"), into(first));
    x_client.async_send(get("https://a.example/2"), into(second));
    EXPECT_FALSE(first || second);
    EXPECT_EQ(x_client.received().size(), 2U);
    turn();
    ASSERT_TRUE(first && second);
    EXPECT_EQ((*first)->body.expose(), "one");
    EXPECT_EQ(second->error(), errc::timed_out);
    EXPECT_TRUE(x_client.finished());
    EXPECT_TRUE(x_client.complaint().empty());
}

TEST_F(ScriptedAsyncClient, IsSpoiltByARequestThatIsNotTheNextOne) {
    std::optional<reply> got;
    x_client.async_send(get("https://a.example/2"), into(got));
    turn();
    EXPECT_EQ(got.value().error(), errc::operation_misused);
    EXPECT_EQ(x_client.complaint(), "another request than the script has: GET https://a.example/2");
    EXPECT_FALSE(x_client.finished());
}

TEST_F(ScriptedAsyncClient, HoldsARequestUntilItIsReleased) {
    std::optional<reply> got;
    x_client.hold(0);
    EXPECT_FALSE(x_client.holds());
    x_client.async_send(get("https://a.example/1"), into(got));
    turn();
    EXPECT_TRUE(x_client.holds());
    EXPECT_FALSE(got);
    x_client.release();
    x_client.release();
    EXPECT_FALSE(x_client.holds());
    EXPECT_FALSE(got) << "from within release()";
    turn();
    EXPECT_EQ(got.value()->status, 200);
    x_client.async_send(get("https://a.example/2"), into(got));
    turn();
    EXPECT_EQ(got->error(), errc::timed_out) << "only the one was to be held";
}

TEST_F(ScriptedAsyncClient, CancelsARequestThatIsHeld) {
    for (auto const type : {cancellation_type::terminal, cancellation_type::partial}) {
        scripted_async_client client(
            x_context.get_executor(),
            {{http::method::get, "https://a.example/1", make_response(200)}});
        client.hold(0);
        std::optional<reply> got;
        client.async_send(get("https://a.example/1"), cancellable(got));
        turn();
        x_cancel.emit(type);
        EXPECT_FALSE(got);
        turn();
        EXPECT_EQ(got.value().error(), errc::cancelled);
        EXPECT_FALSE(client.holds());
    }
}

TEST_F(ScriptedAsyncClient, CancelsNothingTotallySinceItWasSent) {
    x_client.hold(0);
    std::optional<reply> got;
    x_client.async_send(get("https://a.example/1"), cancellable(got));
    turn();
    x_cancel.emit(cancellation_type::total);
    turn();
    EXPECT_FALSE(got);
    EXPECT_TRUE(x_client.holds());
    x_client.release();
    turn();
    EXPECT_EQ(got.value()->status, 200);
}

TEST_F(ScriptedAsyncClient, CancelsARequestWhoseAnswerHasNotHadItsTurn) {
    std::optional<reply> got;
    x_client.async_send(get("https://a.example/1"), cancellable(got));
    x_cancel.emit(cancellation_type::terminal);
    turn();
    EXPECT_EQ(got.value().error(), errc::cancelled);
}

}  // namespace
