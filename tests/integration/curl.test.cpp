// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/client_battery.hpp>
#include <bcauth/transport/curl.hpp>
#include "support/lab.hpp"
#include "support/lab_transport.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace {

using bcauth::curl_client;
using bcauth::curl_options;
using bcauth::errc;
using bcauth::tls_trust;
using lab::answer_fine;
using lab::get;
using lab::open_files;
using lab::post;
namespace http = bcauth::http;
using rule = bcauth::testing::client_rule<curl_client>;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

bool const environment_is_clean = lab::forget_proxies();

test_authority const& authority() {
    return lab::authority();
}

curl_options trusting() {
    return {.trust = tls_trust::only_pem(authority().pem())};
}

class CurlBattery : public testing::TestWithParam<rule> {
protected:
    static std::string judge(test_certificate const* certificate) {
        auto options = trusting();
        options.allow_loopback_http = certificate == nullptr;
        curl_client client(std::move(options));
        return lab::judge(GetParam(), client, certificate);
    }
};

TEST_P(CurlBattery, KeepsTheRuleOverTls) {
    auto const certificate = authority().good();
    EXPECT_EQ(judge(&certificate), "");
}
TEST_P(CurlBattery, KeepsTheRuleInPlainHttp) {
    EXPECT_EQ(judge(nullptr), "");
}

INSTANTIATE_TEST_SUITE_P(Battery, CurlBattery,
                         testing::ValuesIn(bcauth::testing::client_battery<curl_client>()),
                         [](auto const& test) { return std::string(test.param.name); });

class CurlOnTls : public lab::on_tls<curl_client> {
protected:
    CurlOnTls() : on_tls(trusting()) {}
};

TEST(Curl, SpeaksNoPlainHttpToATlsAddress) {
    tls_server const server({{"/", answer_fine}});
    curl_client client({.connect_timeout = milliseconds{300}});
    auto const reply = client.send(get("https://127.0.0.1:" + server.port() + "/"));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error(), errc::transport_failed);
    EXPECT_EQ(server.requests(), 0);
}

// ---- what is sent

TEST_F(CurlOnTls, SendsNothingOfItsOwnButAName) {
    serve(answer_fine);
    ASSERT_TRUE(client().send(post(url(), "a=b")));
    auto const port = server().port();
    EXPECT_EQ(server().last().head, "POST / HTTP/1.1\r\nHost: 127.0.0.1:" + port +
                                        "\r\nUser-Agent: bcauth/" + std::string(bcauth::version) +
                                        "\r\nContent-Length: 3\r\n\r\n");
}

TEST_F(CurlOnTls, LeavesAGivenUserAgentAlone) {
    serve(answer_fine);
    auto message = get(url());
    ASSERT_TRUE(message.fields.add("user-agent", "mine/1"));
    ASSERT_TRUE(client().send(std::move(message)));
    EXPECT_EQ(server().last().field("user-agent"), "mine/1");
    EXPECT_EQ(server().last().head.find("bcauth/"), std::string::npos);
}

TEST_F(CurlOnTls, SendsAnEmptyFieldAndAnEmptyBody) {
    serve(answer_fine);
    auto message = post(url(), "");
    ASSERT_TRUE(message.fields.add("X-Empty", ""));
    ASSERT_TRUE(client().send(std::move(message)));
    EXPECT_NE(server().last().head.find("\r\nX-Empty:\r\n"), std::string::npos);
    EXPECT_EQ(server().last().field("Content-Length"), "0");
}

TEST_F(CurlOnTls, CarriesAMebibyteWithNuls) {
    serve([](server_connection& to, seen_request const& seen) {
        return to.write(http_answer(200, seen.body));
    });
    std::string body(1024 * 1024, '\0');
    for (std::size_t i = 0; i < body.size(); i += 3)
        body[i] = static_cast<char>(i % 251);
    auto const reply = client().send(post(url(), body));
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_TRUE(reply->body.expose() == body);
    EXPECT_EQ(server().last().field("Expect"), "");
}

TEST_F(CurlOnTls, LeavesNothingOfOneRequestInTheNext) {
    serve(answer_fine);
    auto message = post(url(), "secret body");
    ASSERT_TRUE(message.fields.add("X-Auth-Token", "secret field"));
    message.limits.timeout = milliseconds{0};
    ASSERT_TRUE(client().send(std::move(message)));
    ASSERT_TRUE(client().send(get(url())));
    EXPECT_EQ(server().last().method, "GET");
    EXPECT_EQ(server().last().body, "");
    EXPECT_EQ(server().last().head.find("secret"), std::string::npos);
    EXPECT_EQ(server().connections(), 1) << "a fresh connection was asked for the first alone";
}

// ---- what comes back

