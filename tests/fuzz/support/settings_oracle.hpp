// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_FUZZ_SUPPORT_SETTINGS_ORACLE_HPP
#define BCAUTH_TESTS_FUZZ_SUPPORT_SETTINGS_ORACLE_HPP

#include <bcauth/connection/setting_list.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a text of settings says, by another way: split at every end, and joined again where a quote is still open.
namespace fuzz {

struct read_setting {
    bcauth::setting which;
    std::string value;
    std::size_t place;
};

struct settings_reading {
    bcauth::errc why{};     ///< what has to be answered
    std::size_t place = 0;  ///< where
    std::vector<read_setting> all;
};

inline std::string trimmed(std::string text, bool file) {
    std::string_view const blanks = file ? " \t\r" : " \t\r\n";
    text.erase(0, std::min(text.find_first_not_of(blanks), text.size()));
    text.erase(text.find_last_not_of(blanks) + 1);
    return text;
}

inline std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return text;
}

inline std::vector<std::string> split(std::string_view text, char end) {
    std::vector<std::string> pieces(1);
    for (auto const c : text) {
        if (c == end) {
            pieces.emplace_back();
        } else {
            pieces.back() += c;
        }
    }
    return pieces;
}

// whether a value that begins with a quote waits for another one
inline bool is_open(std::string const& value) {
    return std::count(value.begin(), value.end(), value.front()) % 2 != 0;
}

// the value in quotes, if they are one pair around all of it
inline std::optional<std::string> unquoted(std::string const& value) {
    auto const quote = value.front();
    if (value.size() < 2 || value.back() != quote) return std::nullopt;
    std::string plain;
    for (std::size_t i = 1; i + 1 < value.size(); ++i) {
        if (value[i] == quote && (++i + 1 == value.size() || value[i] != quote)) {
            return std::nullopt;
        }
        plain += value[i];
    }
    return plain;
}

// the errc of a name that is none of ours
inline bcauth::errc unknown_name(std::string const& name) {
    auto const& known = bcauth::detail::foreign_settings;
    bool const foreign = std::any_of(known.begin(), known.end(), [&](auto const& each) {
        return lower(std::string(each.name)) == name;
    });
    return foreign ? bcauth::errc::unsupported_setting : bcauth::errc::unknown_setting;
}

inline bcauth::errc take_setting(std::string name, std::string const& value,
                                 settings_reading& made) {
    name = lower(std::move(name));
    for (auto const& row : bcauth::settings_table()) {
        if (lower(std::string(row.name)) != name) continue;
        bool const twice = std::any_of(made.all.begin(), made.all.end(),
                                       [&](auto const& each) { return each.which == row.which; });
        made.all.push_back({row.which, value, made.place});
        return twice ? bcauth::errc::duplicate_setting : bcauth::errc{};
    }
    return unknown_name(name);
}

// one piece, with those behind it that its quote reaches over
inline bcauth::errc take_piece(std::vector<std::string> const& pieces, std::size_t& at, bool file,
                               settings_reading& made) {
    auto const equals = pieces[at].find('=');
    if (equals == std::string::npos) return bcauth::errc::settings_syntax;
    auto const name = trimmed(pieces[at].substr(0, equals), file);
    auto value = trimmed(pieces[at].substr(equals + 1), file);
    if (name.empty()) return bcauth::errc::settings_syntax;
    if (!value.empty() && (value.front() == '\'' || value.front() == '"')) {
        auto joined = pieces[at].substr(equals + 1);
        while (is_open(trimmed(joined, file)) && at + 1 < pieces.size()) {
            joined += (file ? '\n' : ';') + pieces[++at];
        }
        auto const plain = unquoted(trimmed(joined, file));
        if (!plain) return bcauth::errc::settings_syntax;
        value = *plain;
    }
    return take_setting(name, value, made);
}

inline settings_reading read_settings(std::string_view text, bool file) {
    settings_reading made;
    if (file && text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
    auto const pieces = split(text, file ? '\n' : ';');
    for (std::size_t at = 0; at < pieces.size() && made.why == bcauth::errc{}; ++at) {
        auto const piece = trimmed(pieces[at], file);
        if (piece.empty()) continue;
        made.place = file ? at + 1 : made.place + 1;
        if (file && (piece.front() == '#' || piece.front() == ';')) continue;
        if (file && piece.front() == '[') {
            bool const closed = piece.back() == ']' && piece.size() > 1;
            auto const inner = closed ? piece.substr(1, piece.size() - 2) : "";
            bool const own = lower(trimmed(inner, true)) == "bcauth";
            made.why = own ? bcauth::errc{} : bcauth::errc::settings_syntax;
            continue;
        }
        made.why = take_piece(pieces, at, file, made);
    }
    return made;
}

}  // namespace fuzz

#endif
