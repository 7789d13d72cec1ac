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

TEST(BeastOptions, TakeWhatSettingsAskOfATransport) {
    bcauth::connection_options given;
    given.trust = bcauth::tls_trust::only_file("ca.pem");
    given.via.kind = bcauth::proxy_kind::socks5;
    given.via.host = "proxy.example";
    given.timeout = std::chrono::seconds{7};
    auto const options = bcauth::beast_options::from(given);
    EXPECT_EQ(options.trust, given.trust);
    EXPECT_EQ(options.via.kind, bcauth::proxy_kind::socks5);
    EXPECT_EQ(options.via.host, "proxy.example");
    EXPECT_EQ(options.timeout, std::chrono::seconds{7});
    EXPECT_EQ(options.connect_timeout, std::chrono::seconds{7});
    EXPECT_FALSE(options.allow_loopback_http);
    given.timeout = std::chrono::seconds{0};
    EXPECT_EQ(bcauth::beast_options::from(given).timeout, std::chrono::milliseconds{0});
}

}  // namespace
