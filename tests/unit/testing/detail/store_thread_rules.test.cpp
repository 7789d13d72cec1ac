// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/detail/store_thread_rules.hpp>

#include <bcauth/store/memory.hpp>

#include <gtest/gtest.h>

#include <atomic>

namespace {

using bcauth::memory_store;
namespace battery = bcauth::detail::battery;

using rules = battery::store_thread_rules<memory_store>;

TEST(StoreThreadRules, HoldForOneStoreInTurn) {
    memory_store store;
    EXPECT_EQ(rules::is_whole_to_every_thread(store), "");
    EXPECT_EQ(rules::loses_nothing_among_threads(store), "");
}

TEST(StoreThreadRules, RunEveryTask) {
    std::atomic<int> ran{0};
    battery::run_together({[&] { ++ran; }, [&] { ran += 10; }});
    EXPECT_EQ(ran, 11);
}

}  // namespace
