// SPDX-License-Identifier: BSL-1.0
#include "support/doors.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

// threats rows 10, 46 and 51
TEST(SignedPayloadVectors, AreJudgedAsTheStrictVerdictSays) {
    auto const file = vectors::load("signed_payload_legacy.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("signed_payload_legacy.json");
    auto const app = doors::app("any-client", vectors::text(*file, "secret"));
    auto const door = doors::open<doors::load>(app, {.now = file->at("now").as_int64()});
    for (auto const& row : file->at("tests").as_array()) {
        auto const payload = vectors::text(row, "payload");
        auto const got = door.verify_payload(payload);
        tally.judge(
            got.has_value() == (vectors::text(row, "expect") == "accept"),
            vectors::text(row, "id") + ": " + (got ? "accepted" : doors::why(got).message()));
    }
    EXPECT_EQ(tally.rows(), 37U);
}

// they are properly signed, so it is the content that each is refused for
TEST(SignedPayloadVectors, NameWhatIsWrongWithASignedText) {
    auto const file = vectors::load("signed_payload_legacy.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    using bcauth::errc;
    struct {
        std::string id;
        errc why;
    } const rows[] = {
        {"json-notjson", errc::invalid_json},
        {"json-array", errc::invalid_json},
        {"json-null", errc::invalid_json},
        {"json-dup", errc::duplicate_member},
        {"json-badutf8", errc::invalid_json},
        {"json-trail", errc::invalid_json},
        {"json-ts-1e400", errc::invalid_claim},
        {"json-ts-neg", errc::invalid_claim},
        {"json-ts-old", errc::stale},
        {"json-ts-future", errc::not_yet_valid},
        {"json-ctx-dotdot", errc::invalid_store_hash},
        {"payload-modified", errc::signature_mismatch},
        {"sig-hex-trunc-63", errc::signature_mismatch},
        {"sig-empty", errc::token_shape},
        {"three-parts", errc::token_shape},
        {"b64-payload-sp", errc::invalid_base64},
        {"b64-sig-tail-bits", errc::invalid_base64},
    };
    auto const app = doors::app("any-client", vectors::text(*file, "secret"));
    auto const door = doors::open<doors::load>(app, {.now = file->at("now").as_int64()});
    for (auto const& expected : rows) {
        bool found = false;
        for (auto const& row : file->at("tests").as_array()) {
            if (vectors::text(row, "id") == expected.id) {
                found = true;
                auto const payload = vectors::text(row, "payload");
                EXPECT_EQ(doors::why(door.verify_payload(payload)), expected.why) << expected.id;
            }
        }
        EXPECT_TRUE(found) << expected.id;
    }
}

}  // namespace
