// SPDX-License-Identifier: BSL-1.0
#include <bcauth/scope.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using bcauth::known_scopes;
using bcauth::scopes;
using bcauth::unlisted_scope;
namespace detail = bcauth::detail;

static_assert(scopes("store_v2_orders").covers(scopes("store_v2_orders_read_only")));
static_assert(!scopes("store_v2_orders_read_only").covers(scopes("store_v2_orders")));
static_assert(scopes("store_v2_orders store_sites").size() == 2);
static_assert(scopes("store_sites") == scopes("store_sites store_sites"));
static_assert(known_scopes{}.empty() && !scopes("account_read").empty());
static_assert(std::is_trivially_copyable_v<known_scopes> && sizeof(known_scopes) == 16);

constexpr auto mixed = scopes("store_sites") | unlisted_scope("store_new_thing") |
                       unlisted_scope("another") | scopes("account_read");
static_assert(mixed.unlisted().size() == 2 && mixed.unlisted()[0] == "store_new_thing" &&
              mixed.unlisted()[1] == "another");
static_assert(mixed.known() == scopes("account_read store_sites"));
static_assert((unlisted_scope("a") | scopes("store_sites")).known() == scopes("store_sites"));
static_assert((scopes("store_sites") | scopes("account_read")) ==
              scopes("account_read store_sites"));

// what must not compile, told to the program instead: tests/compile_fail has the compilers' words
template <std::size_t Size>
struct literal {
    char text[Size];
    consteval literal(char const (&from)[Size]) { std::copy(from, from + Size, text); }
    constexpr operator std::string_view() const { return {text, Size - 1}; }
};
template <literal Text>
concept lists_scopes = requires {
    typename std::bool_constant<scopes(Text).empty()>;
};
template <literal Text>
concept is_unlisted_scope = requires {
    typename std::bool_constant<unlisted_scope(Text).known().empty()>;
};
static_assert(lists_scopes<"store_sites account_read">);
static_assert(!lists_scopes<"store_site"> && !lists_scopes<"store_sites account_reads">);
static_assert(!lists_scopes<""> && !lists_scopes<" store_sites"> &&
              !lists_scopes<"store_sites  account_read"> && !lists_scopes<"store_sites ">);
static_assert(is_unlisted_scope<"store_new_thing">);
static_assert(!is_unlisted_scope<""> && !is_unlisted_scope<"two words">);

// every name of the platform's documentation, and those that are only seen in real grants
constexpr std::string_view written_with_a_twin[] = {"store_cart",
                                                    "store_channel_settings",
                                                    "store_channel_listings",
                                                    "store_checkout",
                                                    "store_content_checkout",
                                                    "store_v2_content",
                                                    "store_v2_customers",
                                                    "store_v2_information",
                                                    "store_v2_marketing",
                                                    "store_v2_orders",
                                                    "store_v2_transactions",
                                                    "store_v2_products",
                                                    "store_sites",
                                                    "store_inventory",
                                                    "store_locations",
                                                    "store_stored_payment_instruments",
                                                    "store_translations"};
constexpr std::string_view managed_with_a_twin[] = {
    "store_fulfillment_methods", "store_order_fulfillment", "store_themes",
    "store_infrastructure_projects", "store_infrastructure_deployments"};
constexpr std::string_view alone[] = {"store_payments_access_token_create",
                                      "store_storefront_api",
                                      "store_storefront_api_customer_impersonation",
                                      "store_app_extensions_manage",
                                      "store_v2_customers_login",
                                      "store_metafield_change_owner",
                                      "store_metafield_write",
                                      "store_metafield_write_all",
                                      "store_payments_methods_read",
                                      "store_logs_read_only",
                                      "store_infrastructure_deployments_create_preview",
                                      "store_infrastructure_logs_read_only",
                                      "account_read",
                                      "account_apps_read",
                                      "account_checkouts_read",
                                      "account_checkouts_create",
                                      "account_stores_read",
                                      "account_subscriptions_read",
                                      "account_subscriptions_cancel",
                                      "account_users_read",
                                      "account_users_write",
                                      "account_users_delete",
                                      "store_v2_default",
                                      "users_basic_information"};

TEST(Scope, TheTableIsThePlatformsAndNothingElse) {
    std::set<std::string> expected(std::begin(alone), std::end(alone));
    for (auto const name : written_with_a_twin) {
        expected.insert(std::string(name));
        expected.insert(std::string(name) + "_read_only");
    }
    for (auto const name : managed_with_a_twin) {
        expected.insert(std::string(name) + "_manage");
        expected.insert(std::string(name) + "_read_only");
    }
    std::set<std::string> const table(detail::scope_names.begin(), detail::scope_names.end());
    EXPECT_EQ(table, expected);
    EXPECT_EQ(table.size(), detail::scope_names.size()) << "a name comes twice";
    EXPECT_EQ(known_scopes::all().size(), table.size());
}

