// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/detail/beast_proxy.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace {

using bcauth::connection_trouble;
using bcauth::proxy;
using bcauth::proxy_auth;
using bcauth::proxy_kind;
using bcauth::detail::proxy_talk;
using next = proxy_talk::next;
using namespace std::string_view_literals;

proxy via(proxy_kind kind, std::string user = {}, std::string_view password = {}) {
    proxy made;
    made.kind = kind;
    made.host = "proxy.example";
    made.port = 1080;
    made.auth = kind == proxy_kind::http && !user.empty() ? proxy_auth::basic : proxy_auth::none;
    made.user = std::move(user);
    made.password = bcauth::secret(password);
    return made;
}

bcauth::detail::beast_address to(std::string host, std::uint16_t port = 443) {
    bcauth::detail::beast_address made;
    made.host = std::move(host);
    made.port = port;
    return made;
}

// A talk in which every read gives as much as was wanted, or less.
class talking {
public:
    talking(proxy with, std::string host) : x_with(std::move(with)), x_to(to(std::move(host))) {
        x_next = x_talk.begin();
    }

    std::string said() {
        EXPECT_EQ(x_next, next::write);
        x_next = next::read;
        return std::string(x_talk.output());
    }

    void hears(std::string_view bytes, std::size_t step = 1000) {
        while (!bytes.empty()) {
            ASSERT_EQ(x_next, next::read) << bytes.size() << " bytes too many";
            auto const size = std::min({bytes.size(), x_talk.wanted(), step});
            x_next = x_talk.take(bytes.substr(0, size));
            bytes.remove_prefix(size);
        }
    }

    [[nodiscard]] bool is_done() const { return x_next == next::done; }
    [[nodiscard]] bool waits() const { return x_next == next::read; }
    [[nodiscard]] connection_trouble trouble() const {
        EXPECT_EQ(x_next, next::failed);
        return x_talk.trouble();
    }
    [[nodiscard]] int status() const { return x_talk.status(); }

private:
    proxy x_with;
    bcauth::detail::beast_address x_to;
    proxy_talk x_talk{x_with, x_to, 1024};
    next x_next{};
};

// ---- CONNECT

std::string const agent = "User-Agent: bcauth/" + std::string(bcauth::version) + "\r\n";

TEST(BeastTunnel, AsksForATunnelByNameAndPort) {
    talking talk(via(proxy_kind::http), "api.example");
    EXPECT_EQ(talk.said(),
              "CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\n" + agent + "\r\n");
    talk.hears("HTTP/1.0 200 Connection established\r\nVia: x\r\n\r\n", 1);
    EXPECT_TRUE(talk.is_done());
}

TEST(BeastTunnel, BracketsAnAddressOfVersionSix) {
    talking talk(via(proxy_kind::http), "2001:db8::1");
    EXPECT_TRUE(talk.said().starts_with(
        "CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n"));
}

TEST(BeastTunnel, ShowsUserAndPassword) {
    talking talk(via(proxy_kind::http, "Aladdin", "open sesame"), "a.example");
    EXPECT_NE(talk.said().find("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"),
              std::string::npos);
}

TEST(BeastTunnel, ShowsNothingUnasked) {
    auto with = via(proxy_kind::http, "user", "pass");
    with.auth = proxy_auth::none;
    talking talk(std::move(with), "a.example");
    EXPECT_EQ(talk.said().find("Authorization"), std::string::npos);
}

TEST(BeastTunnel, TellsARefusalFromWrongCredentials) {
    for (int const status : {301, 400, 401, 403, 404, 407, 500, 502, 503}) {
        talking talk(via(proxy_kind::http), "a.example");
        static_cast<void>(talk.said());
        talk.hears("HTTP/1.1 " + std::to_string(status) + " No\r\nContent-Length: 100000\r\n\r\n");
        EXPECT_EQ(talk.status(), status);
        EXPECT_EQ(talk.trouble(), status == 407 || status == 401
                                      ? connection_trouble::proxy_authentication
                                      : connection_trouble::proxy_refused);
    }
}

// what came before TLS would be taken for the server's
TEST(BeastTunnel, RefusesBytesBehindTheHead) {
    for (auto const* bytes :
         {"HTTP/1.1 200 OK\r\n\r\nx", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
          "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nx"}) {
        talking talk(via(proxy_kind::http), "a.example");
        static_cast<void>(talk.said());
        talk.hears(bytes);
        EXPECT_EQ(talk.trouble(), connection_trouble::proxy_refused) << bytes;
    }
}

TEST(BeastTunnel, RefusesWhatIsNotHttpAndWhatHasNoEnd) {
    for (auto const& bytes : {std::string("SSH-2.0-x\r\n\r\n"), std::string(1025, 'x')}) {
        talking talk(via(proxy_kind::http), "a.example");
        static_cast<void>(talk.said());
        talk.hears(bytes);
        EXPECT_EQ(talk.trouble(), connection_trouble::proxy_refused);
    }
}

// ---- SOCKS5

TEST(BeastSocks5, AsksForANameWithoutAuthentication) {
    talking talk(via(proxy_kind::socks5), "a.example");
    EXPECT_EQ(talk.said(), "\5\1\0"sv);
    talk.hears("\5\0"sv, 1);
    EXPECT_EQ(talk.said(),
              "\5\1\0\3\x09"
              "a.example\1\xbb"sv);
    talk.hears("\5\0\0\1\x7f\0\0\1\x12\x34"sv, 1);
    EXPECT_TRUE(talk.is_done());
}

