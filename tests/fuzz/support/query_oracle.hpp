// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_FUZZ_SUPPORT_QUERY_ORACLE_HPP
#define BCAUTH_TESTS_FUZZ_SUPPORT_QUERY_ORACLE_HPP

#include "support/json_oracle.hpp"

#include <boost/url.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// A query by Boost.URL, and the strictness that it leaves to its user: visible bytes, UTF-8 without controls, no name
// twice, no more than 1,000 parameters. It refuses some visible bytes that a query may well have (`"`, `<`, `[`), so
// those are escaped before it sees them; and it has a parameter where there is nothing between two `&`.
namespace fuzz {

struct query_pair {
    std::string name;
    std::string value;    ///< a `+` is a space
    std::string literal;  ///< a `+` is a plus sign
};

struct query_reading {
    bool malformed = true;
    bool repeats = false;
    bool too_many = false;
    std::vector<query_pair> pairs;

    [[nodiscard]] bool good() const noexcept { return !malformed && !repeats && !too_many; }

    [[nodiscard]] std::optional<std::string> value(std::string_view name) const {
        auto const found = std::find_if(pairs.begin(), pairs.end(),
                                        [&](query_pair const& each) { return each.name == name; });
        return found == pairs.end() ? std::nullopt : std::optional(found->value);
    }
};

inline std::string escaped_for_boost(std::string_view text) {
    constexpr std::string_view kept = "%&=+-._~";
    std::string made;
    for (auto const c : text) {
        bool const plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                           (c >= 'a' && c <= 'z') || kept.find(c) != std::string_view::npos;
        auto const byte = static_cast<unsigned char>(c);
        made +=
            plain ? std::string(1, c)
                  : std::string{'%', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
    }
    return made;
}

inline bool is_plain_text(std::string_view text) {
    return is_utf8(text) && !has_control(text);
}

inline query_reading read_query(std::string_view text) {
    query_reading made;
    bool const visible =
        std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
    auto const escaped = visible ? escaped_for_boost(text) : "%";
    auto const all = boost::urls::parse_query(escaped);
    if (!all) {
        return made;
    }
    boost::urls::encoding_opts plus;
    plus.space_as_plus = true;
    std::set<std::string> names;
    made.malformed = false;
    for (auto const each : *all) {
        if (each.key.empty() && !each.has_value) {
            continue;
        }
        query_pair pair{each.key.decode(plus), each.value.decode(plus), each.value.decode()};
        made.malformed = made.malformed || !is_plain_text(pair.name) || !is_plain_text(pair.value);
        made.repeats = !names.insert(pair.name).second || made.repeats;
        made.pairs.push_back(std::move(pair));
    }
    made.too_many = made.pairs.size() > 1000 || text.size() > std::size_t{64} * 1024;
    return made;
}

}  // namespace fuzz

#endif
