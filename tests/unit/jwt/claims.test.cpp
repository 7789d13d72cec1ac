// SPDX-License-Identifier: BSL-1.0
#include <bcauth/jwt/claims.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace {

using bcauth::errc;
using bcauth::jwt::claim_check;
using bcauth::jwt::claim_context;
using bcauth::jwt::claim_rule;
using bcauth::jwt::claim_value;
namespace rules = bcauth::jwt::rules;

constexpr std::int64_t now = 1'700'000'000;

errc text_by(claim_check check, std::string_view text, claim_rule const& rule = {},
             claim_context const& context = {}) {
    claim_value value;
    value.text = text;
    value.is = claim_value::kind::text;
    return check(rule, value, context);
}

errc time_by(claim_check check, std::int64_t seconds, bool fraction, std::int64_t leeway = 0,
             std::int64_t max_age = 0, std::int64_t max_ahead = 0) {
    claim_value value;
    value.number = seconds;
    value.is = claim_value::kind::number;
    value.fraction = fraction;
    return check(
        {}, value,
        {.audience = {}, .now = now, .leeway = leeway, .max_age = max_age, .max_ahead = max_ahead});
}

errc number_by(claim_check check, std::int64_t number) {
    return time_by(check, number, false);
}

// what nobody set allows nothing
static_assert(claim_context{}.now == 0 && claim_context{}.leeway == 0 &&
              claim_context{}.max_age == 0 && claim_context{}.max_ahead == 0);

// threats row 43
TEST(ClaimRules, EqualsComparesBytes) {
    claim_rule const rule{.name = "iss", .expected = "bc", .otherwise = errc::wrong_issuer};
    EXPECT_EQ(text_by(rules::equals, "bc", rule), errc{});
    for (auto const* const text : {"", "b", "bcc", "BC", " bc", "bc ", "bc/apps"}) {
        EXPECT_EQ(text_by(rules::equals, text, rule), errc::wrong_issuer) << text;
    }
}

// threats row 41
TEST(ClaimRules, AudienceIsTheClientIdByteForByteAndNeverEmpty) {
    claim_context const context{.audience = "client"};
    EXPECT_EQ(text_by(rules::is_audience, "client", {}, context), errc{});
    for (auto const* const text : {"", "clien", "client2", "Client", "client,other"}) {
        EXPECT_EQ(text_by(rules::is_audience, text, {}, context), errc::wrong_audience) << text;
    }
    EXPECT_EQ(text_by(rules::is_audience, "", {}, {}), errc::wrong_audience)
        << "two empty ones are no match";
}

// threats rows 34 and 35: to the second
TEST(ClaimRules, ExpiryIsOnTheSecondItself) {
    EXPECT_EQ(time_by(rules::not_expired, now + 1, false), errc{});
    EXPECT_EQ(time_by(rules::not_expired, now, false), errc::expired);
    EXPECT_EQ(time_by(rules::not_expired, now - 9, false, 10), errc{});
    EXPECT_EQ(time_by(rules::not_expired, now - 10, false, 10), errc::expired);
}

// threats row 40; SECURITY.md, "How it is checked"
TEST(ClaimRules, AFractionNeverLengthensALife) {
    EXPECT_EQ(time_by(rules::not_expired, now, true), errc::expired) << "rounded down";
    EXPECT_EQ(time_by(rules::has_begun, now - 1, true), errc{}) << "rounded up";
    EXPECT_EQ(time_by(rules::has_begun, now, true), errc::not_yet_valid);
    EXPECT_EQ(time_by(rules::is_recent, now - 300, true, 0, 300), errc{});
    EXPECT_EQ(time_by(rules::is_recent, now - 301, true, 0, 300), errc::stale);
    EXPECT_EQ(time_by(rules::is_fresh, now + 60, true, 0, 300, 60), errc::not_yet_valid);
    EXPECT_EQ(time_by(rules::is_fresh, now + 59, true, 0, 300, 60), errc{});
}

