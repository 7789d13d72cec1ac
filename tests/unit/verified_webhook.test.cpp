// SPDX-License-Identifier: BSL-1.0
#include <bcauth/verified_webhook.hpp>
#include "support/webhooks.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <utility>

namespace {

using bcauth::received_webhook;
using bcauth::verified_webhook;

static_assert(!std::is_default_constructible_v<verified_webhook>);
static_assert(!std::is_aggregate_v<verified_webhook>);
static_assert(!std::is_constructible_v<verified_webhook, bcauth::webhook_delivery>);
static_assert(!std::is_constructible_v<verified_webhook, bcauth::verified_load>);
static_assert(!std::is_constructible_v<verified_webhook, received_webhook>);
static_assert(!std::is_default_constructible_v<received_webhook>);
static_assert(!std::is_constructible_v<received_webhook, std::string>);
static_assert(!std::is_constructible_v<received_webhook, verified_webhook>);
static_assert(std::is_nothrow_move_constructible_v<verified_webhook>);
static_assert(std::is_copy_constructible_v<received_webhook>);

constexpr std::string_view secret = "secret of the delivered";

verified_webhook verified(std::string body) {
    auto const app = doors::app("any", secret);
    webhooks::door const door(app, {}, doors::clock{1'700'000'000});
    auto const one = webhooks::sealed(secret, "msg_1", "1700000000", std::move(body));
    return door(one.delivery()).value();
}

// short texts stand in the object, long ones on the heap
TEST(VerifiedWebhook, OwnsItsTextAndIsCopiedAndMoved) {
    for (auto const size : {0U, 40U, 5000U}) {
        auto const body = R"({"producer":"stores/abc123","x":")" + std::string(size, 'x') + "\"}";
        auto first = verified(body);
        auto const copy = first;
        auto const moved = std::move(first);
        for (auto const* const each : {&copy, &moved}) {
            EXPECT_EQ(each->id(), "msg_1");
            EXPECT_EQ(each->body(), body);
            EXPECT_EQ(each->sent_at().time_since_epoch().count(), 1'700'000'000);
            EXPECT_EQ(each->matched_secret(), 1U);
            EXPECT_EQ(each->store().value().view(), "abc123");
        }
    }
}

TEST(VerifiedWebhook, GivesItsStoreOfATemporaryByValue) {
    EXPECT_EQ(verified(R"({"producer":"stores/abc123"})").store().value().context(),
              "stores/abc123");
    EXPECT_EQ(verified("").store().error(), bcauth::errc::invalid_json);
}

TEST(ReceivedWebhook, SaysWhetherItIsProvenAfterACopy) {
    bcauth::webhook_verifier<bcauth::unsigned_webhooks<>, doors::clock> const door(
        doors::app("any", secret), {}, doors::clock{1'700'000'000});
    auto const one = webhooks::sealed(secret, "msg_1", "1700000000", "x");
    auto const proven = door.judge(webhooks::fields(one), one.body).value();
    auto const unproven = door.judge({}, "y").value();
    auto const copies = std::pair(proven, unproven);
    ASSERT_NE(copies.first.verified(), nullptr);
    EXPECT_EQ(copies.first.verified()->body(), copies.first.body());
    EXPECT_EQ(copies.first.body(), "x");
    EXPECT_EQ(copies.second.verified(), nullptr);
    EXPECT_EQ(copies.second.body(), "y");
}

}  // namespace
