// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_STORE_MEMBERS_HPP
#define BCAUTH_DETAIL_STORE_MEMBERS_HPP

#include <bcauth/api/store_information.hpp>
#include <bcauth/detail/json_record.hpp>
#include <bcauth/error.hpp>
#include <bcauth/jwt/claims.hpp>
#include <bcauth/store_hash.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// Where a member of /v2/store goes.
template <class T>
struct store_member {
    std::string_view object;
    std::string_view name;
    T api::store_information::*to;
};

inline constexpr std::array<store_member<std::string>, 22> store_texts{{
    {"", "name", &api::store_information::name},
    {"", "status", &api::store_information::status},
    {"", "account_uuid", &api::store_information::account_uuid},
    {"", "domain", &api::store_information::domain},
    {"", "secure_url", &api::store_information::secure_url},
    {"", "control_panel_base_url", &api::store_information::control_panel},
    {"", "first_name", &api::store_information::first_name},
    {"", "last_name", &api::store_information::last_name},
    {"", "admin_email", &api::store_information::admin_email},
    {"", "order_email", &api::store_information::order_email},
    {"", "country", &api::store_information::country},
    {"", "country_code", &api::store_information::country_code},
    {"", "infrastructure_region", &api::store_information::region},
    {"", "language", &api::store_information::language},
    {"", "currency", &api::store_information::currency},
    {"", "currency_symbol", &api::store_information::currency_symbol},
    {"", "weight_units", &api::store_information::weight_units},
    {"", "dimension_units", &api::store_information::dimension_units},
    {"", "plan_name", &api::store_information::plan_name},
    {"", "plan_level", &api::store_information::plan_level},
    {"", "industry", &api::store_information::industry},
    {"features", "checkout_type", &api::store_information::checkout_type},
}};

inline constexpr std::array<store_member<std::int64_t>, 4> store_numbers{{
    {"", "store_id", &api::store_information::store_id},
    {"", "decimal_places", &api::store_information::decimal_places},
    {"", "default_channel_id", &api::store_information::default_channel_id},
    {"", "default_site_id", &api::store_information::default_site_id},
}};

inline constexpr std::array<store_member<std::chrono::seconds>, 2> store_offsets{{
    {"timezone", "raw_offset", &api::store_information::utc_offset},
    {"timezone", "dst_offset", &api::store_information::dst_offset},
}};

inline constexpr std::array<store_member<std::optional<bool>>, 4> store_flags{{
    {"", "plan_is_trial", &api::store_information::plan_is_trial},
    {"", "is_price_entered_with_tax", &api::store_information::prices_include_tax},
    {"features", "multi_storefront_enabled", &api::store_information::has_storefronts},
    {"features", "graphql_storefront_api_enabled", &api::store_information::has_graphql},
}};

// in the table's order: the hash, the time zone's name, then the rows above, list by list
inline constexpr std::size_t first_store_text = 2;
inline constexpr std::size_t first_store_number = first_store_text + store_texts.size();
inline constexpr std::size_t first_store_offset = first_store_number + store_numbers.size();
inline constexpr std::size_t first_store_flag = first_store_offset + store_offsets.size();
inline constexpr std::size_t store_member_count = first_store_flag + store_flags.size();

inline constexpr auto store_table = [] {
    std::array<jwt::claim_rule, store_member_count> table{};
    std::size_t member = 0;
    auto const add = [&](std::string_view object, std::string_view name, jwt::claim_type type) {
        table[member] = {.object = object,
                         .name = name,
                         .member = member,
                         .type = type,
                         .need = jwt::presence::optional};
        ++member;
    };
    add("", "id", jwt::claim_type::text);
    add("timezone", "name", jwt::claim_type::nullable_text);
    for (auto const& each : store_texts)
        add(each.object, each.name, jwt::claim_type::nullable_text);
    for (auto const& each : store_numbers) {
        add(each.object, each.name, jwt::claim_type::text_or_integer);
    }
    for (auto const& each : store_offsets) {
        add(each.object, each.name, jwt::claim_type::text_or_integer);
    }
    for (auto const& each : store_flags) {
        add(each.object, each.name, jwt::claim_type::nullable_boolean);
    }
    table[0].need = jwt::presence::required;
    return table;
}();

// a number that is there has to be one
inline bool take_number(jwt::claim_value const& value, std::int64_t& to) noexcept {
    if (!value.present()) return true;
    auto const number = whole_number(value);
    to = number.value_or(0);
    return number.has_value();
}

inline result<api::store_information> read_store(std::string_view body, store_hash const& asked) {
    json_record<store_member_count> said;
    if (said.read(body, store_table) != errc{}) {
        return errc::invalid_response;
    }
    auto const store = store_hash::make(said[0].text);
    if (!store) {
        return errc::invalid_response;
    }
    if (*store != asked) {
        return errc::context_mismatch;
    }
    api::store_information read{.store = *store};
    read.timezone = said[1].text;
    for (std::size_t i = 0; i < store_texts.size(); ++i) {
        read.*store_texts[i].to = said[first_store_text + i].text;
    }
    for (std::size_t i = 0; i < store_numbers.size(); ++i) {
        if (!take_number(said[first_store_number + i], read.*store_numbers[i].to)) {
            return errc::invalid_response;
        }
    }
    for (std::size_t i = 0; i < store_offsets.size(); ++i) {
        std::int64_t seconds = 0;
        if (!take_number(said[first_store_offset + i], seconds)) {
            return errc::invalid_response;
        }
        read.*store_offsets[i].to = std::chrono::seconds{seconds};
    }
    for (std::size_t i = 0; i < store_flags.size(); ++i) {
        auto const& flag = said[first_store_flag + i];
        if (flag.present()) read.*store_flags[i].to = flag.number == 1;
    }
    return result<api::store_information>(std::move(read));
}

}  // namespace bcauth::inline v0::detail

#endif
