// SPDX-License-Identifier: BSL-1.0
#include <bcauth/jwt/signer.hpp>
#include <bcauth/jwt/verifier.hpp>
#include "support/failing_mac.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace {

using bcauth::mac_algorithm;
using bcauth::jwt::signer;

// the token that jwt.io shows first, signed with "your-256-bit-secret"
TEST(Signer, MakesTheTokenThatOthersMake) {
    auto const made = signer<>::make(bcauth::secret("your-256-bit-secret"));
    ASSERT_TRUE(made);
    auto const token = made->sign(R"({"sub":"1234567890","name":"John Doe","iat":1516239022})");
    ASSERT_TRUE(token);
    EXPECT_EQ(token->expose(),
              "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
              "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
              "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c");
}

TEST(Signer, MakesTokensThatVerifyInEitherAlgorithm) {
    constexpr std::array both{mac_algorithm::hs256, mac_algorithm::hs512};
    bcauth::secret const key(std::string_view("k\0y", 3));
    auto const verifier =
        bcauth::jwt::verifier<>::make(bcauth::key_ring::make({key.expose()}).value(), both).value();
    for (auto const algorithm : both) {
        for (std::string_view const payload :
             {"{}", "", "no JSON", "{\"a\":\"\xf0\x9f\x98\x80\"}"}) {
            auto const token = signer<>::make(key, algorithm).value().sign(payload).value();
            auto const header = token.expose().substr(0, token.expose().find('.'));
            EXPECT_EQ(vectors::from_base64(header), algorithm == mac_algorithm::hs256
                                                        ? R"({"alg":"HS256","typ":"JWT"})"
                                                        : R"({"alg":"HS512","typ":"JWT"})");
            auto const genuine = verifier.authenticate(token.expose());
            if (payload.empty()) {
                EXPECT_EQ(genuine.error(), bcauth::errc::token_shape);
                continue;
            }
            ASSERT_TRUE(genuine);
            EXPECT_EQ(genuine->algorithm, algorithm);
            EXPECT_EQ(vectors::from_base64(genuine->parts.payload()), payload);
        }
    }
}

// threats row 62
TEST(Signer, GivesNoTokenWhereTheBackendFails) {
    using failing = signer<support::failing_mac>;
    support::failing_mac::fail_at(0);
    EXPECT_EQ(failing::make(bcauth::secret("k")).error(), bcauth::errc::crypto_failure);
    support::failing_mac::fail_at(1);
    auto const made = failing::make(bcauth::secret("k")).value();
    EXPECT_EQ(made.sign("{}").error(), bcauth::errc::crypto_failure);
    EXPECT_TRUE(made.sign("{}"));
}

TEST(Signer, RefusesAnEmptySecret) {
    EXPECT_EQ(signer<>::make(bcauth::secret()).error(), bcauth::errc::empty_secret);
}

}  // namespace
