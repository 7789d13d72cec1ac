// SPDX-License-Identifier: BSL-1.0
#include <bcauth/observe/exchange_event.hpp>

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace {

using bcauth::exchange_event;

TEST(ExchangeEvent, BeginsWithNothingToTell) {
    exchange_event const event;
    EXPECT_EQ(event.status, 0);
    EXPECT_EQ(event.attempt, 1U);
    EXPECT_EQ(event.delay.count(), 0);
    EXPECT_EQ(event.duration.count(), 0);
    EXPECT_FALSE(event.error.failed());
    EXPECT_FALSE(event.credentials);
    EXPECT_TRUE(event.path.empty());
    EXPECT_TRUE(event.request_body.empty());
}

// each of its texts is of the type that a redaction alone makes
TEST(ExchangeEvent, HasNoPlaceForATextThatWasNotRedacted) {
    using text = bcauth::redacted_text;
    static_assert(std::is_same_v<decltype(exchange_event::host), text>);
    static_assert(std::is_same_v<decltype(exchange_event::path), text>);
    static_assert(std::is_same_v<decltype(exchange_event::query), text>);
    static_assert(std::is_same_v<decltype(exchange_event::request_fields), text>);
    static_assert(std::is_same_v<decltype(exchange_event::request_body), text>);
    static_assert(std::is_same_v<decltype(exchange_event::response_fields), text>);
    static_assert(std::is_same_v<decltype(exchange_event::response_body), text>);
    // and there is nothing else but numbers
    static_assert(sizeof(exchange_event) < 7 * sizeof(text) + 128);
}

}  // namespace
