// SPDX-License-Identifier: BSL-1.0
#include <bcauth/random.hpp>

#include <gtest/gtest.h>

#include <array>
#include <span>

namespace {

struct counting_source {
    unsigned char next = 0;
    bcauth::result<void> fill(std::span<unsigned char> out) {
        for (auto& byte : out) {
            byte = next++;
        }
        return {};
    }
};

struct broken_source {
    bcauth::result<void> fill(std::span<unsigned char>) { return bcauth::errc::random_failure; }
};

template <bcauth::random_source Source>
bcauth::result<void> draw(Source& source, std::span<unsigned char> out) {
    return source.fill(out);
}

TEST(RandomSource, MayBeOnesOwn) {
    counting_source source;
    std::array<unsigned char, 4> bytes{};
    ASSERT_TRUE(draw(source, bytes));
    EXPECT_EQ(bytes, (std::array<unsigned char, 4>{0, 1, 2, 3}));
}

TEST(RandomSource, SaysThatItFailed) {
    broken_source source;
    std::array<unsigned char, 4> bytes{};
    EXPECT_EQ(draw(source, bytes).error(), bcauth::errc::random_failure);
}

}  // namespace
