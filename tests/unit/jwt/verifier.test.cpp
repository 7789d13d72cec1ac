// SPDX-License-Identifier: BSL-1.0
#include <bcauth/jwt/verifier.hpp>

#include <bcauth/jwt/signer.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::mac_algorithm;
using bcauth::jwt::claim_rule;
using bcauth::jwt::claim_type;
using bcauth::jwt::claim_value;
using bcauth::jwt::presence;
using kind = claim_value::kind;

constexpr std::string_view secret = "secret of the verifier tests";
constexpr std::array hs256{mac_algorithm::hs256};
constexpr std::array both{mac_algorithm::hs256, mac_algorithm::hs512};

struct small_policy : bcauth::strict_policy {
    static constexpr std::size_t token_bytes = 1024;
};
struct flat_policy : bcauth::strict_policy {
    static constexpr std::size_t json_depth = 4;
};

template <class Policy = bcauth::strict_policy>
bcauth::jwt::verifier<Policy> verifier(std::span<mac_algorithm const> algorithms = both) {
    return bcauth::jwt::verifier<Policy>::make(bcauth::key_ring::make({secret}).value(), algorithms)
        .value();
}

std::string url64(std::string_view bytes) {
    return bcauth::base64_encode(bytes, bcauth::base64_alphabet::url, bcauth::base64_padding::none);
}

// signs whatever stands there, as an attacker with the secret or a careless signer would
std::string token_of_parts(std::string_view header, std::string_view payload,
                           mac_algorithm algorithm = mac_algorithm::hs256) {
    auto text = std::string(header) + '.' + std::string(payload);
    auto const key = bcauth::openssl_mac::make_key(algorithm, secret);
    std::array const parts{std::string_view(text)};
    bcauth::mac_digest digest;
    EXPECT_TRUE(bcauth::openssl_mac::sign(*key, parts, digest));
    return text + '.' +
           url64({reinterpret_cast<char const*>(digest.data()), bcauth::digest_size(algorithm)});
}

std::string token(std::string_view header, std::string_view payload,
                  mac_algorithm algorithm = mac_algorithm::hs256) {
    return token_of_parts(url64(header), url64(payload), algorithm);
}

template <class Policy = bcauth::strict_policy>
errc judge(std::string const& text, std::span<mac_algorithm const> algorithms = both) {
    bcauth::jwt::verifier<>::buffer decoded;
    auto const judged = verifier<Policy>(algorithms).verify(text, {}, {}, {}, decoded);
    return judged ? errc{} : static_cast<errc>(judged.error().value());
}

errc header(std::string_view json) {
    return judge(token(json, "{}"));
}

constexpr std::string_view plain = R"({"alg":"HS256","typ":"JWT"})";

// -- header: threats rows 1 to 5 and 22 to 26

TEST(JwtHeader, TheKnownOnesAndTheirEqualsPass) {
    for (auto const* const json :
         {R"({"alg":"HS256","typ":"JWT"})", R"({"typ":"JWT","alg":"HS256"})", R"({"alg":"HS256"})",
          R"( { "typ" : "jwt" , "alg" : "HS256" } )", R"({"alg":"HS256","typ":"Jwt"})",
          R"({"alg":"\u0048S256"})", R"({"alg":"HS256","kid":"x","jku":"https://evil.example"})",
          R"({"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"},"x5c":["x"],"foo":{"b":[1]}})"}) {
        EXPECT_EQ(header(json), errc{}) << json;
    }
}

TEST(JwtHeader, ItMustNameTheAlgorithmThatSigned) {
    for (auto const* const alg : {"none", "None", "NONE", "", "hs256", "HS256 ", "HS512", "HS384",
                                  "RS256", "HS2567", "HS25"}) {
        EXPECT_EQ(header(std::string(R"({"alg":")") + alg + "\"}"), errc::algorithm_mismatch)
            << alg;
    }
    EXPECT_EQ(judge(token(plain, "{}", mac_algorithm::hs512)), errc::algorithm_mismatch);
    EXPECT_EQ(judge(token(R"({"alg":"HS512","typ":"JWT"})", "{}", mac_algorithm::hs512)), errc{});
    EXPECT_EQ(judge(token(R"({"alg":"HS512"})", "{}", mac_algorithm::hs512)), errc{});
}

