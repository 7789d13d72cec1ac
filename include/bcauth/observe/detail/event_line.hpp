// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_DETAIL_EVENT_LINE_HPP
#define BCAUTH_OBSERVE_DETAIL_EVENT_LINE_HPP

#include <bcauth/error.hpp>
#include <bcauth/observe/detail/shapes.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// Writes one line of words and `name=value` pairs. Whatever a value has in it, the line stays one, and no value can be
// taken for another pair.
class event_line {
public:
    static constexpr std::size_t max_value = 4096;

    explicit event_line(std::string_view kind) : x_text(kind) {}

    // the caller's own words, without blanks
    event_line& word(std::string_view text) {
        x_text += ' ';
        append_plain(text);
        return *this;
    }

    event_line& pair(std::string_view name, std::string_view value) {
        x_text += ' ';
        x_text += name;
        x_text += '=';
        if (is_plain(value)) {
            x_text += value;
            return *this;
        }
        x_text += '"';
        append_plain(value.substr(0, max_value));
        x_text += value.size() > max_value ? "...\"" : "\"";
        return *this;
    }

    // left out where there is nothing to tell
    event_line& pair_if(std::string_view name, std::string_view value) {
        return value.empty() ? *this : pair(name, value);
    }

    event_line& number(std::string_view name, std::uint64_t value) {
        return pair(name, std::to_string(value));
    }

    event_line& flag(std::string_view name, bool value) {
        return pair(name, value ? std::string_view("yes") : std::string_view("no"));
    }

    event_line& seconds(std::string_view name, std::chrono::microseconds value) {
        auto const count = std::max(value.count(), std::chrono::microseconds::rep{0});
        auto const fraction = std::to_string(count % 1'000'000);
        return pair(name, std::to_string(count / 1'000'000) + "." +
                              std::string(6 - fraction.size(), '0') + fraction + "s");
    }

    // an enumerator's name, or the number with which another library calls it: its words may hold anything
    event_line& error(error_code const& why) {
        if (!why.failed()) {
            return pair("error", "none");
        }
        if (why.category() == errc_category) {
            return pair("error", bcauth::name(static_cast<errc>(why.value())));
        }
        return pair("error", why.category().name() + (":" + std::to_string(why.value())));
    }

    [[nodiscard]] std::string take() && noexcept { return std::move(x_text); }

private:
    static bool is_plain(std::string_view value) noexcept {
        return !value.empty() && value.size() <= max_value &&
               std::all_of(value.begin(), value.end(), [](char c) {
                   auto const byte = static_cast<unsigned char>(c);
                   return byte > 0x20 && byte < 0x7f && c != '"' && c != '\\' && c != '=';
               });
    }

    void append_plain(std::string_view text) {
        constexpr std::string_view digits = "0123456789abcdef";
        for (char const c : text) {
            auto const byte = static_cast<unsigned char>(c);
            if (byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\') {
                x_text += c;
            } else {
                x_text += "\\x";
                x_text += digits[byte >> 4U];
                x_text += digits[byte & 15U];
            }
        }
    }

    std::string x_text;
};

// Of words from outside, those that can be nothing but words: letters alone, as a sentence spells them and not longer
// than a word is, or up to three characters of any kind. A token, its base64 and its escapes are none.
inline std::string prose_of(std::string_view text) {
    constexpr std::string_view marks = ".,;:!?'()";
    auto const is_word = [marks](std::string_view word) {
        while (!word.empty() && marks.find(word.front()) != std::string_view::npos) {
            word.remove_prefix(1);
        }
        while (!word.empty() && marks.find(word.back()) != std::string_view::npos) {
            word.remove_suffix(1);
        }
        if (word.size() <= 3) {
            return true;
        }
        auto const capital = [](char c) { return c >= 'A' && c <= 'Z'; };
        auto const small = [](char c) { return c >= 'a' && c <= 'z'; };
        auto const rest = word.substr(1);
        return word.size() <= 16 && shapes::is_letter(word.front()) &&
               (std::all_of(rest.begin(), rest.end(), small) ||
                (word.size() <= 8 && std::all_of(word.begin(), word.end(), capital)));
    };
    std::string shown;
    while (!text.empty()) {
        auto const word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        shown += shown.empty() ? "" : " ";
        shown += is_word(word) ? word : std::string_view("[redacted]");
    }
    return shown;
}

// "2026-11-22T13:30:51Z"; a time that has no such spelling is its number of seconds
inline std::string utc_text(std::chrono::sys_seconds at) {
    using namespace std::chrono;
    // 9999-12-31T23:59:59Z
    constexpr sys_seconds last{seconds{253'402'300'799}};
    if (at < sys_seconds{} || at > last) {
        return std::to_string(at.time_since_epoch().count());
    }
    auto const day = floor<days>(at);
    year_month_day const date(day);
    auto const since_midnight = (at - day).count();
    std::array<std::pair<long, int>, 6> const parts{
        {{static_cast<int>(date.year()), 4},
         {static_cast<long>(static_cast<unsigned>(date.month())), 2},
         {static_cast<long>(static_cast<unsigned>(date.day())), 2},
         {static_cast<long>(since_midnight / 3600), 2},
         {static_cast<long>(since_midnight / 60 % 60), 2},
         {static_cast<long>(since_midnight % 60), 2}}};
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto const digits = std::to_string(parts[i].first);
        text += std::string(static_cast<std::size_t>(parts[i].second) - digits.size(), '0');
        text += digits;
        text += "--T::Z"[i];
    }
    return text;
}

}  // namespace bcauth::inline v0::detail

#endif
