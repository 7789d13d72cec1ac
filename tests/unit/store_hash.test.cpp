// SPDX-License-Identifier: BSL-1.0
#include <bcauth/store_hash.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <compare>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::store_hash;

template <class Store>
concept gives_view = requires(Store&& store) {
    std::forward<Store>(store).view();
};
static_assert(gives_view<store_hash const&> && gives_view<store_hash&> && !gives_view<store_hash>);
static_assert(!std::is_default_constructible_v<store_hash>);
static_assert(!std::is_constructible_v<store_hash, std::string_view>);
static_assert(std::is_trivially_copyable_v<store_hash> && std::is_copy_assignable_v<store_hash>);
static_assert(sizeof(store_hash) <= 40);
static_assert(store_hash::make("g5cd38").has_value());

TEST(StoreHash, HoldsItsText) {
    auto const store = store_hash::make("z4zn3wo").value();
    EXPECT_EQ(store.view(), "z4zn3wo");
    EXPECT_EQ(store.context(), "stores/z4zn3wo");
}

TEST(StoreHash, TakesOneToThirtyTwoCharacters) {
    EXPECT_EQ(store_hash::make("").error(), errc::invalid_store_hash);
    for (std::size_t size = 1; size <= 32; ++size) {
        auto const text = std::string("abcdefghijklmnopqrstuvwxyz0123456789").substr(0, size);
        auto const store = store_hash::make(text);
        ASSERT_TRUE(store) << size;
        EXPECT_EQ(store->view(), text);
    }
    EXPECT_EQ(store_hash::make(std::string(33, 'a')).error(), errc::invalid_store_hash);
    EXPECT_EQ(store_hash::make(std::string(100'000, 'a')).error(), errc::invalid_store_hash);
}

// threats rows 44 and 71: a table of ASCII, not the locale, says what a letter is
TEST(StoreHash, TakesLowerCaseLettersAndDigitsOnlyAtEveryPlace) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (int byte = 0; byte < 256; ++byte) {
        auto const c = static_cast<char>(byte);
        bool const expected = allowed.find(c) != std::string_view::npos;
        for (auto const& text : {std::string{c}, std::string{c, 'b'}, std::string{'b', c, 'b'},
                                 std::string{'b', c}, std::string(31, 'b') + c}) {
            EXPECT_EQ(store_hash::make(text).has_value(), expected) << byte;
            EXPECT_EQ(store_hash::from_context("stores/" + text).has_value(), expected) << byte;
            EXPECT_EQ(store_hash::is_valid(text), expected) << byte;
            EXPECT_EQ(store_hash::is_context("stores/" + text), expected) << byte;
        }
    }
}

// threats row 44
TEST(StoreHash, ContextIsStoresSlashHashToTheByte) {
    EXPECT_EQ(store_hash::from_context("stores/g5cd38").value(),
              store_hash::make("g5cd38").value());
    for (std::string_view const text : {"",
                                        "stores",
                                        "stores/",
                                        "g5cd38",
                                        "/stores/g5cd38",
                                        "stores/g5cd38/",
                                        "stores//g5cd38",
                                        "Stores/g5cd38",
                                        "STORES/g5cd38",
                                        "store/g5cd38",
                                        "stores/G5CD38",
                                        "stores\\g5cd38",
                                        "stores/g5cd38\n",
                                        "\nstores/g5cd38",
                                        " stores/g5cd38",
                                        "stores/g5cd38 ",
                                        "stores/..",
                                        "stores/.",
                                        "stores/a/../b",
                                        "stores/%2e%2e",
                                        "stores/a%2Fb",
                                        "stores%2Fabc",
                                        "stores/a?x",
                                        "stores/a#x",
                                        "stores/a@evil.example",
                                        "stores/a:80",
                                        "stores/a\\b",
                                        "stores/a,stores/b",
                                        "stores/a/b",
                                        "stores/stores/a",
                                        "https://x.example/stores/a",
                                        "stores/\xc3\xa9",
                                        "stores/\xef\xbd\x81"}) {
        auto const store = store_hash::from_context(text);
        ASSERT_FALSE(store) << text;
        EXPECT_EQ(store.error(), errc::invalid_store_hash);
    }
    EXPECT_FALSE(store_hash::from_context(std::string_view("stores/ab\0c", 11)));
    EXPECT_FALSE(store_hash::from_context(std::string_view("stores/ab\0", 10)));
    EXPECT_FALSE(store_hash::from_context("stores/" + std::string(33, 'a')));
}

TEST(StoreHash, ComparesAsTheTextsDo) {
    std::vector<std::string> const texts{
        "0", "00", "9", "a", "a0", "aa", "ab", "b", std::string(31, 'z'), std::string(32, 'z')};
    for (auto const& left : texts) {
        for (auto const& right : texts) {
            auto const one = store_hash::make(left).value();
            auto const two = store_hash::make(right).value();
            EXPECT_EQ(one == two, left == right);
            EXPECT_EQ(one < two, left < right) << left << ' ' << right;
            EXPECT_EQ(one > two, left > right);
        }
    }
}

TEST(StoreHash, CanBeAKey) {
    std::unordered_set<store_hash> known;
    known.insert(store_hash::make("abc").value());
    known.insert(store_hash::make("abc").value());
    known.insert(store_hash::make("abd").value());
    EXPECT_EQ(known.size(), 2U);
    EXPECT_TRUE(known.contains(store_hash::from_context("stores/abd").value()));
}

TEST(StoreHash, CopiesDoNotPointIntoTheOriginal) {
    auto first = store_hash::make("first").value();
    auto const copy = first;
    first = store_hash::make("second").value();
    EXPECT_EQ(copy.view(), "first");
    EXPECT_EQ(first.view(), "second");
}

}  // namespace
