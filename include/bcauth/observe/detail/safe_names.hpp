// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_DETAIL_SAFE_NAMES_HPP
#define BCAUTH_OBSERVE_DETAIL_SAFE_NAMES_HPP

#include <bcauth/detail/ascii_case.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace bcauth::inline v0::detail {

// What a value must look like to be shown, whoever sent it: a server may put anything into any field.
enum class value_shape : unsigned char { number, version, words, date, uuid };

struct safe_field {
    std::string_view name;
    value_shape shape;
};

// Fields that are shown. One that may carry credentials is not among them, nor one in which an address may stand.
inline constexpr safe_field safe_fields[] = {
    {"Accept", value_shape::words},
    {"Accept-Encoding", value_shape::words},
    {"Cache-Control", value_shape::words},
    {"Connection", value_shape::words},
    {"Content-Encoding", value_shape::words},
    {"Content-Length", value_shape::number},
    {"Content-Type", value_shape::words},
    {"Date", value_shape::date},
    {"Retry-After", value_shape::number},
    {"Transfer-Encoding", value_shape::words},
    {"X-BC-ApiLimit-Remaining", value_shape::number},
    {"X-BC-Store-Version", value_shape::version},
    {"X-Correlation-Id", value_shape::uuid},
    {"X-Rate-Limit-Requests-Left", value_shape::number},
    {"X-Rate-Limit-Requests-Quota", value_shape::number},
    {"X-Rate-Limit-Time-Reset-Ms", value_shape::number},
    {"X-Rate-Limit-Time-Window-Ms", value_shape::number},
    {"X-Request-Id", value_shape::uuid},
    {"X-Retry-After", value_shape::number},
};

// what `value_shape::words` is made of, between commas and semicolons
inline constexpr std::string_view safe_values =
    "*/* application/json application/problem+json application/x-www-form-urlencoded "
    "chunked close charset=\"utf-8\" charset=utf-8 deflate gzip identity keep-alive "
    "max-age=0 must-revalidate no-cache no-store private text/html text/plain";

// Words of the platform's paths. Of the others only identifiers are shown.
inline constexpr std::string_view safe_path_words =
    "abandoned-carts addresses api-token assignments attribute-values attributes "
    "auth banners blog brands bulk-pricing-rules carriers carts catalog categories "
    "channels checkouts content count countries coupons currencies "
    "currency-assignments custom-fields customer_groups customers form-field-values "
    "gift_certificates hooks images inventory items listings load locations logo "
    "messages metafields methods modifiers oauth2 options order_statuses orders "
    "pages payments placements posts price-lists pricelists pricing products "
    "promotions records redirects refunds regions reviews routes scripts segments "
    "settings shipments shipping shipping_addresses sites states store storefront "
    "stores subscribers summary tags tax tax_classes themes time token transactions "
    "trees uninstall v2 v3 variants videos widget-templates widgets wishlists zones";

// Names of query parameters. Their values are never shown.
inline constexpr std::string_view safe_query_names =
    "attribute_id:in customer_id:in date_created:max date_created:min "
    "date_modified:max date_modified:min direction exclude_fields id:in include "
    "include_fields is_visible limit max_date_created max_id min_date_created min_id "
    "page sort";

// Names of members and form fields. Their values are never shown.
inline constexpr std::string_view safe_body_names =
    "account_uuid attribute_id attribute_value client_id context country "
    "country_code count currency current current_page customer_id data date_created "
    "date_modified detail domain email error error_description errors features "
    "first_name grant_type id instance language last_name links logo message meta "
    "name next owner pagination per_page plan_level plan_name previous redirect_uri "
    "scope secure_url status store_hash store_id time timezone title total "
    "total_pages type user username";

// Whether a word is one of a list's, between which there are spaces.
constexpr bool is_word_of(std::string_view list, std::string_view word) noexcept {
    while (!list.empty()) {
        auto const each = list.substr(0, list.find(' '));
        if (each == word) {
            return true;
        }
        list.remove_prefix(std::min(each.size() + 1, list.size()));
    }
    return false;
}

inline bool is_safe_name(std::string_view name, std::string_view known,
                         std::vector<std::string> const& added) noexcept {
    return is_word_of(known, name) || std::find(added.begin(), added.end(), name) != added.end();
}

inline bool carries_credentials(std::string_view name) noexcept {
    return equal_ignoring_case(name, "X-Auth-Token") || equal_ignoring_case(name, "Authorization");
}

}  // namespace bcauth::inline v0::detail

#endif
