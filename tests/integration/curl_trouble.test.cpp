// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/curl.hpp>
#include "support/lab.hpp"
#include "support/lab_events.hpp"
#include "support/lab_leaks.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

// How curl_client holds its bounds and what it tells when a server fails.
namespace {

using bcauth::connection_stage;
using bcauth::connection_trouble;
using bcauth::curl_client;
using bcauth::curl_options;
using bcauth::errc;
using bcauth::tls_trust;
using lab::authority;
using lab::get;
using lab::post;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

bool const environment_is_clean = lab::forget_proxies();

curl_options trusting() {
    return {.trust = tls_trust::only_pem(authority().pem())};
}

class CurlTrouble : public testing::TestWithParam<lab::trouble> {};

connection_trouble expected_trouble(errc error) {
    if (error == errc::timed_out) return connection_trouble::timed_out;
    if (error == errc::response_too_large) return connection_trouble::too_large;
    return connection_trouble::closed;
}

TEST_P(CurlTrouble, IsToldAndBounded) {
    std::atomic<std::size_t> written{0};
    auto const certificate = authority().good();
    tls_server const server(lab::trouble_actions(written), &certificate);
    lab::event_log events;
    auto options = trusting();
    options.on_event = events.listener();
    curl_client client(std::move(options));
    auto message = post(server.origin() + std::string(GetParam().path), "code=once");
    message.limits.timeout = milliseconds{500};
    message.limits.response_bytes = std::size_t{64} * 1024;

    auto const begin = steady_clock::now();
    auto const reply = client.send(message);
    EXPECT_LT(steady_clock::now() - begin, milliseconds{5000});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error(), GetParam().error);
    EXPECT_EQ(server.requests(), 1) << "it was sent again";
    EXPECT_LT(written, lab::huge_body / 5);

    auto const event = events.last();
    EXPECT_EQ(events.size(), 1U);
    EXPECT_EQ(event.error, GetParam().error);
    EXPECT_EQ(event.stage, connection_stage::receive);
    EXPECT_EQ(event.trouble, expected_trouble(GetParam().error));

    message.url = server.origin() + "/fine";
    auto const next = client.send(std::move(message));
    ASSERT_TRUE(next) << "the client is of use afterwards: " << next.error().message();
    EXPECT_EQ(next->body.expose(), "fine");
    EXPECT_EQ(events.last().stage, connection_stage::done);
    EXPECT_EQ(events.last().status, 200);
}

INSTANTIATE_TEST_SUITE_P(Lab, CurlTrouble, testing::ValuesIn(lab::troubles), [](auto const& test) {
    auto name = std::string(test.param.path.substr(1));
    std::erase(name, '-');
    return name;
});

// ---- what an event tells

TEST(CurlEvent, TellsAnExchange) {
    auto const certificate = authority().good();
    tls_server const server({{"/path",
                              [](server_connection& to, seen_request const&) {
                                  std::this_thread::sleep_for(milliseconds{30});
                                  return to.write(http_answer(503, "12345"));
                              }}},
                            &certificate);
    lab::event_log events;
    auto options = trusting();
    options.on_event = events.listener();
    curl_client client(std::move(options));
    auto const reply = client.send(post(server.origin() + "/path?code=secret", "client_secret=x"));
    ASSERT_TRUE(reply);
    auto const event = events.last();
    EXPECT_EQ(event.stage, connection_stage::done);
    EXPECT_EQ(event.trouble, connection_trouble::none);
    EXPECT_EQ(event.error, bcauth::error_code{});
    EXPECT_EQ(event.host, "127.0.0.1");
    EXPECT_EQ(std::to_string(event.port), server.port());
    EXPECT_EQ(event.via, bcauth::proxy_kind::none);
    EXPECT_EQ(event.status, 503);
    for (std::size_t const size : {std::size_t{0}, std::size_t{10'000}, std::size_t{300'000}}) {
        ASSERT_TRUE(client.send(post(server.origin() + "/path", std::string(size, 'x'))));
        EXPECT_EQ(events.last().bytes_sent, server.last().head.size() + size);
    }
    EXPECT_EQ(event.bytes_received, http_answer(503, "12345").size());
    auto const& times = event.times;
    EXPECT_GT(times.resolve.count(), 0);
    EXPECT_GE(times.connect, times.resolve);
    EXPECT_EQ(times.proxy.count(), 0);
    EXPECT_GT(times.tls, times.connect);
    EXPECT_GT(times.first_byte, times.tls + milliseconds{25});
    EXPECT_GE(times.total, times.first_byte);
}

