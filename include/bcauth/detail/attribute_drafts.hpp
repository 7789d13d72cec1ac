// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_ATTRIBUTE_DRAFTS_HPP
#define BCAUTH_DETAIL_ATTRIBUTE_DRAFTS_HPP

#include <bcauth/api/customer_attribute.hpp>
#include <bcauth/codec/form.hpp>
#include <bcauth/detail/call_draft.hpp>
#include <bcauth/detail/json_text.hpp>
#include <bcauth/detail/login_claims.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/secret.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

inline constexpr std::string_view attributes_path = "/v3/customers/attributes";
inline constexpr std::string_view attribute_values_path = "/v3/customers/attribute-values";

// what the platform counts: the bytes that begin a character
inline bool is_attribute_text(std::string_view text) noexcept {
    auto const characters = std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    });
    return is_utf8(text) && static_cast<std::size_t>(characters) <= api::max_attribute_characters;
}

// all of a store's, or those of that name
inline call_draft attribute_lookup_draft(std::string_view name) {
    if (!is_attribute_text(name)) return {.refused = "name"};
    auto const limit = std::to_string(api::max_attributes);
    std::array<form_field, 2> const fields{{{"limit", limit}, {"name", name}}};
    auto const query = form_encode(std::span(fields).first(name.empty() ? 1 : 2));
    std::string path(attributes_path);
    return {.what = {.path = std::move(path.append("?").append(query.expose()))}};
}

inline call_draft attribute_creation_draft(std::string_view named, api::attribute_type type) {
    if (named.empty() || !is_attribute_text(named)) return {.refused = "name"};
    json_object_writer attribute;
    attribute.text("name", named);
    attribute.text("type", name(type));
    return {.what = {.verb = http::method::post,
                     .path = std::string(attributes_path),
                     .body = secret('[' + std::move(attribute).finish() + ']')}};
}

// the name of what no update may have; empty when there is nothing of it
inline std::string_view refused_value(std::vector<api::customer_attribute_value> const& values) {
    std::set<std::int64_t> customers;
    std::set<std::pair<std::int64_t, std::int64_t>> places;
    for (auto const& each : values) {
        if (each.customer_id <= 0) return "customer_id";
        if (each.attribute_id <= 0) return "attribute_id";
        if (!is_attribute_text(each.value)) return "value";
        customers.insert(each.customer_id);
        if (!places.emplace(each.customer_id, each.attribute_id).second) return "values";
    }
    bool const some = !customers.empty() && customers.size() <= api::max_customers_of_update;
    return some ? std::string_view{} : "values";
}

inline call_draft attribute_update_draft(std::vector<api::customer_attribute_value> const& values) {
    if (auto const refused = refused_value(values); !refused.empty()) return {.refused = refused};
    std::string list;
    for (auto const& each : values) {
        json_object_writer value;
        value.number("attribute_id", each.attribute_id);
        value.text("value", each.value);
        value.number("customer_id", each.customer_id);
        list.append(list.empty() ? "[" : ",").append(std::move(value).finish());
    }
    return {.what = {.verb = http::method::put,
                     .path = std::string(attribute_values_path),
                     .body = secret(list + ']')}};
}

}  // namespace bcauth::inline v0::detail

#endif