TEST(JwtHeader, RefusesExtensions) {
    for (auto const* const json :
         {R"({"alg":"HS256","crit":["exp"]})", R"({"alg":"HS256","crit":[]})",
          R"({"alg":"HS256","crit":null})", R"({"alg":"HS256","b64":false})",
          R"({"alg":"HS256","b64":true})", R"({"alg":"HS256","zip":"DEF"})",
          R"({"alg":"HS256","cty":"JWT"})", R"({"alg":"HS256","typ":"at+jwt"})",
          R"({"alg":"HS256","typ":""})", R"({"alg":"HS256","typ":"JWT "})",
          R"({"alg":"HS256","\u0063rit":[]})", R"({"alg":"HS256","typ":"JW"})",
          R"({"alg":"HS256","typ":"JW4"})"}) {
        EXPECT_EQ(header(json), errc::unsupported_header) << json;
    }
}

TEST(JwtHeader, RefusesWhatIsNoHeader) {
    for (auto const* const json :
         {"{}", R"({"typ":"JWT"})", R"({"ALG":"HS256"})", R"({"alg":null})", R"({"alg":256})",
          R"({"alg":["HS256"]})", R"({"alg":{"a":"HS256"}})", R"({"alg":"HS256","typ":1})",
          R"({"alg":"HS256","typ":null})", R"({"alg":"HS256"}x)", "[]", "\"HS256\"", "x",
          R"({"alg":"HS256\u0000"})", "\xef\xbb\xbf{\"alg\":\"HS256\"}"}) {
        EXPECT_EQ(header(json), errc::invalid_header) << json;
    }
    for (auto const* const json :
         {R"({"alg":"HS256","alg":"HS256"})", R"({"alg":"HS256","\u0061lg":"HS256"})",
          R"({"alg":"HS256","a":{"b":1,"b":1}})"}) {
        EXPECT_EQ(header(json), errc::duplicate_member) << json;
    }
}

TEST(JwtHeader, IsCanonicalBase64Too) {
    EXPECT_EQ(judge(token_of_parts(url64(plain) + '=', url64("{}"))), errc::invalid_base64);
    EXPECT_EQ(judge(token_of_parts(' ' + url64(plain), url64("{}"))), errc::invalid_base64);
}

// -- signature: threats rows 10 to 15

TEST(JwtSignature, TheLengthChoosesAmongTheAllowedAlgorithms) {
    auto const small = token(plain, "{}");
    auto const large = token(R"({"alg":"HS512"})", "{}", mac_algorithm::hs512);
    EXPECT_EQ(judge(small, hs256), errc{});
    EXPECT_EQ(judge(large, hs256), errc::signature_mismatch);
    constexpr std::array hs512{mac_algorithm::hs512};
    EXPECT_EQ(judge(small, hs512), errc::signature_mismatch);
    EXPECT_EQ(judge(large, hs512), errc{});
}

TEST(JwtSignature, RefusesEveryOtherLength) {
    auto const good = token(plain, "{}");
    auto const input = good.substr(0, good.rfind('.') + 1);
    for (std::size_t size = 1; size <= 80; ++size) {
        auto const why = judge(input + url64(std::string(size, 'x')));
        EXPECT_EQ(why, errc::signature_mismatch) << size;
    }
    EXPECT_EQ(judge(input), errc::token_shape);
}

TEST(JwtSignature, HasOneSpelling) {
    auto const good = token(plain, "{}");
    ASSERT_EQ(judge(good), errc{});
    auto const letters = bcauth::detail::base64_letters[1];
    auto const last = letters.find(good.back());
    for (std::size_t spare = 1; spare < 4; ++spare) {
        auto const other = good.substr(0, good.size() - 1) + letters[last ^ spare];
        EXPECT_EQ(judge(other), errc::invalid_base64);
    }
    EXPECT_EQ(judge(good + '='), errc::invalid_base64);
    EXPECT_EQ(judge(good + '\n'), errc::invalid_base64);
    EXPECT_EQ(judge(good + 'A'), errc::signature_mismatch) << "44 letters are 33 bytes";
    EXPECT_EQ(judge(' ' + good), errc::signature_mismatch) << "the header is signed as it stands";
}

