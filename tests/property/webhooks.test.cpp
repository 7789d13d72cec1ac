// SPDX-License-Identifier: BSL-1.0
#include "support/webhooks.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;
using webhooks::answer;
using webhooks::letter;

constexpr std::string_view secret = "secret of the webhook properties";
constexpr std::int64_t now = 1'700'000'000;

letter const& genuine() {
    static auto const one = webhooks::sealed(secret, "msg_1.a", std::to_string(now),
                                             R"({"producer":"stores/abc123","data":{"id":7}})");
    return one;
}

webhooks::door const& door() {
    static webhooks::door const made(doors::app("any", secret), {}, doors::clock{now});
    return made;
}

// one of its four texts
std::string& part_of(letter& one, std::size_t which) {
    return which == 0 ? one.id : which == 1 ? one.timestamp : which == 2 ? one.signature : one.body;
}

// threats rows 12 and 89
TEST(WebhookProperties, AnyFlippedBitOfAnyPartIsRefused) {
    ASSERT_TRUE(door()(genuine().delivery()));
    std::size_t flipped = 0;
    for (std::size_t which = 0; which < 4; ++which) {
        auto one = genuine();
        auto& text = part_of(one, which);
        for (std::size_t bit = 0; bit < text.size() * 8; ++bit, ++flipped) {
            auto const mask = static_cast<char>(1 << (bit % 8));
            text[bit / 8] = static_cast<char>(text[bit / 8] ^ mask);
            EXPECT_FALSE(door()(one.delivery())) << "part " << which << ", bit " << bit;
            text[bit / 8] = static_cast<char>(text[bit / 8] ^ mask);
        }
        EXPECT_TRUE(door()(one.delivery()));
    }
    EXPECT_GT(flipped, 800U);
}

RC_GTEST_PROP(WebhookProperties, AnyByteMorePutIntoAnyPartIsRefused, ()) {
    auto one = genuine();
    auto const which = *rc::gen::inRange<std::size_t>(0, 4);
    auto& text = part_of(one, which);
    auto const at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
    auto const byte = *rc::gen::arbitrary<char>();
    // spaces around a signature are those of the list that it stands in
    RC_PRE(which != 2 || byte != ' ' || (at != 0 && at != text.size()));
    text.insert(at, 1, byte);
    RC_ASSERT(!door()(one.delivery()));
}

RC_GTEST_PROP(WebhookProperties, AnyByteLessIsRefused, ()) {
    auto one = genuine();
    auto& text = part_of(one, *rc::gen::inRange<std::size_t>(0, 4));
    text.erase(*rc::gen::inRange<std::size_t>(0, text.size()), 1);
    RC_ASSERT(!door()(one.delivery()));
}

// whatever is signed, only the split that was signed is taken
RC_GTEST_PROP(WebhookProperties, NoOtherSplitOfTheSameBytesIsTakenAsOfThatTime, ()) {
    auto const time = std::to_string(now);
    auto const piece = rc::gen::elementOf(std::vector<std::string>{"a", ".", "1", time, "{}", "0"});
    auto const join = [](std::vector<std::string> const& pieces) {
        std::string text;
        for (auto const& each : pieces) {
            text += each;
        }
        return text;
    };
    auto const id = "m" + join(*rc::gen::container<std::vector<std::string>>(piece));
    auto const body = "{" + join(*rc::gen::container<std::vector<std::string>>(piece));
    auto const one = webhooks::sealed(secret, id, time, body);
    auto const whole = id + '.' + time + '.' + body;
    std::size_t taken = 0;
    for (auto first = whole.find('.'); first != std::string::npos;
         first = whole.find('.', first + 1)) {
        for (auto second = whole.find('.', first + 1); second != std::string::npos;
             second = whole.find('.', second + 1)) {
            letter const other{whole.substr(0, first), whole.substr(first + 1, second - first - 1),
                               one.signature, whole.substr(second + 1)};
            bool const yes = door()(other.delivery()).has_value();
            taken += yes ? 1 : 0;
            // a body that begins with digits and a dot, or an identifier that ends so, is the sender's own making
            RC_ASSERT(!yes || other.timestamp == time);
        }
    }
    RC_ASSERT(id.size() > 256 || taken >= 1);
}

