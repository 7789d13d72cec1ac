// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_FUZZ_SUPPORT_JSON_ORACLE_HPP
#define BCAUTH_TESTS_FUZZ_SUPPORT_JSON_ORACLE_HPP

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

// A JSON object read by Boost.JSON into its document, and what that forgets: names that come twice, and how many there
// are. The library reads the same text by events, straight into values.
namespace fuzz {

/// Walks a text that was found to be valid JSON, for its names alone.
class name_walk {
public:
    /// @param known the names that a kind of token has, `user.id` for one in an object
    name_walk(std::string_view json, std::span<std::string_view const> known)
        : x_json(json),
          x_known(known) {
        value({}, 0);
    }

    [[nodiscard]] bool repeats() const noexcept { return x_repeats; }
    [[nodiscard]] std::size_t unknown() const noexcept { return x_unknown; }

private:
    void value(std::string const& object, unsigned depth) {
        skip_blanks();
        switch (x_json[x_at]) {
            case '{': members(object, depth); break;
            case '[': elements(depth); break;
            case '"': string(); break;
            default: x_at = std::min(x_json.find_first_of(",]} \t\r\n", x_at), x_json.size());
        }
        skip_blanks();
    }

    void members(std::string const& object, unsigned depth) {
        std::set<std::string> names;
        for (++x_at, skip_blanks(); x_json[x_at] != '}';) {
            auto const name = string();
            x_repeats = !names.insert(name).second || x_repeats;
            x_unknown += is_known(object, name, depth) ? 0U : 1U;
            skip_blanks();
            ++x_at;  // the colon
            value(depth == 0 ? name : "", depth + 1);
            next_after_comma();
        }
        ++x_at;
    }

    void elements(unsigned depth) {
        for (++x_at, skip_blanks(); x_json[x_at] != ']';) {
            value("", depth + 2);
            next_after_comma();
        }
        ++x_at;
    }

    // the members of the text itself are at depth 0, those of an object in it at depth 1
    [[nodiscard]] bool is_known(std::string const& object, std::string const& name,
                                unsigned depth) const {
        return std::any_of(x_known.begin(), x_known.end(), [&](std::string_view known) {
            auto const dot = known.find('.');
            bool const inner = dot != std::string_view::npos;
            return depth == 0 ? known.substr(0, dot) == name
                   : depth == 1
                       ? inner && known.substr(0, dot) == object && known.substr(dot + 1) == name
                       : false;
        });
    }

    std::string string() {
        auto const begin = x_at;
        for (++x_at; x_json[x_at] != '"'; ++x_at) {
            x_at += x_json[x_at] == '\\' ? 1U : 0U;
        }
        ++x_at;
        auto const quoted = x_json.substr(begin, x_at - begin);
        if (quoted.find('\\') == std::string_view::npos) {
            return std::string(quoted.substr(1, quoted.size() - 2));
        }
        return std::string(boost::json::parse(quoted).as_string());
    }

    void next_after_comma() {
        if (x_json[x_at] == ',') {
            ++x_at;
            skip_blanks();
        }
    }

    void skip_blanks() {
        x_at = std::min(x_json.find_first_not_of(" \t\r\n", x_at), x_json.size());
    }

    std::string_view x_json;
    std::span<std::string_view const> x_known;
    std::size_t x_at = 0;
    std::size_t x_unknown = 0;
    bool x_repeats = false;
};

struct document {
    boost::json::object members;
    bool is_object = false;
    bool repeats = false;
    bool many_names = false;

