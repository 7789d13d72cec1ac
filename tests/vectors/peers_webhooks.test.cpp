// SPDX-License-Identifier: BSL-1.0
#include "support/vectors.hpp"
#include "support/webhooks.hpp"

#include <bcauth/codec/base64.hpp>
#include <bcauth/crypto/constant_time.hpp>

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <string>

namespace {

using bcauth::errc;

errc judge_delivery(boost::json::value const& row) {
    auto const ring = bcauth::key_ring::make({webhooks::key_of(vectors::text(row, "secret"))});
    if (!ring) {
        return webhooks::answer(ring);
    }
    auto const app =
        bcauth::app_config::make({.client_id = "any", .client_secrets = *ring}).value();
    auto const& context = row.at("context");
    bcauth::tolerances<> limits;
    limits.webhook_tolerance = std::chrono::seconds{context.at("tolerance").as_int64()};
    webhooks::door const door(app, limits, doors::clock{context.at("now").as_int64()});
    auto const& input = row.at("input");
    bcauth::http::fields fields;
    for (auto const& header : input.at("headers").as_object()) {
        if (auto const added = fields.add(header.key(), header.value().as_string()); !added) {
            return webhooks::answer(added);
        }
    }
    return webhooks::answer(door(fields, vectors::text(input, "body")));
}

// another platform's scheme, base64 of the body's MAC alone: judged at the codec and the MAC
errc judge_mac_of_body(boost::json::value const& row) {
    auto const keys = bcauth::detail::prepared_keys<bcauth::openssl_mac>::make(
        bcauth::key_ring::make({vectors::text(row, "secret")}).value(),
        bcauth::mac_algorithm::hs256);
    auto const& input = row.at("input");
    auto const body = vectors::text(input, "body");
    std::array<unsigned char, 32> signature{};
    auto const size = bcauth::base64_decode(
        vectors::text(input.at("headers"), "X-Shopify-Hmac-Sha256"), signature,
        bcauth::base64_alphabet::standard, bcauth::base64_padding::required);
    std::array<std::string_view, 1> const message{body};
    return size ? webhooks::answer(keys->match(message, signature.data())) : webhooks::answer(size);
}

// threats row 89
TEST(PeersWebhooksVectors, AreJudgedAsTheFileSays) {
    auto const file = vectors::load("peers_webhooks.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("peers_webhooks.json");
    for (auto const& row : file->as_array()) {
        bool const is_delivery = vectors::text(row, "kind") == "standard_webhook";
        auto const got = is_delivery ? judge_delivery(row) : judge_mac_of_body(row);
        auto const expect = vectors::text(row, "expect");
        bool right = (got == errc{}) == (expect == "accept");
        if (expect == "policy") {
            // a blank in front of a header's value: a server takes it away, and here no field has one
            right = got == errc::invalid_field;
        } else if (vectors::text(row, "category") == "config") {
            right = got == errc::empty_secret;
        }
        tally.judge(right, vectors::text(row, "name") + ": " + std::string(name(got)));
    }
    EXPECT_EQ(tally.rows(), 49U);
}

}  // namespace
