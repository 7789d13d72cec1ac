// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_ATTRIBUTE_MEMBERS_HPP
#define BCAUTH_DETAIL_ATTRIBUTE_MEMBERS_HPP

#include <bcauth/api/customer_attribute.hpp>
#include <bcauth/detail/json_record.hpp>
#include <bcauth/detail/json_scanner.hpp>
#include <bcauth/detail/tell.hpp>
#include <bcauth/error.hpp>
#include <bcauth/jwt/claims.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

// a v3 answer: what is asked for stands in `data`
inline constexpr std::array data_table{
    jwt::claim_rule{.name = "data", .member = 0, .type = jwt::claim_type::anything}};

inline constexpr std::array attribute_table{
    jwt::claim_rule{
        .name = "id", .member = 0, .type = jwt::claim_type::integer, .check = jwt::rules::is_id},
    jwt::claim_rule{.name = "name", .member = 1, .check = jwt::rules::is_not_empty},
    jwt::claim_rule{.name = "type", .member = 2},
};

inline constexpr std::array attribute_value_table{
    jwt::claim_rule{.name = "customer_id",
                    .member = 0,
                    .type = jwt::claim_type::integer,
                    .check = jwt::rules::is_id},
    jwt::claim_rule{.name = "attribute_id",
                    .member = 1,
                    .type = jwt::claim_type::integer,
                    .check = jwt::rules::is_id},
    jwt::claim_rule{.name = "attribute_value", .member = 2},
};

inline std::optional<api::attribute_type> attribute_type_of(std::string_view text) noexcept {
    for (auto const type :
         {api::attribute_type::text, api::attribute_type::number, api::attribute_type::date}) {
        if (name(type) == text) return type;
    }
    return std::nullopt;
}

// Whether the text is one JSON object around the list, which is a part of it and is not looked at. A list of many
// members would be over the reader's limit of names, which holds for each of its elements alone.
inline bool is_around(std::string_view text, std::string_view list) {
    auto const before = static_cast<std::size_t>(list.data() - text.data());
    wiped_text shell(text.substr(0, before));
    shell.append("[]").append(text.substr(before + list.size()));
    json_record<data_table.size()> answer;
    return answer.read(shell, data_table) == errc{};
}

// Reads each element of `data` by the table, and makes a value of it by `make(record)`, which gives an optional.
template <class Value, std::size_t Count, class Make>
result<std::vector<Value>> read_data(std::string_view body,
                                     std::array<jwt::claim_rule, Count> const& table, Make make) {
    auto const list = json_member(body, "data");
    if (list.empty() || !is_around(body, list)) {
        return errc::invalid_response;
    }
    constexpr std::size_t answer_and_list = 2;
    std::vector<Value> read;
    json_record<Count> record;
    bool const all = each_element(list, [&](std::string_view element) {
        if (record.read(element, table, answer_and_list) != errc{}) return false;
        std::optional<Value> made = make(record);
        if (made) read.push_back(std::move(*made));
        return made.has_value();
    });
    return all ? result<std::vector<Value>>(std::move(read)) : errc::invalid_response;
}

inline result<std::vector<api::customer_attribute>> read_attributes(std::string_view body) {
    return read_data<api::customer_attribute>(
        body, attribute_table,
        [](json_record<attribute_table.size()> const& said)
            -> std::optional<api::customer_attribute> {
            auto const type = attribute_type_of(said[2].text);
            if (!type) return std::nullopt;
            return api::customer_attribute{said[0].number, std::string(said[1].text), *type};
        });
}

inline result<std::vector<api::customer_attribute_value>> read_attribute_values(
    std::string_view body) {
    return read_data<api::customer_attribute_value>(
        body, attribute_value_table,
        [](json_record<attribute_value_table.size()> const& said)
            -> std::optional<api::customer_attribute_value> {
            return api::customer_attribute_value{said[0].number, said[1].number,
                                                 std::string(said[2].text)};
        });
}

}  // namespace bcauth::inline v0::detail

#endif
