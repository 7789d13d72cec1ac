// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/beast.hpp>
#include "support/lab.hpp"
#include "support/lab_transport.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <future>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
using bcauth::beast_client;
using bcauth::beast_options;
using bcauth::blocking_beast_client;
using bcauth::errc;
using reply_type = bcauth::result<bcauth::http::response>;
using std::chrono::milliseconds;

bool const environment_is_clean = lab::forget_proxies();

beast_options trusting() {
    return lab::by_way_of<beast_options>({});
}

class BeastOnTls : public lab::on_tls<blocking_beast_client> {
protected:
    BeastOnTls() : on_tls(trusting()) {}
};

TEST_F(BeastOnTls, ServesEightThreads) {
    serve(lab::answer_query_and_body);
    EXPECT_EQ(lab::served_in_eight_threads(client(), url(), 30), 240);
    EXPECT_EQ(server().requests(), 240);
    EXPECT_LE(server().connections(), 8 + 8 * 3);
}

TEST(Beast, ServesACrowdInSeveralThreads) {
    auto const certificate = lab::authority().good();
    tls_server const server(
        {{"/", [](server_connection& to,
                  seen_request const& seen) { return to.write(http_answer(200, seen.body)); }},
         {"/stalled",
          [](server_connection& to, seen_request const&) {
              to.wait_for_end();
              return false;
          }}},
        &certificate);
    asio::io_context context;
    beast_client client(context, trusting());
    std::vector<std::future<reply_type>> replies;
    std::atomic<int> late{0};
    auto work = asio::make_work_guard(context);
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&] { context.run(); });
    for (int i = 0; i < 60; ++i) {
        auto message = lab::post(server.origin() + "/", std::to_string(i));
        message.idempotent = i % 2 == 0;
        replies.push_back(client.async_send(std::move(message), asio::use_future));
        if (i % 10 != 0) continue;
        auto stalled = lab::post(server.origin() + "/stalled", "x");
        stalled.limits.timeout = milliseconds{6000 + i};
        client.async_send(std::move(stalled), [&](reply_type reply) {
            if (!reply && reply.error() == make_error_code(errc::timed_out)) ++late;
        });
    }
    for (int i = 0; i < 60; ++i) {
        auto const reply = replies[static_cast<std::size_t>(i)].get();
        ASSERT_TRUE(reply) << reply.error().message();
        EXPECT_EQ(reply->body.expose(), std::to_string(i));
    }
    work.reset();
    for (auto& each : threads)
        each.join();
    EXPECT_EQ(late, 6);
}

}  // namespace
