// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/web_address.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

namespace {

using bcauth::detail::is_loopback;
using bcauth::detail::is_web_address;
using bcauth::detail::is_web_origin;

TEST(WebAddress, IsHttpsWithAPlainHost) {
    for (auto const* const url :
         {"https://a.example", "https://a.example/", "https://a.example/x?y=z", "HTTPS://a",
          "https://a:1", "https://[::1]:65535/x", "https://10.0.0.1", "https://a?x"}) {
        EXPECT_TRUE(is_web_address(url, false)) << url;
        EXPECT_TRUE(is_web_address(url, true)) << url;
    }
    for (auto const* const url : {"",
                                  "a.example",
                                  "https:",
                                  "https://",
                                  "https:///x",
                                  "https:/a",
                                  "ftp://a",
                                  "//a",
                                  "https://a#",
                                  "https://a#x",
                                  "https://u@a",
                                  "https://u:p@a",
                                  "https://a:0",
                                  "https://a:65536",
                                  "https://a:",
                                  "https://a%2eb",
                                  "https://a b",
                                  "https://a\n",
                                  "javascript:alert(1)",
                                  "ws://localhost"}) {
        EXPECT_FALSE(is_web_address(url, false)) << url;
        EXPECT_FALSE(is_web_address(url, true)) << url;
    }
}

TEST(WebAddress, IsHttpAtThisMachineWhereThatIsAllowed) {
    for (auto const* const url :
         {"http://127.0.0.1", "http://[::1]:80/x", "http://localhost:9000/"}) {
        EXPECT_TRUE(is_web_address(url, true)) << url;
        EXPECT_FALSE(is_web_address(url, false)) << url;
    }
    for (auto const* const url :
         {"http://127.0.0.2", "http://127.0.0.1.example", "http://localhost.example", "http://a",
          "http://[::2]", "http://xlocalhost", "http://u@localhost", "http://127.1"}) {
        EXPECT_FALSE(is_web_address(url, true)) << url;
    }
    EXPECT_TRUE(is_loopback("127.0.0.1") && is_loopback("[::1]") && is_loopback("localhost"));
    EXPECT_FALSE(is_loopback("::1") || is_loopback("") || is_loopback("Localhost"));
}

TEST(WebAddress, IsBounded) {
    std::string const begin = "https://a/";
    auto const of_size = [&](std::size_t size) {
        return begin + std::string(size - begin.size(), 'x');
    };
    EXPECT_TRUE(is_web_address(of_size(2048), false));
    EXPECT_FALSE(is_web_address(of_size(2049), false));
}

TEST(WebOrigin, HasNothingBehindHostAndPort) {
    for (auto const* const url : {"https://a.example", "https://a:81", "https://[::1]:81"}) {
        EXPECT_TRUE(is_web_origin(url, false)) << url;
    }
    for (auto const* const url : {"https://a/", "https://a?", "https://a/x", "https://a?x",
                                  "https://a#", "http://a", "a"}) {
        EXPECT_FALSE(is_web_origin(url, false)) << url;
    }
    EXPECT_TRUE(is_web_origin("http://localhost:1", true));
    EXPECT_FALSE(is_web_origin("http://localhost:1/", true));
    EXPECT_FALSE(is_web_origin("http://localhost:1", false));
}

}  // namespace
