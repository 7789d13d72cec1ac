// SPDX-License-Identifier: BSL-1.0
#include <bcauth/jwt/verifier.hpp>
#include "support/doors.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::mac_algorithm;

constexpr std::array hs256{mac_algorithm::hs256};

// The payloads of these vectors are no JSON objects: one that is refused for nothing but that has
// passed everything of RFC 7515.
bool passes_as_jws(std::string const& secret, std::string const& token) {
    auto const ring = bcauth::key_ring::make({secret});
    if (!ring) {
        return false;
    }
    auto const verifier = bcauth::jwt::verifier<>::make(*ring, hs256).value();
    bcauth::jwt::verifier<>::buffer decoded;
    auto const judged = verifier.verify(token, {}, {}, {}, decoded);
    return judged || judged.error() == errc::invalid_json;
}

// for the tokens of another algorithm: everything of their public key that might be taken for a
// secret (threats row 4)
std::vector<std::string> keys_of(boost::json::value const& group) {
    if (group.at("key_b64url").is_string()) {
        return {vectors::from_base64(vectors::text(group, "key_b64url"))};
    }
    auto const& key = group.at("public");
    auto const x = vectors::from_base64(vectors::text(key, "x"));
    auto const y = vectors::from_base64(vectors::text(key, "y"));
    return {x, y, x + y, '\x04' + x + y, boost::json::serialize(key), "any"};
}

TEST(WycheproofJws, AreJudgedAsAStrictVerifierJudges) {
    auto const file = vectors::load("wycheproof_jws_hs256.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("wycheproof_jws_hs256.json");
    for (auto const& group : file->at("groups").as_array()) {
        auto const keys = keys_of(group);
        for (auto const& row : group.at("tests").as_array()) {
            bool const accept = vectors::text(row, "expected") == "accept";
            bool right = true;
            for (auto const& key : keys) {
                right = right && passes_as_jws(key, vectors::text(row, "jws")) == accept;
            }
            tally.judge(right, vectors::text(row, "comment") + ' ' + vectors::text(row, "jws"));
        }
    }
    EXPECT_EQ(tally.rows(), 42U);
}

// The platform's secrets are shorter than 32 bytes, so a short one is refused by option only; an
// empty one always (threats rows 6 and 7).
TEST(WycheproofJwk, ShortAndEmptyKeysAreRefusedLongOnesTaken) {
    auto const file = vectors::load("wycheproof_jwk_hs256_keys.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("wycheproof_jwk_hs256_keys.json (policy long_secrets<32>)");
    for (auto const& group : file->at("groups").as_array()) {
        auto const secret =
            vectors::from_base64(vectors::text(group.at("private").at("keys").at(0), "k"));
        auto const ring = bcauth::key_ring::make({secret});
        auto const app = ring ? bcauth::app_config::make<bcauth::long_secrets<32>>(
                                    {.client_id = "any", .client_secrets = *ring})
                              : bcauth::result<bcauth::app_config>(ring.error());
        for (auto const& row : group.at("tests").as_array()) {
            bool const valid = vectors::text(row, "result") == "valid";
            bool const passes = app && passes_as_jws(secret, vectors::text(row, "jws"));
            tally.judge(passes == valid, vectors::text(row, "comment"));
        }
        if (secret.empty()) {
            EXPECT_EQ(doors::why(app), errc::empty_secret);
        } else if (secret.size() < 32) {
            EXPECT_EQ(doors::why(app), errc::short_secret);
        }
    }
    EXPECT_EQ(tally.rows(), 3U);
}

}  // namespace
