// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_SCOPE_TABLE_HPP
#define BCAUTH_DETAIL_SCOPE_TABLE_HPP

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bcauth::inline v0::detail {

// The first scope_pairs * 2 names come in pairs, what writes before what reads, so that the implied ones are one shift
// away. Names that the documentation spells in two ways stand here as real tokens have them.
inline constexpr std::size_t scope_pairs = 22;
inline constexpr auto scope_names = std::to_array<std::string_view>({
    "store_cart",
    "store_cart_read_only",
    "store_channel_settings",
    "store_channel_settings_read_only",
    "store_channel_listings",
    "store_channel_listings_read_only",
    "store_checkout",
    "store_checkout_read_only",
    "store_content_checkout",
    "store_content_checkout_read_only",
    "store_v2_content",
    "store_v2_content_read_only",
    "store_v2_customers",
    "store_v2_customers_read_only",
    "store_fulfillment_methods_manage",
    "store_fulfillment_methods_read_only",
    "store_v2_information",
    "store_v2_information_read_only",
    "store_v2_marketing",
    "store_v2_marketing_read_only",
    "store_v2_orders",
    "store_v2_orders_read_only",
    "store_order_fulfillment_manage",
    "store_order_fulfillment_read_only",
    "store_v2_transactions",
    "store_v2_transactions_read_only",
    "store_v2_products",
    "store_v2_products_read_only",
    "store_sites",
    "store_sites_read_only",
    "store_inventory",
    "store_inventory_read_only",
    "store_locations",
    "store_locations_read_only",
    "store_stored_payment_instruments",
    "store_stored_payment_instruments_read_only",
    "store_translations",
    "store_translations_read_only",
    "store_themes_manage",
    "store_themes_read_only",
    "store_infrastructure_projects_manage",
    "store_infrastructure_projects_read_only",
    "store_infrastructure_deployments_manage",
    "store_infrastructure_deployments_read_only",

    "store_payments_access_token_create",
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

    // granted without being asked for
    "store_v2_default",
    "users_basic_information",
});

inline constexpr std::size_t min_scope_bytes = 10;  // of a name in the table

// Which of 256 slots a name of at least min_scope_bytes wants. The factors were chosen by trying: all but two names of
// the table get the slot that they want.
constexpr unsigned char first_scope_slot(std::string_view name) noexcept {
    auto const letter = [name](std::size_t at) { return static_cast<unsigned char>(name[at]); };
    auto const size = name.size();
    return static_cast<unsigned char>(7 * size + letter(8) + 5 * letter(size / 2) +
                                      11 * letter(size - 7));
}

// the indices of scope_names, each in the first free slot from the one that its name wants; elsewhere
// scope_names.size()
inline constexpr auto scope_slots = [] {
    std::array<unsigned char, 256> slots{};
    static_assert(scope_names.size() < slots.size(), "a search ends at a free slot");
    slots.fill(scope_names.size());
    for (std::size_t i = 0; i < scope_names.size(); ++i) {
        auto at = first_scope_slot(scope_names[i]);
        while (slots[at] != scope_names.size()) {
            ++at;
        }
        slots[at] = static_cast<unsigned char>(i);
    }
    return slots;
}();

// the index of a name, or scope_names.size()
constexpr std::size_t find_scope(std::string_view name) noexcept {
    if (name.size() < min_scope_bytes) return scope_names.size();
    for (auto at = first_scope_slot(name);; ++at) {
        std::size_t const index = scope_slots[at];
        if (index == scope_names.size() || scope_names[index] == name) return index;
    }
}

struct scope_bits {
    std::array<std::uint64_t, 2> words{};

    constexpr void add(std::size_t index) noexcept {
        words[index / 64] |= std::uint64_t{1} << index % 64;
    }
    [[nodiscard]] constexpr bool has(std::size_t index) const noexcept {
        return (words[index / 64] >> index % 64 & 1) != 0;
    }
    [[nodiscard]] constexpr std::size_t size() const noexcept {
        return static_cast<std::size_t>(std::popcount(words[0]) + std::popcount(words[1]));
    }
    [[nodiscard]] constexpr bool has_all(scope_bits const& other) const noexcept {
        return ((other.words[0] & ~words[0]) | (other.words[1] & ~words[1])) == 0;
    }
    [[nodiscard]] constexpr scope_bits without(scope_bits const& other) const noexcept {
        return {{words[0] & ~other.words[0], words[1] & ~other.words[1]}};
    }
    // what the writing halves of pairs imply, without these themselves
    [[nodiscard]] constexpr scope_bits implied() const noexcept {
        static_assert(scope_pairs * 2 <= 64 && scope_names.size() <= 128);
        constexpr auto pairs = (std::uint64_t{1} << scope_pairs * 2) - 1;
        return {{(words[0] & pairs & 0x5555555555555555) << 1, 0}};
    }
    [[nodiscard]] constexpr scope_bits with_implied() const noexcept { return *this | implied(); }

    friend constexpr scope_bits operator|(scope_bits const& left,
                                          scope_bits const& right) noexcept {
        return {{left.words[0] | right.words[0], left.words[1] | right.words[1]}};
    }
    friend constexpr bool operator==(scope_bits const&, scope_bits const&) = default;
};

// the text up to the next space or comma, which is dropped; may be empty
constexpr std::string_view take_scope_token(std::string_view& rest) noexcept {
    std::size_t size = 0;
    while (size < rest.size() && rest[size] != ' ' && rest[size] != ',') {
        ++size;
    }
    auto const token = rest.substr(0, size);
    rest.remove_prefix(size == rest.size() ? size : size + 1);
    return token;
}

inline constexpr std::size_t max_scope_token_bytes = 128;

// RFC 6749 section 3.3, without the comma, which some responses separate scopes with
constexpr bool is_scope_token(std::string_view text) noexcept {
    for (auto const c : text) {
        if (c < 0x21 || c > 0x7e || c == '"' || c == '\\' || c == ',') return false;
    }
    return !text.empty() && text.size() <= max_scope_token_bytes;
}

inline constexpr std::string_view scope_read_only = "_read_only";
inline constexpr std::string_view scope_manage = "_manage";

// what all pairs of the table have in common, for names that are not in it
constexpr bool scope_implies(std::string_view granted, std::string_view required) noexcept {
    if (granted == required) return true;
    if (!required.ends_with(scope_read_only) || granted.ends_with(scope_read_only)) return false;
    auto const stem = required.substr(0, required.size() - scope_read_only.size());
    return granted == stem || (granted.size() == stem.size() + scope_manage.size() &&
                               granted.starts_with(stem) && granted.ends_with(scope_manage));
}

// Not constexpr, so that the compiler names them when a constant needs them; never defined.
void this_scope_is_not_in_the_table();
void scopes_are_separated_by_single_spaces();
void this_is_not_a_scope_token();

}  // namespace bcauth::inline v0::detail

#endif
