// SPDX-License-Identifier: BSL-1.0
#include <bcauth/codec/base64.hpp>
#include "support/base64_paths.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using bcauth::base64_alphabet;
using bcauth::base64_padding;

std::optional<std::string> decoded(std::string_view text, base64_alphabet alphabet,
                                   base64_padding padding) {
    EXPECT_TRUE(base64_paths::agree(text)) << text;
    std::vector<unsigned char> out(bcauth::base64_decoded_size(text.size()));
    auto const size = bcauth::base64_decode(text, out, alphabet, padding);
    if (!size) {
        return std::nullopt;
    }
    return std::string(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(*size));
}

struct mode {
    std::string_view name;
    base64_alphabet alphabet;
    base64_padding padding;
};

constexpr mode modes[] = {
    {"std_padded", base64_alphabet::standard, base64_padding::required},
    {"std_optional_pad", base64_alphabet::standard, base64_padding::optional},
    {"url_nopad", base64_alphabet::url, base64_padding::none},
    {"url_padded", base64_alphabet::url, base64_padding::required},
    {"url_optional_pad", base64_alphabet::url, base64_padding::optional},
};

// threats rows 14 to 16
TEST(Base64Vectors, DecodesEachRowInEachModeAsWritten) {
    auto const file = vectors::load("base64_vectors.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("base64_vectors.json (decode, rows x 5 modes)");
    for (auto const& row : file->at("decode").as_array()) {
        auto const text = vectors::from_hex(vectors::text(row, "in_hex"));
        for (auto const& mode : modes) {
            auto const& expected = row.at("decode").at(mode.name);
            auto const got = decoded(text, mode.alphabet, mode.padding);
            bool const right =
                expected.is_null() ? !got : got == vectors::from_hex(expected.as_string());
            tally.judge(right, std::string(mode.name) + ' ' + vectors::text(row, "in_hex"));
        }
    }
    EXPECT_EQ(tally.rows(), 1671U * 5U);
}

TEST(Base64Vectors, EncodesEachRowAsWritten) {
    auto const file = vectors::load("base64_vectors.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("base64_vectors.json (encode)");
    for (auto const& row : file->at("encode").as_array()) {
        auto const bytes = vectors::from_hex(vectors::text(row, "raw"));
        auto const padded = bcauth::base64_encode(bytes, modes[0].alphabet, modes[0].padding);
        auto const bare = bcauth::base64_encode(bytes, modes[2].alphabet, modes[2].padding);
        tally.judge(padded == vectors::text(row, "std") && bare == vectors::text(row, "url_nopad"),
                    vectors::text(row, "raw"));
    }
    EXPECT_EQ(tally.rows(), 144U);
}

}  // namespace
