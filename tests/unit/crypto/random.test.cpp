// SPDX-License-Identifier: BSL-1.0
#include <bcauth/crypto/random.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstddef>
#include <set>
#include <span>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using bcauth::system_random;
using block = std::array<unsigned char, 32>;

block drawn() {
    block bytes{};
    EXPECT_TRUE(system_random{}.fill(bytes));
    return bytes;
}

TEST(SystemRandom, FillsEveryByte) {
    std::vector<bool> changed(257);
    for (int round = 0; round < 20; ++round) {
        std::vector<unsigned char> bytes(changed.size());
        ASSERT_TRUE(system_random{}.fill(bytes));
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            changed[i] = changed[i] || bytes[i] != 0;
        }
    }
    EXPECT_EQ(std::count(changed.begin(), changed.end(), false), 0);
}

// more than OpenSSL's count can say, so nothing is asked of it and not a byte is written
TEST(SystemRandom, FillsNoMoreThanAnIntCounts) {
    unsigned char one = 7;
    EXPECT_FALSE(bcauth::detail::fill_random(&one, std::size_t{INT_MAX} + 1));
    EXPECT_EQ(one, 7);
}

TEST(SystemRandom, NeverGivesTheSameBlockTwice) {
    std::set<block> seen;
    for (int i = 0; i < 1000; ++i) {
        EXPECT_TRUE(seen.insert(drawn()).second);
    }
}

TEST(SystemRandom, FillsNothingWhereNothingIsAsked) {
    EXPECT_TRUE(system_random{}.fill({}));
}

// threats row 64
TEST(SystemRandom, DiffersInAForkedChild) {
    (void)drawn();
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    auto const child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        auto const bytes = drawn();
        _exit(write(ends[1], bytes.data(), bytes.size()) == 32 ? 0 : 1);
    }
    auto const own = drawn();
    block others{};
    EXPECT_EQ(read(ends[0], others.data(), others.size()), 32);
    int status = -1;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    EXPECT_NE(own, others);
    close(ends[0]);
    close(ends[1]);
}

// OpenSSL's own hook for a failing generator; deprecated there in favour of whole providers
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

int half_filled(unsigned char* out, int size) {
    std::fill_n(out, size / 2, static_cast<unsigned char>(0xee));
    ERR_raise(ERR_LIB_USER, 77);
    return 0;
}

class broken_generator {
public:
    broken_generator() : x_old(RAND_get_rand_method()) { RAND_set_rand_method(&x_method); }
    ~broken_generator() { RAND_set_rand_method(x_old); }
    broken_generator(broken_generator const&) = delete;
    broken_generator& operator=(broken_generator const&) = delete;

private:
    RAND_METHOD const* x_old;
    RAND_METHOD x_method{nullptr, half_filled, nullptr, nullptr, half_filled, nullptr};
};

#pragma GCC diagnostic pop

// threats rows 61 and 88
TEST(SystemRandom, FailsWithZerosAndAnUntouchedErrorQueue) {
    block bytes;
    bytes.fill(0xaa);
    ERR_clear_error();
    {
        broken_generator const broken;
        auto const filled = system_random{}.fill(bytes);
        ASSERT_FALSE(filled);
        EXPECT_EQ(filled.error(), bcauth::errc::random_failure);
    }
    EXPECT_EQ(bytes, block{});
    EXPECT_EQ(ERR_peek_error(), 0U);
    EXPECT_NE(drawn(), block{}) << "the generator works again";
}

}  // namespace
