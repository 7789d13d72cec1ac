// SPDX-License-Identifier: BSL-1.0
#include <bcauth/codec/hex.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace {

using bcauth::errc;
using bcauth::hex_decode;
using bcauth::hex_encode;

std::string decoded(std::string_view text) {
    std::array<unsigned char, 64> out{};
    auto const size = hex_decode(text, out);
    return std::string(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size.value()));
}

TEST(Hex, EveryByteComesBack) {
    for (int byte = 0; byte < 256; ++byte) {
        std::string const bytes{static_cast<char>(byte), 'x'};
        auto const text = hex_encode(bytes);
        EXPECT_EQ(text.size(), 4U);
        EXPECT_EQ(decoded(text), bytes);
    }
    EXPECT_EQ(hex_encode(std::string_view("\x00\x0f\xf0\xff", 4)), "000ff0ff");
    EXPECT_EQ(hex_encode(""), "");
    EXPECT_EQ(decoded(""), "");
}

TEST(Hex, HasOneSpelling) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, 4> out{};
    for (int byte = 0; byte < 256; ++byte) {
        auto const c = static_cast<char>(byte);
        bool const expected = digits.find(c) != std::string_view::npos;
        EXPECT_EQ(hex_decode(std::string{'0', c}, out).has_value(), expected) << byte;
        EXPECT_EQ(hex_decode(std::string{c, '0'}, out).has_value(), expected) << byte;
    }
}

TEST(Hex, RefusesOddLengthsAndWhatDoesNotFit) {
    std::array<unsigned char, 2> out{};
    EXPECT_EQ(hex_decode("0", out).error(), errc::invalid_hex);
    EXPECT_EQ(hex_decode("000", out).error(), errc::invalid_hex);
    EXPECT_EQ(hex_decode("00 00", out).error(), errc::invalid_hex);
    EXPECT_EQ(hex_decode("0x00", out).error(), errc::invalid_hex);
    EXPECT_EQ(hex_decode("000000", out).error(), errc::token_too_large);
    EXPECT_EQ(hex_decode("0000", out).value(), 2U);
    EXPECT_EQ(hex_decode("", {}).value(), 0U);
}

}  // namespace
