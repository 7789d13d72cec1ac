// SPDX-License-Identifier: BSL-1.0
#include <bcauth/key_ring.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::key_ring;
using bcauth::secret;

template <class Ring>
concept gives_current = requires(Ring&& ring) {
    std::forward<Ring>(ring).current();
};
static_assert(gives_current<key_ring const&> && !gives_current<key_ring>);

std::vector<secret> secrets(std::size_t count) {
    std::vector<secret> made;
    for (std::size_t i = 0; i < count; ++i) {
        made.emplace_back("secret number " + std::to_string(i));
    }
    return made;
}

TEST(KeyRing, TakesOneToEightSecretsInTheirOrder) {
    static_assert(key_ring::max_secrets == 8);
    for (std::size_t count = 1; count <= key_ring::max_secrets; ++count) {
        auto const ring = key_ring::make(secrets(count));
        ASSERT_TRUE(ring) << count;
        EXPECT_EQ(ring->size(), count);
        EXPECT_FALSE(ring->empty());
        EXPECT_EQ(ring->current().expose(), "secret number 0");
        std::size_t index = 0;
        for (auto const& each : *ring) {
            EXPECT_EQ(each.expose(), "secret number " + std::to_string(index++));
        }
        EXPECT_EQ(index, count);
    }
}

TEST(KeyRing, RefusesMoreThanEight) {
    EXPECT_EQ(key_ring::make(secrets(9)).error(), errc::too_many_secrets);
    EXPECT_EQ(key_ring::make(secrets(1000)).error(), errc::too_many_secrets);
}

TEST(KeyRing, RefusesNone) {
    EXPECT_EQ(key_ring::make(std::vector<secret>{}).error(), errc::empty_secret);
    EXPECT_EQ(key_ring::make(std::initializer_list<std::string_view>{}).error(),
              errc::empty_secret);
}

// threats row 6
TEST(KeyRing, RefusesAnEmptySecretInAnyPlace) {
    EXPECT_EQ(key_ring::make({""}).error(), errc::empty_secret);
    for (std::size_t place = 0; place < key_ring::max_secrets; ++place) {
        auto some = secrets(key_ring::max_secrets);
        some[place] = secret{};
        EXPECT_EQ(key_ring::make(std::move(some)).error(), errc::empty_secret) << place;
    }
}

// threats rows 7 and 8
TEST(KeyRing, TakesTextsByTheirExactBytesAndOfAnyLength) {
    std::string_view const nul("\0", 1);
    auto const ring = key_ring::make({" x\n", nul});
    ASSERT_TRUE(ring);
    EXPECT_EQ(ring->current().expose(), " x\n");
    EXPECT_EQ((*ring->begin()).expose(), " x\n");
    EXPECT_EQ((ring->begin() + 1)->expose(), nul);
}

// threats row 67
TEST(KeyRing, MovedFromIsEmpty) {
    auto ring = *key_ring::make({"one", "two"});
    auto const taken = std::move(ring);
    EXPECT_TRUE(ring.empty());  // NOLINT
    EXPECT_EQ(ring.size(), 0U);
    EXPECT_EQ(taken.size(), 2U);
    EXPECT_TRUE(key_ring{}.empty());
}

TEST(KeyRing, CopiesAreIndependent) {
    auto ring = *key_ring::make({"one", "two"});
    auto const copy = ring;
    ring = *key_ring::make({"three"});
    EXPECT_EQ(copy.size(), 2U);
    EXPECT_EQ(copy.current().expose(), "one");
}

}  // namespace
