// SPDX-License-Identifier: BSL-1.0
#include <bcauth/codec/base64.hpp>
#include "support/base64_paths.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using bcauth::base64_alphabet;
using bcauth::base64_padding;
using bcauth::errc;

constexpr base64_alphabet alphabets[] = {base64_alphabet::standard, base64_alphabet::url};
constexpr base64_padding paddings[] = {base64_padding::required, base64_padding::none,
                                       base64_padding::optional};

std::optional<std::string> decoded(std::string_view text, base64_alphabet alphabet,
                                   base64_padding padding) {
    EXPECT_TRUE(base64_paths::agree(text)) << text;
    // exactly as much room as is promised to be enough, so that a sanitizer sees a write too far
    std::vector<unsigned char> out(bcauth::base64_decoded_size(text.size()));
    auto const size = bcauth::base64_decode(text, out, alphabet, padding);
    if (!size) {
        EXPECT_EQ(size.error(), errc::invalid_base64);
        return std::nullopt;
    }
    return std::string(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(*size));
}

std::optional<std::string> standard(std::string_view text) {
    return decoded(text, base64_alphabet::standard, base64_padding::required);
}

std::optional<std::string> url(std::string_view text) {
    return decoded(text, base64_alphabet::url, base64_padding::none);
}

// RFC 4648 section 10
TEST(Base64, SpeaksTheExamplesOfTheRfc) {
    struct {
        std::string_view bytes, text;
    } const rows[] = {{"", ""},
                      {"f", "Zg=="},
                      {"fo", "Zm8="},
                      {"foo", "Zm9v"},
                      {"foob", "Zm9vYg=="},
                      {"fooba", "Zm9vYmE="},
                      {"foobar", "Zm9vYmFy"}};
    for (auto const& row : rows) {
        EXPECT_EQ(standard(row.text), row.bytes);
        auto const letters = row.text.substr(0, row.text.find('='));
        EXPECT_EQ(url(letters), row.bytes);
        for (auto const alphabet : alphabets) {
            using enum base64_padding;
            EXPECT_EQ(bcauth::base64_encode(row.bytes, alphabet, required), row.text);
            EXPECT_EQ(bcauth::base64_encode(row.bytes, alphabet, none), letters);
            EXPECT_EQ(decoded(row.text, alphabet, optional), row.bytes);
            EXPECT_EQ(decoded(letters, alphabet, optional), row.bytes);
        }
    }
}

TEST(Base64, KeepsTheAlphabetsApart) {
    EXPECT_EQ(standard("+/+/"), "\xfb\xff\xbf");
    EXPECT_EQ(url("-_-_"), "\xfb\xff\xbf");
    for (auto const padding : paddings) {
        EXPECT_FALSE(decoded("-_-_", base64_alphabet::standard, padding));
        EXPECT_FALSE(decoded("+/+/", base64_alphabet::url, padding));
        EXPECT_FALSE(decoded("+_+_", base64_alphabet::standard, padding));
        EXPECT_FALSE(decoded("+_+_", base64_alphabet::url, padding));
    }
}

// threats row 16
TEST(Base64, RefusesPaddingThatTheModeDoesNotHave) {
    EXPECT_FALSE(url("Zg=="));
    EXPECT_FALSE(url("Zm8="));
    EXPECT_FALSE(standard("Zg"));
    EXPECT_FALSE(standard("Zm8"));
    for (auto const padding : paddings) {
        for (auto const* const text : {"Zg=", "Zm9v=", "Zm9v====", "=", "==", "===", "====", "A===",
                                       "Z=g=", "Zg==Zg==", "Zg== ", "=Zg=", "Zm8=\n", "AA=A"}) {
            EXPECT_FALSE(decoded(text, base64_alphabet::standard, padding)) << text;
        }
    }
}

TEST(Base64, RefusesALengthThatNoBytesHave) {
    for (auto const padding : paddings) {
        EXPECT_FALSE(decoded("A", base64_alphabet::url, padding));
        EXPECT_FALSE(decoded("AAAAA", base64_alphabet::url, padding));
    }
}

// threats row 14: for each of the last letters there is one spelling
TEST(Base64, RefusesSpareBitsThatAreNotZero) {
    auto const letters = bcauth::detail::base64_letters[1];
    for (std::size_t value = 0; value < 64; ++value) {
        EXPECT_EQ(url(std::string("A") + letters[value]).has_value(), value % 16 == 0) << value;
        EXPECT_EQ(url(std::string("AA") + letters[value]).has_value(), value % 4 == 0) << value;
        EXPECT_TRUE(url(std::string("AAA") + letters[value])) << value;
        EXPECT_EQ(url(std::string("AAAAA") + letters[value]).has_value(), value % 16 == 0) << value;
    }
}