TEST(JwtSignature, TriesAllSecretsAndNamesTheFirstThatMatches) {
    auto const good = token(plain, "{}");
    struct {
        std::initializer_list<std::string_view> ring;
        unsigned expected;
    } const rows[] = {{{secret}, 1},
                      {{"a", secret}, 2},
                      {{secret, "b"}, 1},
                      {{"a", "b", "c", "d", "e", "f", "g", secret}, 8},
                      {{"a", secret, "c", secret}, 2}};
    for (auto const& row : rows) {
        auto const some =
            bcauth::jwt::verifier<>::make(bcauth::key_ring::make(row.ring).value(), hs256).value();
        EXPECT_EQ(some.authenticate(good).value().matched_secret, row.expected);
    }
}

// threats rows 21, 24 and 56
TEST(JwtSignature, NothingIsParsedBeforeItHolds) {
    auto const signature = token(plain, "{}").substr(token(plain, "{}").rfind('.'));
    for (auto const& input :
         {url64(R"({"alg":"none"})") + '.' + url64("{}"), url64("{{{{") + '.' + url64("[[[["),
          std::string("*.*"), url64(plain) + ".=", url64(R"({"alg":"HS256","crit":[]})") + ".x"}) {
        EXPECT_EQ(judge(input + signature), errc::signature_mismatch) << input;
    }
}

TEST(JwtSignature, TheSizeLimitIsThePolicys) {
    std::size_t longest = 0;
    for (std::size_t pad = 690; pad < 740; ++pad) {
        auto const text = token(plain, "{}" + std::string(pad, ' '));
        auto const why = judge<small_policy>(text);
        EXPECT_EQ(why, text.size() <= 1024 ? errc{} : errc::token_too_large) << text.size();
        longest = why == errc{} ? text.size() : longest;
    }
    EXPECT_GE(longest, 1023U);
    EXPECT_EQ(judge(std::string(10'000'000, '.')), errc::token_too_large);
}

// -- claims

struct read_result {
    errc why;
    claim_value value;
    std::string text;
};

read_result read(claim_rule rule, std::string_view payload,
                 bcauth::jwt::claim_context const& context = {}) {
    bcauth::jwt::verifier<>::buffer decoded;
    std::array<claim_value, 1> values{};
    std::array const table{rule};
    auto const judged = verifier().verify(token(plain, payload), table, context, values, decoded);
    auto const why = judged ? errc{} : static_cast<errc>(judged.error().value());
    return {why, values[0], std::string(values[0].text)};
}

TEST(JwtClaims, AreReadIntoTheTablesMember) {
    auto const text = read({.name = "a"}, R"({"x":"no","a":"yes","z":["no"]})");
    EXPECT_EQ(text.why, errc{});
    EXPECT_EQ(text.text, "yes");
    auto const number =
        read({.name = "a", .type = claim_type::integer}, R"({"a":-9223372036854775808})");
    EXPECT_EQ(number.value.number, std::numeric_limits<std::int64_t>::min());
    auto const inner =
        read({.object = "o", .name = "a"}, R"({"a":"outer","o":{"p":{"a":"deep"},"a":"inner"}})");
    EXPECT_EQ(inner.text, "inner");
    auto const escaped = read({.name = "a"}, R"({"\u0061":"\ud83d\ude00\u00e9\/\"\\"})");
    EXPECT_EQ(escaped.text, "\xf0\x9f\x98\x80\xc3\xa9/\"\\");
}

// a text that begins with an escape is handed out by the parser from a buffer of its own
TEST(JwtClaims, KeepTextsThatBeginWithAnEscape) {
    constexpr std::array<claim_rule, 4> table{{{.name = "a", .member = 0},
                                               {.name = "b", .member = 1},
                                               {.name = "c", .member = 2},
                                               {.object = "o", .name = "d", .member = 3}}};
    std::array<claim_value, 4> values{};
    bcauth::jwt::verifier<>::buffer decoded;
    auto const text = token(plain, R"({"a":"\/orders","b":"\"","\u006f":{"d":"\u00e9t\u00e9"},)"
                                   R"("c":"\\","zz":"\n\n\n\n\n\n\n\n"})");
    ASSERT_TRUE(verifier().verify(text, table, {}, values, decoded));
    EXPECT_EQ(values[0].text, "/orders");
    EXPECT_EQ(values[1].text, "\"");
    EXPECT_EQ(values[2].text, "\\");
    EXPECT_EQ(values[3].text, "\xc3\xa9t\xc3\xa9");
}

