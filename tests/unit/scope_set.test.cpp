// SPDX-License-Identifier: BSL-1.0
#include <bcauth/scope_set.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::scope_set;
using bcauth::scopes;
using bcauth::unlisted_scope;

template <class Set>
concept gives_names = requires(Set&& set) {
    std::forward<Set>(set).names();
};
static_assert(gives_names<scope_set const&> && !gives_names<scope_set>);

static_assert(scope_set::max_bytes == 4096 && scope_set::max_tokens == 256 &&
              scope_set::max_token_bytes == 128);

scope_set of(std::string_view text) {
    return scope_set::parse(text).value();
}

TEST(ScopeSet, TakesListsWithAnySeparators) {
    auto const expected = scope_set(scopes("store_v2_orders store_v2_products"));
    for (std::string_view const text :
         {"store_v2_orders store_v2_products", "store_v2_products store_v2_orders",
          "store_v2_orders,store_v2_products", "store_v2_orders, store_v2_products",
          " store_v2_orders  store_v2_products ", ",,store_v2_orders,,store_v2_products,,",
          "store_v2_orders store_v2_products store_v2_orders"}) {
        EXPECT_EQ(of(text), expected) << text;
    }
    for (std::string_view const text : {"", " ", ",", " , , "}) {
        EXPECT_TRUE(of(text).empty()) << text;
    }
}

// the scope lists of the platform's summary of OAuth
TEST(ScopeSet, TakesTheExamplesOfTheOAuthSummary) {
    auto const first = of("store_v2_orders");
    EXPECT_EQ(first.to_string(), "store_v2_orders");
    EXPECT_TRUE(first.covers(scopes("store_v2_orders")));
    auto const updated = of("store_v2_orders store_v2_products");
    EXPECT_EQ(updated.to_string(), "store_v2_orders store_v2_products");
    EXPECT_TRUE(updated.covers(first));
    EXPECT_FALSE(first.covers(updated));
    EXPECT_EQ(updated.missing_from(first).to_string(), "store_v2_products");
    EXPECT_TRUE(first.missing_from(updated).empty());
}

TEST(ScopeSet, RefusesWhatNoScopeHolds) {
    for (int byte = 0; byte < 256; ++byte) {
        auto const text = std::string("a") + static_cast<char>(byte) + "b";
        bool const separator = byte == ' ' || byte == ',';
        bool const allowed = byte > 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
        auto const set = scope_set::parse(text);
        ASSERT_EQ(set.has_value(), separator || allowed) << byte;
        if (!set) {
            EXPECT_EQ(set.error(), errc::invalid_scope);
        } else {
            EXPECT_EQ(set->size(), separator ? 2U : 1U) << byte;
        }
    }
}

TEST(ScopeSet, HoldsItsLimits) {
    EXPECT_TRUE(scope_set::parse(std::string(scope_set::max_token_bytes, 'a')));
    EXPECT_EQ(scope_set::parse(std::string(scope_set::max_token_bytes + 1, 'a')).error(),
              errc::invalid_scope);
    std::string many;
    for (std::size_t i = 0; i < scope_set::max_tokens; ++i) {
        many += "s" + std::to_string(i) + " ";
    }
    EXPECT_EQ(of(many).size(), scope_set::max_tokens);
    EXPECT_EQ(scope_set::parse(many + "one_more").error(), errc::invalid_scope);
    EXPECT_TRUE(scope_set::parse(std::string(scope_set::max_bytes, ' ')));
    EXPECT_EQ(scope_set::parse(std::string(scope_set::max_bytes + 1, ' ')).error(),
              errc::invalid_scope);
    EXPECT_EQ(scope_set::parse(std::string(10'000'000, 'a')).error(), errc::invalid_scope);
}

TEST(ScopeSet, WritingCoversReadingAndNothingElse) {
    EXPECT_TRUE(of("store_v2_orders").covers(of("store_v2_orders_read_only")));
    EXPECT_TRUE(of("store_themes_manage").covers(of("store_themes_read_only")));
    EXPECT_FALSE(of("store_v2_orders_read_only").covers(of("store_v2_orders")));
    EXPECT_FALSE(of("store_v2_orders").covers(of("store_v2_products_read_only")));
    EXPECT_FALSE(of("store_themes").covers(of("store_themes_manage")));
    EXPECT_FALSE(of("store_v2_customers").covers(of("store_v2_customers_login")));
    EXPECT_FALSE(of("account_users_write").covers(of("account_users_read")));
    EXPECT_FALSE(of("store_payments_methods").covers(of("store_payments_methods_read")));
}