TEST_F(CurlOnTls, GivesTheLastAnswerAfterInterimOnes) {
    serve_bytes("HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\n" +
                http_answer(201, "b", "X-Late: 2\r\n"));
    auto const reply = client().send(get(url()));
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->status, 201);
    EXPECT_FALSE(reply->fields.find("X-Early"));
    EXPECT_EQ(reply->fields.find("x-late"), "2");
}

TEST_F(CurlOnTls, LeavesTrailersAndUnreadableFieldsOut) {
    serve_bytes(
        "HTTP/1.1 200 OK\r\nX-Latin: caf\xe9\r\nX-Good:  1 \t\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n0\r\nX-Good: 2\r\nX-Trailer: 3\r\n\r\n");
    auto const reply = client().send(get(url()));
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->body.expose(), "abc");
    EXPECT_FALSE(reply->fields.find("X-Latin"));
    EXPECT_EQ(reply->fields.count("X-Good"), 1U);
    EXPECT_EQ(reply->fields.find("X-Good"), "1");
    EXPECT_FALSE(reply->fields.find("X-Trailer"));
}

TEST_F(CurlOnTls, RefusesAFoldedField) {
    serve_bytes("HTTP/1.1 200 OK\r\nX-Folded: a\r\n b\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(failure(get(url())), errc::outcome_unknown);
}

TEST_F(CurlOnTls, RefusesWhatIsNotHttp) {
    serve_bytes("220 mail.example ESMTP\r\n");
    EXPECT_EQ(failure(get(url())), errc::outcome_unknown);
}

TEST_F(CurlOnTls, StopsAtAHugeBody) {
    // the server may still write when the test is over
    auto const written = std::make_shared<std::atomic<std::size_t>>(0);
    serve([written](server_connection& to, seen_request const&) {
        std::string const piece(64 * 1024, 'x');
        to.write("HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n");
        while (*written < 104857600 && to.write(piece))
            *written += piece.size();
        return false;
    });
    auto message = get(url());
    message.limits.response_bytes = 64 * 1024;
    EXPECT_EQ(failure(std::move(message)), errc::response_too_large);
    EXPECT_LT(*written, 20U * 1024 * 1024);
}

TEST_F(CurlOnTls, StopsAtAHugeBodyInChunks) {
    serve([](server_connection& to, seen_request const&) {
        to.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (to.write("1000\r\n" + std::string(4096, 'x') + "\r\n")) {
        }
        return false;
    });
    EXPECT_EQ(failure(get(url())), errc::response_too_large);
}

TEST_F(CurlOnTls, StopsAtAHeaderBomb) {
    serve([](server_connection& to, seen_request const&) {
        to.write("HTTP/1.1 200 OK\r\n");
        while (to.write("X-Field: " + std::string(1000, 'x') + "\r\n")) {
        }
        return false;
    });
    EXPECT_EQ(failure(get(url())), errc::response_too_large);
}

TEST_F(CurlOnTls, StopsAtInterimAnswersWithoutEnd) {
    serve([](server_connection& to, seen_request const&) {
        while (to.write("HTTP/1.1 103 Early\r\nX-Field: 1\r\n\r\n")) {
        }
        return false;
    });
    EXPECT_EQ(failure(get(url())), errc::response_too_large);
}

// ---- broken off

TEST_F(CurlOnTls, RefusesATruncatedBody) {
    for (auto const* bytes :
         {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"}) {
        serve([=](server_connection& to, seen_request const&) {
            to.write(bytes);
            to.end();
            return false;
        });
        EXPECT_EQ(failure(post(url(), "x")), errc::outcome_unknown) << bytes;
    }
}

// curl takes the end of the connection for the end of the body, in order or not
TEST_F(CurlOnTls, RefusesAnAnswerThatDoesNotTellItsEnd) {
    for (bool const in_order : {true, false}) {
        serve([=](server_connection& to, seen_request const&) {
            to.write("HTTP/1.1 200 OK\r\n\r\nhalf");
            if (in_order) to.end();
            return false;
        });
        EXPECT_EQ(failure(get(url())), errc::outcome_unknown);
    }
    serve_bytes("HTTP/1.1 204 No Content\r\n\r\n");
    EXPECT_EQ(failure(get(url())), bcauth::error_code{});
}

TEST(Curl, TakesAnAnswerToTheEndOfAPlainConnection) {
    tls_server const server({{"/", [](server_connection& to, seen_request const&) {
                                  to.write("HTTP/1.0 200 OK\r\n\r\nwhole");
                                  return false;
                              }}});
    curl_client client({.allow_loopback_http = true});
    auto const reply = client.send(get(server.origin() + "/"));
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->body.expose(), "whole");
}

TEST_F(CurlOnTls, RefusesAHeadThatIsCut) {
    for (auto const* bytes :
         {"", "HTTP/1.1", "HTTP/1.1 204 No Content\r\n", "HTTP/1.1 204 No Content\r\nContent-Le",
          "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", "HTTP/1.1 103 Early\r\n\r\n"}) {
        serve_bytes(bytes);
        EXPECT_EQ(failure(post(url(), "x")), errc::outcome_unknown) << bytes;
    }
}

TEST_F(CurlOnTls, SurvivesAConnectionThatIsReset) {
    serve([](server_connection& to, seen_request const&) {
        to.reset();
        return false;
    });
    EXPECT_EQ(failure(post(url(), "x")), errc::outcome_unknown);
    EXPECT_EQ(server().requests(), 1);
}

// with the signal's default action: a client must not end the program
TEST(Curl, SurvivesAServerThatLeavesWhileABodyIsSent) {
    for (bool const tls : {true, false}) {
        auto const certificate = authority().good();
        tls_server const server({}, tls ? &certificate : nullptr);
        auto options = trusting();
        options.allow_loopback_http = true;
        curl_client client(std::move(options));
        auto const reply = client.send(post(server.origin() + "/", std::string(16U << 20U, 'x')));
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.error(), errc::outcome_unknown);
    }
}

