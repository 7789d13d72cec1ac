// SPDX-License-Identifier: BSL-1.0
#include <bcauth/callback.hpp>
#include "support/doors.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using bcauth::errc;
using doors::why;

constexpr std::string_view client_id = "client-of-the-tests";
constexpr std::string_view secret = "secret of the callback tests";
constexpr std::int64_t now = 1'700'000'000;

// only a verifier makes them, and none becomes another (promise 1 of the library)
static_assert(!std::is_default_constructible_v<bcauth::verified_load>);
static_assert(!std::is_aggregate_v<bcauth::verified_load>);
static_assert(!std::is_constructible_v<bcauth::verified_load, bcauth::detail::verified_callback>);
static_assert(!std::is_constructible_v<bcauth::verified_uninstall, bcauth::verified_load>);
static_assert(!std::is_constructible_v<bcauth::verified_removal, bcauth::verified_load>);
static_assert(!std::is_constructible_v<bcauth::verified_load, bcauth::verified_uninstall>);
static_assert(!std::is_assignable_v<bcauth::verified_uninstall&, bcauth::verified_load>);
static_assert(std::is_copy_constructible_v<bcauth::verified_load>);
static_assert(std::is_nothrow_move_constructible_v<bcauth::verified_load>);

// What is changed of a valid callback token: each member's text goes into the JSON as it stands.
struct claims {
    std::string iss = R"("bc")";
    std::string aud = '"' + std::string(client_id) + '"';
    std::string sub = R"("stores/abc123")";
    std::string iat = std::to_string(now);
    std::string exp = std::to_string(now + 86400);
    std::string user = R"({"id":7,"email":"u@example.com","locale":"en-US"})";
    std::string more = R"(,"owner":{"id":8,"email":"o@example.com"},"url":"/orders?page=2",)"
                       R"("channel_id":3,"jti":"id-1")";

    [[nodiscard]] std::string json() const {
        return R"({"iss":)" + iss + R"(,"aud":)" + aud + R"(,"sub":)" + sub + R"(,"iat":)" + iat +
               R"(,"exp":)" + exp + R"(,"user":)" + user + more + '}';
    }
    [[nodiscard]] std::string token() const { return doors::jwt(secret, json()); }
};

bcauth::app_config app() {
    return doors::app(client_id, secret);
}

template <class Door = doors::load>
auto judge(std::string const& token, doors::at when = {.now = now}) {
    return doors::open<Door>(app(), when).verify_jwt(token);
}

auto judge_payload(std::string const& text, doors::at when = {.now = now}) {
    return doors::open<doors::load>(app(), when).verify_payload(text);
}

template <class Door = doors::load>
auto ask(std::string_view query, doors::at when = {.now = now}) {
    return doors::open<Door>(app(), when)(query);
}

// threats row 49
TEST(LoadVerifier, GivesWhatTheTokenSays) {
    auto const who = judge(claims{}.token());
    ASSERT_TRUE(who) << why(who).message();
    EXPECT_EQ(who->store(), bcauth::store_hash::make("abc123").value());
    EXPECT_EQ(who->user().id, 7);
    EXPECT_EQ(who->user().email, "u@example.com");
    EXPECT_EQ(who->user().locale, "en-US");
    ASSERT_TRUE(who->owner());
    EXPECT_EQ(who->owner()->id, 8);
    EXPECT_EQ(who->owner()->email, "o@example.com");
    EXPECT_FALSE(who->is_owner());
    EXPECT_EQ(who->channel_id(), 3);
    EXPECT_EQ(who->url(), "/orders?page=2");
    EXPECT_EQ(who->issued_at()->time_since_epoch().count(), now);
    EXPECT_EQ(who->expires_at()->time_since_epoch().count(), now + 86400);
    EXPECT_EQ(who->token_id(), "id-1");
    EXPECT_EQ(who->matched_secret(), 1U);
}