TEST(JwtClaims, OfTheSameNameInAnotherPlaceAreOthers) {
    EXPECT_EQ(read({.name = "a"}, R"({"o":{"a":"x"}})").why, errc::missing_claim);
    EXPECT_EQ(read({.name = "a"}, R"({"o":[{"a":"x"}]})").why, errc::missing_claim);
    EXPECT_EQ(read({.object = "o", .name = "a"}, R"({"a":"x"})").why, errc::missing_claim);
    EXPECT_EQ(read({.object = "o", .name = "a"}, R"({"p":{"o":{"a":"x"}}})").why,
              errc::missing_claim);
    EXPECT_EQ(read({.object = "o", .name = "a"}, R"({"o":[{"a":"x"}]})").why, errc::claim_type);
    EXPECT_EQ(read({.object = "o", .name = "a"}, R"({"o":"a"})").why, errc::claim_type);
}

// threats row 37: present with a wrong type is never the same as absent
TEST(JwtClaims, HaveTheTypeOfTheirRow) {
    using enum claim_type;
    struct {
        claim_type type;
        std::string_view taken;
    } const rows[] = {{text, "s"},           {time, "iud"},
                      {integer, "in"},       {nullable_integer, "in0"},
                      {nullable_text, "s0"}, {text_or_integer, "sin0"},
                      {audience, "sa"},      {anything, "sinudb0aoA"}};
    struct {
        char code;
        std::string_view json;
    } const values[] = {{'s', R"("x")"},     {'i', "5"},    {'n', "-5"},       {'d', "5.5"},
                        {'b', "true"},       {'0', "null"}, {'a', R"(["x"])"}, {'o', R"({"x":1})"},
                        {'A', R"(["x",1])"}, {'u', "5e0"}};
    for (auto const& row : rows) {
        for (auto const& value : values) {
            for (auto const need : {presence::required, presence::optional}) {
                auto const got = read({.name = "a", .type = row.type, .need = need},
                                      std::string(R"({"a":)") + std::string(value.json) + '}',
                                      {.audience = "x"});
                bool const taken = row.taken.find(value.code) != std::string_view::npos;
                bool const negative_time = row.type == time && value.code == 'n';
                EXPECT_EQ(got.why, taken           ? errc{}
                                   : negative_time ? errc::invalid_claim
                                                   : errc::claim_type)
                    << static_cast<int>(row.type) << ' ' << value.json;
            }
        }
    }
}

// threats row 38
TEST(JwtClaims, TimesAreBetween1970And9999) {
    claim_rule const rule{.name = "a", .type = claim_type::time};
    struct {
        std::string_view json;
        errc why;
        std::int64_t seconds;
        bool fraction;
    } const rows[] = {
        {"0", errc{}, 0, false},
        {"-0", errc{}, 0, false},
        {"0.0", errc{}, 0, false},
        {"0.25", errc{}, 0, true},
        {"1e3", errc{}, 1000, false},
        {"253402300799", errc{}, 253402300799, false},
        {"253402300799.0", errc{}, 253402300799, false},
        {"253402300799.5", errc::invalid_claim, 0, false},
        {"253402300800", errc::invalid_claim, 0, false},
        {"9223372036854775807", errc::invalid_claim, 0, false},
        {"9223372036854775808", errc::invalid_claim, 0, false},
        {"18446744073709551616", errc::invalid_claim, 0, false},
        {"1e400", errc::invalid_claim, 0, false},
        {"-1", errc::invalid_claim, 0, false},
        {"-0.5", errc::invalid_claim, 0, false},
    };
    for (auto const& row : rows) {
        auto const got = read(rule, std::string(R"({"a":)") + std::string(row.json) + '}');
        EXPECT_EQ(got.why, row.why) << row.json;
        if (row.why == errc{}) {
            EXPECT_EQ(got.value.number, row.seconds) << row.json;
            EXPECT_EQ(got.value.fraction, row.fraction) << row.json;
        }
    }
}

