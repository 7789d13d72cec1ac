// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/swar.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace {

using bcauth::detail::high_bits;
using bcauth::detail::load_eight;
using bcauth::detail::load_four;
using bcauth::detail::outside;
using bcauth::detail::plain_run;
using bcauth::detail::same_bytes;

// of all pairs of neighbours, at the word's ends and inside, since a borrow or a carry goes from one to the next
TEST(Outside, IsSetByAByteThatIsOutsideAndByNoOther) {
    auto const is_inside = [](unsigned byte) { return byte >= 0x27 && byte <= 0x7e; };
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            for (std::size_t const at : {0U, 3U, 6U}) {
                char bytes[8] = {'0', '~', '\'', 'a', '~', '\'', 'Z', '~'};
                bytes[at] = static_cast<char>(static_cast<unsigned char>(first));
                bytes[at + 1] = static_cast<char>(static_cast<unsigned char>(second));
                bool const told = (outside<0x27, 0x7e>(load_eight(bytes)) & high_bits) != 0;
                ASSERT_EQ(told, !is_inside(first) || !is_inside(second)) << first << ' ' << second;
            }
        }
    }
    for (unsigned byte = 0; byte < 256; ++byte) {
        bool const told =
            (outside<0x20, 0x20>(byte * std::uint64_t{0x0101010101010101}) & high_bits) != 0;
        EXPECT_EQ(told, byte != 0x20) << byte;
    }
}

// any one bit, at each place; both texts stand alone in their blocks, so that a sanitizer sees whoever reads beside them
TEST(SameBytes, DifferInAnyOneBit) {
    for (std::size_t size = 0; size <= 40; ++size) {
        std::vector<char> const text(size, 'a');
        auto other = text;
        EXPECT_TRUE(same_bytes(text.data(), other.data(), size)) << size;
        for (std::size_t bit = 0; bit < 8 * size; ++bit) {
            other[bit / 8] = static_cast<char>('a' ^ 1 << bit % 8);
            ASSERT_FALSE(same_bytes(text.data(), other.data(), size)) << size << ' ' << bit;
            ASSERT_FALSE(same_bytes(other.data(), text.data(), size)) << size << ' ' << bit;
            other[bit / 8] = 'a';
        }
    }
}

TEST(LoadFour, TakesFourBytesAndNothingAbove) {
    for (unsigned byte = 0; byte < 256; ++byte) {
        std::vector<char> const text(4, static_cast<char>(static_cast<unsigned char>(byte)));
        EXPECT_EQ(load_four(text.data()), byte * std::uint64_t{0x01010101});
    }
}

// each byte at each place, around the lengths that are looked at eight and thirty-two at a time; the text stands alone
// in its block, so that a sanitizer sees whoever reads behind it
TEST(PlainRun, EndsBeforeTheFirstByteThatIsNotPlain) {
    for (std::size_t const size :
         {0U, 1U, 7U, 8U, 9U, 15U, 16U, 31U, 32U, 33U, 40U, 63U, 64U, 65U, 72U, 73U}) {
        std::vector<char> text(size, 'a');
        EXPECT_EQ(plain_run({text.data(), size}), size);
        for (std::size_t at = 0; at < size; ++at) {
            for (unsigned const byte : {0x00U, 0x20U, 0x25U, 0x26U, 0x27U, 0x28U, 0x7dU, 0x7eU,
                                        0x7fU, 0x80U, 0xa7U, 0xffU}) {
                text[at] = static_cast<char>(static_cast<unsigned char>(byte));
                bool const plain = byte >= 0x27 && byte <= 0x7e;
                ASSERT_EQ(plain_run({text.data(), size}), plain ? size : at)
                    << size << ' ' << at << ' ' << byte;
            }
            text[at] = 'a';
        }
    }
}

}  // namespace
