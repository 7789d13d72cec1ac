// SPDX-License-Identifier: BSL-1.0
#include <bcauth/current_customer.hpp>
#include <bcauth/http/credentials.hpp>
#include <bcauth/http/fields.hpp>
#include <bcauth/http/query.hpp>
#include "support/doors.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using bcauth::errc;
using bcauth::mac_algorithm;
using doors::why;

constexpr std::string_view client_id = "client-of-the-tests";
constexpr std::string_view secret = "secret of the shopper tests";
constexpr std::int64_t now = 1'700'000'000;

static_assert(!std::is_default_constructible_v<bcauth::verified_customer>);
static_assert(!std::is_aggregate_v<bcauth::verified_customer>);
static_assert(!std::is_constructible_v<bcauth::verified_customer, bcauth::verified_load>);
static_assert(!std::is_constructible_v<bcauth::verified_load, bcauth::verified_customer>);

struct claims {
    std::string iss = R"("bc/apps")";
    std::string operation = R"("current_customer")";
    std::string sub = R"("abc123")";
    std::string store_hash = R"("abc123")";
    std::string iat = std::to_string(now);
    std::string exp = std::to_string(now + 900);
    std::string customer = R"({"id":4927,"email":"john.doe@gmail.com","group_id":"6"})";
    std::string aud = '"' + std::string(client_id) + '"';
    std::string more = R"(,"version":1,"application_id":"another")";

    [[nodiscard]] std::string json() const {
        return R"({"customer":)" + customer + R"(,"iss":)" + iss + R"(,"sub":)" + sub +
               R"(,"iat":)" + iat + R"(,"exp":)" + exp + R"(,"aud":)" + aud + R"(,"store_hash":)" +
               store_hash + R"(,"operation":)" + operation + more + '}';
    }
    [[nodiscard]] std::string token(mac_algorithm algorithm = mac_algorithm::hs512) const {
        return doors::jwt(secret, json(), algorithm);
    }
};

bcauth::store_hash store(std::string_view text = "abc123") {
    return bcauth::store_hash::make(text).value();
}

auto judge(bcauth::received_token token, doors::at when = {.now = now},
           std::string_view at_store = "abc123") {
    return doors::open<doors::customer>(doors::app(client_id, secret), when)(token,
                                                                             store(at_store));
}

TEST(CurrentCustomer, GivesWhatTheTokenSaysInEitherAlgorithm) {
    for (auto const algorithm : {mac_algorithm::hs256, mac_algorithm::hs512}) {
        auto const token = claims{}.token(algorithm);
        auto const who = judge(token);
        ASSERT_TRUE(who) << why(who).message();
        EXPECT_EQ(who->store(), store());
        EXPECT_EQ(who->id(), 4927);
        EXPECT_EQ(who->email(), "john.doe@gmail.com");
        EXPECT_EQ(who->group_id(), "6");
        EXPECT_EQ(who->issued_at().time_since_epoch().count(), now);
        EXPECT_EQ(who->expires_at().time_since_epoch().count(), now + 900);
        EXPECT_EQ(who->matched_secret(), 1U);
    }
}

// design promise 1: a shopper of one store is nobody at another
TEST(CurrentCustomer, IsBoundToTheStoreThatIsAskedFor) {
    auto const token = claims{}.token();
    EXPECT_TRUE(judge(token));
    EXPECT_EQ(why(judge(token, {.now = now}, "abc124")), errc::store_mismatch);
    EXPECT_EQ(why(judge(token, {.now = now}, "abc12")), errc::store_mismatch);
    auto const two = claims{.store_hash = R"("other")"}.token();
    EXPECT_EQ(why(judge(two)), errc::store_conflict);
    EXPECT_EQ(why(judge(two, {.now = now}, "other")), errc::store_conflict);
}

