// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_API_CUSTOMER_ATTRIBUTE_HPP
#define BCAUTH_API_CUSTOMER_ATTRIBUTE_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bcauth::inline v0::api {

/** What a customer attribute's values are; they are texts all the same. It can't be changed later. */
enum class attribute_type : unsigned char { text, number, date };

/** "string", "number" or "date", as the platform calls them. */
[[nodiscard]] constexpr std::string_view name(attribute_type type) noexcept {
    switch (type) {
        case attribute_type::text: return "string";
        case attribute_type::number: return "number";
        case attribute_type::date: break;
    }
    return "date";
}

/** Of an attribute's name and of its values, in characters. */
inline constexpr std::size_t max_attribute_characters = 255;

/** How many attributes a store can have, so that one page has all of them. */
inline constexpr std::size_t max_attributes = 50;

/** How many customers one update may be about. */
inline constexpr std::size_t max_customers_of_update = 10;

/** Something that a store remembers of each of its customers, such as a tier. */
struct customer_attribute {
    std::int64_t id = 0;  ///< above 0
    std::string name;     ///< may not be unique in any but its exact spelling
    attribute_type type = attribute_type::text;
};

/** What a store remembers of a customer. */
struct customer_attribute_value {
    std::int64_t customer_id = 0;   ///< above 0
    std::int64_t attribute_id = 0;  ///< above 0
    std::string value;              ///< a text whatever the attribute's type; may be empty
};

}  // namespace bcauth::inline v0::api

#endif