TEST(LoadVerifier, WhatAPayloadDoesNotHaveIsEmpty) {
    auto const who = judge(claims{.more = ""}.token());
    ASSERT_TRUE(who) << why(who).message();
    EXPECT_FALSE(who->owner());
    EXPECT_FALSE(who->is_owner());
    EXPECT_FALSE(who->channel_id());
    EXPECT_EQ(who->url(), "/");
    EXPECT_EQ(who->token_id(), "");
}

// threats row 87
TEST(LoadVerifier, TheOwnerIsKnownByTheNumberNotTheAddress) {
    auto const owner = judge(claims{.more = R"(,"owner":{"id":7,"email":"other@x.com"})"}.token());
    ASSERT_TRUE(owner);
    EXPECT_TRUE(owner->is_owner());
    auto const same_address =
        judge(claims{.more = R"(,"owner":{"id":70,"email":"u@example.com"})"}.token());
    ASSERT_TRUE(same_address);
    EXPECT_FALSE(same_address->is_owner());
    // two that are one as a double
    auto const neighbour =
        judge(claims{.user = R"({"id":9007199254740992,"email":"a"})",
                     .more = R"(,"owner":{"id":9007199254740993,"email":"a"},"jti":"1")"}
                  .token());
    ASSERT_TRUE(neighbour);
    EXPECT_FALSE(neighbour->is_owner());
    auto const nobody = judge(claims{.more = R"(,"jti":"1")"}.token());
    ASSERT_TRUE(nobody);
    EXPECT_FALSE(nobody->is_owner()) << "no owner is nobody's owner";
}

// threats row 66
TEST(LoadVerifier, TheResultOwnsItsText) {
    auto token = std::make_unique<std::string>(claims{}.token());
    auto who = judge(*token);
    token->assign(token->size(), '#');
    token.reset();
    ASSERT_TRUE(who);
    auto copy = *who;
    auto const moved = std::move(*who);
    EXPECT_EQ(moved.user().email, "u@example.com");
    EXPECT_EQ(copy.url(), "/orders?page=2");
    copy = moved;
    EXPECT_EQ(copy.token_id(), "id-1");
    auto other = judge(claims{.user = R"({"id":9,"email":"\u00fcser@example.com"})"}.token());
    ASSERT_TRUE(other);
    copy = std::move(*other);
    EXPECT_EQ(copy.user().email, "\xc3\xbcser@example.com");
    EXPECT_EQ(moved.user().email, "u@example.com");
    // a store is a value, of a temporary too
    EXPECT_EQ(judge(claims{}.token())->store(), moved.store());
    EXPECT_EQ(std::move(copy).store(), moved.store());
}

// PHP's json_encode writes every slash so, the first one of a path too
TEST(LoadVerifier, ReadsEscapedSlashes) {
    auto const who = judge(
        claims{.sub = R"("stores\/abc123")", .more = R"(,"url":"\/orders\/5","jti":"\u0031\u0032")"}
            .token());
    ASSERT_TRUE(who) << why(who).message();
    EXPECT_EQ(who->store().context(), "stores/abc123");
    EXPECT_EQ(who->url(), "/orders/5");
    EXPECT_EQ(who->token_id(), "12");
}

TEST(LoadVerifier, KeepsTextsLongerThanAnyInlineBuffer) {
    std::string const address = std::string(6000, 'a') + "@example.com";
    auto const who = judge(claims{.user = R"({"id":9,"email":")" + address + "\"}"}.token());
    ASSERT_TRUE(who) << why(who).message();
    auto const copy = *who;
    EXPECT_EQ(copy.user().email, address);
}

// -- the parameters

