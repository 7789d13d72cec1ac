// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/message_framing.hpp>

#include <gtest/gtest.h>

namespace {

namespace http = bcauth::http;
using bcauth::detail::frames_itself;
using bcauth::detail::has_body;

TEST(MessageFraming, IsLeftToTheClient) {
    for (auto const* name : {"Content-Length", "content-length", "Transfer-Encoding"}) {
        http::fields fields;
        ASSERT_TRUE(fields.add("X-One", "1"));
        ASSERT_TRUE(fields.add(name, "1"));
        EXPECT_TRUE(frames_itself(fields)) << name;
    }
    http::fields others;
    ASSERT_TRUE(others.add("Content-Type", "text/plain"));
    EXPECT_FALSE(frames_itself(others));
    EXPECT_FALSE(frames_itself({}));
}

TEST(MessageFraming, HasAnEmptyBodyWhereOneIsExpected) {
    for (auto const verb :
         {http::method::get, http::method::post, http::method::put, http::method::del}) {
        bool const expected = verb == http::method::post || verb == http::method::put;
        EXPECT_EQ(has_body({.verb = verb}), expected) << http::name(verb);
        EXPECT_TRUE(has_body({.verb = verb, .body = bcauth::secret("x")})) << http::name(verb);
    }
}

}  // namespace