    /// whether it is JSON that the library has to take for such
    [[nodiscard]] bool good() const noexcept { return is_object && !repeats && !many_names; }
};

inline document read_document(std::string_view json, std::span<std::string_view const> known) {
    document made;
    boost::system::error_code error;
    auto value = boost::json::parse(
        json, error, boost::json::make_shared_resource<boost::json::monotonic_resource>());
    if (error || !value.is_object()) {
        return made;
    }
    made.members = std::move(value.as_object());
    made.is_object = true;
    name_walk const names(json, known);
    made.repeats = names.repeats();
    made.many_names = names.unknown() > 256;
    return made;
}

/// Whether a text is UTF-8, by Boost.JSON.
inline bool is_utf8(std::string_view text) {
    std::string json = "\"";
    for (auto const c : text) {
        // what has to be escaped is ASCII, so any letter stands for it
        bool const plain = static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
        json += plain ? c : 'x';
    }
    boost::system::error_code error;
    boost::json::parse(json + '"', error);
    return !error;
}

inline bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
}

/// The claims of one object, by look-ups in its document. `good()` tells whether all of them had their types.
class claims {
public:
    explicit claims(boost::json::object const& members) : x_members(&members) {}

    [[nodiscard]] bool good() const noexcept { return x_good; }
    void require(bool holds) noexcept { x_good = x_good && holds; }
    [[nodiscard]] bool has(std::string_view name) const { return x_members->contains(name); }
    [[nodiscard]] boost::json::value const* find(std::string_view name) const {
        return x_members->if_contains(name);
    }

    /// required
    std::string text(std::string_view name) { return need(optional_text(name)); }

    std::optional<std::string> optional_text(std::string_view name) {
        auto const* const value = find(name);
        return value == nullptr ? std::nullopt : text_of(*value);
    }

    /// null is absent
    std::optional<std::string> nullable_text(std::string_view name) {
        auto const* const value = find(name);
        return value == nullptr || value->is_null() ? std::nullopt : text_of(*value);
    }

    std::int64_t integer(std::string_view name) {
        auto const* const value = find(name);
        require(value != nullptr && value->is_int64());
        return x_good ? value->as_int64() : 0;
    }

    std::optional<std::int64_t> nullable_integer(std::string_view name) {
        return !has(name) || find(name)->is_null() ? std::nullopt : std::optional(integer(name));
    }

    struct time {
        std::int64_t down = 0;
        std::int64_t up = 0;
    };

    std::optional<time> optional_time(std::string_view name) {
        auto const* const value = find(name);
        if (value == nullptr) {
            return std::nullopt;
        }
        require(value->is_number() && !value->is_uint64());
        auto const number = x_good ? value->to_number<double>() : -1.0;
        // the last second of the year 9999; every whole second up to it is exact in a double
        require(number >= 0 && number <= 253402300799.0);
        return x_good ? std::optional(time{static_cast<std::int64_t>(std::floor(number)),
                                           static_cast<std::int64_t>(std::ceil(number))})
                      : std::nullopt;
    }

    time needed_time(std::string_view name) { return need(optional_time(name)); }

    void audience(std::string_view name, std::string_view expected) {
        auto const* const value = find(name);
        require(value != nullptr && (value->is_string() || value->is_array()));
        if (!x_good) {
            return;
        }
        if (value->is_string()) {
            require(value->as_string() == expected);
            return;
        }
        bool found = false;
        for (auto const& each : value->as_array()) {
            require(each.is_string());
            found = found || (each.is_string() && each.as_string() == expected);
        }
        require(found);
    }

    /// the claims of an object in it, which may be absent where it isn't needed
    std::optional<claims> object(std::string_view name, bool needed) {
        auto const* const value = find(name);
        require(value == nullptr ? !needed : value->is_object());
        return x_good && value != nullptr ? std::optional<claims>(value->as_object())
                                          : std::nullopt;
    }

private:
    std::optional<std::string> text_of(boost::json::value const& value) {
        require(value.is_string() && !has_control(value.as_string()));
        return x_good ? std::optional(std::string(value.as_string())) : std::nullopt;
    }

    template <class T>
    T need(std::optional<T> value) {
        require(value.has_value());
        return value.value_or(T{});
    }

    boost::json::object const* x_members;
    bool x_good = true;
};

}  // namespace fuzz

#endif
