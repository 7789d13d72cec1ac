// SPDX-License-Identifier: BSL-1.0
#include <bcauth/crypto/random.hpp>
#include "support/child_process.hpp"
#include "unit/process/doors_at_work.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

// threats row 64: nothing is cached that a child must not have
TEST(Fork, AChildJudgesAsItsParentDoes) {
    doors_at_work const doors;
    ASSERT_EQ(doors.judge(), doors_at_work::count);
    child_process child([&](auto const& tell) {
        tell(doors.judge());
        doors_at_work const own;
        tell(own.judge());
        return 0;
    });
    int judged = 0;
    ASSERT_TRUE(child.hear(judged));
    EXPECT_EQ(judged, doors_at_work::count) << "with its parent's doors";
    ASSERT_TRUE(child.hear(judged));
    EXPECT_EQ(judged, doors_at_work::count) << "with doors of its own";
    EXPECT_EQ(child.wait(), 0);
    EXPECT_EQ(doors.judge(), doors_at_work::count);
}

std::vector<int> random_numbers() {
    std::array<unsigned char, 16> bytes{};
    bcauth::system_random{}.fill(bytes).value();
    return {bytes.begin(), bytes.end()};
}

// nor do two processes ever have the same random bytes: not a parent and its child, nor two children
TEST(Fork, EachProcessHasItsOwnRandomBytes) {
    std::set<std::vector<int>> all{random_numbers()};
    for (int i = 0; i < 8; ++i) {
        child_process const child([](auto const& tell) {
            for (auto const number : random_numbers()) {
                tell(number);
            }
            return 0;
        });
        std::vector<int> told;
        for (int number = 0; child.hear(number);) {
            told.push_back(number);
        }
        EXPECT_EQ(told.size(), 16U);
        all.insert(told);
        all.insert(random_numbers());
    }
    EXPECT_EQ(all.size(), 1U + 2U * 8U);
}

// so no two login tokens of theirs have one `jti` (threats row 88)
TEST(Fork, EachProcessMintsItsOwnLogins) {
    auto const minter = under_fault::login<bcauth::openssl_mac>::make().value();
    auto const mint = [&] {
        auto const token = minter.token({.store = under_fault::store(), .customer_id = 7}).value();
        auto const text = token.expose();
        return std::vector<int>(text.begin(), text.end());
    };
    (void)mint();
    child_process const child([&](auto const& tell) {
        for (auto const letter : mint()) {
            tell(letter);
        }
        return 0;
    });
    std::vector<int> told;
    for (int letter = 0; child.hear(letter);) {
        told.push_back(letter);
    }
    auto const own = mint();
    EXPECT_EQ(told.size(), own.size());
    EXPECT_NE(told, own);
}

}  // namespace
