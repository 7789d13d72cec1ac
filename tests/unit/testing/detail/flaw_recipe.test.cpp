// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/detail/flaw_recipe.hpp>

#include <gtest/gtest.h>

namespace {

using namespace bcauth::detail;
using bcauth::testing::mint_options;
using bcauth::testing::token_kind;

TEST(FlawRecipe, CallsTheClaimsOfEachKindByTheirNames) {
    auto const path = [](token_kind kind, char const* text) {
        return recipe_of(flaw_step::set, text, "", kind, {}).path;
    };
    EXPECT_EQ(path(token_kind::signed_payload, "@store"), "store_hash");
    EXPECT_EQ(path(token_kind::signed_payload, "@time"), "timestamp");
    EXPECT_EQ(path(token_kind::load_jwt, "@store"), "sub");
    EXPECT_EQ(path(token_kind::load_jwt, "@person.id"), "user.id");
    EXPECT_EQ(path(token_kind::current_customer, "@person.id"), "customer.id");
    EXPECT_EQ(path(token_kind::current_customer, "@time"), "exp");
}

TEST(FlawRecipe, FillsValuesOfTheOptionsIn) {
    auto const value = [](token_kind kind, char const* text) {
        return recipe_of(flaw_step::set, "", text, kind, {}).value;
    };
    EXPECT_EQ(value(token_kind::load_jwt, "$aud."), mint_options{}.client_id + '.');
    EXPECT_EQ(value(token_kind::load_jwt, "$prefixabc"), "stores/abc");
    EXPECT_EQ(value(token_kind::current_customer, "$prefixabc"), "abc");
    EXPECT_EQ(value(token_kind::load_jwt, "$alg $other"), "HS256 HS512");
}

TEST(FlawRecipe, ChangesTheOptionsOnlyForTheStepsThatDoSo) {
    mint_options const options;
    auto const kind = token_kind::load_jwt;
    EXPECT_EQ(recipe_of(flaw_step::shift, "", "-5", kind, options).at(),
              options.at.time_since_epoch().count() - 5);
    EXPECT_EQ(recipe_of(flaw_step::set_time, "", "-5", kind, options).at(),
              options.at.time_since_epoch().count());
    EXPECT_EQ(recipe_of(flaw_step::at_store, "", "abc", kind, options).options.store, "abc");
    EXPECT_EQ(recipe_of(flaw_step::set, "", "abc", kind, options).options.store, options.store);
}

}  // namespace
