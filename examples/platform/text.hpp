// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_PLATFORM_TEXT_HPP
#define EXAMPLES_PLATFORM_TEXT_HPP

#include <bcauth/http/query.hpp>

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace platform {

/** A text for HTML, between tags and in quoted attributes. */
[[nodiscard]] std::string escape(std::string_view text);

/** Fills a template: `{name}` becomes the escaped value, `{&name}` the value as it is. */
struct slot {
    std::string_view name;
    std::string_view value;
};
[[nodiscard]] std::string fill(std::string_view form, std::initializer_list<slot> slots);

/** Random letters and digits; aborts the program when there is no randomness. */
[[nodiscard]] std::string random_text(std::size_t size);
[[nodiscard]] std::string random_uuid();

/** `name=value&...`, encoded as browsers do. */
[[nodiscard]] std::string form(std::initializer_list<slot> fields);

/** An address with a query put behind it. */
[[nodiscard]] std::string with_query(std::string_view url, std::string_view query);

/** The address with another scheme, host and port; the same when `origin` is empty. */
[[nodiscard]] std::string at_origin(std::string_view url, std::string_view origin);

/** The scheme, host and port of an address. */
[[nodiscard]] std::string_view origin_of(std::string_view url);

/** A parameter's value decoded; empty when there is none. */
[[nodiscard]] std::string value_of(bcauth::http::query const& query, std::string_view name);

[[nodiscard]] std::optional<std::int64_t> number_of(std::string_view text);

/** "14:03:59" in UTC. */
[[nodiscard]] std::string time_text(std::chrono::sys_seconds at);

/** "2018-11-13T21:42:06Z". */
[[nodiscard]] std::string date_text(std::chrono::sys_seconds at);

/** A request target for the log: only values that are known to be harmless stay. */
[[nodiscard]] std::string redacted(std::string_view target);

}  // namespace platform

#endif
