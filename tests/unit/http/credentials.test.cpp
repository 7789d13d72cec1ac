// SPDX-License-Identifier: BSL-1.0
#include <bcauth/http/credentials.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace {

using bcauth::errc;
using bcauth::http::bearer;
using bcauth::http::fields;
using bcauth::http::from_header;
using bcauth::http::from_query;
using bcauth::http::query;

template <class Fields>
concept gives_bearer = requires(Fields&& all) {
    bearer(std::forward<Fields>(all));
};
template <class Fields>
concept gives_header = requires(Fields&& all) {
    from_header(std::forward<Fields>(all), "a");
};
static_assert(gives_bearer<fields const&> && !gives_bearer<fields>);
static_assert(gives_header<fields const&> && !gives_header<fields>);

constexpr std::string_view token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln-_";

fields with(std::string_view name, std::string_view value) {
    fields made;
    EXPECT_TRUE(made.add(name, value)) << value;
    return made;
}

TEST(Credentials, BearerTakesTheSchemeInAnyCase) {
    for (std::string_view const scheme : {"Bearer", "bearer", "BEARER", "bEaReR"}) {
        for (std::string_view const name : {"Authorization", "authorization", "AUTHORIZATION"}) {
            auto const all = with(name, std::string(scheme) + " " + std::string(token));
            auto const found = bearer(all);
            ASSERT_TRUE(found) << scheme;
            EXPECT_EQ(found->expose(), token);
        }
    }
}

TEST(Credentials, BearerIsAViewOfTheFields) {
    auto const all = with("Authorization", "Bearer " + std::string(token));
    EXPECT_EQ(bearer(all)->expose().data(), all.find("Authorization")->data() + 7);
}

TEST(Credentials, WithoutAHeaderThereAreNone) {
    fields const none;
    EXPECT_EQ(bearer(none).error(), errc::missing_credentials);
    auto const empty = with("Authorization", "");
    EXPECT_EQ(bearer(empty).error(), errc::missing_credentials);
    auto const other = with("X-Authorization", "Bearer abc");
    EXPECT_EQ(bearer(other).error(), errc::missing_credentials);
    EXPECT_EQ(from_header(other, "X-Token").error(), errc::missing_credentials);
}

TEST(Credentials, BearerRefusesWhatIsNotOneToken) {
    for (std::string_view const value : {"Bearer",
                                         "Bearer\tabc",
                                         "Bearer  abc",
                                         "Bearer abc def",
                                         "Bearer abc,def",
                                         "Bearer abc, def",
                                         "Bearer \"abc\"",
                                         "Bearer 'abc'",
                                         "Bearer abc;x",
                                         "Bearer =",
                                         "Bearer ==",
                                         "Bearer a=b",
                                         "Bearer abc, Bearer def",
                                         "Bearer Bearer abc",
                                         "Basic abc",
                                         "Bearerabc",
                                         "Bearers abc",
                                         "Beare abc",
                                         "Token abc",
                                         "Digest abc",
                                         "Beared abc",
                                         "B-arer abc",
                                         "Be[rer abc",
                                         "Be@rer abc",
                                         "er abc",
                                         "abc",
                                         "Bearer:abc",
                                         "Bearer: abc",
                                         "Bearer a%20b",
                                         "Bearer a\\b",
                                         "Bearer <abc>",
                                         "Bearer a|b",
                                         "Bearer a@b"}) {
        auto const all = with("Authorization", value);
        ASSERT_FALSE(bearer(all)) << value;
        EXPECT_EQ(bearer(all).error(), errc::invalid_credentials) << value;
    }
}

TEST(Credentials, TakesTheLettersOfAToken) {
    auto const all = with("Authorization", "Bearer abcXYZ019-._~+/==");
    EXPECT_EQ(bearer(all)->expose(), "abcXYZ019-._~+/==");
    for (int byte = 0x21; byte < 0x7f; ++byte) {
        auto const c = static_cast<char>(byte);
        auto const one = with("X-Token", std::string("a") + c + "b");
        bool const alphanumeric =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        bool const mark = std::string_view("-._~+/").find(c) != std::string_view::npos;
        EXPECT_EQ(from_header(one, "X-Token").has_value(), alphanumeric || mark) << c;
    }
}

// two headers may be read by two programs in two ways
TEST(Credentials, AHeaderThatComesTwiceIsRefused) {
    auto all = with("Authorization", "Bearer abc");
    ASSERT_TRUE(all.add("authorization", "Bearer abc"));
    EXPECT_EQ(bearer(all).error(), errc::invalid_credentials);
    auto second_empty = with("Authorization", "Bearer abc");
    ASSERT_TRUE(second_empty.add("Authorization", ""));
    EXPECT_EQ(bearer(second_empty).error(), errc::invalid_credentials);
    auto first_empty = with("X-Token", "");
    ASSERT_TRUE(first_empty.add("x-token", "abc"));
    EXPECT_EQ(from_header(first_empty, "X-Token").error(), errc::invalid_credentials);
    EXPECT_EQ(bearer(first_empty).error(), errc::missing_credentials);
    auto both_empty = with("Authorization", "");
    ASSERT_TRUE(both_empty.add("Authorization", ""));
    EXPECT_EQ(bearer(both_empty).error(), errc::invalid_credentials);
}

TEST(Credentials, AHeaderHoldsTheBareToken) {
    auto const all = with("X-Current-Customer", token);
    EXPECT_EQ(from_header(all, "x-current-customer")->expose(), token);
    for (std::string_view const value : {"Bearer abc", "abc def", "abc,def", "\"abc\"", "="}) {
        auto const other = with("X-Token", value);
        EXPECT_EQ(from_header(other, "X-Token").error(), errc::invalid_credentials) << value;
    }
    auto const empty = with("X-Token", "");
    EXPECT_EQ(from_header(empty, "X-Token").error(), errc::missing_credentials);
}

TEST(Credentials, AQueryParameterHoldsTheTokenWithoutEscapes) {
    auto const text = "a=1&current=" + std::string(token) +
                      "&empty=&none&escaped=a%2Eb&space=a+b"
                      "&list=a,b&quoted=%22a%22";
    auto const all = query::parse(text).value();
    EXPECT_EQ(from_query(all, "current")->expose(), token);
    EXPECT_EQ(from_query(all, "current")->expose().data(), text.data() + text.find("eyJ"));
    EXPECT_EQ(from_query(all, "missing").error(), errc::missing_credentials);
    EXPECT_EQ(from_query(all, "empty").error(), errc::missing_credentials);
    EXPECT_EQ(from_query(all, "none").error(), errc::missing_credentials);
    for (std::string_view const name : {"escaped", "list", "quoted"}) {
        EXPECT_EQ(from_query(all, name).error(), errc::invalid_credentials) << name;
    }
}

}  // namespace