// ---- time

TEST_F(CurlOnTls, GivesUpOnATrickle) {
    serve([](server_connection& to, seen_request const&) {
        to.write("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n");
        while (to.write("x"))
            std::this_thread::sleep_for(milliseconds{20});
        return false;
    });
    auto message = get(url());
    message.limits.timeout = milliseconds{400};
    auto const begin = steady_clock::now();
    EXPECT_EQ(failure(std::move(message)), errc::timed_out);
    auto const took = steady_clock::now() - begin;
    EXPECT_GE(took, milliseconds{390});
    EXPECT_LT(took, milliseconds{3000});
}

// nobody greets: TLS never comes to an end, so nothing was sent
TEST(Curl, TellsALateConnectionFromALateAnswer) {
    tls_server const silent({});
    for (bool const by_connect_limit : {true, false}) {
        curl_client client({.connect_timeout = milliseconds{by_connect_limit ? 200 : 0}});
        auto message = post("https://127.0.0.1:" + silent.port() + "/", "x");
        message.limits.timeout = milliseconds{by_connect_limit ? 10'000 : 300};
        auto const begin = steady_clock::now();
        auto const reply = client.send(std::move(message));
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.error(), errc::transport_failed);
        EXPECT_LT(steady_clock::now() - begin, milliseconds{5000});
    }
}

TEST_F(CurlOnTls, TakesANegativeLimitForOneThatRanOut) {
    serve([](server_connection& to, seen_request const&) {
        to.wait_for_end();
        return false;
    });
    auto message = get(url());
    message.limits.timeout = milliseconds{-5};
    EXPECT_TRUE(failure(std::move(message)));
}

// ---- connections

TEST_F(CurlOnTls, UsesAConnectionAgain) {
    serve(answer_fine);
    for (int i = 0; i < 20; ++i)
        ASSERT_TRUE(client().send(get(url())));
    EXPECT_EQ(server().connections(), 1);
    EXPECT_EQ(server().requests(), 20);
}

TEST_F(CurlOnTls, SendsWhatMayNotArriveTwiceOnAFreshConnection) {
    serve(answer_fine);
    for (int i = 0; i < 3; ++i)
        ASSERT_TRUE(client().send(post(url(), "x")));
    EXPECT_EQ(server().connections(), 3);
}

// the server closes a kept connection when the next request is already on it
TEST_F(CurlOnTls, SendsAgainOnlyWhatMayArriveTwice) {
    std::atomic<int> seen{0};
    serve([&](server_connection& to, seen_request const&) {
        return ++seen % 2 == 1 && to.write(http_answer(200, "fine"));
    });
    ASSERT_TRUE(client().send(get(url())));
    EXPECT_TRUE(client().send(get(url())));
    EXPECT_EQ(seen, 3) << "asked, asked on the kept connection that closed, asked again";
    EXPECT_EQ(failure(post(url(), "x")), errc::outcome_unknown);
    EXPECT_EQ(seen, 4);
}

TEST_F(CurlOnTls, LeaksNoFileInAThousandRequests) {
    serve(answer_fine);
    auto const before = open_files();
    {
        curl_client passing(trusting());
        for (int i = 0; i < 1000; ++i) {
            ASSERT_TRUE(passing.send(get(url(), i % 20 != 0)));
            if (i == 500) {
                EXPECT_LT(open_files(), before + 24);
            }
        }
    }
    // the server's half of the last connections goes a moment later
    for (int i = 0; i < 200 && open_files() > before; ++i) {
        std::this_thread::sleep_for(milliseconds{10});
    }
    EXPECT_EQ(open_files(), before);
}

}  // namespace