TEST(CurrentCustomer, TheGroupIsDigitsOrNothing) {
    struct {
        std::string group;
        std::string expected;
    } const rows[] = {{R"(,"group_id":"6")", "6"},
                      {R"(,"group_id":6)", "6"},
                      {R"(,"group_id":9223372036854775807)", "9223372036854775807"},
                      {R"(,"group_id":null)", ""},
                      {R"(,"group_id":"")", ""},
                      {"", ""}};
    for (auto const& row : rows) {
        auto const token = claims{.customer = R"({"id":1,"email":"a")" + row.group + '}'}.token();
        auto const who = judge(token);
        ASSERT_TRUE(who) << row.group << why(who).message();
        EXPECT_EQ(who->group_id(), row.expected);
    }
}

TEST(CurrentCustomer, NamesWhatIsWrong) {
    struct {
        claims changed;
        errc expected;
    } const rows[] = {
        {{.iss = R"("bc")"}, errc::wrong_issuer},
        {{.operation = R"("customer_login")"}, errc::wrong_operation},
        {{.operation = "null"}, errc::claim_type},
        {{.sub = R"("stores/abc123")"}, errc::invalid_store_hash},
        {{.sub = R"("ABC123")"}, errc::invalid_store_hash},
        {{.iat = std::to_string(now + 1)}, errc::not_yet_valid},
        {{.exp = std::to_string(now)}, errc::expired},
        {{.customer = R"({"id":0,"email":"","group_id":""})"}, errc::invalid_claim},
        {{.customer = R"({"id":"4927","email":"a"})"}, errc::claim_type},
        {{.customer = R"({"id":1})"}, errc::missing_claim},
        {{.customer = "null"}, errc::claim_type},
        {{.customer = R"({"id":1,"email":"a","group_id":"x"})"}, errc::invalid_claim},
        {{.customer = R"({"id":1,"email":"a","group_id":-1})"}, errc::invalid_claim},
        {{.customer = R"({"id":1,"email":"a","group_id":1.5})"}, errc::claim_type},
        {{.aud = R"("another")"}, errc::wrong_audience},
        {{.aud = "null"}, errc::claim_type},
        {{.more = R"(,"nbf":)" + std::to_string(now + 1)}, errc::not_yet_valid},
        {{.more = R"(,"aud":"client-of-the-tests")"}, errc::duplicate_member},
    };
    for (auto const& row : rows) {
        auto const token = row.changed.token();
        EXPECT_EQ(why(judge(token)), row.expected) << row.changed.json();
    }
}

TEST(CurrentCustomer, RefusesATokenWithoutARequiredClaim) {
    auto const whole = claims{}.json();
    for (std::string const member :
         {"iss", "aud", "operation", "sub", "store_hash", "exp", "iat", "customer"}) {
        auto json = whole;
        json.replace(json.find('"' + member + '"') + 1, member.size(), "absent_" + member);
        auto const token = doors::jwt(secret, json);
        EXPECT_EQ(why(judge(token)), errc::missing_claim) << member;
    }
}

// a longer MAC may not be presented as a shorter one, nor the header choose between them
TEST(CurrentCustomer, TheSignaturesLengthAndTheHeaderMustAgree) {
    auto const hs512 = claims{}.token(mac_algorithm::hs512);
    auto const hs256 = claims{}.token(mac_algorithm::hs256);
    auto const header_of = [](std::string const& token) {
        return token.substr(0, token.find('.'));
    };
    auto const rest_of = [](std::string const& token) { return token.substr(token.find('.')); };
    EXPECT_EQ(why(judge(header_of(hs512) + rest_of(hs256))), errc::signature_mismatch);
    EXPECT_EQ(why(judge(header_of(hs256) + rest_of(hs512))), errc::signature_mismatch);
    auto const mac = vectors::from_base64(hs512.substr(hs512.rfind('.') + 1));
    ASSERT_EQ(mac.size(), 64U);
    auto const half = bcauth::base64_encode(mac.substr(0, 32), bcauth::base64_alphabet::url,
                                            bcauth::base64_padding::none);
    EXPECT_EQ(why(judge(hs512.substr(0, hs512.rfind('.') + 1) + half)), errc::signature_mismatch);
}

// -- "Using BigCommerce Customer Identity & Access Management to Authenticate Your APIs"