RC_GTEST_PROP(WebhookProperties, WhatWasSignedIsWhatIsRead, ()) {
    auto const key =
        *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
    auto const id = *rc::gen::nonEmpty(rc::gen::resize(
        256,
        rc::gen::container<std::string>(rc::gen::suchThat(
            rc::gen::inRange<char>(0x21, 0x7f), [](char c) { return c != '"' && c != '\\'; }))));
    auto const body = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    auto const at = *rc::gen::inRange<std::int64_t>(0, 253'402'300'800);
    auto const one = webhooks::sealed(key, id, std::to_string(at), body);
    webhooks::door const own(doors::app("any", key), {}, doors::clock{at});
    auto const got = own(one.delivery());
    RC_ASSERT(got.has_value());
    RC_ASSERT(got->id() == id);
    RC_ASSERT(got->body() == body);
    RC_ASSERT(got->sent_at().time_since_epoch().count() == at);
}

RC_GTEST_PROP(WebhookProperties, AListIsTakenWhenOneOfItsV1SignaturesIsRight, ()) {
    auto const one = genuine();
    auto const digest = one.signature.substr(3);
    auto const entry = rc::gen::elementOf(std::vector<std::string>{
        one.signature, "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=", "v1," + digest + "=",
        "v1a," + digest, "v2," + digest, "v1", "v1,", "", digest, "v1," + digest.substr(4)});
    auto const entries = *rc::gen::resize(14, rc::gen::container<std::vector<std::string>>(entry));
    std::string header;
    bool right = false;
    for (auto const& each : entries) {
        header += (header.empty() ? "" : " ") + each;
        right = right || each == one.signature;
    }
    letter const other{one.id, one.timestamp, header, one.body};
    RC_ASSERT(door()(other.delivery()).has_value() == right);
}

// a model in whole seconds
RC_GTEST_PROP(WebhookProperties, ADeliveryIsTakenWithinTheToleranceOnBothSidesOnly, ()) {
    auto const tolerance = *rc::gen::oneOf(rc::gen::element<std::int64_t>(0, 1, 300, 600),
                                           rc::gen::inRange<std::int64_t>(0, 601));
    auto const off = *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-3, 4),
                                     rc::gen::inRange<std::int64_t>(-700, 701));
    auto const side = *rc::gen::element<std::int64_t>(-1, 1);
    auto const sent_at = now + side * tolerance + off;
    auto const one = webhooks::sealed(secret, "msg", std::to_string(sent_at), "x");
    bcauth::tolerances<> limits;
    limits.webhook_tolerance = std::chrono::seconds{tolerance};
    webhooks::door const at(doors::app("any", secret), limits, doors::clock{now});
    auto const expected = sent_at < now - tolerance   ? errc::stale
                          : sent_at > now + tolerance ? errc::not_yet_valid
                                                      : errc{};
    RC_ASSERT(answer(at(one.delivery())) == expected);
}

RC_GTEST_PROP(WebhookProperties, ArbitraryHeadersAndBodiesAreRefused,
              (std::string const& id, std::string const& timestamp, std::string const& signature,
               std::string const& body)) {
    letter const one{id, timestamp, signature, body};
    RC_ASSERT(!door()(one.delivery()));
    letter const signed_one{id, timestamp, genuine().signature, body};
    RC_ASSERT(!door()(signed_one.delivery()));
}

// confused kinds: what the same secret signs elsewhere is no delivery, however it is cut
RC_GTEST_PROP(WebhookProperties, ATokenOfTheSameSecretIsNoDelivery, ()) {
    auto const time = std::to_string(now);
    auto const claims =
        R"({"user":{"id":7,"email":"a.)" + time + '.' +
        *rc::gen::elementOf(std::vector<std::string>{"b", "{}", "{\\\"a\\\":1}", time + ".x"}) +
        R"("},"store_hash":"abc123","timestamp":)" + time + ".5}";
    auto const token = doors::jwt(secret, claims);
    for (auto const& text : {claims, token.substr(0, token.rfind('.'))}) {
        auto const signature = "v1," + webhooks::mac(secret, text);
        for (auto first = text.find('.'); first != std::string::npos;
             first = text.find('.', first + 1)) {
            for (auto second = text.find('.', first + 1); second != std::string::npos;
                 second = text.find('.', second + 1)) {
                letter const one{text.substr(0, first), text.substr(first + 1, second - first - 1),
                                 signature, text.substr(second + 1)};
                RC_ASSERT(!door()(one.delivery()));
            }
        }
    }
}

}  // namespace
