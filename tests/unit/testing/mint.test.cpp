// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/mint.hpp>
// the doors that judge what it makes
#include <bcauth/app_config.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/current_customer.hpp>
#include <bcauth/testing/fixed_clock.hpp>

#include <boost/json.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace {

using namespace bcauth::testing;
using bcauth::errc;
using bcauth::strict_policy;

std::string decoded_part(std::string_view token, std::size_t part) {
    for (; part > 0; --part) {
        token.remove_prefix(token.find('.') + 1);
    }
    auto const text = token.substr(0, token.find('.'));
    std::string bytes(bcauth::base64_decoded_size(text.size()), '\0');
    auto const alphabet = bcauth::base64_alphabet::url;
    auto const size =
        bcauth::base64_decode(text, {reinterpret_cast<unsigned char*>(bytes.data()), bytes.size()},
                              alphabet, bcauth::base64_padding::optional);
    return bytes.substr(0, size.value());
}

boost::json::object claims(token_kind kind, mint_options const& options = {}) {
    auto const token = mint(kind, options).value();
    auto const part = kind == token_kind::signed_payload ? 0U : 1U;
    return boost::json::parse(decoded_part(token.expose(), part)).as_object();
}

bcauth::app_config app(mint_options const& options) {
    return bcauth::app_config::make(
               {.client_id = options.client_id,
                .client_secrets = bcauth::key_ring::make({options.client_secret.expose()}).value()})
        .value();
}

template <template <class, class, class> class Verifier>
auto door(mint_options const& options) {
    return Verifier<strict_policy, fixed_clock, bcauth::openssl_mac>(app(options), {},
                                                                     fixed_clock(options.at));
}

template <class Policy, class Clock, class Backend>
using load = bcauth::load_verifier<Policy, Clock, Backend>;

mint_options with_claim(std::string path, std::string json) {
    mint_options options;
    options.claims.push_back({std::move(path), std::move(json)});
    return options;
}

TEST(Mint, MakesALoadTokenAsThePlatformDocumentsIt) {
    EXPECT_EQ(boost::json::parse(R"({"aud":"U8RphZeDjQc4kLVSzNjePo0CMjq7yOg","iss":"bc",
        "iat":1659031626,"nbf":1659031621,"exp":1659118026,
        "jti":"c5f0bcf5-a504-4ae6-8dcc-0e40eaa5a070","sub":"stores/z4zn3wo",
        "user":{"id":9876543,"email":"user@example.com","locale":"en-US"},
        "owner":{"id":7654321,"email":"owner@example.com"},"url":"/","channel_id":null})"),
              claims(token_kind::load_jwt, [] {
                  mint_options options;
                  options.token_id = "c5f0bcf5-a504-4ae6-8dcc-0e40eaa5a070";
                  return options;
              }()));
    auto const token = mint(token_kind::load_jwt).value();
    EXPECT_EQ(decoded_part(token.expose(), 0), R"({"typ":"JWT","alg":"HS256"})");
}

TEST(Mint, MakesACurrentCustomerTokenThatLivesAQuarterOfAnHour) {
    auto const made = claims(token_kind::current_customer);
    EXPECT_EQ(made, boost::json::parse(R"({"customer":{"id":4927,"email":"shopper@example.com",
        "group_id":"6"},"iss":"bc/apps","sub":"z4zn3wo","iat":1659031626,"exp":1659032526,
        "version":1,"aud":"U8RphZeDjQc4kLVSzNjePo0CMjq7yOg",
        "application_id":"U8RphZeDjQc4kLVSzNjePo0CMjq7yOg","store_hash":"z4zn3wo",
        "operation":"current_customer"})"));
}

TEST(Mint, MakesALegacyPayloadWhoseTimeHasAFraction) {
    auto const made = claims(token_kind::signed_payload);
    EXPECT_EQ(made.at("timestamp").as_double(), 1659031626.25);
    EXPECT_EQ(made.at("context").as_string(), "stores/z4zn3wo");
    EXPECT_EQ(made.at("store_hash").as_string(), "z4zn3wo");
    EXPECT_EQ(made.at("user").at("id").as_int64(), 9876543);
}

TEST(Mint, MakesALoginTokenAsThePlatformDocumentsIt) {
    mint_options options;
    options.token_id = "6b1e4e2e-0000-4000-a000-000000000001";
    options.url = "/account.php";
    EXPECT_EQ(claims(token_kind::customer_login, options), boost::json::parse(R"({
        "iss":"U8RphZeDjQc4kLVSzNjePo0CMjq7yOg","iat":1659031626,
        "jti":"6b1e4e2e-0000-4000-a000-000000000001","operation":"customer_login",
        "store_hash":"z4zn3wo","customer_id":4927,"redirect_to":"/account.php"})"));
    options.channel_id = 667251;
    EXPECT_EQ(claims(token_kind::customer_login, options).at("channel_id").as_int64(), 667251);
    options.algorithm = bcauth::mac_algorithm::hs512;
    auto const token = mint(token_kind::customer_login, options).value();
    EXPECT_EQ(decoded_part(token.expose(), 0), R"({"typ":"JWT","alg":"HS256"})");
}

