// SPDX-License-Identifier: BSL-1.0
#include <bcauth/diagnostics.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using bcauth::diagnostics;

template <class Why>
concept gives_message = requires(Why&& why) {
    std::forward<Why>(why).message();
};
template <class Why>
concept gives_scopes = requires(Why&& why) {
    std::forward<Why>(why).missing_scopes();
};

std::string shown(std::string_view text, std::initializer_list<std::string_view> secrets = {}) {
    diagnostics why;
    why.message(text, secrets);
    return why.message();
}

TEST(Diagnostics, StartsEmpty) {
    diagnostics const why;
    EXPECT_EQ(why.status(), 0);
    EXPECT_EQ(why.message(), "");
    EXPECT_EQ(why.missing_scopes(), "");
    EXPECT_EQ(why.subject(), "");
}

TEST(Diagnostics, KeepsWhatItIsGiven) {
    diagnostics why;
    why.status(418);
    why.missing_scopes("store_v2_orders");
    why.subject("scope");
    EXPECT_EQ(why.status(), 418);
    EXPECT_EQ(why.missing_scopes(), "store_v2_orders");
    EXPECT_EQ(why.subject(), "scope");
}

TEST(Diagnostics, ANewMessageReplacesTheOld) {
    diagnostics why;
    why.message("first", {});
    why.message("second", {});
    EXPECT_EQ(why.message(), "second");
}

TEST(Diagnostics, EscapesEveryByteThatIsNotPrintableAscii) {
    for (int value = 0; value < 256; ++value) {
        auto const byte = static_cast<unsigned char>(value);
        auto const text = shown(std::string(1, static_cast<char>(byte)));
        if (value >= 0x20 && value < 0x7f && value != '\\') {
            EXPECT_EQ(text, std::string(1, static_cast<char>(byte)));
        } else {
            char const* const digits = "0123456789abcdef";
            EXPECT_EQ(text, std::string("\\x") + digits[value / 16] + digits[value % 16]) << value;
        }
    }
    EXPECT_EQ(shown("a\r\nb"), "a\\x0d\\x0ab");
    EXPECT_EQ(shown(std::string_view("a\0b", 3)), "a\\x00b");
}

TEST(Diagnostics, IsNeverLongerThanItsBound) {
    auto const bound = diagnostics::max_message_bytes;
    EXPECT_EQ(shown(std::string(bound - 1, 'x')).size(), bound - 1);
    EXPECT_EQ(shown(std::string(bound, 'x')).size(), bound);
    EXPECT_EQ(shown(std::string(bound + 1, 'x')).size(), bound);
    EXPECT_LE(shown(std::string(bound - 1, 'x') + "\n").size(), bound);
    EXPECT_LE(shown(std::string(bound - 1, 'x') + "0123456789", {"0123456789"}).size(), bound);
    EXPECT_LE(shown(std::string(100000, '\n')).size(), bound);
}

TEST(Diagnostics, HidesAWholeSecret) {
    EXPECT_EQ(shown("bad secret 0123456789abcdef!", {"0123456789abcdef"}),
              "bad secret [redacted]!");
}

TEST(Diagnostics, HidesAPartOfEightBytesAndShowsOneOfSeven) {
    std::string const secret = "0123456789abcdef";
    EXPECT_EQ(shown("<" + secret.substr(3, 8) + ">", {secret}), "<[redacted]>");
    EXPECT_EQ(shown("<" + secret.substr(3, 7) + ">", {secret}), "<" + secret.substr(3, 7) + ">");
}

TEST(Diagnostics, HidesAShortSecretWhole) {
    EXPECT_EQ(shown("x=abc;y=ab", {"abc"}), "x=[redacted];y=ab");
}

TEST(Diagnostics, HidesASecretThatComesTwiceOrTouchesAnother) {
    EXPECT_EQ(shown("0123456789 0123456789", {"0123456789"}), "[redacted] [redacted]");
    auto const both = shown("0123456789abcdefghij", {"0123456789", "abcdefghij"});
    EXPECT_EQ(both, "[redacted][redacted]");
}

TEST(Diagnostics, TakesTheLongestRunWhereASecretRepeatsItself) {
    EXPECT_EQ(shown("12345678bcdef", {"12345678a12345678bcdef"}), "[redacted]");
}

TEST(Diagnostics, AnEmptySecretHidesNothing) {
    EXPECT_EQ(shown("hello", {""}), "hello");
}

TEST(Diagnostics, HidesASecretOfRawBytes) {
    std::string const secret("\x00\xff\x01\xfe\x02\xfd\x03\xfc\x04", 9);
    EXPECT_EQ(shown("(" + secret + ")", {secret}), "([redacted])");
}

TEST(Diagnostics, GivesNoViewOfATemporary) {
    static_assert(gives_message<diagnostics const&> && !gives_message<diagnostics>);
    static_assert(gives_scopes<diagnostics const&> && !gives_scopes<diagnostics>);
}

bool shares_a_run(std::string_view text, std::string_view secret, std::size_t length) {
    for (std::size_t at = 0; at + length <= secret.size(); ++at) {
        if (text.find(secret.substr(at, length)) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

rc::Gen<std::string> few_letters(int longest) {
    return rc::gen::resize(longest, rc::gen::container<std::string>(rc::gen::element('a', 'b')));
}

// threats row 57; two letters only, so that secrets overlap themselves and each other all the time
RC_GTEST_PROP(Diagnostics, NoEightBytesOfASecretEverSurvive, ()) {
    auto const first = *few_letters(40);
    auto const second = *few_letters(40);
    auto const noise = *few_letters(60);
    auto const from = *rc::gen::inRange<std::size_t>(0, first.size() + 1);
    auto const to = *rc::gen::inRange<std::size_t>(0, second.size() + 1);
    auto const text = noise + first.substr(from) + second.substr(0, to) + noise + second;
    auto const out = shown(text, {first, second});
    RC_ASSERT(!shares_a_run(out, first, 8));
    RC_ASSERT(!shares_a_run(out, second, 8));
}

RC_GTEST_PROP(Diagnostics, TextWithoutSecretsIsShownAsItIs, ()) {
    auto const text =
        *rc::gen::resize(200, rc::gen::container<std::string>(rc::gen::inRange<char>(0x20, 0x5b)));
    RC_ASSERT(shown(text, {"secret in small letters"}) == text);
}

RC_GTEST_PROP(Diagnostics, AnyBytesGiveBoundedPrintableText, ()) {
    auto const text = *rc::gen::resize(600, rc::gen::arbitrary<std::string>());
    auto const out = shown(text, {*rc::gen::arbitrary<std::string>()});
    RC_ASSERT(out.size() <= diagnostics::max_message_bytes);
    for (auto const c : out) {
        RC_ASSERT(c >= 0x20 && c < 0x7f);
    }
}

}  // namespace
