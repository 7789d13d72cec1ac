// SPDX-License-Identifier: BSL-1.0
#include <bcauth/jwt/verifier.hpp>

#include <bcauth/codec/hex.hpp>
#include <bcauth/jwt/signer.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
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
struct large_policy : bcauth::strict_policy {
    static constexpr std::size_t token_bytes = 1024 * 1024;
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
std::string mac_of(std::string_view text, mac_algorithm algorithm = mac_algorithm::hs256,
                   std::string_view by = secret) {
    auto const key = bcauth::openssl_mac::make_key(algorithm, by);
    std::array const parts{text};
    bcauth::mac_digest digest;
    EXPECT_TRUE(bcauth::openssl_mac::sign(*key, parts, digest));
    return {reinterpret_cast<char const*>(digest.data()), bcauth::digest_size(algorithm)};
}

std::string token_by(std::string_view key, std::string_view header, std::string_view payload,
                     mac_algorithm algorithm = mac_algorithm::hs256) {
    auto const text = std::string(header) + '.' + std::string(payload);
    return text + '.' + url64(mac_of(text, algorithm, key));
}

std::string token_of_parts(std::string_view header, std::string_view payload,
                           mac_algorithm algorithm = mac_algorithm::hs256) {
    return token_by(secret, header, payload, algorithm);
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

// -- header

// threats row 5: what else stands there is neither used nor looked up
TEST(JwtHeader, TheKnownOnesAndTheirEqualsPass) {
    for (auto const* const json :
         {R"({"alg":"HS256","typ":"JWT"})", R"({"typ":"JWT","alg":"HS256"})", R"({"alg":"HS256"})",
          R"( { "typ" : "jwt" , "alg" : "HS256" } )", R"({"alg":"HS256","typ":"Jwt"})",
          R"({"alg":"\u0048S256"})", R"({"alg":"HS256","kid":"x","jku":"https://evil.example"})",
          R"({"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"},"x5c":["x"],"foo":{"b":[1]}})"}) {
        EXPECT_EQ(header(json), errc{}) << json;
    }
}

// threats rows 1 and 2
TEST(JwtHeader, ItMustNameTheAlgorithmThatSigned) {
    for (auto const* const alg : {"none",      "None",   "NONE",
                                  "nOnE",      " none",  "none ",
                                  "",          " ",      "hs256",
                                  "Hs256",     "HS256 ", " HS256",
                                  "HS512",     "HS384",  "RS256",
                                  "ES256",     "EdDSA",  "dir",
                                  "HS2567",    "HS25",   "\xef\xbc\xa8\xef\xbc\xb3\x32\x35\x36",
                                  "HS256,none"}) {
        EXPECT_EQ(header(std::string(R"({"alg":")") + alg + "\"}"), errc::algorithm_mismatch)
            << alg;
    }
    EXPECT_EQ(judge(token(plain, "{}", mac_algorithm::hs512)), errc::algorithm_mismatch);
    EXPECT_EQ(judge(token(R"({"alg":"HS512","typ":"JWT"})", "{}", mac_algorithm::hs512)), errc{});
    EXPECT_EQ(judge(token(R"({"alg":"HS512"})", "{}", mac_algorithm::hs512)), errc{});
}

// threats rows 22 to 25
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

// threats rows 2, 3, 25 and 26
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

// threats rows 4 and 5: a text that stands in the token, or is public, signs nothing
TEST(JwtHeader, NoKeyComesOutOfTheTokenOrAPublicKey) {
    constexpr std::string_view pem =
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC "
        "KEY-----\n";
    for (std::string_view const key : {std::string_view("own-key"), pem, std::string_view("{}"),
                                       std::string_view("\0", 1), std::string_view("https://e")}) {
        auto const signer = bcauth::jwt::signer<>::make(bcauth::secret(key)).value();
        auto const signed_so = signer.sign("{}").value();
        EXPECT_EQ(judge(std::string(signed_so.expose())), errc::signature_mismatch) << key;
        for (auto const* const json :
             {R"({"alg":"HS256","jwk":{"kty":"oct","k":"b3duLWtleQ"}})",
              R"({"alg":"HS256","kid":"own-key"})", R"({"alg":"HS256","kid":"../../dev/null"})",
              R"({"alg":"HS256","jku":"https://e","x5u":"https://e"})", R"({"alg":"RS256"})"}) {
            EXPECT_EQ(judge(token_by(key, url64(json), url64("{}"))), errc::signature_mismatch)
                << json;
        }
    }
    // nothing but secrets makes a verifier, and nothing but HMAC is an algorithm
    static_assert(!std::is_constructible_v<bcauth::jwt::verifier<>, std::string_view>);
    static_assert(std::is_same_v<decltype(bcauth::jwt::verifier<>::make),
                                 bcauth::result<bcauth::jwt::verifier<>>(
                                     bcauth::key_ring const&, std::span<mac_algorithm const>)>);
}

TEST(JwtHeader, IsCanonicalBase64Too) {
    EXPECT_EQ(judge(token_of_parts(url64(plain) + '=', url64("{}"))), errc::invalid_base64);
    EXPECT_EQ(judge(token_of_parts(' ' + url64(plain), url64("{}"))), errc::invalid_base64);
}

// -- signature

// threats row 2
TEST(JwtSignature, TheLengthChoosesAmongTheAllowedAlgorithms) {
    auto const small = token(plain, "{}");
    auto const large = token(R"({"alg":"HS512"})", "{}", mac_algorithm::hs512);
    EXPECT_EQ(judge(small, hs256), errc{});
    EXPECT_EQ(judge(large, hs256), errc::signature_mismatch);
    constexpr std::array hs512{mac_algorithm::hs512};
    EXPECT_EQ(judge(small, hs512), errc::signature_mismatch);
    EXPECT_EQ(judge(large, hs512), errc{});
}

// threats rows 10 and 11: the right bytes too, but not all of them, or more
TEST(JwtSignature, RefusesEveryOtherLength) {
    auto const good = token(plain, "{}");
    auto const input = good.substr(0, good.rfind('.') + 1);
    auto const right = mac_of(good.substr(0, good.rfind('.')));
    EXPECT_EQ(judge(input + url64(right)), errc{});
    for (std::size_t size = 1; size <= 80; ++size) {
        EXPECT_EQ(judge(input + url64(std::string(size, 'x'))), errc::signature_mismatch) << size;
        auto other = right + right + right;
        other.resize(size);
        EXPECT_EQ(judge(input + url64(other)), size == 32 ? errc{} : errc::signature_mismatch)
            << size;
        other = (right + std::string(48, '\0')).substr(0, size);
        EXPECT_EQ(judge(input + url64(other)), size == 32 ? errc{} : errc::signature_mismatch)
            << size;
    }
    EXPECT_EQ(judge(input), errc::token_shape);
    EXPECT_EQ(judge(input.substr(0, input.size() - 1)), errc::token_shape);
}

// threats row 13
TEST(JwtSignature, IsTheMacOfTheEncodedPartsAndNothingMadeOfIt) {
    auto const header = url64(plain);
    auto const payload = url64(R"({"a":">>>???"})");
    auto const input = header + '.' + payload;
    auto const right = mac_of(input);
    ASSERT_EQ(judge(input + '.' + url64(right)), errc{});
    auto const hex = bcauth::hex_encode(right);
    for (auto const& wrong :
         {hex, url64(hex), url64(url64(right)), url64(mac_of(payload)), url64(mac_of(header)),
          url64(mac_of(header + payload)), url64(mac_of(input + '.')),
          url64(mac_of(std::string(plain) + '.' + R"({"a":">>>???"})")),
          url64(mac_of(R"({"a":">>>???"})")), url64(mac_of(right)),
          url64(mac_of(input, mac_algorithm::hs512)),
          url64(mac_of(input, mac_algorithm::hs512).substr(0, 32)),
          url64(mac_of(input, mac_algorithm::hs512).substr(32)),
          url64(std::string(right.rbegin(), right.rend()))}) {
        auto const why = judge(input + '.' + wrong, hs256);
        EXPECT_EQ(why, errc::signature_mismatch) << wrong;
    }
    // in the other alphabet, where it differs
    for (int i = 0;; ++i) {
        auto const other = header + '.' + url64("{\"a\":" + std::to_string(i) + '}');
        auto const text = bcauth::base64_encode(mac_of(other), bcauth::base64_alphabet::standard,
                                                bcauth::base64_padding::none);
        if (text.find_first_of("+/") != std::string::npos) {
            EXPECT_EQ(judge(other + '.' + text), errc::invalid_base64);
            break;
        }
    }
}

// threats row 15: a byte that is no letter, in any part, the MAC made over it as it stands
TEST(JwtSignature, CoversNoByteThatIsNoLetter) {
    std::vector<std::string> strays{"%3D", "\r\n", "\xef\xbb\xbf", "=", "==", "===="};
    for (int byte = 0; byte < 256; ++byte) {
        auto const c = static_cast<char>(static_cast<unsigned char>(byte));
        if (c != '.' && bcauth::detail::base64_letters[1].find(c) == std::string_view::npos) {
            strays.emplace_back(1, c);
        }
    }
    EXPECT_EQ(strays.size(), 256U - 65U + 6U);
    auto const header = url64(plain);
    auto const payload = url64(R"({"a":1})");
    auto const signature = url64(mac_of(header + '.' + payload));
    ASSERT_EQ(judge(header + '.' + payload + '.' + signature), errc{});
    for (auto const& stray : strays) {
        for (std::size_t const place : {0U, 1U, 2U}) {
            auto const put = [&](std::string part) {
                return part.insert(place == 0 ? 0 : place == 1 ? 4 : part.size(), stray);
            };
            EXPECT_EQ(judge(token_of_parts(put(header), payload)), errc::invalid_base64) << stray;
            EXPECT_EQ(judge(token_of_parts(header, put(payload))), errc::invalid_base64) << stray;
            auto const why = judge(header + '.' + payload + '.' + put(signature));
            EXPECT_TRUE(why == errc::invalid_base64 || why == errc::signature_mismatch) << stray;
        }
    }
}

// threats rows 18 to 20
TEST(JwtSignature, IsOfOneTokenInItsCompactForm) {
    auto const good = token(plain, "{}");
    auto const payload = url64("{}");
    auto const header = url64(plain);
    auto const signature = good.substr(good.rfind('.') + 1);
    for (auto const& wrong :
         {"Bearer " + good, "bearer " + good, '"' + good + '"', '\'' + good + '\'',
          good + ',' + good, good + ' ' + good, '[' + good + ']', good + '.', '.' + good,
          good + '.' + good,
          R"({"payload":")" + payload + R"(","protected":")" + header + R"(","signature":")" +
              signature + "\"}",
          R"({"payload":")" + payload + R"(","signatures":[{"protected":")" + header +
              R"(","signature":")" + signature + "\"}]}",
          R"({"a":")" + good + "\"}", "{\"" + header + '.' + payload + '.' + signature + "\":1}",
          header + '.' + payload, header + ".." + signature, '.' + payload + '.' + signature,
          header + '.' + payload + ".." + signature, good.substr(0, good.rfind('.') + 1)}) {
        EXPECT_NE(judge(wrong), errc{}) << wrong;
    }
    for (std::size_t const dots : {0U, 1U, 3U, 4U, 5U, 10'000U}) {
        EXPECT_EQ(judge(std::string(dots, '.')), errc::token_shape) << dots;
        std::string text = "a";
        for (std::size_t i = 0; i < dots; ++i) {
            text += ".a";
        }
        EXPECT_EQ(judge(text), text.size() > 16384 ? errc::token_too_large : errc::token_shape);
    }
}

// threats row 14
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

// threats rows 38 to 40; SECURITY.md, "How it is checked"
TEST(JwtClaims, TimesAreBetween1970And9999) {
    claim_rule const rule{.name = "a", .type = claim_type::time};
    std::string const many_digits(4000, '9');
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
        {"-9223372036854775808", errc::invalid_claim, 0, false},
        {"-9223372036854775809", errc::invalid_claim, 0, false},
        {"1e308", errc::invalid_claim, 0, false},
        {"-1e400", errc::invalid_claim, 0, false},
        {std::string_view(many_digits), errc::invalid_claim, 0, false},
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

// threats rows 41 and 42; SECURITY.md, "How it is checked"
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
                      {R"("mee")", errc::wrong_audience},
                      {R"("m")", errc::wrong_audience},
                      {R"("Me")", errc::wrong_audience},
                      {R"("")", errc::wrong_audience},
                      {R"("[\"me\"]")", errc::wrong_audience},
                      {R"("me,x")", errc::wrong_audience},
                      {R"("me\u0000")", errc::invalid_claim},
                      {R"(["me\u0000"])", errc::wrong_audience},
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

// threats rows 27, 28, 30 and 31
TEST(JwtPayload, IsOneObjectWithoutDuplicatesWithinTheLimits) {
    auto const payload = [](std::string_view json) { return judge(token(plain, json)); };
    EXPECT_EQ(payload("{}"), errc{});
    EXPECT_EQ(payload(" { } \n"), errc{});
    for (auto const* const json : {"",
                                   " ",
                                   "[]",
                                   "null",
                                   "1",
                                   "\"x\"",
                                   "{",
                                   "{}{}",
                                   "{}x",
                                   "{},",
                                   "{'a':1}",
                                   "{\"a\":1,}",
                                   "{}/**/",
                                   "//x\n{}",
                                   "\xef\xbb\xbf{}",
                                   "{\"\xc3\":1}",
                                   "{\"a\":\"\\udc00\\ud800\"}",
                                   "{\"\\ud800\":1}",
                                   "{\"a\":\"\xed\xa0\x80\"}",
                                   "{\"a\":\"\xc0\xaf\"}",
                                   "{\"a\":\"\xff\"}",
                                   "{\"a\":\"\\ud800\"}",
                                   "{\"a\":NaN}"}) {
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
    std::string json;
    std::string end;
    for (std::size_t i = 0; i < depth; ++i) {
        json += i % 2 == 0 ? "{\"a\":" : "[";
        end += i % 2 == 0 ? '}' : ']';
    }
    return json + '1' + std::string(end.rbegin(), end.rend());
}

// threats row 28
TEST(JwtPayload, IsAtMostAsDeepAsThePolicySays) {
    EXPECT_EQ(judge(token(plain, nested(32))), errc{});
    EXPECT_EQ(judge(token(plain, nested(33))), errc::invalid_json);
    EXPECT_EQ(judge(token(plain, std::string(8000, '['))), errc::invalid_json);
    EXPECT_EQ(judge<large_policy>(token(plain, "{\"a\":" + std::string(100'000, '['))),
              errc::invalid_json);
    EXPECT_EQ(judge<large_policy>(token(plain, nested(100'000))), errc::invalid_json);
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
    EXPECT_EQ(judge(token(plain, members(255, false))), errc{}) << "256 in all";
    EXPECT_EQ(judge(token(plain, members(256, false))), errc::invalid_json);
    EXPECT_EQ(judge(token(plain, members(1000, false))), errc::invalid_json);
}

std::string members_named(std::size_t count, std::string const& before, std::string const& after) {
    std::string json = "{";
    for (std::size_t i = 0; i < count; ++i) {
        json += (i == 0 ? "\"" : ",\"") + before + std::to_string(1000 + i) + after + "\":1";
    }
    return json + '}';
}

// the least of many runs, in nanoseconds of this thread, which a busy machine hardly changes
std::int64_t cost_of(std::string const& json, errc expected) {
    std::vector<char> spare(json.size());
    auto least = std::numeric_limits<std::int64_t>::max();
    for (int run = 0; run < 50; ++run) {
        std::timespec begin{};
        std::timespec end{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
        auto const why = bcauth::detail::read_claims(json, {}, {}, 32, {}, spare);
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
        EXPECT_EQ(why, expected);
        auto const spent =
            (end.tv_sec - begin.tv_sec) * 1'000'000'000LL + end.tv_nsec - begin.tv_nsec;
        least = std::min<std::int64_t>(least, spent);
    }
    return least;
}

// threats row 29; SECURITY.md, "How it is checked": no names, however many or alike, cost more than the cap on their
// number allows
TEST(JwtPayload, ManyMembersCostWhatTheCapAllows) {
    std::string const same(48, 'x');
    auto const at_cap = cost_of(members_named(256, "", ""), errc{});
    auto const begin_alike = cost_of(members_named(256, same, ""), errc{});
    auto const end_alike = cost_of(members_named(256, "", same), errc{});
    auto const three_thousand = cost_of(members_named(3000, "", ""), errc::invalid_json);
    auto const three_thousand_alike = cost_of(members_named(3000, same, ""), errc::invalid_json);
    std::printf(
        "[ linear   ] 256 members %lld ns, alike at their begin %lld, at their end %lld; "
        "3,000 members %lld ns, alike %lld\n",
        static_cast<long long>(at_cap), static_cast<long long>(begin_alike),
        static_cast<long long>(end_alike), static_cast<long long>(three_thousand),
        static_cast<long long>(three_thousand_alike));
    EXPECT_LT(three_thousand, 3 * at_cap);
    EXPECT_LT(three_thousand_alike, 3 * begin_alike);
    EXPECT_LT(begin_alike, 20 * at_cap);
    EXPECT_LT(end_alike, 20 * at_cap);
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
    auto const ring = bcauth::key_ring::make({secret}).value();
    EXPECT_EQ(bcauth::jwt::verifier<>::make(ring, {}).error(), errc::empty_secret);
    EXPECT_EQ(bcauth::jwt::verifier<>::make({}, {}).error(), errc::empty_secret);
}

}  // namespace
