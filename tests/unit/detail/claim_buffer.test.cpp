// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/claim_buffer.hpp>

#include "support/heap_watch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace {

using bcauth::detail::claim_buffer;

bool stands_inside(claim_buffer const& buffer, char const* data) {
    auto const* const begin = reinterpret_cast<char const*>(&buffer);
    return data >= begin && data < begin + sizeof buffer;
}

TEST(ClaimBuffer, IsEmptyUntilRoomIsAsked) {
    claim_buffer buffer;
    EXPECT_TRUE(buffer.text().empty());
    EXPECT_TRUE(buffer.spare().empty());
}

// text and spare are each of the asked size and apart, on the stack up to the limit and not above
TEST(ClaimBuffer, HasATextAndASpareOfTheAskedSize) {
    claim_buffer buffer;
    for (std::size_t const size :
         {std::size_t{1}, claim_buffer::inline_bytes - 1, claim_buffer::inline_bytes,
          claim_buffer::inline_bytes + 1, 5 * claim_buffer::inline_bytes, std::size_t{3}}) {
        buffer.reserve(size);
        ASSERT_EQ(buffer.text().size(), size);
        ASSERT_EQ(buffer.spare().size(), size);
        EXPECT_EQ(reinterpret_cast<char const*>(buffer.text().data()), buffer.data());
        EXPECT_EQ(buffer.spare().data(), buffer.data() + size);
        EXPECT_EQ(stands_inside(buffer, buffer.data()), size <= claim_buffer::inline_bytes) << size;
        std::fill(buffer.text().begin(), buffer.text().end(), static_cast<unsigned char>('t'));
        std::fill(buffer.spare().begin(), buffer.spare().end(), 's');
        EXPECT_EQ(std::string(buffer.data(), 2 * size),
                  std::string(size, 't') + std::string(size, 's'));
    }
}

TEST(ClaimBuffer, LeavesNothingInFreedMemory) {
    for (auto const marker : {'t', 's'}) {
        std::string const eight(8, marker);
        heap_watch::watch const seen(eight);
        {
            claim_buffer buffer;
            for (int i = 0; i < 2; ++i) {
                buffer.reserve(2 * claim_buffer::inline_bytes);
                std::fill(buffer.text().begin(), buffer.text().end(),
                          static_cast<unsigned char>(marker));
                std::fill(buffer.spare().begin(), buffer.spare().end(), marker);
            }
        }
        EXPECT_EQ(seen.leaked(), 0) << marker;
    }
}

}  // namespace
