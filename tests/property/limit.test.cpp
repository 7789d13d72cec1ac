// SPDX-License-Identifier: BSL-1.0
#include "../../bench/peers/limit.cpp"  // NOLINT(bugprone-suspicious-include): judged as it is measured
#include <bcauth/callback.hpp>
#include <bcauth/current_customer.hpp>
#include <bcauth/jwt/signer.hpp>
#include <bcauth/testing/fixed_clock.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What bench/ measures this library against does the same work: the hand-made limit takes and refuses what we do.
namespace {

namespace bench = bcauth_bench;
using bcauth::strict_policy;
using bcauth::testing::fixed_clock;
using bench::token_kind;

constexpr char const* client_id = "U8RphZeDjQc4kLVSzNjePo0CMjq7yOg";
constexpr char const* secret_text =
    "3a2f9c1e5b7d4860918273645fedcba0a1b2c3d4e5f60718293a4b5c6d7e8f90";
constexpr std::int64_t second = 1'659'035'000;

constexpr std::string_view claims_of[] = {
    R"({"customer":{"id":4927,"email":"john.doe@example.com","group_id":"6"},"iss":"bc/apps",)"
    R"("sub":"z4zn3wo","iat":1659034700,"exp":1659035600,"version":1,)"
    R"("aud":"U8RphZeDjQc4kLVSzNjePo0CMjq7yOg","application_id":"U8RphZeDjQc4kLVSzNjePo0CMjq7yOg",)"
    R"("store_hash":"z4zn3wo","operation":"current_customer"})",
    R"({"aud":"U8RphZeDjQc4kLVSzNjePo0CMjq7yOg","iss":"bc","iat":1659031626,"nbf":1659031621,)"
    R"("exp":1659118026,"jti":"c5f0bcf5-a504-4ae6-8dcc-0e40eaa5a070","sub":"stores/z4zn3wo",)"
    R"("user":{"id":9876543,"email":"authorized_user@example.com","locale":"en-US"},)"
    R"("owner":{"id":7654321,"email":"owner@example.com"},"url":"/","channel_id":null})",
    R"({"user":{"id":9128,"email":"user@mybigcommerce.com"},)"
    R"("owner":{"id":9128,"email":"user@mybigcommerce.com"},)"
    R"("context":"stores/z4zn3wo","store_hash":"z4zn3wo","timestamp":1659034900.9123988})"};

class Limit : public testing::TestWithParam<int> {
protected:
    void SetUp() override {
        if (!bench::peer_prepare(secret_text, client_id, second)) {
            GTEST_SKIP() << "skipped: this processor has no SHA-NI or no AVX2";
        }
    }

    static token_kind kind() { return static_cast<token_kind>(GetParam()); }
    static std::string claims() { return std::string(claims_of[GetParam()]); }

    static std::string sign(std::string_view json) {
        bcauth::secret const key(secret_text);
        auto const token = kind() == token_kind::legacy_payload
                               ? bcauth::signed_payload<>::sign(key, json)
                               : bcauth::jwt::signer<>::make(key)->sign(json);
        return std::string(token->expose());
    }

    bool takes(std::string const& token) const {
        switch (kind()) {
            case token_kind::current_customer: return x_customer(token, x_store).has_value();
            case token_kind::load_jwt: return x_load.verify_jwt(token).has_value();
            default: return x_load.verify_payload(token).has_value();
        }
    }

