// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/detail/beast_request.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace {

using bcauth::detail::read_address;
using bcauth::detail::request_head;
namespace http = bcauth::http;

std::string head_of(http::request const& message) {
    auto const address = read_address(message.url, true);
    if (!address) return "refused";
    return std::string(bcauth::detail::view_of(request_head(message, *address)));
}

http::request post(std::string url, std::string_view body) {
    http::request made;
    made.verb = http::method::post;
    made.url = std::move(url);
    made.body = bcauth::secret(body);
    return made;
}

std::string const agent = "User-Agent: bcauth/" + std::string(bcauth::version) + "\r\n";

TEST(BeastAddress, ReadsWhereARequestGoes) {
    auto const plain = read_address("https://API.example.com/a/%2F?b=c#d", false);
    ASSERT_TRUE(plain);
    EXPECT_TRUE(plain->secure);
    EXPECT_EQ(plain->host, "api.example.com");
    EXPECT_EQ(plain->port, 443);
    EXPECT_EQ(plain->authority, "api.example.com");
    EXPECT_EQ(plain->target, "/a/%2F?b=c");

    auto const six = read_address("HTTPS://[2001:DB8::1]:8443", false);
    ASSERT_TRUE(six);
    EXPECT_EQ(six->host, "2001:db8::1");
    EXPECT_EQ(six->port, 8443);
    EXPECT_EQ(six->authority, "[2001:db8::1]:8443");
    EXPECT_EQ(six->target, "/");
}

TEST(BeastAddress, PutsASlashBeforeALoneQuery) {
    EXPECT_EQ(read_address("https://a.example?b=c", false)->target, "/?b=c");
    EXPECT_EQ(read_address("https://a.example:443?b=c#", false)->target, "/?b=c");
    EXPECT_EQ(read_address("https://a.example:443", false)->authority, "a.example");
}

// Boost.URL 1.81 takes the rest of such a name for a path
TEST(BeastAddress, TakesANameThatBeginsLikeAnAddressWhole) {
    auto const address = read_address("https://127.0.0.1.example.com/x", false);
    ASSERT_TRUE(address);
    EXPECT_EQ(address->host, "127.0.0.1.example.com");
    EXPECT_EQ(address->target, "/x");
}

TEST(BeastAddress, RefusesWhatIsNoPlaceForARequest) {
    for (std::string const url : {"",
                                  "/",
                                  "//a.example/",
                                  "a.example/",
                                  "ftp://a.example/",
                                  "http://a.example/",
                                  "https://",
                                  "https:///x",
                                  "https://user@a.example/",
                                  "https://user:pass@a.example/",
                                  "https://:pass@a.example/",
                                  "https://a.example:/",
                                  "https://a.example:0/",
                                  "https://a.example:65536/",
                                  "https://a.example:443x/",
                                  "https://a.example/a b",
                                  "https://a.example/\r\nX-Other: 1",
                                  "https://a.example\\@b.example/",
                                  "https://a.example/\\",
                                  "https://a%2eexample/",
                                  "https://[::1/",
                                  "https://[fe80::1%25eth0]/",
                                  "file:///etc/hostname",
                                  "http://127.0.0.2/",
                                  "http://app.localhost/"}) {
        EXPECT_FALSE(read_address(url, true)) << url;
    }
    using namespace std::string_view_literals;
    EXPECT_FALSE(read_address("https://a.example/\0x"sv, true));
}

TEST(BeastAddress, TakesPlainHttpAtThisMachineAlone) {
    for (auto const* url : {"http://127.0.0.1/", "http://[::1]:80/", "http://localhost:8080/"}) {
        EXPECT_FALSE(read_address(url, false)) << url;
        ASSERT_TRUE(read_address(url, true)) << url;
        EXPECT_FALSE(read_address(url, true)->secure) << url;
    }
    EXPECT_EQ(read_address("http://[::1]:80/", true)->authority, "[::1]");
}

TEST(BeastRequest, HasNothingOfItsOwnButAName) {
    EXPECT_EQ(
        head_of(post("https://a.example:8443/x?y=z", "a=b")),
        "POST /x?y=z HTTP/1.1\r\nHost: a.example:8443\r\n" + agent + "Content-Length: 3\r\n\r\n");
    http::request get;
    get.url = "https://a.example/";
    EXPECT_EQ(head_of(get), "GET / HTTP/1.1\r\nHost: a.example\r\n" + agent + "\r\n");
    get.verb = http::method::del;
    EXPECT_EQ(head_of(get), "DELETE / HTTP/1.1\r\nHost: a.example\r\n" + agent + "\r\n");
}

TEST(BeastRequest, TellsTheLengthOfAnEmptyBodyWhereOneIsExpected) {
    auto message = post("https://a.example/", "");
    EXPECT_NE(head_of(message).find("\r\nContent-Length: 0\r\n"), std::string::npos);
    message.verb = http::method::put;
    EXPECT_NE(head_of(message).find("\r\nContent-Length: 0\r\n"), std::string::npos);
}

TEST(BeastRequest, LeavesWhatIsGivenAsItIs) {
    auto message = post("https://a.example/", "");
    ASSERT_TRUE(message.fields.add("user-agent", "mine/1"));
    ASSERT_TRUE(message.fields.add("HOST", "b.example"));
    ASSERT_TRUE(message.fields.add("X-Empty", ""));
    ASSERT_TRUE(message.fields.add("X-Two", "1"));
    ASSERT_TRUE(message.fields.add("X-Two", "2"));
    EXPECT_EQ(head_of(message),
              "POST / HTTP/1.1\r\nuser-agent: mine/1\r\nHOST: b.example\r\nX-Empty:\r\nX-Two: "
              "1\r\nX-Two: 2\r\nContent-Length: 0\r\n\r\n");
}

}  // namespace