TEST(ScopeSet, TheSameRuleHoldsForNamesThatAreNotListed) {
    EXPECT_TRUE(of("store_new").covers(of("store_new")));
    EXPECT_TRUE(of("store_new").covers(of("store_new_read_only")));
    EXPECT_TRUE(of("store_new_manage").covers(of("store_new_read_only")));
    EXPECT_TRUE(of("store_new_manage").covers(of("store_new_manage_read_only")));
    EXPECT_FALSE(of("store_new_write").covers(of("store_new_read_only")));
    EXPECT_FALSE(of("store_new_read_only").covers(of("store_new")));
    EXPECT_FALSE(of("store_new_manage").covers(of("store_new")));
    EXPECT_FALSE(of("store_new").covers(of("store_newer")));
    EXPECT_FALSE(of("store_new").covers(of("store_new_read_only_too")));
    // a reading scope implies nothing, or covering would not be transitive
    EXPECT_FALSE(of("x_read_only").covers(of("x_read_only_read_only")));
    EXPECT_FALSE(of("_manage").covers(of("_read_onl")));
    // listed and unlisted names meet by the same rule
    EXPECT_TRUE(of("store_logs").covers(scopes("store_logs_read_only")));
    EXPECT_TRUE(of("store_storefront_api").covers(of("store_storefront_api_read_only")));
    EXPECT_FALSE(of("store_log").covers(scopes("store_logs_read_only")));
}

TEST(ScopeSet, AnUnlistedNameCoversNoScopeOfTheTable) {
    auto const unlisted = of("something_new");
    for (auto const name : bcauth::detail::scope_names) {
        EXPECT_FALSE(unlisted.covers(of(name))) << name;
    }
}

TEST(ScopeSet, CoversTheImplicitScopesOfRealGrantsWithoutMinding) {
    auto const granted =
        of("store_v2_default users_basic_information store_v2_orders something_new");
    EXPECT_TRUE(granted.covers(scopes("store_v2_orders_read_only")));
    EXPECT_TRUE(granted.contains("something_new"));
    EXPECT_TRUE(granted.contains("users_basic_information"));
}

TEST(ScopeSet, ContainsIsAboutTheVeryName) {
    auto const set = of("store_v2_orders zeta alpha");
    EXPECT_TRUE(set.contains("store_v2_orders"));
    EXPECT_TRUE(set.contains("alpha"));
    EXPECT_TRUE(set.contains("zeta"));
    EXPECT_FALSE(set.contains("store_v2_orders_read_only"));
    EXPECT_FALSE(set.contains("beta"));
    EXPECT_FALSE(set.contains(""));
}

TEST(ScopeSet, CanonicalFormIsSortedMinimalAndSingleSpaced) {
    EXPECT_EQ(of(" store_v2_products_read_only,store_v2_products  store_cart ").canonical(),
              "store_cart store_v2_products");
    EXPECT_EQ(of("zeta store_sites alpha store_sites_read_only").canonical(),
              "alpha store_sites zeta");
    EXPECT_EQ(of("new_manage new_read_only new").canonical(), "new new_manage");
    EXPECT_EQ(of("store_themes_read_only store_themes_manage").canonical(), "store_themes_manage");
    EXPECT_EQ(of("").canonical(), "");
    EXPECT_EQ(of("store_sites_read_only store_sites").to_string(),
              "store_sites store_sites_read_only");
}

TEST(ScopeSet, EqualityIsOfMembersAndCanonicalFormOfMeaning) {
    auto const both = of("store_sites store_sites_read_only");
    auto const one = of("store_sites");
    EXPECT_NE(both, one);
    EXPECT_EQ(both.canonical(), one.canonical());
    EXPECT_EQ(both.minimal(), one);
    EXPECT_EQ(both, of("store_sites_read_only store_sites"));
    EXPECT_NE(of("alpha"), of("beta"));
    EXPECT_NE(of("store_sites alpha"), of("store_sites beta"));
    EXPECT_NE(of("store_sites alpha"), of("store_cart alpha"));
    EXPECT_EQ(of("store_sites alpha"), of("alpha store_sites"));
}

TEST(ScopeSet, MissingIsWhatTheGrantDoesNotCover) {
    auto const required = of("store_cart_read_only store_sites new_read_only other");
    EXPECT_EQ(required.missing_from(of("store_cart new_manage")).to_string(), "other store_sites");
    EXPECT_EQ(required.missing_from(scope_set{}), required);
    EXPECT_TRUE(required.missing_from(required).empty());
}

TEST(ScopeSet, IsMadeOfConstantsAndJoined) {
    constexpr auto needs = scopes("store_sites") | unlisted_scope("store_new_thing") |
                           unlisted_scope("store_cart") | unlisted_scope("alpha");
    scope_set const set = needs;
    EXPECT_EQ(set.to_string(), "alpha store_cart store_new_thing store_sites");
    EXPECT_EQ(set, of("store_sites store_cart alpha store_new_thing"));
    EXPECT_EQ((of("b store_sites") | of("a b account_read")).to_string(),
              "a account_read b store_sites");
    EXPECT_EQ(set | scope_set{}, set);
}

TEST(ScopeSet, NamesAreSorted) {
    auto const set = of("zeta store_sites account_read alpha store_cart_read_only");
    std::vector<std::string_view> const expected{"account_read", "alpha", "store_cart_read_only",
                                                 "store_sites", "zeta"};
    EXPECT_EQ(set.names(), expected);
    EXPECT_EQ(set.size(), expected.size());
}

}  // namespace