TEST(BeastSocks5, AsksForAnAddress) {
    talking four(via(proxy_kind::socks5), "192.0.2.1");
    static_cast<void>(four.said());
    four.hears("\5\0"sv);
    EXPECT_EQ(four.said(), "\5\1\0\1\xc0\0\2\1\1\xbb"sv);
    talking six(via(proxy_kind::socks5), "2001:db8::1");
    static_cast<void>(six.said());
    six.hears("\5\0"sv);
    EXPECT_EQ(six.said(), "\5\1\0\4\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1\1\xbb"sv);
}

TEST(BeastSocks5, ShowsUserAndPasswordWhenAsked) {
    talking talk(via(proxy_kind::socks5, "me", "secret"), "a.example");
    EXPECT_EQ(talk.said(), "\5\2\0\2"sv);
    talk.hears("\5\2"sv);
    EXPECT_EQ(talk.said(), "\1\2me\6secret");
    talk.hears("\1\0"sv);
    EXPECT_TRUE(talk.said().starts_with("\5\1"));
}

TEST(BeastSocks5, ShowsNothingUnasked) {
    talking talk(via(proxy_kind::socks5, "me", "secret"), "a.example");
    static_cast<void>(talk.said());
    talk.hears("\5\0"sv);
    EXPECT_TRUE(talk.said().starts_with("\5\1"));
}

TEST(BeastSocks5, ReadsTheAddressOfAnyKindToItsEnd) {
    for (auto const bound : {"\1abcdPP"sv, "\4abcdefghijklmnopPP"sv, "\3\5proxyPP"sv, "\3\0PP"sv}) {
        talking talk(via(proxy_kind::socks5), "a.example");
        static_cast<void>(talk.said());
        talk.hears("\5\0"sv);
        static_cast<void>(talk.said());
        talk.hears("\5\0\0"sv);
        talk.hears(bound.substr(0, bound.size() - 1), 1);
        EXPECT_TRUE(talk.waits());
        talk.hears("P");
        EXPECT_TRUE(talk.is_done());
    }
}

TEST(BeastSocks5, TellsARefusalFromWrongCredentials) {
    auto const after_method = [](std::string_view method, std::string_view user) {
        talking talk(via(proxy_kind::socks5, std::string(user)), "a.example");
        static_cast<void>(talk.said());
        talk.hears(method);
        return talk.trouble();
    };
    EXPECT_EQ(after_method("\5\xff"sv, "me"), connection_trouble::proxy_authentication);
    EXPECT_EQ(after_method("\5\xff"sv, ""), connection_trouble::proxy_authentication);
    EXPECT_EQ(after_method("\5\2"sv, ""), connection_trouble::proxy_authentication);
    EXPECT_EQ(after_method("\5\1"sv, "me"), connection_trouble::proxy_authentication);
    EXPECT_EQ(after_method("\4\0"sv, "me"), connection_trouble::proxy_refused);
    EXPECT_EQ(after_method("HT"sv, "me"), connection_trouble::proxy_refused);

    talking wrong(via(proxy_kind::socks5, "me", "x"), "a.example");
    static_cast<void>(wrong.said());
    wrong.hears("\5\2"sv);
    static_cast<void>(wrong.said());
    wrong.hears("\1\1"sv);
    EXPECT_EQ(wrong.trouble(), connection_trouble::proxy_authentication);

    for (auto const verdict : {"\5\1"sv, "\5\2"sv, "\5\5"sv, "\4\0"sv, "\5\0\0\2x"sv}) {
        talking talk(via(proxy_kind::socks5), "a.example");
        static_cast<void>(talk.said());
        talk.hears("\5\0"sv);
        static_cast<void>(talk.said());
        talk.hears(verdict);
        EXPECT_EQ(talk.trouble(), connection_trouble::proxy_refused);
    }
}

TEST(BeastSocks5, DoesNotCutANameThatIsTooLong) {
    talking talk(via(proxy_kind::socks5), std::string(256, 'a'));
    static_cast<void>(talk.said());
    talk.hears("\5\0"sv);
    EXPECT_EQ(talk.trouble(), connection_trouble::unsupported);
}

// ---- SOCKS4a

TEST(BeastSocks4, LetsTheProxyResolveTheName) {
    talking talk(via(proxy_kind::socks4, "me"), "a.example");
    EXPECT_EQ(talk.said(), "\4\1\1\xbb\0\0\0\1me\0a.example\0"sv);
    talk.hears("\0\x5a\0\0\0\0\0\0"sv, 3);
    EXPECT_TRUE(talk.is_done());
}

TEST(BeastSocks4, AsksForAnAddress) {
    talking talk(via(proxy_kind::socks4), "192.0.2.1");
    EXPECT_EQ(talk.said(), "\4\1\1\xbb\xc0\0\2\1\0"sv);
}

TEST(BeastSocks4, TellsARefusalFromAWrongUser) {
    auto const after = [](std::string_view verdict) {
        talking talk(via(proxy_kind::socks4), "a.example");
        static_cast<void>(talk.said());
        talk.hears(verdict);
        return talk.trouble();
    };
    EXPECT_EQ(after("\0\x5b\0\0\0\0\0\0"sv), connection_trouble::proxy_refused);
    EXPECT_EQ(after("\0\x5c\0\0\0\0\0\0"sv), connection_trouble::proxy_authentication);
    EXPECT_EQ(after("\0\x5d\0\0\0\0\0\0"sv), connection_trouble::proxy_authentication);
    EXPECT_EQ(after("\5\x5a\0\0\0\0\0\0"sv), connection_trouble::proxy_refused);
    EXPECT_EQ(after("HTTP/1.1"sv), connection_trouble::proxy_refused);
}

TEST(BeastSocks4, HasNoAddressesOfVersionSix) {
    talking talk(via(proxy_kind::socks4), "2001:db8::1");
    EXPECT_EQ(talk.trouble(), connection_trouble::unsupported);
}

}  // namespace
