// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/jose_header.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using bcauth::base64_alphabet;
using bcauth::base64_padding;
using bcauth::errc;
using bcauth::mac_algorithm;

bcauth::error_code judge(std::string_view json, mac_algorithm algorithm = mac_algorithm::hs256,
                         std::size_t depth = 8) {
    auto const encoded = bcauth::base64_encode(json, base64_alphabet::url, base64_padding::none);
    auto const made = bcauth::detail::check_jose_header(encoded, algorithm, depth);
    return made ? bcauth::error_code() : made.error();
}

TEST(JoseHeader, NamesTheAlgorithmOfItsSignature) {
    for (auto const* const json :
         {R"({"alg":"HS256"})", R"({"alg":"HS256","typ":"JWT"})", R"({"typ":"JWT","alg":"HS256"})",
          R"( {"alg" : "HS256"} )", R"({"alg":"H\u0053256"})",
          R"({"kid":[1,{"a":null}],"alg":"HS256","jku":"x"})"}) {
        EXPECT_FALSE(judge(json)) << json;
        EXPECT_EQ(judge(json, mac_algorithm::hs512), errc::algorithm_mismatch) << json;
    }
    for (auto const* const json : {R"({"alg":"HS512"})", R"({"alg":"HS512","typ":"JWT"})",
                                   R"({"typ":"JWT","alg":"HS512"})"}) {
        EXPECT_FALSE(judge(json, mac_algorithm::hs512)) << json;
        EXPECT_EQ(judge(json), errc::algorithm_mismatch) << json;
    }
    for (auto const* const json :
         {R"({"alg":"none"})", R"({"alg":""})", R"({"alg":"hs256"})", R"({"alg":"HS2567"})",
          R"({"alg":"HS25"})", R"({"alg":"RS256"})", R"({"alg":"HS384"})"}) {
        EXPECT_EQ(judge(json), errc::algorithm_mismatch) << json;
    }
}

TEST(JoseHeader, IsAnObjectWithAnAlgorithm) {
    for (auto const* const json :
         {"", "{}", "[]", "null", "\"HS256\"", "{\"alg\":", R"({"alg":null})", R"({"alg":1})",
          R"({"alg":["HS256"]})", R"({"ALG":"HS256"})", R"({"alg":"HS256"}x)",
          R"({"alg":"HS256","typ":1})", R"({"alg":"HS256","typ":null})"}) {
        EXPECT_EQ(judge(json), errc::invalid_header) << json;
    }
    EXPECT_EQ(judge(R"({"alg":"HS256","alg":"HS256"})"), errc::duplicate_member);
    EXPECT_EQ(judge(R"({"alg":"HS256","kid":1,"kid":1})"), errc::duplicate_member);
    EXPECT_FALSE(judge(R"({"alg":"HS256","x":[[1]]})", mac_algorithm::hs256, 3));
    EXPECT_EQ(judge(R"({"alg":"HS256","x":[[1]]})", mac_algorithm::hs256, 2), errc::invalid_header);
}

TEST(JoseHeader, IsThatOfAJwtInAnyCaseOrSaysNothing) {
    for (auto const* const type : {"JWT", "jwt", "Jwt", "jWT", "JWt"}) {
        EXPECT_FALSE(judge(R"({"alg":"HS256","typ":")" + std::string(type) + R"("})")) << type;
    }
    for (auto const* const type : {"", "J", "JW", "JWTT", "JWS", "at+jwt", "*WT", "JwU", "KWT",
                                   "JXT", "JW4", "application/jwt"}) {
        EXPECT_EQ(judge(R"({"alg":"HS256","typ":")" + std::string(type) + R"("})"),
                  errc::unsupported_header)
            << type;
    }
}

TEST(JoseHeader, HasNothingThatWouldChangeWhatIsSigned) {
    for (auto const* const name : {"crit", "b64", "zip", "cty"}) {
        for (auto const* const value :
             {"[]", "true", "false", "null", "\"x\"", "1", "{}", "18446744073709551615"}) {
            auto const json = R"({"alg":"HS256",")" + std::string(name) + "\":" + value + "}";
            EXPECT_EQ(judge(json), errc::unsupported_header) << json;
        }
    }
}

TEST(JoseHeader, IsCanonicalBase64) {
    using bcauth::detail::check_jose_header;
    EXPECT_EQ(check_jose_header("", mac_algorithm::hs256, 8).error(), errc::invalid_header);
    for (auto const* const encoded :
         {"e", "eyJ=", "eyJh bGci", "e30=", "e31", "eyJhbGciOiJIUzI1NiJ9="}) {
        EXPECT_EQ(check_jose_header(encoded, mac_algorithm::hs256, 8).error(), errc::invalid_base64)
            << encoded;
    }
}

// what is known by heart is the encoding of what it stands for
TEST(JoseHeader, KnowsTheUsualOnesByHeart) {
    auto const encoded = [](std::string_view json) {
        return bcauth::base64_encode(json, base64_alphabet::url, base64_padding::none);
    };
    using bcauth::detail::known_headers;
    EXPECT_EQ(known_headers[0][0], encoded(R"({"alg":"HS256","typ":"JWT"})"));
    EXPECT_EQ(known_headers[0][1], encoded(R"({"typ":"JWT","alg":"HS256"})"));
    EXPECT_EQ(known_headers[1][0], encoded(R"({"alg":"HS512","typ":"JWT"})"));
    EXPECT_EQ(known_headers[1][1], encoded(R"({"typ":"JWT","alg":"HS512"})"));
}

}  // namespace
