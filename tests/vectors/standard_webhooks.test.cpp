// SPDX-License-Identifier: BSL-1.0
#include "support/vectors.hpp"
#include "support/webhooks.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

// The secrets of the file are written as the libraries of Standard Webhooks take them, base64 behind an optional prefix;
// the verifier takes the key's bytes. Where there are none, no key ring can be made, and that is the refusal.
bcauth::errc judge(boost::json::value const& row) {
    auto const key = webhooks::key_of(vectors::text(row, "secret"));
    auto const ring = bcauth::key_ring::make({key});
    if (!ring) {
        return webhooks::answer(ring);
    }
    auto const app =
        bcauth::app_config::make({.client_id = "any", .client_secrets = *ring}).value();
    webhooks::door const door(app, {}, doors::clock{row.at("now").as_int64()});
    bcauth::http::fields fields;
    for (auto const& header : row.at("headers").as_object()) {
        if (auto const added = fields.add(header.key(), header.value().as_string()); !added) {
            return webhooks::answer(added);
        }
    }
    return webhooks::answer(door(fields, vectors::text(row, "body")));
}

// threats row 89
TEST(StandardWebhooksVectors, AreJudgedAsTheFileSays) {
    auto const file = vectors::load("standard_webhooks.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    EXPECT_EQ(file->at("tolerance").as_int64(), bcauth::strict_policy::webhook_tolerance.count());
    vectors::tally tally("standard_webhooks.json");
    for (auto const& row : file->at("tests").as_array()) {
        auto const got = judge(row);
        tally.judge((got == bcauth::errc{}) == (vectors::text(row, "expect") == "accept"),
                    vectors::text(row, "id") + ": " + std::string(name(got)));
    }
    EXPECT_EQ(tally.rows(), 38U);
}

TEST(StandardWebhooksVectors, NameWhatIsWrong) {
    auto const file = vectors::load("standard_webhooks.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    using bcauth::errc;
    struct {
        std::string id;
        errc why;
    } const rows[] = {
        {"multi-none", errc::signature_mismatch},
        {"v2-only", errc::algorithm_mismatch},
        {"v1a", errc::algorithm_mismatch},
        {"no-id", errc::missing_credentials},
        {"ts-hello", errc::invalid_claim},
        {"ts-sp", errc::invalid_field},
        {"ts-lead0", errc::invalid_claim},
        {"sig-empty", errc::token_shape},
        {"sig-nopad", errc::signature_mismatch},
        {"sig-url", errc::signature_mismatch},
        {"old", errc::stale},
        {"future", errc::not_yet_valid},
        {"body-changed", errc::signature_mismatch},
        {"secret-empty", errc::empty_secret},
        {"dot-shift", errc::invalid_claim},
    };
    for (auto const& expected : rows) {
        bool found = false;
        for (auto const& row : file->at("tests").as_array()) {
            if (vectors::text(row, "id") == expected.id) {
                found = true;
                EXPECT_EQ(judge(row), expected.why) << expected.id;
            }
        }
        EXPECT_TRUE(found) << expected.id;
    }
}

}  // namespace