TEST(Scope, EveryNameOfTheTableIsFoundAndOnlyThose) {
    for (std::size_t i = 0; i < detail::scope_names.size(); ++i) {
        EXPECT_EQ(detail::find_scope(detail::scope_names[i]), i);
        EXPECT_TRUE(known_scopes::all().contains(detail::scope_names[i]));
        auto const longer = std::string(detail::scope_names[i]) + "x";
        EXPECT_EQ(detail::find_scope(longer), detail::scope_names.size());
    }
    // spellings of the documentation that real tokens don't have
    for (std::string_view const name :
         {"", "store", "zzz", "store_checkouts", "store_checkouts_read_only",
          "store_checkout_content", "store_v2_checkouts", "store_storefront-api",
          "store_v2_settings", "STORE_SITES", "store_sites ", "default"}) {
        EXPECT_FALSE(known_scopes::all().contains(name)) << name;
    }
}

static_assert(
    [] {
        for (std::size_t i = 0; i < detail::scope_names.size(); ++i) {
            if (detail::find_scope(detail::scope_names[i]) != i) return false;
        }
        return true;
    }(),
    "a name is shorter than min_scope_bytes, or comes twice");

static_assert(std::ranges::min(detail::scope_names, {}, &std::string_view::size).size() ==
              detail::min_scope_bytes);

// what the factors of the hash were chosen for: with others more names come beside their slots
TEST(Scope, AllNamesButTwoLieWhereTheSearchBegins) {
    EXPECT_EQ(std::ranges::count_if(detail::scope_names,
                                    [](std::string_view name) {
                                        auto const index =
                                            detail::scope_slots[detail::first_scope_slot(name)];
                                        return detail::scope_names[index] == name;
                                    }),
              std::ssize(detail::scope_names) - 2);
}