// threats rows 15 and 70
TEST(Base64, RefusesEveryByteThatIsNoLetterInEveryPlace) {
    for (auto const alphabet : alphabets) {
        auto const letters = bcauth::detail::base64_letters[static_cast<std::size_t>(alphabet)];
        for (int value = 0; value < 256; ++value) {
            auto const byte = static_cast<char>(static_cast<unsigned char>(value));
            bool const letter = letters.find(byte) != std::string_view::npos;
            for (std::size_t place = 0; place < 7; ++place) {
                std::string text = "AAAAAAA";
                text[place] = byte;
                // the last place has two spare bits
                bool const fits = letter && (place != 6 || letters.find(byte) % 4 == 0);
                EXPECT_EQ(decoded(text, alphabet, base64_padding::none).has_value(), fits)
                    << value << " in place " << place;
            }
        }
    }
}

TEST(Base64, SaysWhenThereIsTooLittleRoom) {
    std::vector<unsigned char> out(5);
    auto const decode = [&](std::string_view text) {
        return bcauth::base64_decode(text, out, base64_alphabet::url, base64_padding::none);
    };
    EXPECT_EQ(decode("AAAAAAA").value(), 5U);
    EXPECT_EQ(decode("AAAAAAAA").error(), errc::token_too_large);
    EXPECT_EQ(bcauth::base64_decode("AA", {}, base64_alphabet::url, base64_padding::none).error(),
              errc::token_too_large);
    EXPECT_EQ(bcauth::base64_decode("", {}, base64_alphabet::url, base64_padding::none).value(),
              0U);
}

// threats row 17
TEST(Base64, SizesDoNotOverflow) {
    constexpr auto most = std::numeric_limits<std::size_t>::max();
    using enum base64_padding;
    for (auto const padding : paddings) {
        EXPECT_EQ(bcauth::base64_encoded_size(most, padding), most);
        EXPECT_EQ(bcauth::base64_encoded_size(most / 4 * 3 - 2, padding), most);
        EXPECT_EQ(bcauth::base64_encoded_size(most / 4 * 3 - 3, padding), most - 7);
        EXPECT_GT(bcauth::base64_encoded_size(most / 2, padding), most / 2);
    }
    EXPECT_EQ(bcauth::base64_decoded_size(most), most / 4 * 3 + 2);
    for (std::size_t size = 0; size < 100; ++size) {
        std::string const bytes(size, 'b');
        for (auto const padding : paddings) {
            auto const text = bcauth::base64_encode(bytes, base64_alphabet::url, padding);
            EXPECT_EQ(text.size(), bcauth::base64_encoded_size(size, padding));
        }
        auto const letters = bcauth::base64_encoded_size(size, none);
        EXPECT_EQ(bcauth::base64_decoded_size(letters), size);
    }
}

// what stands behind the bytes in memory has no part in their text
TEST(Base64, EncodesAPartOfATextLikeThePartAlone) {
    std::string const whole = "\xff\xfe\xfd\xfc\xfb\xfa\xf9";
    for (std::size_t size = 0; size < whole.size(); ++size) {
        for (auto const padding : paddings) {
            EXPECT_EQ(bcauth::base64_encode(std::string_view(whole).substr(0, size),
                                            base64_alphabet::url, padding),
                      bcauth::base64_encode(whole.substr(0, size), base64_alphabet::url, padding));
        }
    }
}

rc::Gen<base64_alphabet> any_alphabet() {
    return rc::gen::element(base64_alphabet::standard, base64_alphabet::url);
}
rc::Gen<base64_padding> any_padding() {
    return rc::gen::element(base64_padding::required, base64_padding::none,
                            base64_padding::optional);
}

RC_GTEST_PROP(Base64, DecodesWhatItEncodes, (std::string const& bytes)) {
    auto const alphabet = *any_alphabet();
    auto const padding = *any_padding();
    auto const text = bcauth::base64_encode(bytes, alphabet, padding);
    RC_ASSERT(decoded(text, alphabet, padding) == bytes);
}

// one spelling a value: whatever is accepted is what encoding gives back
RC_GTEST_PROP(Base64, AcceptsOnlyTheTextThatItWouldWrite, ()) {
    auto const alphabet = *any_alphabet();
    auto const padding = *rc::gen::element(base64_padding::required, base64_padding::none);
    auto const text = *rc::gen::container<std::string>(
        rc::gen::element('A', 'B', 'Q', 'w', '8', '4', '+', '-', '/', '_', '='));
    auto const bytes = decoded(text, alphabet, padding);
    if (bytes) {
        RC_ASSERT(bcauth::base64_encode(*bytes, alphabet, padding) == text);
    }
}

}  // namespace
