// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_DETAIL_SHAPES_HPP
#define BCAUTH_OBSERVE_DETAIL_SHAPES_HPP

#include <bcauth/detail/ascii_case.hpp>
#include <bcauth/detail/uuid.hpp>
#include <bcauth/observe/detail/safe_names.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

// Judges a value by its form alone.
struct shapes {
    static constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

    static constexpr bool is_letter(char c) noexcept {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    // as a 64-bit number has them, so that no card's number and no long run of digits passes
    static constexpr bool is_identifier_number(std::string_view text) noexcept {
        return !text.empty() && text.size() <= 19 &&
               std::all_of(text.begin(), text.end(), is_digit);
    }

    static constexpr bool is_version(std::string_view text) noexcept {
        return !text.empty() && text.size() <= 16 &&
               std::all_of(text.begin(), text.end(),
                           [](char c) { return is_digit(c) || c == '.'; });
    }

    // "Sun, 06 Nov 1994 08:49:37 GMT": RFC 9110 section 5.6.7
    static constexpr bool is_date(std::string_view text) noexcept {
        constexpr std::string_view pattern = "Aaa, 00 Aaa 0000 00:00:00 GMT";
        if (text.size() != pattern.size()) {
            return false;
        }
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            bool const fits = pattern[i] == '0'                        ? is_digit(text[i])
                              : pattern[i] == 'A' || pattern[i] == 'a' ? is_letter(text[i])
                                                                       : text[i] == pattern[i];
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    static constexpr std::string_view without_blanks(std::string_view text) noexcept {
        while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
            text.remove_prefix(1);
        }
        while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
            text.remove_suffix(1);
        }
        return text;
    }

    // in any case of its letters
    static constexpr bool is_safe_value(std::string_view word) noexcept {
        auto list = safe_values;
        while (!list.empty()) {
            auto const each = list.substr(0, list.find(' '));
            if (equal_ignoring_case(each, word)) {
                return true;
            }
            list.remove_prefix(std::min(each.size() + 1, list.size()));
        }
        return false;
    }

    static constexpr bool is_list_of_safe_values(std::string_view text) noexcept {
        // a short one, so that the order of a thousand words tells nothing
        if (text.size() > 128) {
            return false;
        }
        while (true) {
            auto const end = text.find_first_of(",;");
            if (!is_safe_value(without_blanks(text.substr(0, end)))) {
                return false;
            }
            if (end == std::string_view::npos) {
                return true;
            }
            text.remove_prefix(end + 1);
        }
    }

    static constexpr bool has_shape(std::string_view value, value_shape shape) noexcept {
        switch (shape) {
            case value_shape::number: return is_identifier_number(value);
            case value_shape::version: return is_version(value);
            case value_shape::words: return is_list_of_safe_values(value);
            case value_shape::date: return is_date(value);
            case value_shape::uuid: break;
        }
        return is_uuid(value);
    }
};

}  // namespace bcauth::inline v0::detail

#endif
