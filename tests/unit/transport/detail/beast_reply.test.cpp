// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/detail/beast_reply.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

void PrintTo(reply_state state, std::ostream* to) {
    constexpr std::string_view names[] = {"more", "whole", "too_large", "broken"};
    *to << names[static_cast<std::size_t>(state)];
}

}  // namespace bcauth::inline v0::detail

namespace {

using bcauth::detail::beast_reply;
using bcauth::detail::reply_state;

constexpr std::size_t header_bytes = 256;
constexpr std::size_t body_bytes = 16;

reply_state fed(beast_reply& reply, std::string_view bytes, std::size_t step) {
    auto state = reply_state::more;
    while (!bytes.empty() && state == reply_state::more) {
        state = reply.take(bytes.substr(0, step));
        bytes.remove_prefix(std::min(step, bytes.size()));
    }
    return state;
}

// what an answer comes to, however its bytes are cut into pieces
reply_state judged(std::string const& bytes) {
    beast_reply whole(header_bytes, body_bytes);
    auto const state = fed(whole, bytes, bytes.size());
    for (std::size_t const step : {1U, 2U, 3U, 7U}) {
        beast_reply cut(header_bytes, body_bytes);
        EXPECT_EQ(fed(cut, bytes, step), state) << "in pieces of " << step << ": " << bytes;
    }
    return state;
}

std::string const ok = "HTTP/1.1 200 OK\r\n";

TEST(BeastReply, ReadsABodyOfAKnownLength) {
    beast_reply reply(header_bytes, body_bytes);
    EXPECT_FALSE(reply.has_begun());
    EXPECT_EQ(fed(reply, ok + "X-A:  1 \t\r\nContent-Length: 3\r\n\r\nabc", 1), reply_state::whole);
    EXPECT_TRUE(reply.has_begun());
    EXPECT_TRUE(reply.keeps_alive());
    auto const response = reply.release();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.fields.find("x-a"), "1");
    EXPECT_EQ(response.body.expose(), "abc");
}

TEST(BeastReply, ReadsABodyInChunksWithoutTheirTrailers) {
    for (std::size_t const step : {1U, 5U, 1000U}) {
        beast_reply reply(header_bytes, body_bytes);
        EXPECT_EQ(fed(reply,
                      ok + "X-Good: 1\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n3\r\n"
                           "cde\r\n0\r\nX-Good: 2\r\nX-Trailer: 3\r\n\r\n",
                      step),
                  reply_state::whole);
        EXPECT_TRUE(reply.keeps_alive());
        auto const response = reply.release();
        EXPECT_EQ(response.body.expose(), "abcde");
        EXPECT_EQ(response.fields.count("X-Good"), 1U);
        EXPECT_FALSE(response.fields.find("X-Trailer"));
    }
}

TEST(BeastReply, PassesOverInterimAnswers) {
    beast_reply reply(header_bytes, body_bytes);
    EXPECT_EQ(fed(reply,
                  "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\n"
                  "HTTP/1.1 201 Made\r\nX-Late: 2\r\nContent-Length: 1\r\n\r\nb",
                  4),
              reply_state::whole);
    auto const response = reply.release();
    EXPECT_EQ(response.status, 201);
    EXPECT_FALSE(response.fields.find("X-Early"));
    EXPECT_EQ(response.fields.find("X-Late"), "2");
    EXPECT_EQ(response.body.expose(), "b");
}

TEST(BeastReply, KnowsAnswersWithoutABody) {
    EXPECT_EQ(judged("HTTP/1.1 204 No Content\r\n\r\n"), reply_state::whole);
    EXPECT_EQ(judged("HTTP/1.1 304 Same\r\nContent-Length: 5\r\n\r\n"), reply_state::whole);
    EXPECT_EQ(judged(ok + "Content-Length: 0\r\n\r\n"), reply_state::whole);
}

TEST(BeastReply, HoldsItsLimits) {
    EXPECT_EQ(judged(ok + "Content-Length: 16\r\n\r\n0123456789abcdef"), reply_state::whole);
    EXPECT_EQ(judged(ok + "Content-Length: 17\r\n\r\n"), reply_state::too_large);
    EXPECT_EQ(judged(ok + "Content-Length: 18446744073709551615\r\n\r\n"), reply_state::too_large);
    EXPECT_EQ(judged(ok + "Transfer-Encoding: chunked\r\n\r\n9\r\n012345678\r\n8\r\n"),
              reply_state::too_large);
    EXPECT_EQ(judged(ok + "\r\n0123456789abcdef"), reply_state::more);
    EXPECT_EQ(judged(ok + "\r\n0123456789abcdefg"), reply_state::too_large);
}

TEST(BeastReply, HoldsTheLimitOfItsHead) {
    auto const rest = std::string("Content-Length: 0\r\n\r\n");
    auto const fill = header_bytes - ok.size() - rest.size() - 6;
    EXPECT_EQ(judged(ok + "X-A:" + std::string(fill, 'x') + "\r\n" + rest), reply_state::whole);
    EXPECT_EQ(judged(ok + "X-A:" + std::string(fill + 1, 'x') + "\r\n" + rest),
              reply_state::too_large);
    EXPECT_EQ(judged(std::string(header_bytes + 1, 'x')), reply_state::too_large);
    std::string interim;
    while (interim.size() <= header_bytes)
        interim += "HTTP/1.1 103 Early\r\n\r\n";
    EXPECT_EQ(judged(interim), reply_state::too_large);
}

