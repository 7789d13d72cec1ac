// SPDX-License-Identifier: BSL-1.0
#include <bcauth/crypto/hkdf.hpp>
#include "support/failing_mac.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using bcauth::errc;
using bcauth::hkdf;
using bcauth::secret;
using vectors::from_hex;

std::string derive(std::string_view key, std::string_view salt, std::string_view info,
                   std::size_t size) {
    auto const made = hkdf(secret(from_hex(key)), from_hex(salt), from_hex(info), size).value();
    return std::string(made.expose());
}

// RFC 5869 appendix A.1 to A.3
TEST(Hkdf, DerivesWhatTheSpecificationDerives) {
    EXPECT_EQ(derive("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c",
                     "f0f1f2f3f4f5f6f7f8f9", 42),
              from_hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b"
                       "887185865"));
    EXPECT_EQ(
        derive(
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223242526272829"
            "2a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
            "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f80818283848586878889"
            "8a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
            "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9"
            "dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
            82),
        from_hex("b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac782727"
                 "1cb41c65e"
                 "590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"));
    EXPECT_EQ(derive("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "", 42),
              from_hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa"
                       "4b61a96c8"));
}

TEST(Hkdf, BeginsALongKeyAsAShortOne) {
    secret const key("a secret");
    auto const longest = hkdf(key, "salt", "info", bcauth::hkdf_max_bytes).value();
    ASSERT_EQ(longest.size(), 8160U);
    for (std::size_t const size : {1U, 31U, 32U, 33U, 64U, 1000U}) {
        auto const made = hkdf(key, "salt", "info", size).value();
        EXPECT_EQ(made.expose(), longest.expose().substr(0, size));
    }
}

TEST(Hkdf, GivesAnotherKeyForEachArgument) {
    auto const made = hkdf(secret("key"), "salt", "info", 32).value();
    EXPECT_FALSE(made == hkdf(secret("key2"), "salt", "info", 32).value());
    EXPECT_FALSE(made == hkdf(secret("key"), "salt2", "info", 32).value());
    EXPECT_FALSE(made == hkdf(secret("key"), "salt", "info2", 32).value());
}

TEST(Hkdf, RefusesWhatItCannotDo) {
    EXPECT_EQ(hkdf(secret(), "salt", "info", 32).error(), errc::empty_secret);
    EXPECT_EQ(hkdf(secret("key"), "", "", 0).error(), errc::invalid_parameter);
    EXPECT_EQ(hkdf(secret("key"), "", "", bcauth::hkdf_max_bytes + 1).error(),
              errc::invalid_parameter);
}

TEST(Hkdf, FailsWithItsBackendAtEachCall) {
    using backend = support::failing_mac;
    for (int failing = 0; failing < 6; ++failing) {
        backend::fail_at(failing);
        auto const made = hkdf<backend>(secret("key"), "salt", "info", 64);
        if (failing < 5) {  // two keys, and three digests
            EXPECT_EQ(made.error(), errc::crypto_failure) << failing;
        } else {
            EXPECT_TRUE(made);
        }
    }
    backend::fail_at(-1);
}

}  // namespace