// threats rows 35 and 36
TEST(ClaimRules, BeginningIsOnTheSecondItself) {
    EXPECT_EQ(time_by(rules::has_begun, now, false), errc{});
    EXPECT_EQ(time_by(rules::has_begun, now + 1, false), errc::not_yet_valid);
    EXPECT_EQ(time_by(rules::has_begun, now + 10, false, 10), errc{});
    EXPECT_EQ(time_by(rules::has_begun, now + 11, false, 10), errc::not_yet_valid);
}

TEST(ClaimRules, RecentAndFreshHaveBothEdges) {
    EXPECT_EQ(time_by(rules::is_recent, now - 300, false, 0, 300), errc{});
    EXPECT_EQ(time_by(rules::is_recent, now - 301, false, 0, 300), errc::stale);
    EXPECT_EQ(time_by(rules::is_recent, now - 301, false, 600, 300), errc::stale)
        << "leeway doesn't make a token younger";
    EXPECT_EQ(time_by(rules::is_recent, now + 11, false, 10, 300), errc::not_yet_valid);

    EXPECT_EQ(time_by(rules::is_fresh, now - 300, false, 0, 300, 60), errc{});
    EXPECT_EQ(time_by(rules::is_fresh, now - 301, false, 600, 300, 60), errc::stale);
    EXPECT_EQ(time_by(rules::is_fresh, now + 60, false, 0, 300, 60), errc{});
    EXPECT_EQ(time_by(rules::is_fresh, now + 61, false, 600, 300, 60), errc::not_yet_valid);
}

TEST(ClaimRules, StoresAreNamedInTheOneForm) {
    EXPECT_EQ(text_by(rules::is_context, "stores/abc123"), errc{});
    EXPECT_EQ(text_by(rules::is_context, "abc123"), errc::invalid_store_hash);
    EXPECT_EQ(text_by(rules::is_context, "stores/../x"), errc::invalid_store_hash);
    EXPECT_EQ(text_by(rules::is_store_hash, "abc123"), errc{});
    EXPECT_EQ(text_by(rules::is_store_hash, "stores/abc123"), errc::invalid_store_hash);
    EXPECT_EQ(text_by(rules::is_store_hash, ""), errc::invalid_store_hash);
}

TEST(ClaimRules, NumbersAndTextsHaveTheirDomains) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(number_by(rules::is_id, 1), errc{});
    EXPECT_EQ(number_by(rules::is_id, most), errc{});
    EXPECT_EQ(number_by(rules::is_id, 0), errc::invalid_claim);
    EXPECT_EQ(number_by(rules::is_id, -1), errc::invalid_claim);
    EXPECT_EQ(number_by(rules::is_natural, 0), errc{});
    EXPECT_EQ(number_by(rules::is_natural, -1), errc::invalid_claim);
    EXPECT_EQ(text_by(rules::is_not_empty, "x"), errc{});
    EXPECT_EQ(text_by(rules::is_not_empty, ""), errc::invalid_claim);
}

// threats row 36; SECURITY.md, "How it is checked"
TEST(ClaimValue, ATokenThatEndsBeforeItsIssueIsTold) {
    constexpr auto number = [](std::int64_t seconds, bool fraction = false) {
        claim_value value;
        value.number = seconds;
        value.is = claim_value::kind::number;
        value.fraction = fraction;
        return value;
    };
    EXPECT_FALSE(bcauth::jwt::ends_before_issue(number(5), number(6)));
    EXPECT_FALSE(bcauth::jwt::ends_before_issue(number(5), number(5)));
    EXPECT_TRUE(bcauth::jwt::ends_before_issue(number(6), number(5)));
    EXPECT_TRUE(bcauth::jwt::ends_before_issue(number(5, true), number(5)));
    EXPECT_FALSE(bcauth::jwt::ends_before_issue({}, number(0))) << "it doesn't say";
}

TEST(ClaimValue, NullAndAbsentAreNotPresent) {
    claim_value value;
    EXPECT_FALSE(value.present());
    value.is = claim_value::kind::null;
    EXPECT_FALSE(value.present());
    for (auto const kind :
         {claim_value::kind::text, claim_value::kind::number, claim_value::kind::other}) {
        value.is = kind;
        EXPECT_TRUE(value.present());
    }
}

}  // namespace
