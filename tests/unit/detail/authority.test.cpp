// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/authority.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using bcauth::detail::is_plain_host;
using bcauth::detail::is_port;
using bcauth::detail::web_authority_of;

void expect_authority(std::string_view url, std::string_view host, std::string_view port,
                      bool has_port) {
    auto const made = web_authority_of(url);
    EXPECT_EQ(made.host, host) << url;
    EXPECT_EQ(made.port, port) << url;
    EXPECT_EQ(made.has_port, has_port) << url;
}

TEST(WebAuthority, EndsWhereThePathTheQueryOrTheFragmentBegins) {
    for (std::string const rest : {"", "/", "/p:8/", "?q:1", "#f:2"}) {
        expect_authority("https://a.example" + rest, "a.example", "", false);
        expect_authority("https://a.example:81" + rest, "a.example", "81", true);
        expect_authority("https://a.example:" + rest, "a.example", "", true);
        expect_authority("https://[::1]" + rest, "[::1]", "", false);
        expect_authority("https://[::1]:81" + rest, "[::1]", "81", true);
    }
    expect_authority("https://a:b@c", "a", "b@c", true);
    expect_authority("https://127.0.0.1.example.com", "127.0.0.1.example.com", "", false);
    expect_authority("https://", "", "", false);
}

TEST(WebAuthority, IsEmptyWithoutASchemeAndTwoSlashes) {
    for (auto const url : {"", "a.example", "a/b", "https:a", "https:/a", ":", "//a"}) {
        expect_authority(url, "", "", false);
    }
}

TEST(WebAuthority, OfAnOpenBracketIsAllOfIt) {
    expect_authority("https://[::1:81", "[::1:81", "", false);
}

// every byte, bare and in brackets
TEST(PlainHost, HasTheBytesOfANameOrAnAddressAndNoOther) {
    constexpr std::string_view of_name =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.-_";
    constexpr std::string_view of_address = "0123456789ABCDEFabcdef:.";
    for (unsigned byte = 0; byte < 256; ++byte) {
        char const c = static_cast<char>(static_cast<unsigned char>(byte));
        EXPECT_EQ(is_plain_host(std::string{'a', c}), of_name.find(c) != std::string_view::npos)
            << byte;
        EXPECT_EQ(is_plain_host(std::string{c}), of_name.find(c) != std::string_view::npos) << byte;
        EXPECT_EQ(is_plain_host(std::string{'[', '1', c, ']'}),
                  of_address.find(c) != std::string_view::npos)
            << byte;
    }
}

TEST(PlainHost, IsNotEmptyAndHasBothBracketsOrNone) {
    for (auto const host : {"", "[]", "[", "]", "[::1", "::1]", "[[::1]]", "[::1]]"}) {
        EXPECT_FALSE(is_plain_host(host)) << host;
    }
    EXPECT_TRUE(is_plain_host("[1]"));
    EXPECT_TRUE(is_plain_host("a"));
}

TEST(Port, IsADecimalNumberFrom1To65535) {
    for (auto const text : {"1", "9", "80", "0080", "65534", "65535", "000065535"}) {
        EXPECT_TRUE(is_port(text)) << text;
    }
    for (auto const text :
         {"", "0", "000", "65536", "65540", "70000", "99999", "655350", "4294967297", "4295032831",
          "18446744073709551617", "/", ":", "+1", "-1", " 1", "1 ", "1a", "0x1"}) {
        EXPECT_FALSE(is_port(text)) << text;
    }
}

}  // namespace
