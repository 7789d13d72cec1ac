// SPDX-License-Identifier: BSL-1.0
#include <bcauth/crypto/constant_time.hpp>
#include <bcauth/crypto/openssl.hpp>
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace {

using bcauth::openssl_mac;
using vectors::from_hex;

std::optional<std::string> mac(std::string const& secret, std::string const& message) {
    auto const key = openssl_mac::make_key(bcauth::mac_algorithm::hs256, secret);
    std::array<std::string_view, 1> const parts{message};
    bcauth::mac_digest out;
    if (!key || !openssl_mac::sign(*key, parts, out)) {
        return std::nullopt;
    }
    return std::string(out.begin(), out.begin() + 32);
}

// a tag of full length is equal where it is right; a shorter one is the digest's beginning and
// still refused (threats row 11)
bool judged_rightly(std::string const& digest, std::string const& tag, bool valid) {
    if (tag.size() == digest.size()) {
        return bcauth::constant_time_equal(digest, tag) == valid;
    }
    bool const prefix = digest.compare(0, tag.size(), tag) == 0;
    return prefix == valid && !bcauth::constant_time_equal(digest, tag);
}

TEST(HmacVectors, Wycheproof) {
    auto const file = vectors::load("wycheproof_hmac_sha256_test.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally full("wycheproof_hmac_sha256_test.json (256-bit tags)");
    vectors::tally cut("wycheproof_hmac_sha256_test.json (128-bit tags)");
    for (auto const& group : file->at("testGroups").as_array()) {
        for (auto const& row : group.at("tests").as_array()) {
            auto const digest =
                mac(from_hex(vectors::text(row, "key")), from_hex(vectors::text(row, "msg")));
            auto const tag = from_hex(vectors::text(row, "tag"));
            bool const valid = vectors::text(row, "result") == "valid";
            (tag.size() == 32 ? full : cut)
                .judge(digest && judged_rightly(*digest, tag, valid),
                       vectors::text(row, "comment"));
        }
    }
    EXPECT_EQ(full.rows(), 87U);
    EXPECT_EQ(cut.rows(), 87U);
}

// threats rows 6 and 8
TEST(HmacVectors, KnownAnswers) {
    auto const file = vectors::load("hmac_sha256_kat.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("hmac_sha256_kat.json");
    std::size_t empty_keys = 0;
    for (auto const& row : file->at("tests").as_array()) {
        auto const key = from_hex(vectors::text(row, "key"));
        auto const digest = mac(key, from_hex(vectors::text(row, "msg")));
        empty_keys += key.empty() ? 1U : 0U;
        tally.judge(key.empty() ? !digest
                                : digest && judged_rightly(
                                                *digest, from_hex(vectors::text(row, "tag")), true),
                    vectors::text(row, "source") + ' ' + vectors::text(row, "key"));
    }
    EXPECT_EQ(tally.rows(), 220U);
    EXPECT_EQ(empty_keys, 1U);
}

}  // namespace