// "the exp and iat timestamps in the token payload are 15 minutes apart"
TEST(CustomerIdentityArticle, ATokenIsValidForFifteenMinutes) {
    auto const token = claims{}.token();
    EXPECT_TRUE(judge(token, {.now = now}));
    EXPECT_TRUE(judge(token, {.now = now + 15 * 60 - 1}));
    EXPECT_EQ(why(judge(token, {.now = now + 15 * 60})), errc::expired);
    auto const who = judge(token);
    EXPECT_EQ(who->expires_at() - who->issued_at(), std::chrono::minutes{15});
}

// "If the shopper were to try to forge the token, my application could easily tell"
TEST(CustomerIdentityArticle, AShopperWhoForgesAnIdentityIsNoticed) {
    auto const patrick = claims{}.token();
    auto const shane = claims{.customer = R"({"id":1,"email":"shane@x.com"})"}.json();
    auto const first = patrick.find('.');
    auto const last = patrick.rfind('.');
    auto const forged =
        patrick.substr(0, first + 1) +
        bcauth::base64_encode(shane, bcauth::base64_alphabet::url, bcauth::base64_padding::none) +
        patrick.substr(last);
    EXPECT_TRUE(judge(patrick));
    EXPECT_EQ(why(judge(forged)), errc::signature_mismatch);
    EXPECT_EQ(why(judge(doors::jwt("a guess", shane))), errc::signature_mismatch);
}

// "a secret shared only by my application and BigCommerce": another app's token is another secret,
// and with the same one another audience
TEST(CustomerIdentityArticle, ATokenForAnotherClientIsRefused) {
    auto const token = claims{}.token();
    auto const another = doors::app("another-client", secret);
    EXPECT_EQ(why(doors::open<doors::customer>(another, {.now = now})(token, store())),
              errc::wrong_audience);
}

// "Consider sending it as a bearer token in the Authorization header, or another header. Query
// parameters can also work"
TEST(CustomerIdentityArticle, ATokenMayComeInThreeWays) {
    auto const token = claims{}.token();
    bcauth::http::fields fields;
    ASSERT_TRUE(fields.add("Authorization", "Bearer " + token));
    ASSERT_TRUE(fields.add("X-Current-Customer", token));
    std::string const text = "orders=5&token=" + token;
    auto const query = bcauth::http::query::parse(text);
    ASSERT_TRUE(query);
    for (auto const& received :
         {bcauth::http::bearer(fields), bcauth::http::from_header(fields, "x-current-customer"),
          bcauth::http::from_query(*query, "token")}) {
        ASSERT_TRUE(received);
        auto const who = judge(*received);
        ASSERT_TRUE(who) << why(who).message();
        EXPECT_EQ(who->id(), 4927);
    }
}

// -- configuration

TEST(CurrentCustomer, TheTextOutlivesTheToken) {
    auto token = claims{.customer = R"({"id":1,"email":"j\u00f6hn@x.com","group_id":12})"}.token();
    auto who = judge(token);
    ASSERT_TRUE(who);
    token.assign(token.size(), '#');
    auto copy = *who;
    auto const moved = std::move(*who);
    EXPECT_EQ(copy.email(), "j\xc3\xb6hn@x.com");
    EXPECT_EQ(moved.email(), copy.email());
    EXPECT_EQ(moved.group_id(), "12");
    // a store is a value, of a temporary too
    EXPECT_EQ(moved.store(), store());
    EXPECT_EQ(std::move(copy).store(), store());
}

TEST(CurrentCustomer, RefusesWhatIsMisconfigured) {
    auto const app = doors::app(client_id, secret);
    auto const token = claims{}.token();
    bcauth::tolerances<> limits;
    limits.leeway = std::chrono::seconds{-1};
    doors::customer const wide(app, limits, doors::clock{now});
    EXPECT_EQ(why(wide(token, store())), errc::tolerance_too_wide);
    EXPECT_EQ(why(doors::customer::make(app, limits, doors::clock{now})), errc::tolerance_too_wide);
    EXPECT_EQ(why(judge(token, {.now = -1})), errc::clock_out_of_range);

    auto door = doors::open<doors::customer>(app, {.now = now});
    auto const taken = std::move(door);
    EXPECT_TRUE(taken(token, store()));
    EXPECT_FALSE(door(token, store()));  // NOLINT
}

}  // namespace
