// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/claim_types.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace {

using bcauth::errc;
using bcauth::detail::has_control;
using bcauth::detail::last_second;
using bcauth::jwt::claim_rule;
using bcauth::jwt::claim_type;
using bcauth::jwt::claim_value;
namespace detail = bcauth::detail;

constexpr claim_type every_type[] = {claim_type::text,          claim_type::time,
                                     claim_type::integer,       claim_type::nullable_integer,
                                     claim_type::nullable_text, claim_type::text_or_integer,
                                     claim_type::audience,      claim_type::nullable_boolean,
                                     claim_type::anything};

struct stored {
    errc why;
    claim_value value;
};

template <class Store, class... Values>
stored store(claim_type type, Store store_as, Values... values) {
    stored made{};
    claim_rule const rule{.name = "x", .type = type};
    made.why = store_as(rule, made.value, values...);
    return made;
}

bool is_text(claim_type type) {
    return type == claim_type::text || type == claim_type::nullable_text ||
           type == claim_type::text_or_integer || type == claim_type::audience;
}
bool is_integer(claim_type type) {
    return type == claim_type::integer || type == claim_type::nullable_integer ||
           type == claim_type::text_or_integer;
}

// each byte at each place of texts around the eight bytes that are looked at together
TEST(HasControl, SeesEachControlAtEachPlaceAndNothingElse) {
    for (std::size_t size = 1; size <= 25; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            for (unsigned byte = 0; byte < 256; ++byte) {
                std::string text(size, 'a');
                text[at] = static_cast<char>(static_cast<unsigned char>(byte));
                ASSERT_EQ(has_control(text), byte < 0x20 || byte == 0x7f)
                    << size << ' ' << at << ' ' << byte;
            }
        }
    }
    EXPECT_FALSE(has_control(""));
}

// a borrow or a carry from the next byte must not make one up
TEST(HasControl, LooksAtEachByteForItself) {
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            auto const is_one = [](unsigned byte) { return byte < 0x20 || byte == 0x7f; };
            std::string text(8, '\x80');
            text[3] = static_cast<char>(static_cast<unsigned char>(first));
            text[4] = static_cast<char>(static_cast<unsigned char>(second));
            ASSERT_EQ(has_control(text), is_one(first) || is_one(second)) << first << ' ' << second;
        }
    }
}

TEST(ClaimTypes, TakeATextWhereOneMayStand) {
    for (auto const type : every_type) {
        auto const made = store(type, detail::store_text, std::string_view("abc"));
        if (is_text(type)) {
            EXPECT_EQ(made.why, errc{});
            EXPECT_EQ(made.value.is, claim_value::kind::text);
            EXPECT_EQ(made.value.text, "abc");
            EXPECT_EQ(store(type, detail::store_text, std::string_view("a\x1fz")).why,
                      errc::invalid_claim);
            EXPECT_EQ(store(type, detail::store_text, std::string_view("a\x1fz")).value.is,
                      claim_value::kind::absent);
        } else {
            EXPECT_EQ(made.why, type == claim_type::anything ? errc{} : errc::claim_type);
            EXPECT_EQ(made.value.present(), type == claim_type::anything);
        }
    }
}

TEST(ClaimTypes, TakeANumberWhereOneMayStand) {
    for (auto const type : every_type) {
        for (std::int64_t const number :
             {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, last_second, last_second + 1,
              std::numeric_limits<std::int64_t>::min()}) {
            auto const made = store(type, detail::store_integer, number);
            bool const as_time = type == claim_type::time && number >= 0 && number <= last_second;
            if (is_integer(type) || as_time) {
                EXPECT_EQ(made.why, errc{});
                EXPECT_EQ(made.value.is, claim_value::kind::number);
                EXPECT_EQ(made.value.number, number);
                EXPECT_FALSE(made.value.fraction);
            } else {
                EXPECT_EQ(made.why, type == claim_type::anything ? errc{}
                                    : type == claim_type::time   ? errc::invalid_claim
                                                                 : errc::claim_type);
                EXPECT_NE(made.value.is, claim_value::kind::number);
            }
        }
    }
}

TEST(ClaimTypes, TakeAFractionAsATimeOnly) {
    auto const time = [](double number) {
        return store(claim_type::time, detail::store_real, number);
    };
    EXPECT_EQ(time(7.25).value.number, 7);
    EXPECT_TRUE(time(7.25).value.fraction);
    EXPECT_EQ(time(7.25).value.rounded_up(), 8);
    EXPECT_EQ(time(7.0).value.rounded_up(), 7);
    EXPECT_EQ(time(0.0).why, errc{});
    EXPECT_EQ(time(0.5).value.number, 0);
    EXPECT_EQ(time(static_cast<double>(last_second)).value.number, last_second);
    EXPECT_EQ(time(static_cast<double>(last_second) - 0.5).value.number, last_second - 1);
    for (double const number : {-0.5, -1.0, static_cast<double>(last_second) + 0.5, 1e300, -1e300,
                                std::numeric_limits<double>::infinity(),
                                -std::numeric_limits<double>::infinity(), std::nan("")}) {
        EXPECT_EQ(time(number).why, errc::invalid_claim) << number;
    }
    for (auto const type : every_type) {
        if (type != claim_type::time) {
            EXPECT_EQ(store(type, detail::store_real, 7.0).why,
                      type == claim_type::anything ? errc{} : errc::claim_type);
        }
    }
}

TEST(ClaimTypes, RefuseAHugeNumberUnlessOnlyItsPresenceCounts) {
    for (auto const type : every_type) {
        auto const made = store(type, detail::store_huge);
        EXPECT_EQ(made.why, type == claim_type::anything                   ? errc{}
                            : type == claim_type::time || is_integer(type) ? errc::invalid_claim
                                                                           : errc::claim_type);
    }
}

TEST(ClaimTypes, TakeABooleanWhereOneMayStand) {
    for (auto const type : every_type) {
        for (bool const truth : {false, true}) {
            auto const made = store(type, detail::store_boolean, truth);
            bool const taken = type == claim_type::nullable_boolean;
            EXPECT_EQ(made.why, taken || type == claim_type::anything ? errc{} : errc::claim_type);
            EXPECT_EQ(made.value.is, taken                          ? claim_value::kind::boolean
                                     : type == claim_type::anything ? claim_value::kind::other
                                                                    : claim_value::kind::absent);
            EXPECT_EQ(made.value.number, taken && truth ? 1 : 0);
        }
    }
}

TEST(ClaimTypes, TakeNullWhereItStandsForNothing) {
    for (auto const type : every_type) {
        auto const made = store(type, detail::store_null);
        bool const nullable =
            type == claim_type::nullable_integer || type == claim_type::nullable_text ||
            type == claim_type::text_or_integer || type == claim_type::nullable_boolean;
        EXPECT_EQ(made.why, nullable || type == claim_type::anything ? errc{} : errc::claim_type);
        EXPECT_EQ(made.value.is, nullable                       ? claim_value::kind::null
                                 : type == claim_type::anything ? claim_value::kind::other
                                                                : claim_value::kind::absent);
        EXPECT_EQ(made.value.present(), type == claim_type::anything);
    }
}

}  // namespace
