// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_FUZZ_SUPPORT_JSON_MUTATOR_HPP
#define BCAUTH_TESTS_FUZZ_SUPPORT_JSON_MUTATOR_HPP

#include "support/require.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

/// libFuzzer's own mutation, in place; the new size.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

// Changes JSON so that it mostly stays JSON: bytes that are changed at random seldom get behind a parser, where the
// rules are. Two changes of three are these, the others libFuzzer's own.
namespace fuzz {

class json_mutator {
public:
    json_mutator(std::string text, std::uint32_t seed) : x_text(std::move(text)), x_random(seed) {
        find_members();
    }

    std::string mutate() {
        if (x_members.empty()) {
            return x_text;
        }
        auto const& one = any_of(x_members);
        auto const& other = any_of(x_members);
        switch (below(9)) {
            case 0: replace(one.value, any_of(values)); break;
            case 1: replace(one.value, text_of(other.value)); break;
            case 2: replace(one.name, text_of(other.name)); break;
            case 3:
                insert(one.name.begin, text_of(other.name) + ':' + text_of(other.value) + ',');
                break;
            case 4:
                insert(one.name.begin,
                       text_of(other.name) + ':' + std::string(any_of(values)) + ',');
                break;
            case 5: erase(one); break;
            case 6: escape(below(2) == 0 ? one.name : one.value); break;
            case 7: insert_in_text(one.value); break;
            default: nudge(one.value); break;
        }
        return x_text;
    }

private:
    struct place {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    struct member {
        place name;
        place value;
    };

    static constexpr std::array<std::string_view, 24> values{"null",
                                                             "true",
                                                             "{}",
                                                             "[]",
                                                             "\"\"",
                                                             "0",
                                                             "-1",
                                                             "1",
                                                             "0.5",
                                                             "1e400",
                                                             "-0",
                                                             "-0.0",
                                                             "9223372036854775807",
                                                             "9223372036854775808",
                                                             "253402300799",
                                                             "253402300800",
                                                             "1659031626",
                                                             "1659031636.5",
                                                             "1659031616.5",
                                                             "1659031686.5",
                                                             "\"/a/../b\"",
                                                             "\"//a\"",
                                                             R"({"id":1,"email":""})",
                                                             R"(["a"])"};
    static constexpr std::array<std::string_view, 12> pieces{
        R"(\u0000)", R"(\u007f)",       "\x7f", R"(\n)", "/", "/./", "..",
        "\xc3\xa9",  R"(\ud83d\ude00)", " ",    ",",     "a"};
    static constexpr std::array<std::int64_t, 14> steps{1,   -1, 5,  -5,  10,   -10, 11,
                                                        -11, 60, 61, 300, -300, 301, -301};

    std::size_t below(std::size_t count) { return x_random() % count; }
    template <class List>
    typename List::value_type const& any_of(List const& list) {
        return list[below(list.size())];
    }
    [[nodiscard]] std::string text_of(place at) const {
        return x_text.substr(at.begin, at.end - at.begin);
    }
    void replace(place at, std::string_view by) { x_text.replace(at.begin, at.end - at.begin, by); }
    void insert(std::size_t at, std::string_view what) { x_text.insert(at, what); }

    void erase(member const& one) {
        auto end = std::min(x_text.find_first_not_of(" \t\r\n", one.value.end), x_text.size());
        auto begin = one.name.begin;
        if (end < x_text.size() && x_text[end] == ',') {
            ++end;
        } else if (auto const comma = x_text.find_last_not_of(" \t\r\n", begin - 1);
                   comma != std::string::npos && x_text[comma] == ',') {
            begin = comma;
        }
        x_text.erase(begin, end - begin);
    }

    [[nodiscard]] bool is_text(place at) const {
        return at.end - at.begin >= 2 && x_text[at.begin] == '"' && x_text[at.end - 1] == '"';
    }

    // one letter of a text by its number
    void escape(place at) {
        auto const where = at.begin + 1 + below(std::max<std::size_t>(at.end - at.begin, 3) - 2);
        auto const byte = static_cast<unsigned char>(where < x_text.size() ? x_text[where] : '\\');
        if (is_text(at) && byte >= ' ' && byte < 0x7f && byte != '"' && byte != '\\' &&
            x_text.find('\\', at.begin) >= at.end) {
            constexpr std::string_view digits = "0123456789abcdef";
            x_text.replace(where, 1,
                           std::string(R"(\u00)") + digits[byte >> 4] + digits[byte & 15]);
        }
    }

    void insert_in_text(place at) {
        if (is_text(at)) {
            insert(at.begin + 1 + below(at.end - at.begin - 1), any_of(pieces));
        }
    }

    void nudge(place at) {
        std::int64_t number = 0;
        auto const text = text_of(at);
        auto const read = std::from_chars(text.data(), text.data() + text.size(), number);
        if (read.ec == std::errc{} && number > -1'000'000'000'000 && number < 1'000'000'000'000) {
            replace(at, std::to_string(number + any_of(steps)) + (below(4) == 0 ? ".5" : ""));
        }
    }

    [[nodiscard]] std::size_t skip_blanks(std::size_t at) const {
        return std::min(x_text.find_first_not_of(" \t\r\n", at), x_text.size());
    }

    [[nodiscard]] std::size_t end_of_text(std::size_t at) const {
        for (++at; at < x_text.size() && x_text[at] != '"'; ++at) {
            at += x_text[at] == '\\' ? 1U : 0U;
        }
        return std::min(at + 1, x_text.size());
    }

    [[nodiscard]] std::size_t end_of_value(std::size_t at) const {
        int depth = 0;
        while (at < x_text.size()) {
            auto const c = x_text[at];
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (depth < 0 || (depth == 0 && c == ',')) {
                return at;
            }
            at = c == '"' ? end_of_text(at) : at + 1;
            if (depth == 0 && (c == '"' || c == '}' || c == ']')) {
                return at;
            }
        }
        return at;
    }

    void find_members() {
        for (std::size_t at = 0; at < x_text.size();) {
            if (x_text[at] != '"') {
                ++at;
                continue;
            }
            place const name{at, end_of_text(at)};
            at = name.end;
            if (auto const colon = skip_blanks(at); colon < x_text.size() && x_text[colon] == ':') {
                auto const value = skip_blanks(colon + 1);
                x_members.push_back({name, {value, end_of_value(value)}});
                at = value;
            }
        }
    }

    std::string x_text;
    std::minstd_rand x_random;
    std::vector<member> x_members;
};

/// For a target whose input is a byte, so many lines, and JSON.
inline std::size_t mutate_json(std::uint8_t* data, std::size_t size, std::size_t max_size,
                               unsigned seed, std::size_t lines) {
    auto const input = text_of(data, size);
    std::size_t begin = std::min<std::size_t>(1, size);
    for (std::size_t i = 0; i < lines && begin < size; ++i) {
        begin = std::min(input.find('\n', begin), size - 1) + 1;
    }
    if (seed % 3 == 0 || begin >= size) {
        return LLVMFuzzerMutate(data, size, max_size);
    }
    auto const made = json_mutator(std::string(input.substr(begin)), seed).mutate();
    auto const kept = std::min(made.size(), max_size - begin);
    std::copy_n(made.begin(), kept, data + begin);
    return begin + kept;
}

}  // namespace fuzz

#endif
