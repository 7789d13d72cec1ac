// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_QUERY_NAMES_HPP
#define BCAUTH_DETAIL_QUERY_NAMES_HPP

#include <bcauth/detail/percent.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bcauth::inline v0::detail {

// the text up to the next '&', which is dropped; may be empty
inline std::string_view take_segment(std::string_view& rest) noexcept {
    auto const size = find_byte(rest, '&');
    auto const segment = rest.substr(0, size);
    rest.remove_prefix(std::min(size + 1, rest.size()));
    return segment;
}

inline std::string_view name_of_segment(std::string_view segment) noexcept {
    return segment.substr(0, segment.find('='));
}

// one decoded character of a checked name, and the text behind it
inline char take_name_character(std::string_view& rest) noexcept {
    auto const byte = percent_byte(rest, 0);
    auto const c = byte >= 0             ? static_cast<char>(static_cast<unsigned char>(byte))
                   : rest.front() == '+' ? ' '
                                         : rest.front();
    rest.remove_prefix(byte >= 0 ? 3 : 1);
    return c;
}

inline bool same_names(std::string_view left, std::string_view right) noexcept {
    while (!left.empty() && !right.empty()) {
        if (take_name_character(left) != take_name_character(right)) return false;
    }
    return left.empty() && right.empty();
}

// whether the first segment of a checked query has that decoded name; an empty segment has none
inline bool segment_has_name(std::string_view query, std::string_view name) noexcept {
    if (query.front() == '&') return false;
    for (auto const c : name) {
        if (query.empty() || query.front() == '=' || query.front() == '&') return false;
        if (take_name_character(query) != c) return false;
    }
    return query.empty() || query.front() == '=' || query.front() == '&';
}

enum class names_verdict : unsigned char { unique, duplicate, too_many };

// decodes every name into one buffer and sorts them
[[gnu::cold]] inline names_verdict check_many_names(std::string_view query, std::size_t most) {
    std::string buffer(query.size(), '\0');
    std::vector<std::string_view> names;
    std::span<char> out(buffer);
    for (auto rest = query; !rest.empty();) {
        auto const segment = take_segment(rest);
        if (segment.empty()) continue;
        if (names.size() == most) return names_verdict::too_many;
        auto const name = percent_decode(name_of_segment(segment), true, out);
        if (name.data() == out.data()) out = out.subspan(name.size());
        names.push_back(name);
    }
    // a heap, since all of std::sort would be compiled wherever a query is read
    std::make_heap(names.begin(), names.end());
    std::sort_heap(names.begin(), names.end());
    auto const twice = std::adjacent_find(names.begin(), names.end());
    return twice == names.end() ? names_verdict::unique : names_verdict::duplicate;
}

// compares each name with those before it, which needs no memory while they are few
inline names_verdict check_names(std::string_view query, std::size_t most) {
    if (find_byte(query, '&') == query.size()) return names_verdict::unique;
    std::array<std::string_view, 16> names;
    std::size_t count = 0;
    for (auto rest = query; !rest.empty();) {
        auto const segment = take_segment(rest);
        if (segment.empty()) continue;
        if (count == names.size()) return check_many_names(query, most);
        auto const name = name_of_segment(segment);
        for (std::size_t i = 0; i < count; ++i) {
            if (same_names(names[i], name)) return names_verdict::duplicate;
        }
        names[count++] = name;
    }
    return names_verdict::unique;
}

}  // namespace bcauth::inline v0::detail

#endif