    static bool limit_takes(std::string const& token) {
        bench::facts facts{};
        return bench::peer_verify(kind(), token.data(), token.size(), &facts);
    }

private:
    bcauth::app_config x_app =
        bcauth::app_config::make({.client_id = client_id,
                                  .client_secrets = bcauth::key_ring::make({secret_text}).value()})
            .value();
    fixed_clock x_clock{std::chrono::sys_seconds{std::chrono::seconds{second}}};
    bcauth::load_verifier<strict_policy, fixed_clock> x_load{x_app, {}, x_clock};
    bcauth::current_customer_verifier<strict_policy, fixed_clock> x_customer{x_app, {}, x_clock};
    bcauth::store_hash x_store = bcauth::store_hash::make("z4zn3wo").value();
};

TEST_P(Limit, ReadsWhatWeRead) {
    bench::facts facts{};
    auto const token = sign(claims());
    ASSERT_TRUE(takes(token));
    ASSERT_TRUE(bench::peer_verify(kind(), token.data(), token.size(), &facts));
    constexpr std::uint64_t users[] = {4927, 9876543, 9128};
    constexpr std::string_view emails[] = {"john.doe@example.com", "authorized_user@example.com",
                                           "user@mybigcommerce.com"};
    EXPECT_EQ(facts.user, users[GetParam()]);
    EXPECT_EQ(facts.email, emails[GetParam()]);
    EXPECT_EQ(facts.store, std::string_view("z4zn3wo"));
}

// each letter of the token another one, dropped, or doubled
TEST_P(Limit, RefusesEveryTokenThatIsSpoiledInOnePlace) {
    auto const token = sign(claims());
    for (std::size_t at = 0; at < token.size(); ++at) {
        for (auto const* const letters : {"A", "B", "-", "+", "=", ".", "", "\xc3"}) {
            auto spoiled = token;
            spoiled.replace(at, 1, letters);
            if (spoiled != token) {
                EXPECT_EQ(limit_takes(spoiled), takes(spoiled)) << letters << " in place " << at;
            }
        }
    }
}

// each byte of the claims another one, signed with the right secret
TEST_P(Limit, JudgesClaimsThatAreSpoiledInOnePlace) {
    auto const json = claims();
    std::size_t taken = 0;
    for (std::size_t at = 0; at < json.size(); ++at) {
        for (auto const* const letters :
             {"0",       "9",       "-",    "a",    "\"",       "\\",          ",",  ":",
              "{",       "}",       "[",    " ",    "",         ".5",          "e1", "null",
              "\\u0041", "\\u0007", "\x01", "\x7f", "\xc3\xa9", "\xed\xa0\x80"}) {
            auto spoiled = json;
            spoiled.replace(at, 1, letters);
            auto const token = sign(spoiled);
            bool const right = takes(token);
            taken += right ? 1 : 0;
            EXPECT_EQ(limit_takes(token), right) << spoiled;
        }
    }
    EXPECT_GT(taken, json.size() / 10);
    EXPECT_LT(taken, json.size() * 11);
}

TEST_P(Limit, JudgesClaimsWithMembersPutInFront) {
    for (auto const* const members : {R"("a":1,"a":2)",
                                      R"("a":{"b":1,"b":2})",
                                      R"("a":{"b":1},"c":{"b":2})",
                                      R"("a":[1,{"x":[]}])",
                                      R"("a":[1,])",
                                      R"("a":{"b":})",
                                      R"("a":01)",
                                      R"("a":-0)",
                                      R"("a":1e5)",
                                      R"("a":true)",
                                      R"("a":tru)",
                                      R"("user":{"id":1,"email":"e"})",
                                      R"("aud":["x","U8RphZeDjQc4kLVSzNjePo0CMjq7yOg"])",
                                      R"("operation":"x")",
                                      R"("operation":null)",
                                      R"("nbf":1659035010)",
                                      R"("nbf":1659035010.5)",
                                      R"("nbf":1659035011)",
                                      R"("url":"//x")",
                                      R"("url":"/a/../b")",
                                      R"("url":"/a?b#c")",
                                      R"("channel_id":-1)",
                                      R"("channel_id":1)",
                                      R"("owner":{})",
                                      R"("version":{})",
                                      R"("":1)"}) {
        auto json = claims();
        json.insert(1, std::string(members) + ",");
        auto once = json;  // without what may then stand there twice
        for (std::string_view const member :
             {R"("url":"/",)", R"(,"channel_id":null)", R"("nbf":1659031621,)"}) {
            if (auto const at = once.rfind(member); at != std::string::npos) {
                once.erase(at, member.size());
            }
        }
        for (auto const& each : {json, once}) {
            auto const token = sign(each);
            EXPECT_EQ(limit_takes(token), takes(token)) << each;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Limit, testing::Values(0, 1, 2));

}  // namespace
