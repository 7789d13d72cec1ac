// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/beast_options.hpp>

#include <gtest/gtest.h>

#include <chrono>

namespace {

TEST(BeastOptions, TrustsTheMachineAndTheEnvironmentByDefault) {
    bcauth::beast_options const options;
    EXPECT_EQ(options.trust.basis, bcauth::trust_basis::machine);
    EXPECT_EQ(options.via.kind, bcauth::proxy_kind::environment);
    EXPECT_FALSE(options.allow_loopback_http);
    EXPECT_FALSE(options.on_event);
}

TEST(BeastOptions, LimitsWhatAServerCanTake) {
    bcauth::beast_options const options;
    EXPECT_GT(options.connect_timeout, std::chrono::milliseconds{0});
    EXPECT_LE(options.header_bytes, 1024U * 1024);
    EXPECT_LE(options.kept_connections, 100U);
}

}  // namespace
