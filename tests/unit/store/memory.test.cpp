// SPDX-License-Identifier: BSL-1.0
#include <bcauth/store/memory.hpp>
#include <bcauth/testing/store_battery.hpp>

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <type_traits>

namespace {

using bcauth::memory_store;
using rule = bcauth::testing::store_rule<memory_store>;

static_assert(std::is_default_constructible_v<memory_store>);
static_assert(!std::is_copy_constructible_v<memory_store>);

class MemoryStore : public testing::TestWithParam<rule> {};

TEST_P(MemoryStore, KeepsTheRule) {
    memory_store store;
    EXPECT_EQ(GetParam().judge(store), "");
}
INSTANTIATE_TEST_SUITE_P(Battery, MemoryStore,
                         testing::ValuesIn(bcauth::testing::store_battery<memory_store>()),
                         [](auto const& test) { return std::string(test.param.name); });

TEST(MemoryStoreObjects, AreApart) {
    memory_store one;
    memory_store other;
    auto const store = *bcauth::store_hash::make("z4zn3wo");
    ASSERT_TRUE(one.put_installation({store, bcauth::secret("t"), {}, {}, {}, {}}));
    EXPECT_TRUE(*one.find_installation(store));
    EXPECT_FALSE(*other.find_installation(store));
}

TEST(MemoryStoreObjects, AreReadWhileConst) {
    memory_store const store;
    EXPECT_TRUE(store.list_installations({}, 1)->empty());
    EXPECT_FALSE(*store.find_user(*bcauth::store_hash::make("a"), 1));
}

TEST(MemoryStoreObjects, OutliveTheThreadThatWrote) {
    memory_store store;
    auto const name = *bcauth::store_hash::make("z4zn3wo");
    std::thread([&] {
        static_cast<void>(store.put_installation({name, bcauth::secret("t"), {}, {}, {}, {}}));
    }).join();
    auto const found = *store.find_installation(name);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->access_token.expose(), "t");
}

}  // namespace
