// SPDX-License-Identifier: BSL-1.0
#include <bcauth/concepts.hpp>

#include <gtest/gtest.h>

#include <chrono>

namespace {

struct my_clock {
    [[nodiscard]] std::chrono::sys_seconds now() const { return {}; }
};
struct not_a_clock {
    [[nodiscard]] long now() const { return 0; }
};
struct my_client {
    bcauth::result<bcauth::http::response> send(bcauth::http::request) {
        return bcauth::errc::transport_failed;
    }
};
struct my_policy : bcauth::strict_policy {
    static constexpr std::chrono::seconds leeway{30};
};
struct unsafe_policy : bcauth::strict_policy {
    static constexpr std::chrono::seconds leeway{601};
};

}  // namespace

// The one include brings each concept that a user may model.
TEST(Concepts, AreGathered) {
    EXPECT_TRUE(bcauth::clock_source<my_clock>);
    EXPECT_FALSE(bcauth::clock_source<not_a_clock>);
    EXPECT_TRUE(bcauth::http::client<my_client>);
    EXPECT_FALSE(bcauth::http::client<my_clock>);
    EXPECT_FALSE(bcauth::http::async_client<my_client>);
    EXPECT_FALSE(bcauth::http::awaitable_client<my_client>);
    EXPECT_TRUE(bcauth::verification_policy<my_policy>);
    EXPECT_FALSE(bcauth::verification_policy<unsafe_policy>);
    EXPECT_FALSE(bcauth::random_source<my_clock>);
    EXPECT_FALSE(bcauth::mac_backend<my_clock>);
    EXPECT_FALSE(bcauth::op::operation<my_clock>);
    EXPECT_TRUE(bcauth::sleeper<bcauth::thread_sleeper>);
    EXPECT_TRUE((bcauth::observer<bcauth::default_handlers, bcauth::app_event>));
    EXPECT_FALSE((bcauth::observer<my_clock, bcauth::app_event>));
}