// every name with one letter less, more or another one, and every beginning and end of one
TEST(Scope, ANameThatDiffersInOneLetterIsAnotherOne) {
    std::set<std::string, std::less<>> const listed(detail::scope_names.begin(),
                                                    detail::scope_names.end());
    std::set<std::string> wrong;
    std::size_t strangers = 0;
    auto const look_up = [&](std::string const& name) {
        bool const known = listed.contains(name);
        strangers += known ? 0U : 1U;
        if ((detail::find_scope(name) < detail::scope_names.size()) != known) wrong.insert(name);
    };
    std::string near;
    for (auto const name : detail::scope_names) {
        for (std::size_t at = 0; at < name.size(); ++at) {
            look_up(near.assign(name).erase(at, 1));
            look_up(near.assign(name, 0, at));
            look_up(near.assign(name, at));
            for (char c = 0x20; c < 0x7f; ++c) {
                look_up(near.assign(name).replace(at, 1, 1, c));
                look_up(near.assign(name).insert(at, 1, c));
            }
        }
    }
    EXPECT_EQ(wrong, std::set<std::string>());
    EXPECT_GT(strangers, 250'000U);
}

TEST(Scope, BitsAreTakenAwayOneByOne) {
    for (std::size_t i = 0; i < detail::scope_names.size(); ++i) {
        detail::scope_bits one;
        one.add(i);
        EXPECT_EQ(one.without(one), detail::scope_bits{}) << i;
        for (std::size_t other = 0; other < detail::scope_names.size(); ++other) {
            if (other == i) continue;
            detail::scope_bits another;
            another.add(other);
            EXPECT_EQ(one.without(another), one) << i << ' ' << other;
            EXPECT_EQ((one | another).without(another), one) << i << ' ' << other;
        }
    }
}

// the bits and the rule in words say the same of every pair of the table
TEST(Scope, ImplicationByBitsIsTheRuleOfNames) {
    for (std::size_t i = 0; i < detail::scope_names.size(); ++i) {
        for (std::size_t k = 0; k < detail::scope_names.size(); ++k) {
            detail::scope_bits granted;
            detail::scope_bits required;
            granted.add(i);
            required.add(k);
            EXPECT_EQ(granted.with_implied().has_all(required),
                      detail::scope_implies(detail::scope_names[i], detail::scope_names[k]))
                << detail::scope_names[i] << ' ' << detail::scope_names[k];
        }
    }
}

// of names that are not in the table
TEST(Scope, OnlyTheSameStemOrItsManagerReadsWhatIsReadOnly) {
    for (auto const granted : {"new_read_only", "new", "new_manage"}) {
        EXPECT_TRUE(detail::scope_implies(granted, "new_read_only")) << granted;
    }
    for (auto const granted :
         {"", "ne", "news", "ne_manage", "news_manage", "new_manager", "new_manags", "xew_manage",
          "new_create", "_manage", "new_manage_read_only", "new_read_only_read_only"}) {
        EXPECT_FALSE(detail::scope_implies(granted, "new_read_only")) << granted;
    }
    for (auto const granted : {"", "new_manage", "new_read_only", "new_writ"}) {
        EXPECT_FALSE(detail::scope_implies(granted, "new_write")) << granted;
    }
    EXPECT_TRUE(detail::scope_implies("new_write", "new_write"));
    EXPECT_FALSE(detail::scope_implies("new_read_only", "new_manage"));
    EXPECT_FALSE(detail::scope_implies("new_read_only", "new"));
}

TEST(Scope, ExactlyTheTwinsOfTheTableAreImplied) {
    std::size_t implications = 0;
    for (std::size_t i = 0; i < detail::scope_names.size(); ++i) {
        detail::scope_bits one;
        one.add(i);
        implications += one.implied().size();
    }
    EXPECT_EQ(implications, std::size(written_with_a_twin) + std::size(managed_with_a_twin));
    static_assert(scopes("store_themes_manage").covers(scopes("store_themes_read_only")));
    static_assert(!scopes("store_v2_customers").covers(scopes("store_v2_customers_login")));
    static_assert(!scopes("store_metafield_write_all").covers(scopes("store_metafield_write")));
    static_assert(!scopes("account_users_write").covers(scopes("account_users_read")));
    static_assert(!scopes("store_storefront_api")
                       .covers(scopes("store_storefront_api_customer_impersonation")));
    static_assert(!scopes("store_infrastructure_deployments_manage")
                       .covers(scopes("store_infrastructure_deployments_create_preview")));
}

TEST(Scope, NothingRequiredIsAlwaysCovered) {
    static_assert(known_scopes{}.covers(known_scopes{}));
    static_assert(scopes("store_sites").covers(known_scopes{}));
    static_assert(!known_scopes{}.covers(scopes("account_read")));
    static_assert(known_scopes::all().covers(scopes("users_basic_information store_sites")));
}

// what a compiler knows of constants, a program knows of values
TEST(Scope, SetsOfValuesAreLikeThoseOfConstants) {
    auto sites = scopes("store_sites");
    auto const both = sites | scopes("account_read");
    EXPECT_EQ(both, scopes("account_read store_sites"));
    EXPECT_NE(both, sites);
    EXPECT_EQ(both.size(), 2U);
    EXPECT_FALSE(both.empty());
    EXPECT_TRUE(known_scopes{}.empty());
    EXPECT_TRUE(both.contains("account_read") && both.contains("store_sites"));
    EXPECT_FALSE(both.contains("store_sites_read_only") || both.contains("store_cart") ||
                 both.contains("new"));
    EXPECT_TRUE(both.covers(sites) && both.covers(scopes("store_sites_read_only")) &&
                both.covers({}));
    EXPECT_FALSE(sites.covers(both) || known_scopes{}.covers(sites));

    auto const named =
        (sites | unlisted_scope("a")) | (unlisted_scope("b") | scopes("account_read"));
    EXPECT_EQ(named.known(), both);
    EXPECT_EQ(named.unlisted()[0], "a");
    EXPECT_EQ(named.unlisted()[1], "b");
    auto const three = unlisted_scope("c") | named;
    EXPECT_EQ(three.known(), both);
    EXPECT_EQ(three.unlisted().size(), 3U);
    EXPECT_EQ(three.unlisted()[0], "c");
    EXPECT_EQ(three.unlisted()[2], "b");
}

TEST(Scope, TokensAreThoseOfRfc6749WithoutTheComma) {
    for (int byte = 0; byte < 256; ++byte) {
        std::string const text{static_cast<char>(byte)};
        bool const expected =
            byte > 0x20 && byte < 0x7f && byte != '"' && byte != '\\' && byte != ',';
        EXPECT_EQ(detail::is_scope_token(text), expected) << byte;
        EXPECT_EQ(detail::is_scope_token("a" + text), expected) << byte;
    }
    EXPECT_FALSE(detail::is_scope_token(""));
    EXPECT_TRUE(detail::is_scope_token(std::string(128, 'a')));
    EXPECT_FALSE(detail::is_scope_token(std::string(129, 'a')));
}

}  // namespace