TEST(LoadVerifier, TheJwtDecidesWhereThereIsOne) {
    auto const jwt = claims{}.token();
    auto const legacy = doors::payload(
        secret, R"({"user":{"id":70,"email":"l@x.com"},"store_hash":"old","timestamp":)" +
                    std::to_string(now) + '}');
    auto const alone = ask("signed_payload=" + legacy);
    ASSERT_TRUE(alone) << why(alone).message();
    EXPECT_EQ(alone->user().id, 70);

    auto const both = ask("signed_payload=" + legacy + "&signed_payload_jwt=" + jwt);
    ASSERT_TRUE(both);
    EXPECT_EQ(both->user().id, 7);

    // there is no falling back to the legacy parameter
    EXPECT_EQ(why(ask("signed_payload=" + legacy + "&signed_payload_jwt=x")), errc::token_shape);
    EXPECT_EQ(why(ask("signed_payload=" + legacy + "&signed_payload_jwt=" + jwt + 'x')),
              errc::signature_mismatch);
    EXPECT_EQ(why(ask("signed_payload=" + legacy + "&signed_payload_jwt=")), errc::token_shape);
    EXPECT_EQ(why(ask("signed_payload=" + legacy + "&signed_payload_jwt")), errc::token_shape);
}

// threats rows 72 and 73
TEST(LoadVerifier, RefusesAParameterThatComesTwiceOrNotAtAll) {
    auto const jwt = claims{}.token();
    EXPECT_EQ(why(ask("")), errc::missing_parameter);
    EXPECT_EQ(why(ask("Signed_payload_jwt=" + jwt)), errc::missing_parameter);
    EXPECT_EQ(why(ask("signed_payload_jwt[]=" + jwt)), errc::missing_parameter);
    EXPECT_EQ(why(ask("signed_payload_jwt=" + jwt + "&signed_payload_jwt=" + jwt)),
              errc::duplicate_parameter);
    EXPECT_EQ(why(ask("signed_payload_jwt=" + jwt + "&%73igned_payload_jwt=" + jwt)),
              errc::duplicate_parameter);
    EXPECT_TRUE(ask("a=1&signed_payload_jwt=" + jwt + "&b=2"));
    EXPECT_TRUE(ask("%73igned_payload_jwt=" + jwt));
}

// threats row 76; a '+' of base64 stays one, though forms read it as a space
TEST(LoadVerifier, DecodesTheParameterOnceAndKeepsAPlus) {
    auto const text = doors::payload(
        secret, R"({"user":{"id":1,"email":"???>>>~~~@x.com"},"store_hash":"abc","timestamp":)" +
                    std::to_string(now) + '}');
    ASSERT_NE(text.find_first_of("+/"), std::string::npos);
    EXPECT_TRUE(ask("signed_payload=" + text));
    std::string escaped;
    std::string twice;
    for (auto const c : text) {
        escaped += c == '+' ? "%2B" : c == '/' ? "%2F" : c == '=' ? "%3D" : std::string(1, c);
        twice += c == '=' ? "%253D" : std::string(1, c);
    }
    EXPECT_TRUE(ask("signed_payload=" + escaped));
    EXPECT_EQ(why(ask("signed_payload=" + twice)), errc::signature_mismatch);
    EXPECT_EQ(why(ask("signed_payload_jwt=" + claims{}.token() + "%252e")), errc::invalid_base64);
    EXPECT_EQ(why(ask("signed%255fpayload_jwt=" + claims{}.token())), errc::missing_parameter);
    EXPECT_FALSE(ask("signed_payload=" + text + "%20"));
    EXPECT_FALSE(ask("signed_payload=+" + text));
}

// threats row 21
TEST(LoadVerifier, HoldsTheSizeLimitToTheByte) {
    auto const limit = bcauth::strict_policy::token_bytes;
    std::string pad(limit / 4 * 3 - 400, ' ');
    std::string token;
    do {
        pad += ' ';
        token = claims{.more = pad}.token();
    } while (token.size() < limit - 1);
    EXPECT_LE(token.size(), limit);
    EXPECT_TRUE(judge(token));
    EXPECT_TRUE(ask("signed_payload_jwt=" + token));
    auto const over = claims{.more = pad + "   "}.token();
    EXPECT_GT(over.size(), limit);
    EXPECT_EQ(why(judge(over)), errc::token_too_large);
    EXPECT_EQ(why(ask("signed_payload_jwt=" + over)), errc::token_too_large);

    // a parameter is as long as one that escapes each byte of a token, and not a byte longer
    EXPECT_EQ(why(ask("signed_payload_jwt=" + std::string(3 * limit, 'a'))), errc::token_too_large);
    EXPECT_EQ(why(ask("signed_payload_jwt=" + std::string(3 * limit + 1, 'a'))),
              errc::token_too_large);
}

