// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_API_STORE_INFORMATION_HPP
#define BCAUTH_API_STORE_INFORMATION_HPP

#include <bcauth/store_hash.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace bcauth::inline v0::api {

/** What `GET /v2/store` says of a store. All of it but the hash may be missing: a text is empty then, a number 0.

    `address`, `phone` and `logo` are left out: the first two may have line breaks, the last is an object or an empty
    list.
*/
struct store_information {
    store_hash store;
    std::int64_t store_id = 0;  ///< the store's other identifier, which needs 64 bits
    std::string name = {};
    std::string status = {};        ///< such as "live"
    std::string account_uuid = {};  ///< of the merchant's account, not of the app's developer
    std::string domain = {};        ///< without a scheme
    std::string secure_url =
        {};  ///< the origin of the store's front; unchecked, as all of these are
    std::string control_panel = {};  ///< `control_panel_base_url`
    std::string first_name = {};
    std::string last_name = {};
    std::string admin_email = {};
    std::string order_email = {};
    std::string country = {};
    std::string country_code = {};  ///< ISO 3166-1, two letters
    std::string region = {};        ///< `infrastructure_region`, such as "us-central1"
    std::string language = {};
    std::string currency = {};
    std::string currency_symbol = {};
    std::string weight_units = {};
    std::string dimension_units = {};
    std::string plan_name = {};
    std::string plan_level = {};
    std::string industry = {};
    std::string timezone = {};           ///< such as "Europe/London"
    std::chrono::seconds utc_offset{0};  ///< in winter
    std::chrono::seconds dst_offset{0};  ///< in summer
    std::string checkout_type = {};      ///< such as "optimized"
    std::int64_t decimal_places = 0;     ///< of the currency
    std::int64_t default_channel_id = 0;
    std::int64_t default_site_id = 0;
    std::optional<bool> plan_is_trial = std::nullopt;
    std::optional<bool> prices_include_tax = std::nullopt;  ///< `is_price_entered_with_tax`
    std::optional<bool> has_storefronts = std::nullopt;     ///< `multi_storefront_enabled`
    std::optional<bool> has_graphql = std::nullopt;         ///< `graphql_storefront_api_enabled`
};

}  // namespace bcauth::inline v0::api

#endif