TEST(Mint, MakesWhatTheStrictDoorsTake) {
    mint_options options;
    options.store = "abc123";
    options.client_id = "me";
    options.client_secret = bcauth::secret{std::string_view("a\0b", 3)};
    options.channel_id = 7;
    options.url = "/orders/1?x=y";
    auto const token = mint(token_kind::load_jwt, options).value();
    auto const who = door<load>(options).verify_jwt(token.expose());
    ASSERT_TRUE(who);
    EXPECT_EQ(who->store().context(), "stores/abc123");
    EXPECT_EQ(who->channel_id(), 7);
    EXPECT_EQ(who->url(), "/orders/1?x=y");
    EXPECT_EQ(who->issued_at(), options.at);
    for (auto const algorithm : {bcauth::mac_algorithm::hs256, bcauth::mac_algorithm::hs512}) {
        options.algorithm = algorithm;
        auto const shopper = mint(token_kind::current_customer, options).value();
        EXPECT_TRUE(door<bcauth::current_customer_verifier>(options)(
            shopper.expose(), bcauth::store_hash::make("abc123").value()));
    }
}

TEST(Mint, MakesAQueryThatTheLoadDoorReads) {
    mint_options options;
    options.user_email = "a>~>~>?>~?@example.com";  // its base64 has '+' and '/'
    for (auto const kind : {token_kind::load_jwt, token_kind::signed_payload}) {
        auto const query = mint_query(kind, options).value();
        EXPECT_EQ(query.expose().find('+'), std::string_view::npos);
        auto const who = door<load>(options)(query.expose());
        ASSERT_TRUE(who) << who.error();
        EXPECT_EQ(who->user().email, options.user_email);
    }
    for (auto const kind : {token_kind::current_customer, token_kind::customer_login}) {
        EXPECT_EQ(mint_query(kind, options).error(), errc::invalid_parameter);
    }
}

constexpr std::array texts{token_kind::signed_payload, token_kind::load_jwt,
                           token_kind::current_customer, token_kind::customer_login};

TEST(Mint, GivesEqualTokensForEqualOptionsAndOthersForOthers) {
    for (auto const kind : texts) {
        EXPECT_EQ(mint(kind).value(), mint(kind).value());
    }
    mint_options later;
    later.at += std::chrono::seconds{1};
    auto const first = claims(token_kind::load_jwt).at("jti");
    EXPECT_NE(first, claims(token_kind::load_jwt, later).at("jti"));
    EXPECT_EQ(first.as_string().size(), 36U);
    mint_options other;
    other.customer_id = 1;
    EXPECT_EQ(first, claims(token_kind::load_jwt, other).at("jti"));
    EXPECT_NE(claims(token_kind::customer_login).at("jti"),
              claims(token_kind::customer_login, other).at("jti"));
}

TEST(Mint, OverridesAClaimByItsPathToTheByte) {
    auto const token =
        mint(token_kind::load_jwt, with_claim("user.id", " 9007199254740993e0 ")).value();
    EXPECT_NE(decoded_part(token.expose(), 1).find(R"("id": 9007199254740993e0 ,)"),
              std::string::npos);
    auto const made = claims(token_kind::load_jwt, with_claim("plan.name", "\"gold\""));
    EXPECT_EQ(made.at("plan").at("name").as_string(), "gold");
    EXPECT_EQ(made.at("user").at("id").as_int64(), 9876543);
}

TEST(Mint, TakesAClaimAwayWhoseOverrideIsEmpty) {
    EXPECT_FALSE(claims(token_kind::load_jwt, with_claim("exp", "")).contains("exp"));
    auto const made = claims(token_kind::load_jwt, with_claim("user.locale", ""));
    EXPECT_FALSE(made.at("user").as_object().contains("locale"));
    EXPECT_EQ(made.size(), claims(token_kind::load_jwt).size());
}

TEST(Mint, EscapesTheTextsOfItsOptions) {
    mint_options options;
    options.user_email = "\"},\"user\":{\"id\":1,\"email\":\"x\n\\";
    EXPECT_EQ(claims(token_kind::load_jwt, options).at("user").at("email").as_string(),
              options.user_email);
}

TEST(Mint, RefusesAnOverrideThatIsNotOneJsonValue) {
    for (auto const* const json : {"{", "1 2", "bc", "\"\xff\"", " ", "{}{}", "1,\"x\":2"}) {
        EXPECT_EQ(mint(token_kind::load_jwt, with_claim("x", json)).error(), errc::invalid_json)
            << json;
    }
}

TEST(Mint, RefusesAPathThatIsNone) {
    for (auto const* const path : {"", ".", "a.", ".a", "a..b", "a.b.c.d.e.f.g.h.i", "\xff"}) {
        EXPECT_EQ(mint(token_kind::load_jwt, with_claim(path, "1")).error(),
                  errc::invalid_parameter)
            << path;
    }
}

TEST(Mint, RefusesTheKindsThatItDoesNotMake) {
    EXPECT_EQ(mint(token_kind::webhook).error(), errc::invalid_parameter);
    EXPECT_EQ(mint_query(token_kind::webhook).error(), errc::invalid_parameter);
}

TEST(Mint, RefusesAnEmptySecret) {
    mint_options options;
    options.client_secret = {};
    for (auto const kind : texts) {
        EXPECT_EQ(mint(kind, options).error(), errc::empty_secret);
    }
}

}  // namespace