// -- what is refused, and for which reason

// threats rows 36, 41 to 44, 48 and 49
TEST(LoadVerifier, NamesWhatIsWrong) {
    struct {
        claims changed;
        errc expected;
    } const rows[] = {
        {{.iss = R"("bc/apps")"}, errc::wrong_issuer},
        {{.iss = R"(["bc"])"}, errc::claim_type},
        {{.iss = "null"}, errc::claim_type},
        {{.aud = R"("other")"}, errc::wrong_audience},
        {{.aud = R"(["other","client-of-the-tests"])"}, errc{}},
        {{.aud = R"(["other"])"}, errc::wrong_audience},
        {{.aud = "[]"}, errc::wrong_audience},
        {{.aud = R"(["client-of-the-tests",1])"}, errc::claim_type},
        {{.aud = R"([["client-of-the-tests"]])"}, errc::claim_type},
        {{.sub = R"("abc123")"}, errc::invalid_store_hash},
        {{.sub = R"("stores/abc/../x")"}, errc::invalid_store_hash},
        {{.iat = std::to_string(now + 1)}, errc::not_yet_valid},
        {{.iat = R"("1")"}, errc::claim_type},
        {{.iat = std::to_string(now + 86401)}, errc::not_yet_valid},
        {{.more = R"(,"nbf":)" + std::to_string(now)}, errc{}},
        {{.more = R"(,"nbf":)" + std::to_string(now + 1)}, errc::not_yet_valid},
        {{.exp = std::to_string(now)}, errc::expired},
        {{.exp = std::to_string(now + 1)}, errc{}},
        {{.exp = "1e400"}, errc::invalid_claim},
        {{.exp = "253402300799"}, errc{}},
        {{.exp = "253402300800"}, errc::invalid_claim},
        {{.exp = "18446744073709551615"}, errc::invalid_claim},
        {{.exp = "-1"}, errc::invalid_claim},
        {{.exp = "true"}, errc::claim_type},
        {{.user = R"({"id":9007199254740993,"email":"a"})"}, errc{}},
        {{.user = R"({"id":9223372036854775808,"email":"a"})"}, errc::invalid_claim},
        {{.user = R"({"id":1.0,"email":"a"})"}, errc::claim_type},
        {{.user = R"({"id":"1","email":"a"})"}, errc::claim_type},
        {{.user = R"({"id":0,"email":"a"})"}, errc::invalid_claim},
        {{.user = R"({"email":"a"})"}, errc::missing_claim},
        {{.user = R"({"id":1})"}, errc::missing_claim},
        {{.user = R"([{"id":1,"email":"a"}])"}, errc::claim_type},
        {{.user = R"({"id":1,"email":"a\u0000b"})"}, errc::invalid_claim},
        {{.user = R"({"id":1,"id":1,"email":"a"})"}, errc::duplicate_member},
        {{.user = R"({"id":1,"email":"a","x":{"y":1,"\u0079":2}})"}, errc::duplicate_member},
        {{.more = R"(,"operation":"x")"}, errc::wrong_operation},
        {{.more = R"(,"operation":null)"}, errc::wrong_operation},
        {{.more = R"(,"iss":"bc")"}, errc::duplicate_member},
        {{.more = R"(,"\u0069ss":"bc")"}, errc::duplicate_member},
        {{.more = R"(,"url":"//evil.example")"}, errc::invalid_claim},
        {{.more = R"(,"url":"https://evil.example")"}, errc::invalid_claim},
        {{.more = R"(,"channel_id":null)"}, errc{}},
        {{.more = R"(,"channel_id":-1)"}, errc::invalid_claim},
        {{.more = R"(,"owner":{"id":1})"}, errc::missing_claim},
        {{.more = R"(,"owner":{})"}, errc::missing_claim},
        {{.more = R"(,"unknown":{"deep":[1,{"a":null}]})"}, errc{}},
        {{.more = "}"}, errc::invalid_json},
    };
    for (auto const& row : rows) {
        auto const got = judge(row.changed.token());
        EXPECT_EQ(why(got), row.expected == errc{} ? bcauth::error_code{} : row.expected)
            << row.changed.json();
    }
}

// threats rows 33, 41 and 43
TEST(LoadVerifier, RefusesATokenWithoutARequiredClaim) {
    auto const whole = claims{.more = ""}.json();
    for (std::string const member : {"iss", "aud", "sub", "exp", "user"}) {
        auto json = whole;
        json.replace(json.find('"' + member + '"') + 1, member.size(), "absent_" + member);
        EXPECT_EQ(why(judge(doors::jwt(secret, json))), errc::missing_claim) << member;
    }
}

// threats row 56: nothing is told about what is in a token before its signature holds
TEST(LoadVerifier, TheSignatureIsJudgedFirst) {
    for (auto const& wrong : {claims{.iss = R"("x")"}, claims{.exp = "1"}, claims{.more = "}}}"}}) {
        EXPECT_EQ(why(judge(doors::jwt("another secret", wrong.json()))), errc::signature_mismatch);
    }
    auto const good = claims{}.token();
    auto const signature = good.substr(good.rfind('.'));
    for (auto const* const input : {"bm90IGpzb24.bm90IGpzb24", "###.!!!", "eyJhbGciOiJub25lIn0.e30",
                                    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\x01"}) {
        EXPECT_EQ(why(judge(input + signature)), errc::signature_mismatch) << input;
    }
}

// threats row 36: leeway covers clocks that differ, and no two of them make an end come before its beginning;
// SECURITY.md, "How it is checked"
TEST(LoadVerifier, RefusesATokenThatEndsBeforeItWasIssued) {
    auto const lived = [](std::int64_t from, std::int64_t to) {
        return claims{.iat = std::to_string(now + from), .exp = std::to_string(now + to)}.token();
    };
    doors::at const wide{.now = now, .leeway = 600};
    EXPECT_TRUE(judge(lived(-5, 0), wide));
    EXPECT_TRUE(judge(lived(600, 601), wide));
    EXPECT_TRUE(judge(lived(5, 5), wide));
    EXPECT_EQ(why(judge(lived(6, 5), wide)), errc::invalid_claim);
    EXPECT_EQ(why(judge(lived(600, -599), wide)), errc::invalid_claim);
    EXPECT_EQ(why(judge<doors::uninstall>(lived(1, 0), wide)), errc::invalid_claim);
}

// -- one secret signs five kinds of token: each passes at its own doors only

TEST(Doors, NoKindOfTokenPassesAtAnotherKindsDoor) {
    auto const time = std::to_string(now);
    auto const exp = std::to_string(now + 900);
    auto const store = bcauth::store_hash::make("abc123").value();
    auto const load = claims{}.token();
    auto const shopper = doors::jwt(
        secret, R"({"customer":{"id":1,"email":"c@x.com","group_id":"6"},"iss":"bc/apps",)"
                R"("sub":"abc123","store_hash":"abc123","operation":"current_customer","aud":")" +
                    std::string(client_id) + R"(","iat":)" + time + R"(,"exp":)" + exp + '}');
    auto const login =
        doors::jwt(secret, R"({"iss":")" + std::string(client_id) + R"(","iat":)" + time +
                               R"(,"jti":"1","operation":"customer_login","store_hash":"abc123",)"
                               R"("customer_id":1})");
    auto const door = doors::open<doors::customer>(app(), {.now = now});
    ASSERT_TRUE(judge(load));
    ASSERT_TRUE(door(shopper, store)) << why(door(shopper, store)).message();

    EXPECT_EQ(why(door(load, store)), errc::wrong_issuer);
    EXPECT_EQ(why(door(login, store)), errc::wrong_issuer);
    EXPECT_EQ(why(judge(shopper)), errc::wrong_issuer);
    EXPECT_EQ(why(judge<doors::uninstall>(shopper)), errc::wrong_issuer);
    EXPECT_EQ(why(judge<doors::removal>(shopper)), errc::wrong_issuer);
    // it has no audience at all
    EXPECT_EQ(why(judge(login)), errc::missing_claim);
    EXPECT_EQ(why(judge<doors::uninstall>(login)), errc::missing_claim);
    EXPECT_EQ(why(judge<doors::removal>(login)), errc::missing_claim);
    // a JWT where the legacy form is expected, and the other way about
    EXPECT_EQ(why(judge_payload(load)), errc::token_shape);
    EXPECT_EQ(why(judge(doors::payload(secret, "{}"))), errc::token_shape);
}

// the claims are those of a load, and a load token lives for a day
TEST(Doors, DestructiveOnesTakeNothingOlderThanFiveMinutes) {
    for (std::int64_t const age : {0, 299, 300, 301, 86399}) {
        auto const token =
            claims{.iat = std::to_string(now - age), .exp = std::to_string(now - age + 86400)}
                .token();
        bool const young = age <= 300;
        EXPECT_TRUE(judge(token)) << age;
        EXPECT_EQ(judge<doors::uninstall>(token).has_value(), young) << age;
        EXPECT_EQ(judge<doors::removal>(token).has_value(), young) << age;
        if (!young) {
            EXPECT_EQ(why(judge<doors::uninstall>(token)), errc::stale);
            EXPECT_EQ(why(judge<doors::uninstall>(token, {.now = now, .leeway = 600})),
                      errc::stale);
        }
    }
    auto const ageless =
        doors::jwt(secret, R"({"iss":"bc","aud":"client-of-the-tests","sub":"stores/a","exp":)" +
                               std::to_string(now + 9) + R"(,"user":{"id":1,"email":"a"}})");
    EXPECT_TRUE(judge(ageless));
    EXPECT_EQ(why(judge<doors::uninstall>(ageless)), errc::missing_claim);
}

TEST(Doors, DestructiveOnesHoldLegacyPayloadsToTheirOwnAge) {
    auto const payload = [](std::int64_t age) {
        return doors::payload(secret,
                              R"({"user":{"id":1,"email":"a"},"store_hash":"abc","timestamp":)" +
                                  std::to_string(now - age) + '}');
    };
    doors::at const wide{.now = now, .max_age = 86400};
    auto const door = doors::open<doors::uninstall>(app(), wide);
    EXPECT_TRUE(doors::open<doors::load>(app(), wide).verify_payload(payload(3600)));
    EXPECT_TRUE(door.verify_payload(payload(300)));
    EXPECT_EQ(why(door.verify_payload(payload(301))), errc::stale);
}

// -- the examples of the platform's page "Processing the Signed Payload"

constexpr std::string_view documented_json = R"({
  "user": {
    "id": 9128,
    "email": "user@mybigcommerce.com"
  },
  "owner": {
    "id": 9128,
    "email": "user@mybigcommerce.com"
  },
  "context": "stores/z4zn3wo",
  "store_hash": "z4zn3wo",
  "timestamp": 1469823892.9123988
})";

TEST(Documentation, TheUserInformationIsRead) {
    auto const text = doors::payload(secret, documented_json);
    auto const who = judge_payload(text, {.now = 1469823893});
    ASSERT_TRUE(who) << why(who).message();
    EXPECT_EQ(who->store().context(), "stores/z4zn3wo");
    EXPECT_EQ(who->user().id, 9128);
    EXPECT_EQ(who->user().email, "user@mybigcommerce.com");
    EXPECT_EQ(who->owner()->email, "user@mybigcommerce.com");
    EXPECT_TRUE(who->is_owner());
    EXPECT_EQ(who->issued_at()->time_since_epoch().count(), 1469823892);
    EXPECT_FALSE(who->expires_at());
    EXPECT_EQ(who->url(), "/");
    EXPECT_EQ(who->token_id(), "");
}

// threats row 51
TEST(Documentation, ThePayloadHasNoExpirySoItsAgeIsLimited) {
    auto const text = doors::payload(secret, documented_json);
    auto const at = [&](std::int64_t seconds) {
        return why(judge_payload(text, {.now = seconds}));
    };
    EXPECT_FALSE(at(1469823892 + 300));
    EXPECT_EQ(at(1469823892 + 301), errc::stale);
    EXPECT_FALSE(at(1469823893 - 60));
    EXPECT_EQ(at(1469823893 - 61), errc::not_yet_valid);
}

TEST(Documentation, ThePlaceholderOfEachRequestIsRefused) {
    constexpr std::string_view query = "signed_payload=hw9fhkx2ureq.t73sk8y80jx9";
    EXPECT_EQ(why(ask<doors::load>(query)), errc::signature_mismatch);
    EXPECT_EQ(why(ask<doors::uninstall>(query)), errc::signature_mismatch);
    EXPECT_EQ(why(ask<doors::removal>(query)), errc::signature_mismatch);
}

// threats row 46
TEST(LegacyPayload, ContextAndHashMustNameOneStore) {
    auto const payload = [](std::string const& stores) {
        return doors::payload(secret, R"({"user":{"id":1,"email":"a"},)" + stores +
                                          R"(,"timestamp":)" + std::to_string(now) + '}');
    };
    EXPECT_TRUE(judge_payload(payload(R"("store_hash":"abc","context":"stores/abc")")));
    EXPECT_TRUE(judge_payload(payload(R"("store_hash":"abc")")));
    EXPECT_EQ(why(judge_payload(payload(R"("store_hash":"abc","context":"stores/abd")"))),
              errc::store_conflict);
    EXPECT_EQ(why(judge_payload(payload(R"("context":"stores/abc")"))), errc::missing_claim);
    EXPECT_EQ(why(judge_payload(payload(R"("store_hash":"abc","context":null)"))),
              errc::claim_type);
}

// threats row 51
TEST(LegacyPayload, MayBeOfAnyAgeByTheNamedRelaxationOnly) {
    using policy = bcauth::allow_stale_payload<>;
    auto const text = doors::payload(secret, documented_json);
    auto const door =
        bcauth::load_verifier<policy, doors::clock>::make(app(), {}, doors::clock{now}).value();
    EXPECT_TRUE(door.verify_payload(text));
    EXPECT_EQ(why(judge_payload(text, {.now = now, .max_age = 86400})), errc::stale);
    auto const gone =
        bcauth::uninstall_verifier<policy, doors::clock>::make(app(), {}, doors::clock{now})
            .value();
    EXPECT_EQ(why(gone.verify_payload(text)), errc::stale) << "never at a destructive door";
}

// -- configuration and its failures

TEST(Doors, SayWhichSecretMatched) {
    auto const token = claims{}.token();
    for (unsigned place = 1; place <= 3; ++place) {
        std::vector<bcauth::secret> secrets;
        for (unsigned i = 1; i <= 3; ++i) {
            secrets.emplace_back(i == place ? secret : std::string_view("not this one"));
        }
        auto const config =
            bcauth::app_config::make(
                {.client_id = std::string(client_id),
                 .client_secrets = bcauth::key_ring::make(std::move(secrets)).value()})
                .value();
        auto const who = doors::open<doors::load>(config, {.now = now}).verify_jwt(token);
        ASSERT_TRUE(who);
        EXPECT_EQ(who->matched_secret(), place);
    }
}

TEST(Doors, SayAtEveryCallThatAToleranceIsTooWide) {
    bcauth::tolerances<> limits;
    limits.leeway = std::chrono::seconds{601};
    doors::load const door(app(), limits, doors::clock{now});
    EXPECT_EQ(why(door.verify_jwt(claims{}.token())), errc::tolerance_too_wide);
    EXPECT_EQ(why(door.verify_payload("x")), errc::tolerance_too_wide);
    EXPECT_EQ(why(doors::load::make(app(), limits, doors::clock{now})), errc::tolerance_too_wide);
}

// threats row 52
TEST(Doors, RefuseAClockThatIsOutOfRange) {
    auto const token = claims{}.token();
    for (std::int64_t const seconds :
         {std::int64_t{-1}, std::int64_t{253402300800}, std::int64_t{1} << 62}) {
        EXPECT_EQ(why(judge(token, {.now = seconds})), errc::clock_out_of_range);
        EXPECT_EQ(why(judge_payload(token, {.now = seconds})), errc::clock_out_of_range);
    }
    // a clock that is set back, or runs past what 32 bits hold, judges as any other
    for (std::int64_t const edge : {std::int64_t{1} << 31, std::int64_t{1} << 32,
                                    std::int64_t{0xffffffff}, std::int64_t{4'102'444'800}}) {
        auto const then = claims{.iat = std::to_string(edge), .exp = std::to_string(edge + 900)};
        EXPECT_EQ(why(judge(then.token(), {.now = edge - 1})), errc::not_yet_valid);
        EXPECT_TRUE(judge(then.token(), {.now = edge}));
        EXPECT_TRUE(judge(then.token(), {.now = edge + 899}));
        EXPECT_EQ(why(judge(then.token(), {.now = edge + 900})), errc::expired);
        EXPECT_EQ(why(judge(token, {.now = edge})), errc::expired);
        EXPECT_EQ(why(judge(then.token(), {.now = now})), errc::not_yet_valid);
    }
    EXPECT_EQ(why(judge(token, {.now = 0})), errc::not_yet_valid);
    EXPECT_EQ(why(judge(token, {.now = 253402300799})), errc::expired);
}

// threats row 67
TEST(Doors, OfAMovedFromConfigurationRefuse) {
    auto config = app();
    auto const taken = std::move(config);
    doors::load const door(config, {}, doors::clock{now});  // NOLINT
    EXPECT_FALSE(door.verify_jwt(claims{}.token()));
    EXPECT_EQ(bcauth::condition_of(why(door.verify_jwt(claims{}.token()))),
              bcauth::condition::misconfigured);
    EXPECT_TRUE(doors::open<doors::load>(taken, {.now = now}).verify_jwt(claims{}.token()));
}

TEST(Doors, MovedFromRefuse) {
    auto door = doors::open<doors::load>(app(), {.now = now});
    auto const taken = std::move(door);
    EXPECT_TRUE(taken.verify_jwt(claims{}.token()));
    EXPECT_FALSE(door.verify_jwt(claims{}.token()));  // NOLINT
    EXPECT_FALSE(door.verify_payload(doors::payload(secret, documented_json)));
}

// threats row 62: a backend that fails at its n-th call is never an acceptance
struct failing_backend {
    inline static int calls_until_failure = 0;
    using key = bcauth::openssl_mac::key;
    static bcauth::result<key> make_key(bcauth::mac_algorithm algorithm, std::string_view bytes) {
        return bcauth::openssl_mac::make_key(algorithm, bytes);
    }
    static bcauth::result<void> sign(key const& with, bcauth::mac_message parts,
                                     bcauth::mac_digest& out) {
        if (calls_until_failure-- == 0) {
            return errc::crypto_failure;
        }
        return bcauth::openssl_mac::sign(with, parts, out);
    }
};

TEST(Doors, ABackendThatFailsIsNeverAnAcceptance) {
    using door_type = bcauth::load_verifier<bcauth::strict_policy, doors::clock, failing_backend>;
    auto const config =
        bcauth::app_config::make(
            {.client_id = std::string(client_id),
             .client_secrets = bcauth::key_ring::make({secret, "second", "third"}).value()})
            .value();
    auto const door = door_type::make(config, {}, doors::clock{now}).value();
    for (int call = 0; call < 3; ++call) {
        failing_backend::calls_until_failure = call;
        EXPECT_EQ(why(door.verify_jwt(claims{}.token())), errc::crypto_failure) << call;
        failing_backend::calls_until_failure = call;
        EXPECT_EQ(why(door.verify_payload(doors::payload(secret, "{}"))), errc::crypto_failure);
    }
    failing_backend::calls_until_failure = -1;
    EXPECT_TRUE(door.verify_jwt(claims{}.token()));
}

}  // namespace
