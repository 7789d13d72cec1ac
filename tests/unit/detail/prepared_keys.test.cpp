// SPDX-License-Identifier: BSL-1.0
#include <bcauth/crypto/openssl.hpp>
#include <bcauth/detail/prepared_keys.hpp>

#include "support/failing_mac.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::mac_algorithm;
using support::failing_mac;
using keys = bcauth::detail::prepared_keys<failing_mac>;

constexpr std::array<std::string_view, 3> secrets{"the first secret", "the second secret",
                                                  "the third secret"};
constexpr std::array<std::string_view, 2> message{"a message", " in two parts"};

bcauth::key_ring ring() {
    return bcauth::key_ring::make({secrets[0], secrets[1], secrets[2]}).value();
}

void sign_by(std::string_view secret, mac_algorithm algorithm, std::vector<unsigned char>& to) {
    auto const key = bcauth::openssl_mac::make_key(algorithm, secret).value();
    bcauth::mac_digest digest;
    ASSERT_TRUE(bcauth::openssl_mac::sign(key, message, digest));
    to.insert(to.end(), digest.begin(),
              digest.begin() + static_cast<std::ptrdiff_t>(bcauth::digest_size(algorithm)));
}

TEST(PreparedKeys, SaysWhichSecretMatched) {
    failing_mac::fail_at(-1);
    for (auto const algorithm : {mac_algorithm::hs256, mac_algorithm::hs512}) {
        auto const made = keys::make(ring(), algorithm).value();
        EXPECT_EQ(made.algorithm(), algorithm);
        for (unsigned i = 0; i < secrets.size(); ++i) {
            std::vector<unsigned char> signature;
            sign_by(secrets[i], algorithm, signature);
            EXPECT_EQ(made.match(message, signature.data()).value(), i + 1);
            for (auto& byte : signature) {
                byte ^= 1U;
                EXPECT_EQ(made.match(message, signature.data()).error(), errc::signature_mismatch);
                byte ^= 1U;
            }
        }
    }
}

// of several signatures any may match, at any place, and the first secret that made one is told
TEST(PreparedKeys, TriesEachSecretWithEachSignature) {
    failing_mac::fail_at(-1);
    auto const made = keys::make(ring(), mac_algorithm::hs256).value();
    std::vector<unsigned char> wrong;
    sign_by("another secret", mac_algorithm::hs256, wrong);
    for (unsigned i = 0; i < secrets.size(); ++i) {
        for (std::size_t place = 0; place < 3; ++place) {
            std::vector<unsigned char> all;
            for (std::size_t k = 0; k < 3; ++k) {
                sign_by(k == place ? secrets[i] : "another secret", mac_algorithm::hs256, all);
            }
            EXPECT_EQ(made.match(message, all.data(), 3).value(), i + 1) << place;
            EXPECT_EQ(made.match(message, all.data(), place + 1).value(), i + 1) << place;
            EXPECT_EQ(made.match(message, all.data(), place).error(), errc::signature_mismatch)
                << place;
        }
    }
    std::vector<unsigned char> two;
    sign_by(secrets[2], mac_algorithm::hs256, two);
    sign_by(secrets[1], mac_algorithm::hs256, two);
    EXPECT_EQ(made.match(message, two.data(), 2).value(), 2U);
}

// threats row 61
TEST(PreparedKeys, MatchNothingWhereTheBackendFails) {
    std::vector<unsigned char> signature;
    sign_by(secrets[0], mac_algorithm::hs256, signature);
    failing_mac::fail_at(-1);
    auto const made = keys::make(ring(), mac_algorithm::hs256).value();
    for (int call = 0; call < 3; ++call) {
        failing_mac::fail_at(call);
        EXPECT_EQ(made.match(message, signature.data()).error(), errc::crypto_failure) << call;
        failing_mac::fail_at(call);
        EXPECT_EQ(keys::make(ring(), mac_algorithm::hs256).error(), errc::crypto_failure) << call;
    }
    failing_mac::fail_at(3);
    EXPECT_TRUE(made.match(message, signature.data()));
    EXPECT_FALSE(failing_mac::failed());
}

TEST(PreparedKeys, MatchNothingWhereThereAreNone) {
    failing_mac::fail_at(-1);
    std::vector<unsigned char> signature;
    sign_by(secrets[0], mac_algorithm::hs256, signature);
    EXPECT_EQ(keys::make({}, mac_algorithm::hs256).error(), errc::empty_secret);
    keys none;
    EXPECT_TRUE(none.empty());
    EXPECT_EQ(none.match(message, signature.data()).error(), errc::signature_mismatch);
    auto made = keys::make(ring(), mac_algorithm::hs256).value();
    EXPECT_FALSE(made.empty());
    none = std::move(made);
    EXPECT_TRUE(made.empty());  // NOLINT(bugprone-use-after-move): what is left is the question
    EXPECT_TRUE(none.match(message, signature.data()));
}

}  // namespace