TEST(CurlEvent, TellsWhatWasNeverBegun) {
    lab::event_log events;
    curl_client client({.on_event = events.listener()});
    for (auto const* url : {"http://127.0.0.1/", "https://user@127.0.0.1/", "", "https://"}) {
        EXPECT_FALSE(client.send(get(url)));
        EXPECT_EQ(events.last().stage, connection_stage::setup) << url;
        EXPECT_EQ(events.last().trouble, connection_trouble::unsupported) << url;
        EXPECT_EQ(events.last().error, errc::transport_failed) << url;
    }
    EXPECT_FALSE(client.send(get("https://[::1]:" + lab::dead_port() + "/")));
    EXPECT_EQ(events.last().host, "::1");
    EXPECT_EQ(events.last().stage, connection_stage::connect);
}

// an answer must not get lost because somebody else can't write it down
TEST(CurlEvent, SurvivesAListenerThatThrows) {
    tls_server const server({{"/", [](server_connection& to, seen_request const&) {
                                  return to.write(http_answer(200, "fine"));
                              }}});
    int told = 0;
    curl_client client({.trust = tls_trust::unsafe_anything(),
                        .on_event =
                            [&](auto const&) {
                                ++told;
                                throw std::runtime_error("full");
                            },
                        .allow_loopback_http = true});
    EXPECT_TRUE(client.send(get(server.origin() + "/")));
    EXPECT_EQ(told, 2) << "of the warning and of the exchange";
}

// ---- time

TEST(CurlTime, TellsTheStageThatALimitRanOutIn) {
    tls_server const never_greets(lab::actions{});
    lab::event_log events;
    for (bool const by_connect_limit : {true, false}) {
        curl_client client({.connect_timeout = milliseconds{by_connect_limit ? 200 : 0},
                            .on_event = events.listener()});
        auto message = post("https://127.0.0.1:" + never_greets.port() + "/", "x");
        message.limits.timeout = milliseconds{by_connect_limit ? 10'000 : 300};
        EXPECT_FALSE(client.send(std::move(message)));
        EXPECT_EQ(events.last().stage, connection_stage::tls);
        EXPECT_EQ(events.last().trouble, connection_trouble::timed_out);
        EXPECT_EQ(events.last().error, errc::transport_failed);
    }
}

TEST(CurlTime, TakesTheClientsLimitInsteadOfTheRequests) {
    auto const certificate = authority().good();
    tls_server const server({{"/",
                              [](server_connection& to, seen_request const&) {
                                  std::this_thread::sleep_for(milliseconds{400});
                                  return to.write(http_answer(200, "late"));
                              }}},
                            &certificate);
    auto const outcome = [&](std::optional<milliseconds> clients, milliseconds requests) {
        auto options = trusting();
        options.timeout = clients;
        curl_client client(std::move(options));
        auto message = get(server.origin() + "/");
        message.limits.timeout = requests;
        auto const reply = client.send(std::move(message));
        return reply ? bcauth::error_code{} : reply.error();
    };
    EXPECT_EQ(outcome(std::nullopt, milliseconds{150}), errc::timed_out);
    EXPECT_EQ(outcome(milliseconds{0}, milliseconds{150}), bcauth::error_code{}) << "0 is none";
    EXPECT_EQ(outcome(milliseconds{20'000}, milliseconds{150}), bcauth::error_code{});
    EXPECT_EQ(outcome(milliseconds{150}, milliseconds{0}), errc::timed_out);
    EXPECT_EQ(outcome(milliseconds{150}, milliseconds{20'000}), errc::timed_out);
}

TEST(CurlTime, ComesFromConnectionSettings) {
    bcauth::connection_options given;
    auto const usual = curl_options::from(given);
    EXPECT_EQ(usual.timeout, milliseconds{60'000});
    EXPECT_EQ(usual.connect_timeout, milliseconds{60'000});
    given.timeout = std::chrono::seconds{0};
    given.trust = tls_trust::only_pem("text");
    given.via.kind = bcauth::proxy_kind::socks5;
    auto const made = curl_options::from(given);
    EXPECT_EQ(made.timeout, milliseconds{0});
    EXPECT_EQ(made.connect_timeout, milliseconds{0});
    EXPECT_EQ(made.trust, given.trust);
    EXPECT_EQ(made.via.kind, bcauth::proxy_kind::socks5);
    EXPECT_FALSE(made.allow_loopback_http);
}

// ---- leaks

TEST(CurlLeaks, NothingInAThousandExchanges) {
    lab::expect_no_leak<curl_client>(trusting());
}

}  // namespace
