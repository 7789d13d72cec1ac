// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/base64_vector.hpp>
#include "support/base64_paths.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace detail = bcauth::detail;

class Base64Vector : public testing::TestWithParam<std::size_t> {
protected:
    void SetUp() override {
        if (!detail::has_base64_blocks()) {
            GTEST_SKIP() << "skipped: this processor has no SSSE3";
        }
    }

    static std::string_view letters() { return detail::base64_letters[GetParam()]; }
    static base64_paths::bytes by_tables(std::string_view text) {
        return base64_paths::by_tables(text, GetParam());
    }
    static base64_paths::bytes by_blocks(std::string_view text) {
        return base64_paths::by_blocks(text, GetParam());
    }
    static std::size_t letters_in_blocks(std::string_view text) {
        std::vector<unsigned char> out(text.size());
        return detail::decode_base64_blocks(text.data(), text.size(), out.data(),
                                            detail::base64_vector_tables[GetParam()]);
    }
};

// without this the others would compare the tables with themselves
TEST_P(Base64Vector, LeavesLessThanTwoBlocksToTheTables) {
    for (std::size_t size = 0; size < 200; ++size) {
        auto const done = letters_in_blocks(std::string(size, 'A'));
        EXPECT_EQ(done % 16, 0U);
        EXPECT_LT(size - done, 22U);
        EXPECT_TRUE(size == 0 || done < size);
    }
}

TEST_P(Base64Vector, DecodesEveryLengthLikeTheTables) {
    for (std::size_t size = 0; size < 200; ++size) {
        std::string text;
        while (text.size() < size) {
            text += letters()[text.size() * 37 % 64];
        }
        if (size % 4 != 1) {
            EXPECT_EQ(by_blocks(text), by_tables(text)) << text;
        }
    }
}

TEST_P(Base64Vector, TakesEachByteInEachPlaceOnlyIfItIsALetter) {
    for (int value = 0; value < 256; ++value) {
        auto const byte = static_cast<char>(static_cast<unsigned char>(value));
        bool const letter = letters().find(byte) != std::string_view::npos;
        for (std::size_t place = 0; place < 32; ++place) {
            auto text = std::string(letters().substr(0, 56));
            text[place] = byte;
            auto const expected = by_tables(text);
            ASSERT_EQ(expected.has_value(), letter) << value << " in place " << place;
            ASSERT_EQ(by_blocks(text), expected) << value << " in place " << place;
            ASSERT_EQ(letters_in_blocks(text), letter ? 48 : place / 16 * 16);
        }
    }
}

TEST_P(Base64Vector, LeavesTheSpareBitsToBeJudged) {
    for (auto const last : letters()) {
        for (std::size_t const size : {46U, 47U, 62U, 63U}) {
            auto const text = std::string(size - 1, 'A') + last;
            EXPECT_EQ(by_blocks(text), by_tables(text)) << text;
        }
    }
}

// behind what is decoded nothing is written, and what is written there stays
TEST_P(Base64Vector, WritesNoByteTooMany) {
    for (std::size_t size = 0; size < 100; size += size % 4 == 0 ? 2 : 1) {
        std::string const text(size, 'A');
        auto const bytes = bcauth::base64_decoded_size(size);
        std::vector<unsigned char> out(bytes + 32, 0x5a);
        ASSERT_TRUE(detail::decode_base64_fast(text.data(), size, out.data(), GetParam()));
        for (std::size_t i = 0; i < out.size(); ++i) {
            ASSERT_EQ(out[i], i < bytes ? 0 : 0x5a) << size << " letters, byte " << i;
        }
    }
}

TEST_P(Base64Vector, AgreesWithTheTablesOnAnyText) {
    EXPECT_TRUE(rc::check("any text", [&] {
        auto const letter = rc::gen::elementOf(std::string(letters()));
        auto const other = rc::gen::arbitrary<char>();
        auto const text = *rc::gen::container<std::string>(
            *rc::gen::element<std::size_t>(22, 43, 64, 107),
            rc::gen::weightedOneOf<char>({{400, letter}, {1, other}}));
        RC_ASSERT(by_blocks(text) == by_tables(text));
    }));
}

INSTANTIATE_TEST_SUITE_P(Alphabets, Base64Vector, testing::Values(0U, 1U));

}  // namespace