TEST(BeastReply, HoldsTheLimitOfChunkHeadsAndTrailers) {
    auto const begin = ok + "Transfer-Encoding: chunked\r\n\r\n";
    std::string const many(header_bytes + 10, 'x');
    EXPECT_EQ(judged(begin + "1;a=" + many), reply_state::too_large);
    EXPECT_EQ(judged(begin + "0\r\nX-A: " + many), reply_state::too_large);
}

TEST(BeastReply, RefusesWhatMayBeReadInTwoWays) {
    for (auto const* fields :
         {"Content-Length: 1\r\nContent-Length: 2\r\n", "Content-Length: 1, 2\r\n",
          "Content-Length: -1\r\n", "Content-Length: 1x\r\n", "Content-Length: \r\n",
          "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", "X-Folded: a\r\n b\r\n",
          "X-Folded: a\r\n\tb\r\n", "X Name: 1\r\n", "X-Name : 1\r\n", ": 1\r\n", "no colon\r\n",
          "X-A: 1\nX-B: 2\r\n", "X-A: 1\rX-B: 2\r\n"}) {
        EXPECT_EQ(judged(ok + fields + "\r\n"), reply_state::broken) << fields;
    }
    EXPECT_EQ(judged(ok + std::string("X-A: \0\r\n\r\n", 10)), reply_state::broken);
    for (auto const* chunks : {"xyz\r\n", "-1\r\na\r\n", "1\r\nab\r\n0\r\n\r\n",
                               "11111111111111111\r\n", "1 \r\na\r\n"}) {
        EXPECT_EQ(judged(ok + "Transfer-Encoding: chunked\r\n\r\n" + chunks), reply_state::broken)
            << chunks;
    }
}

TEST(BeastReply, RefusesWhatIsNotHttp) {
    for (auto const* line :
         {"220 mail.example ESMTP", "HTTP/2 200 OK", "HTTP/1.2 200 OK", "HTTP/1.1 20 OK", "",
          "HTTP/1.1 2000 OK", "HTTP/1.1 abc OK", "http/1.1 200 OK", "HTTP/1.1 101 Other protocol",
          "HTTP/1.1 099 Low", " HTTP/1.1 200 OK"}) {
        EXPECT_EQ(judged(line + std::string("\r\nX-A: 1\r\n\r\n")), reply_state::broken) << line;
    }
}

TEST(BeastReply, LeavesOutWhatFieldsCannotHold) {
    beast_reply reply(header_bytes, body_bytes);
    EXPECT_EQ(fed(reply, ok + "X-Latin: caf\xe9\r\nX-Good: 1\r\nContent-Length: 0\r\n\r\n", 100),
              reply_state::whole);
    auto const response = reply.release();
    EXPECT_FALSE(response.fields.find("X-Latin"));
    EXPECT_EQ(response.fields.find("X-Good"), "1");
}

struct ending {
    std::string bytes;
    reply_state in_plain;
};

TEST(BeastReply, TakesAnEndForTheEndOnlyWhereNobodyCouldHaveMadeIt) {
    for (auto const& each : std::vector<ending>{
             {"", reply_state::broken},
             {"HTTP/1.1", reply_state::broken},
             {ok, reply_state::broken},
             {ok + "Content-Length: 3\r\n\r\nab", reply_state::broken},
             {ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", reply_state::broken},
             {ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n", reply_state::broken},
             {"HTTP/1.1 103 Early\r\n\r\n", reply_state::broken},
             {ok + "\r\nab", reply_state::whole},
             {"HTTP/1.0 200 OK\r\n\r\n", reply_state::whole}}) {
        for (bool const over_tls : {true, false}) {
            beast_reply reply(header_bytes, body_bytes);
            EXPECT_EQ(fed(reply, each.bytes, 3), reply_state::more) << each.bytes;
            EXPECT_EQ(reply.needs_the_end(), each.in_plain == reply_state::whole) << each.bytes;
            EXPECT_EQ(reply.take_end(over_tls), over_tls ? reply_state::broken : each.in_plain)
                << each.bytes;
            EXPECT_FALSE(reply.keeps_alive());
        }
    }
}

TEST(BeastReply, KnowsWhetherAnotherRequestCanFollow) {
    auto const keeps = [](std::string const& bytes) {
        beast_reply reply(header_bytes, body_bytes);
        EXPECT_EQ(fed(reply, bytes, bytes.size()), reply_state::whole) << bytes;
        return reply.keeps_alive();
    };
    auto const empty = std::string("Content-Length: 0\r\n\r\n");
    EXPECT_TRUE(keeps(ok + empty));
    EXPECT_TRUE(keeps("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + empty));
    EXPECT_FALSE(keeps(ok + "Connection: close\r\n" + empty));
    EXPECT_FALSE(keeps("HTTP/1.0 200 OK\r\n" + empty));
    EXPECT_FALSE(keeps(ok + empty + "more than was asked for")) << "an answer to nothing";
}

TEST(BeastReply, KnowsAHeadThatNothingFollows) {
    beast_reply alone(header_bytes, body_bytes);
    alone.take(ok + "\r\n");
    EXPECT_TRUE(alone.is_head_alone());
    beast_reply followed(header_bytes, body_bytes);
    followed.take(ok + "\r\nx");
    EXPECT_FALSE(followed.is_head_alone());
}

}  // namespace