// threats rows 32 and 71
TEST(JwtClaims, TextsHoldNoControls) {
    for (int code = 0; code < 0x20; ++code) {
        char const* const digits = "0123456789abcdef";
        auto const json = std::string(R"({"a":"some long text )") + "\\u00" + digits[code / 16] +
                          digits[code % 16] + " and more of it\"}";
        EXPECT_EQ(read({.name = "a"}, json).why, errc::invalid_claim) << code;
        EXPECT_EQ(read({.name = "b", .need = presence::optional}, json).why, errc{}) << code;
    }
    EXPECT_EQ(read({.name = "a"}, "{\"a\":\"\x7f\"}").why, errc::invalid_claim);
    EXPECT_EQ(read({.name = "a"}, "{\"a\":\"\xc3\xa9 \xe2\x82\xac\"}").text,
              "\xc3\xa9 \xe2\x82\xac");
}

// threats row 42
TEST(JwtClaims, AnAudienceIsFoundInAListOfTextsOnly) {
    claim_rule const rule{
        .name = "aud", .type = claim_type::audience, .check = bcauth::jwt::rules::is_audience};
    bcauth::jwt::claim_context const context{.audience = "me"};
    struct {
        std::string_view json;
        errc why;
    } const rows[] = {{R"("me")", errc{}},
                      {R"(["me"])", errc{}},
                      {R"(["x","me","y"])", errc{}},
                      {R"(["x","\u006de"])", errc{}},
                      {R"([])", errc::wrong_audience},
                      {R"([""])", errc::wrong_audience},
                      {R"(["x"])", errc::wrong_audience},
                      {R"("x me")", errc::wrong_audience},
                      {R"(["me",1])", errc::claim_type},
                      {R"(["me",null])", errc::claim_type},
                      {R"(["me",["x"]])", errc::claim_type},
                      {R"(["me",{}])", errc::claim_type},
                      {R"([["me"]])", errc::claim_type},
                      {R"({"me":1})", errc::claim_type}};
    for (auto const& row : rows) {
        auto const json = std::string(R"({"aud":)") + std::string(row.json) + R"(,"z":["me"]})";
        EXPECT_EQ(read(rule, json, context).why, row.why) << row.json;
    }
}

TEST(JwtClaims, PresenceIsAsTheTableSays) {
    EXPECT_EQ(read({.name = "a"}, "{}").why, errc::missing_claim);
    EXPECT_EQ(read({.name = "a", .need = presence::optional}, "{}").why, errc{});
    claim_rule const inner{.object = "o", .name = "a", .need = presence::required_in_object};
    EXPECT_EQ(read(inner, "{}").why, errc{});
    EXPECT_EQ(read(inner, R"({"o":{}})").why, errc::missing_claim);
    EXPECT_EQ(read(inner, R"({"o":{"a":"x"}})").why, errc{});
    claim_rule const never{.name = "a",
                           .type = claim_type::anything,
                           .need = presence::forbidden,
                           .otherwise = errc::wrong_operation};
    EXPECT_EQ(read(never, "{}").why, errc{});
    EXPECT_EQ(read(never, R"({"b":{"a":1}})").why, errc{});
    for (auto const* const json :
         {"1", "null", "[]", "{}", "\"\"", "18446744073709551615", "1.5"}) {
        EXPECT_EQ(read(never, std::string(R"({"a":)") + json + '}').why, errc::wrong_operation)
            << json;
    }
}

// threats rows 27 to 30
TEST(JwtPayload, IsOneObjectWithoutDuplicatesWithinTheLimits) {
    auto const payload = [](std::string_view json) { return judge(token(plain, json)); };
    EXPECT_EQ(payload("{}"), errc{});
    EXPECT_EQ(payload(" { } \n"), errc{});
    for (auto const* const json :
         {"", " ", "[]", "null", "1", "\"x\"", "{", "{}{}", "{}x", "{},", "{'a':1}", "{\"a\":1,}",
          "{}/**/", "\xef\xbb\xbf{}", "{\"a\":\"\xff\"}", "{\"a\":\"\\ud800\"}", "{\"a\":NaN}"}) {
        auto const why = payload(json);
        EXPECT_EQ(why, std::string_view(json).empty() ? errc::token_shape : errc::invalid_json)
            << json;
    }
    EXPECT_EQ(payload(std::string_view("{}\0", 3)), errc::invalid_json);
    for (auto const* const json :
         {R"({"a":1,"a":1})", R"({"a":1,"b":2,"\u0061":3})", R"({"o":{"a":1,"a":2}})",
          R"({"o":[[{"a":1,"b":{},"a":2}]]})", R"({"":1,"":2})", R"({"\u0000":1,"\u0000":1})",
          R"({"o":{"b":1},"o":{}})", R"({"\u0062x":1,"\u0063x":1,"bx":2})",
          R"({"\u0062":1,"\u0063":1,"\u0062":2})"}) {
        EXPECT_EQ(payload(json), errc::duplicate_member) << json;
    }
    for (auto const* const json :
         {R"({"a":{"a":{"a":1}}})", R"({"a":1,"A":1})", R"({"o":[{"a":1},{"a":1}],"a":2})",
          R"({"a":1,"a\u0000":1,"a\u0000\u0000":1})", R"({"x":{"a":1},"y":{"a":1}})",
          R"({"\u0062":1,"\u0063":1,"\u0064":2})"}) {
        EXPECT_EQ(payload(json), errc{}) << json;
    }
}

