// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_JSON_SCANNER_HPP
#define BCAUTH_DETAIL_JSON_SCANNER_HPP

#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

// Cuts JSON into the parts that the claim reader then reads: a member of an object, the elements of a list. It judges
// nothing, and any text may be given to it; of JSON that the reader has taken, the parts are the right ones.
class json_scanner {
public:
    explicit constexpr json_scanner(std::string_view text) noexcept : x_rest(text) {}

    // whether that character comes next; it is passed then
    constexpr bool take(char c) noexcept {
        skip_blanks();
        if (x_rest.empty() || x_rest.front() != c) return false;
        x_rest.remove_prefix(1);
        return true;
    }

    // the next value as it stands there; empty when there is none
    constexpr std::string_view take_value() noexcept {
        skip_blanks();
        auto const all = x_rest;
        std::size_t depth = 0;
        do {
            if (x_rest.empty()) return {};
            char const c = x_rest.front();
            bool const opens = c == '{' || c == '[';
            bool const closes = c == '}' || c == ']';
            if (depth == 0 && (closes || c == ',' || c == ':')) return {};
            x_rest.remove_prefix(c == '"' ? text_size() : opens || closes ? 1 : word_size());
            depth = opens ? depth + 1 : closes ? depth - 1 : depth;
        } while (depth != 0);
        return all.substr(0, all.size() - x_rest.size());
    }

private:
    static constexpr std::string_view blanks = " \t\r\n";

    constexpr void skip_blanks() noexcept {
        auto const first = x_rest.find_first_not_of(blanks);
        x_rest.remove_prefix(first == std::string_view::npos ? x_rest.size() : first);
    }

    // of a text with its quotes; of one that doesn't end, all there is
    [[nodiscard]] constexpr std::size_t text_size() const noexcept {
        for (std::size_t at = 1; at < x_rest.size(); ++at) {
            if (x_rest[at] == '"') return at + 1;
            at += x_rest[at] == '\\' ? 1U : 0U;
        }
        return x_rest.size();
    }

    // of a number, a literal, or what stands between values of an object or list; at least 1
    [[nodiscard]] constexpr std::size_t word_size() const noexcept {
        auto const end = x_rest.find_first_of(" \t\r\n\"{}[],:", 1);
        return end == std::string_view::npos ? x_rest.size() : end;
    }

    std::string_view x_rest;
};

// The value of the first member of that name; empty when there is none. A name that is written with escapes isn't
// found.
constexpr std::string_view json_member(std::string_view object, std::string_view name) noexcept {
    json_scanner scanner(object);
    if (!scanner.take('{')) return {};
    do {
        auto const key = scanner.take_value();
        if (!scanner.take(':')) return {};
        auto const value = scanner.take_value();
        if (key.size() == name.size() + 2 && key.front() == '"' &&
            key.substr(1, name.size()) == name) {
            return value;
        }
    } while (scanner.take(','));
    return {};
}

// Calls visit(element) for each element of a list, until one gives false. Whether it was a list, and none did.
template <class Visit>
constexpr bool each_element(std::string_view list, Visit&& visit) {
    json_scanner scanner(list);
    if (!scanner.take('[')) return false;
    if (scanner.take(']')) return true;
    do {
        auto const element = scanner.take_value();
        if (element.empty() || !visit(element)) return false;
    } while (scanner.take(','));
    return scanner.take(']');
}

}  // namespace bcauth::inline v0::detail

#endif
