// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_DETAIL_SETTING_TEXT_HPP
#define BCAUTH_CONNECTION_DETAIL_SETTING_TEXT_HPP

#include <bcauth/detail/ascii_case.hpp>
#include <bcauth/secret.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

enum class text_format : unsigned char { connection_string, file };

// takes a text of settings apart, one `Name=value` after the other
class setting_text {
public:
    enum class step : unsigned char { setting, end, mistake };

    setting_text(std::string_view text, text_format format) noexcept
        : x_text(text),
          x_file(format == text_format::file),
          x_end(x_file ? '\n' : ';') {
        constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
        if (x_file && x_text.starts_with(byte_order_mark)) x_at = byte_order_mark.size();
    }

    step next() {
        while (begin_piece()) {
            if (x_file && at_any_of("#;")) {
                x_at = end_of_piece();
                continue;
            }
            if (x_file && at_any_of("[")) {
                if (!is_own_section()) return mistaken("the one section is [bcauth]");
                continue;
            }
            return read_setting();
        }
        return step::end;
    }

    [[nodiscard]] std::string_view name() const noexcept { return x_name; }
    [[nodiscard]] secret take_value() noexcept { return std::move(x_value); }
    // the number of the setting in a string, or of the line in a file, from 1
    [[nodiscard]] std::size_t place() const noexcept { return x_place; }
    [[nodiscard]] std::string_view mistake() const noexcept { return x_mistake; }

private:
    [[nodiscard]] bool at_end() const noexcept { return x_at == x_text.size(); }
    [[nodiscard]] bool at_any_of(std::string_view bytes) const noexcept {
        return !at_end() && bytes.find(x_text[x_at]) != std::string_view::npos;
    }
    [[nodiscard]] bool is_blank(char c) const noexcept {
        return c == ' ' || c == '\t' || c == '\r' || (c == '\n' && !x_file);
    }
    [[nodiscard]] std::size_t end_of_piece() const noexcept {
        return std::min(x_text.find(x_end, x_at), x_text.size());
    }
    [[nodiscard]] std::string_view trimmed(std::string_view text) const noexcept {
        while (!text.empty() && is_blank(text.front())) {
            text.remove_prefix(1);
        }
        while (!text.empty() && is_blank(text.back())) {
            text.remove_suffix(1);
        }
        return text;
    }

    step mistaken(std::string_view what) noexcept {
        x_mistake = what;
        return step::mistake;
    }

    void skip_blanks() noexcept {
        while (!at_end() && is_blank(x_text[x_at])) {
            ++x_at;
        }
    }

    // goes to the first byte of the next piece that has one
    bool begin_piece() noexcept {
        for (;;) {
            skip_blanks();
            if (at_end()) return false;
            if (x_text[x_at] != x_end) break;
            x_lines += x_file ? 1 : 0;
            ++x_at;
        }
        x_place = x_file ? x_lines + 1 : x_place + 1;
        return true;
    }

    bool is_own_section() noexcept {
        auto const line = trimmed(x_text.substr(x_at, end_of_piece() - x_at));
        x_at = end_of_piece();
        return line.ends_with(']') &&
               equal_ignoring_case(trimmed(line.substr(1, line.size() - 2)), "bcauth");
    }

    step read_setting() {
        auto const piece = x_text.substr(x_at, end_of_piece() - x_at);
        auto const equals = piece.find('=');
        if (equals == std::string_view::npos) return mistaken("there is no =");
        x_name = trimmed(piece.substr(0, equals));
        if (x_name.empty()) return mistaken("there is no name before the =");
        x_at += equals + 1;
        skip_blanks();
        if (at_any_of("'\"")) return read_quoted();
        x_value = secret(trimmed(x_text.substr(x_at, end_of_piece() - x_at)));
        x_at = end_of_piece();
        return step::setting;
    }

    step read_quoted() {
        auto const quote = x_text[x_at++];
        auto const begin = x_at;
        std::size_t doubled = 0;
        for (;; ++doubled) {
            x_at = x_text.find(quote, x_at);
            if (x_at == std::string_view::npos) return mistaken("the quote is not closed");
            ++x_at;
            if (at_end() || x_text[x_at] != quote) break;
            ++x_at;
        }
        auto const raw = x_text.substr(begin, x_at - 1 - begin);
        x_lines += x_file ? static_cast<std::size_t>(std::count(raw.begin(), raw.end(), '\n')) : 0;
        x_value = secret::of_size(raw.size() - doubled, [&](std::span<char> out) {
            for (std::size_t from = 0, to = 0; to < out.size(); ++from, ++to) {
                out[to] = raw[from];
                from += raw[from] == quote ? 1U : 0U;
            }
        });
        skip_blanks();
        if (!at_end() && x_text[x_at] != x_end) {
            return mistaken(
                "there is text behind the closing quote; a quote in a value is doubled");
        }
        return step::setting;
    }

    std::string_view x_text;
    bool x_file;
    char x_end;
    std::size_t x_at = 0;
    std::size_t x_lines = 0;
    std::size_t x_place = 0;
    std::string_view x_name;
    secret x_value;
    std::string_view x_mistake;
};

}  // namespace bcauth::inline v0::detail

#endif
