// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/reply_probe.hpp>

#include <gtest/gtest.h>

#include <type_traits>
#include <utility>

namespace {

using bcauth::detail::reply_probe;
using reply = bcauth::result<bcauth::http::response>;

static_assert(std::is_nothrow_move_constructible_v<reply_probe>);
static_assert(!std::is_copy_constructible_v<reply_probe>);
static_assert(!std::is_move_assignable_v<reply_probe>);

// no client asks for more than this of a handler, since it would refuse some handlers
TEST(ReplyProbe, IsMovedOnceAndTakesAReply) {
    reply_probe probe;
    auto moved = std::move(probe);
    EXPECT_TRUE((std::is_void_v<decltype(moved(std::declval<reply>()))>));
    moved(bcauth::errc::transport_failed);
}

}  // namespace
