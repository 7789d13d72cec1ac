// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/detail/store_rules.hpp>

#include <bcauth/store/memory.hpp>

#include <gtest/gtest.h>

namespace {

using bcauth::memory_store;
namespace battery = bcauth::detail::battery;

using rules = battery::store_rules<memory_store>;

// that each rule can fail is shown with the battery

TEST(StoreRules, SayWhatWentWrongWithoutWhatWasStored) {
    memory_store store;
    EXPECT_EQ(rules::finds_nothing_in_an_empty_store(store), "");
    ASSERT_TRUE(store.put_installation(battery::full_installation()));
    EXPECT_EQ(rules::finds_nothing_in_an_empty_store(store), "an installation");
}

TEST(StoreRules, WantAnEmptyStore) {
    memory_store store;
    ASSERT_TRUE(store.put_installation(battery::bare_installation("a0")));
    EXPECT_EQ(rules::lists_behind_a_cursor(store), "another list");
}

}  // namespace
