// SPDX-License-Identifier: BSL-1.0
#include <bcauth/http/message.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <ostream>
#include <type_traits>
#include <utility>

namespace {

namespace http = bcauth::http;

template <class T>
concept streamable = requires(std::ostream& out, T const& value) {
    out << value;
};
static_assert(!streamable<http::request> && !streamable<http::response>);
static_assert(std::is_nothrow_move_constructible_v<http::response>);

TEST(Message, MethodsHaveTheNamesOfHttp) {
    EXPECT_EQ(http::name(http::method::get), "GET");
    EXPECT_EQ(http::name(http::method::post), "POST");
    EXPECT_EQ(http::name(http::method::put), "PUT");
    EXPECT_EQ(http::name(http::method::del), "DELETE");
}

TEST(Message, ARequestIsBoundedAndNotRepeatableUnlessSaid) {
    http::request const message;
    EXPECT_EQ(message.verb, http::method::get);
    EXPECT_EQ(message.limits.timeout, std::chrono::seconds(30));
    EXPECT_EQ(message.limits.response_bytes, 1024U * 1024U);
    EXPECT_FALSE(message.idempotent);
    EXPECT_TRUE(message.url.empty());
    EXPECT_TRUE(message.fields.empty());
    EXPECT_TRUE(message.body.empty());
}

TEST(Message, AResponseWithoutAnAnswerHasNoStatus) {
    http::response message;
    EXPECT_EQ(message.status, 0);
    message.body = bcauth::secret("token");
    auto const moved = std::move(message);
    EXPECT_EQ(moved.body.expose(), "token");
}

}  // namespace
