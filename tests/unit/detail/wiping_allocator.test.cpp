// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/wiping_allocator.hpp>

#include <gtest/gtest.h>

#include <type_traits>
#include <vector>

namespace {

using bcauth::detail::wiping_allocator;

// any of them frees what another one gave, whatever the type
TEST(WipingAllocator, IsTheSameEverywhere) {
    wiping_allocator<char> const chars;
    wiping_allocator<int> const numbers(chars);
    EXPECT_TRUE(chars == wiping_allocator<char>(numbers));
    EXPECT_FALSE(chars != wiping_allocator<char>{});
    static_assert(std::is_empty_v<wiping_allocator<char>>);
}

TEST(WipingAllocator, MovesAVectorWithoutACopy) {
    std::vector<char, wiping_allocator<char>> from(100, 'x');
    auto const* const data = from.data();
    std::vector<char, wiping_allocator<char>> to;
    to = std::move(from);
    EXPECT_EQ(to.data(), data);
}

}  // namespace
