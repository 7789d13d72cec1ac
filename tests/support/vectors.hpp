// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_VECTORS_HPP
#define BCAUTH_TESTS_SUPPORT_VECTORS_HPP

#include <boost/json.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace vectors {

// a file of the vectors folder, or nothing where the folder is not there: then the test is skipped
inline std::optional<boost::json::value> load(std::string const& name) {
    std::ifstream file(std::string(BCAUTH_VECTORS) + '/' + name, std::ios::binary);
    if (!file) {
        return std::nullopt;
    }
    boost::json::parse_options options;
    options.max_depth = 64;
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    return boost::json::parse(text, {}, options);
}

inline constexpr std::string_view skipped = "skipped: the vectors folder is not here";

// counts the rows of one file as they are judged; says so at the end
class tally {
public:
    explicit tally(std::string name) : x_name(std::move(name)) {}
    ~tally() {
        std::printf("[ vectors  ] %s: %zu rows judged, %zu wrong\n", x_name.c_str(), x_rows,
                    x_wrong);
    }
    tally(tally const&) = delete;
    tally& operator=(tally const&) = delete;

    void judge(bool right, std::string_view row) {
        ++x_rows;
        x_wrong += right ? 0U : 1U;
        EXPECT_TRUE(right) << x_name << ": " << row;
    }

    [[nodiscard]] std::size_t rows() const noexcept { return x_rows; }

private:
    std::string x_name;
    std::size_t x_rows = 0;
    std::size_t x_wrong = 0;
};

// a member's text; empty where there is no such member
inline std::string text(boost::json::value const& row, std::string_view member) {
    auto const* const found = row.as_object().if_contains(member);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

inline std::string from_hex(std::string_view digits) {
    auto const value = [](char c) {
        return static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        bytes += static_cast<char>(value(digits[i]) << 4 | value(digits[i + 1]));
    }
    return bytes;
}

// base64 of either alphabet, padded or not: for the files' own contents, not for anything judged
inline std::string from_base64(std::string_view text) {
    std::string bytes;
    unsigned bits = 0;
    int count = 0;
    for (auto const c : text) {
        constexpr std::string_view alphabet =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        auto const index = alphabet.find(c == '-' ? '+' : c == '_' ? '/' : c);
        if (index == std::string_view::npos) {
            break;
        }
        bits = (bits << 6 | static_cast<unsigned>(index)) & 0xffffU;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count & 0xffU);
        }
    }
    return bytes;
}

}  // namespace vectors

#endif
