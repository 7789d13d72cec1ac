// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/curl.hpp>

#include "support/heap_watch.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <chrono>
#include <cstdint>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <type_traits>
#include <unistd.h>
#include <utility>

// What needs no answer from a server. The rest is in tests/integration/curl.test.cpp.
namespace {

using bcauth::curl_client;
using bcauth::errc;
namespace http = bcauth::http;

static_assert(std::is_nothrow_move_constructible_v<curl_client>);
static_assert(std::is_nothrow_move_assignable_v<curl_client>);
static_assert(!std::is_copy_constructible_v<curl_client>);

// A port of every address of this machine that knows whether somebody came.
class watched_port {
public:
    watched_port() : x_socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
        sockaddr_in here{};
        here.sin_family = AF_INET;
        here.sin_addr.s_addr = htonl(INADDR_ANY);
        socklen_t size = sizeof here;
        auto* const address = reinterpret_cast<sockaddr*>(&here);
        EXPECT_EQ(::bind(x_socket, address, size), 0);
        EXPECT_EQ(::listen(x_socket, 4), 0);
        EXPECT_EQ(::getsockname(x_socket, address, &size), 0);
        x_port = std::to_string(ntohs(here.sin_port));
    }
    watched_port(watched_port const&) = delete;
    watched_port& operator=(watched_port const&) = delete;
    ~watched_port() { ::close(x_socket); }

    [[nodiscard]] std::string const& text() const noexcept { return x_port; }

    [[nodiscard]] bool was_called() const {
        int const caller = ::accept(x_socket, nullptr, nullptr);
        if (caller >= 0) ::close(caller);
        return caller >= 0;
    }

private:
    int x_socket;
    std::string x_port;
};

http::request get(std::string url) {
    http::request made;
    made.url = std::move(url);
    made.limits.timeout = std::chrono::milliseconds{300};
    return made;
}

bcauth::error_code failure(curl_client& client, http::request message) {
    auto const reply = client.send(std::move(message));
    return reply ? bcauth::error_code{} : reply.error();
}

TEST(CurlClient, TakesNoPlainHttpUnlessTold) {
    watched_port const port;
    curl_client careful;
    for (auto const* host : {"127.0.0.1", "localhost"}) {
        EXPECT_EQ(failure(careful, get(std::string("http://") + host + ":" + port.text() + "/")),
                  errc::transport_failed);
    }
    EXPECT_FALSE(port.was_called());
}

TEST(CurlClient, TakesPlainHttpAtThisMachineWhenTold) {
    watched_port const port;
    curl_client local{{.allow_loopback_http = true}};
    EXPECT_EQ(failure(local, get("http://127.0.0.1:" + port.text() + "/")), errc::timed_out);
    EXPECT_TRUE(port.was_called());
}

TEST(CurlClient, TakesNoOtherAddress) {
    watched_port const port;
    curl_client local{{.allow_loopback_http = true}};
    auto const& at = port.text();
    for (auto const& url :
         {"http://app.localhost:" + at + "/", "http://127.0.0.2:" + at + "/",
          "http://0.0.0.0:" + at + "/", "http://user@127.0.0.1:" + at + "/",
          "http://:pass@127.0.0.1:" + at + "/", "https://user:pass@127.0.0.1:" + at + "/",
          "ftp://127.0.0.1:" + at + "/", "gopher://127.0.0.1:" + at + "/_x",
          "127.0.0.1:" + at + "/", "//127.0.0.1:" + at + "/", std::string("/"), std::string(),
          std::string("file:///etc/hostname"), "http://127.0.0.1:" + at + "/a b",
          "http://127.0.0.1:" + at + "/" + std::string(1, '\0') + "x", std::string("http://"),
          "http://127.0.0.1:" + at + "/\r\nX-Other: 1"}) {
        EXPECT_EQ(failure(local, get(url)), errc::transport_failed) << url;
        EXPECT_FALSE(port.was_called()) << url;
    }
}

TEST(CurlClient, TellsTheLengthOfABodyItself) {
    watched_port const port;
    curl_client local{{.allow_loopback_http = true}};
    for (auto const* name : {"Content-Length", "content-length", "Transfer-Encoding"}) {
        auto message = get("http://127.0.0.1:" + port.text() + "/");
        ASSERT_TRUE(message.fields.add(name, "1"));
        EXPECT_EQ(failure(local, std::move(message)), errc::transport_failed) << name;
        EXPECT_FALSE(port.was_called()) << name;
    }
}

TEST(CurlClient, IsMadeOfWhatIsThere) {
    EXPECT_TRUE(curl_client::make({}));
    auto const unread = curl_client::make({.trust = bcauth::tls_trust::only_pem("text")});
    ASSERT_FALSE(unread);
    EXPECT_EQ(unread.error(), errc::invalid_setting);
    bcauth::proxy nowhere;
    nowhere.kind = bcauth::proxy_kind::http;
    auto const undone = curl_client::make({.via = nowhere});
    ASSERT_FALSE(undone);
    EXPECT_EQ(undone.error(), errc::unsupported_setting);
}

// what libcurl copies is its own; it takes no memory from operator new
TEST(CurlClient, WipesAProxysPassword) {
    watched_port const port;
    heap_watch::watch const watching("correct horse");
    {
        bcauth::proxy via;
        via.kind = bcauth::proxy_kind::http;
        via.host = "127.0.0.1";
        via.port = static_cast<std::uint16_t>(std::stoi(port.text()));
        via.auth = bcauth::proxy_auth::basic;
        via.user = "user";
        via.password = bcauth::secret("correct horse");
        curl_client client({.via = via});
        EXPECT_EQ(failure(client, get("https://localhost/")), errc::transport_failed);
    }
    EXPECT_TRUE(port.was_called());
    EXPECT_EQ(watching.leaked(), 0);
}

TEST(CurlClient, SendsNothingOnceMovedFrom) {
    curl_client first{{.allow_loopback_http = true}};
    curl_client second(std::move(first));
    watched_port const port;
    // NOLINTNEXTLINE(bugprone-use-after-move): this is what the test is about
    EXPECT_EQ(failure(first, get("http://127.0.0.1:" + port.text() + "/")), errc::transport_failed);
    EXPECT_EQ(failure(second, get("http://127.0.0.1:" + port.text() + "/")), errc::timed_out);
}

}  // namespace
