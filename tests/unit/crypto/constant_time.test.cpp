// SPDX-License-Identifier: BSL-1.0
#include <bcauth/crypto/constant_time.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using bcauth::constant_time_equal;

bool equal(std::string_view left, std::string_view right) {
    std::vector<unsigned char> const a(left.begin(), left.end());
    std::vector<unsigned char> const b(right.begin(), right.end());
    bool const texts = constant_time_equal(left, right);
    EXPECT_EQ(texts, constant_time_equal(std::span<unsigned char const>(a),
                                         std::span<unsigned char const>(b)));
    return texts;
}

TEST(ConstantTimeEqual, HoldsForTheSameBytes) {
    EXPECT_TRUE(equal("a", "a"));
    EXPECT_TRUE(equal(std::string_view("\0", 1), std::string_view("\0", 1)));
    EXPECT_TRUE(equal(std::string(32, '\xff'), std::string(32, '\xff')));
    EXPECT_TRUE(equal(std::string(5000, 'x'), std::string(5000, 'x')));
}

TEST(ConstantTimeEqual, SeesEachSingleBit) {
    for (std::size_t const size : {std::size_t{1}, std::size_t{32}, std::size_t{64}}) {
        std::string const one(size, '\x5a');
        for (std::size_t bit = 0; bit < size * 8; ++bit) {
            std::string other = one;
            other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << (bit % 8)));
            EXPECT_FALSE(equal(one, other)) << size << " bytes, bit " << bit;
        }
    }
}

TEST(ConstantTimeEqual, SeesBytesBehindANul) {
    EXPECT_FALSE(equal(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
}

// threats row 11
TEST(ConstantTimeEqual, RefusesAPrefix) {
    std::string const whole(32, 'm');
    for (std::size_t size = 0; size < 32; ++size) {
        EXPECT_FALSE(equal(whole, whole.substr(0, size))) << size;
        EXPECT_FALSE(equal(whole.substr(0, size), whole)) << size;
    }
    EXPECT_FALSE(equal(whole, whole + 'm'));
}

// threats row 10, CVE-2020-28042
TEST(ConstantTimeEqual, RefusesEmptyAgainstAnything) {
    EXPECT_FALSE(equal("", ""));
    EXPECT_FALSE(equal("", "a"));
    EXPECT_FALSE(equal("a", ""));
    EXPECT_FALSE(constant_time_equal(std::string_view(), std::string_view()));
}

}  // namespace
