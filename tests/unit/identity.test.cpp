// SPDX-License-Identifier: BSL-1.0
#include <bcauth/identity.hpp>

#include <gtest/gtest.h>

#include <ostream>
#include <sstream>
#include <type_traits>
#include <utility>

namespace {

template <class Value>
concept streamable = requires(std::ostream& out, Value const& value) {
    out << value;
};

// an installation holds a secret, so it has no stream output; the control shows that the question is asked rightly
static_assert(!streamable<bcauth::installation> && streamable<int>);

static_assert(std::is_trivially_copyable_v<bcauth::user_ref>);
static_assert(std::is_nothrow_move_constructible_v<bcauth::user>);

bcauth::installation made() {
    return {.store = *bcauth::store_hash::make("g5cd38"),
            .access_token = bcauth::secret("token"),
            .scopes = bcauth::scopes("store_v2_orders"),
            .user = {.id = 1, .username = "John", .email = "john@success.com"},
            .owner = {},
            .account_uuid = {}};
}

TEST(Identity, IsNobodyUntilItIsFilled) {
    EXPECT_EQ(bcauth::user_ref{}.id, 0);
    EXPECT_TRUE(bcauth::user_ref{}.email.empty());
    EXPECT_TRUE(bcauth::user_ref{}.locale.empty());
    EXPECT_EQ(bcauth::user{}.id, 0);
    EXPECT_FALSE(bcauth::user{}.username);
}

TEST(Identity, KeepsWhatAnInstallationIsMadeOf) {
    auto const copy = made();
    EXPECT_EQ(copy.store.view(), "g5cd38");
    EXPECT_EQ(copy.access_token.expose(), "token");
    EXPECT_TRUE(copy.scopes.contains("store_v2_orders"));
    EXPECT_EQ(copy.user.username, "John");
    EXPECT_FALSE(copy.owner);
}

TEST(Identity, LosesItsTokenWhenMovedFrom) {
    auto from = made();
    auto const to = std::move(from);
    EXPECT_TRUE(from.access_token
                    .empty());  // NOLINT(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(to.access_token.expose(), "token");
}

}  // namespace