std::string nested(std::size_t depth) {
    std::string json = "1";
    for (std::size_t i = 1; i < depth; ++i) {
        json = i % 2 == 0 ? '[' + json + ']' : "{\"a\":" + json + '}';
    }
    return "{\"a\":" + json + '}';
}

TEST(JwtPayload, IsAtMostAsDeepAsThePolicySays) {
    EXPECT_EQ(judge(token(plain, nested(32))), errc{});
    EXPECT_EQ(judge(token(plain, nested(33))), errc::invalid_json);
    EXPECT_EQ(judge(token(plain, std::string(8000, '['))), errc::invalid_json);
    EXPECT_EQ(judge<flat_policy>(token(plain, nested(4))), errc{});
    EXPECT_EQ(judge<flat_policy>(token(plain, nested(5))), errc::invalid_json);
}

// many members are taken up to a bound, and their duplicates are seen however many there are
TEST(JwtPayload, DuplicatesAreSeenAmongManyMembers) {
    auto const members = [](std::size_t count, bool twice) {
        std::string json = "{";
        for (std::size_t i = 0; i < count; ++i) {
            json += "\"k" + std::to_string(i) + "\":1,";
        }
        return json + (twice ? "\"k0\":2}" : "\"z\":2}");
    };
    for (std::size_t const count : {1U, 10U, 50U, 100U, 200U}) {
        EXPECT_EQ(judge(token(plain, members(count, false))), errc{}) << count;
        EXPECT_EQ(judge(token(plain, members(count, true))), errc::duplicate_member) << count;
    }
    // threats row 29
    EXPECT_EQ(judge(token(plain, members(255, false))), errc{}) << "256 in all";
    EXPECT_EQ(judge(token(plain, members(256, false))), errc::invalid_json);
    EXPECT_EQ(judge(token(plain, members(1000, false))), errc::invalid_json);
}

TEST(JwtPayload, IsCanonicalBase64) {
    auto const part = url64(R"({"a":1})");
    EXPECT_EQ(judge(token_of_parts(url64(plain), part)), errc{});
    for (auto const& other : {part + "==", part + '=', part + ' ', '\n' + part, part + '+',
                              part.substr(0, part.size() - 1) + 'R'}) {
        EXPECT_EQ(judge(token_of_parts(url64(plain), other)), errc::invalid_base64) << other;
    }
}

// -- making

TEST(JwtVerifier, WithoutKeysOrMovedFromRefuses) {
    auto const good = token(plain, "{}");
    auto some = verifier();
    auto const taken = std::move(some);
    EXPECT_TRUE(taken.authenticate(good));
    EXPECT_EQ(some.authenticate(good).error(), errc::empty_secret);  // NOLINT
    EXPECT_EQ(bcauth::jwt::verifier<>().authenticate(good).error(), errc::empty_secret);
    EXPECT_EQ(bcauth::jwt::verifier<>::make({}, both).error(), errc::empty_secret);
}

TEST(JwtVerifier, WithoutAnAlgorithmIsRefused) {
    auto const none = bcauth::jwt::verifier<>::make(bcauth::key_ring::make({secret}).value(), {});
    if (none) {
        EXPECT_EQ(none->authenticate(token(plain, "{}")).error(), errc::empty_secret);
    } else {
        EXPECT_EQ(none.error(), errc::empty_secret);
    }
}

}  // namespace
