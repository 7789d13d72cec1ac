// SPDX-License-Identifier: BSL-1.0
#include <bcauth/connection/options.hpp>

#include <bcauth/connection/detail/setting_reader.hpp>

#include <gtest/gtest.h>

#include <chrono>

namespace {

// the same default stands in the table, in words
TEST(ConnectionOptions, BeginAsAnEmptyListOfSettings) {
    bcauth::setting_list const nothing;
    bcauth::connection_options read;
    read.timeout = std::chrono::seconds(1);
    read.verbosity = 2;
    read.max_log_file_bytes = 3;
    read.via.kind = bcauth::proxy_kind::socks5;
    ASSERT_FALSE(bcauth::detail::setting_reader(nothing).read(read));
    bcauth::connection_options const usual;
    EXPECT_EQ(read.timeout, usual.timeout);
    EXPECT_EQ(read.verbosity, usual.verbosity);
    EXPECT_EQ(read.max_log_file_bytes, usual.max_log_file_bytes);
    EXPECT_EQ(read.via.kind, usual.via.kind);
    EXPECT_EQ(read.trust, usual.trust);
    EXPECT_FALSE(usual.store);
    EXPECT_TRUE(usual.client_id.empty() && usual.callback_url.empty() && usual.log_file.empty());
    EXPECT_TRUE(usual.client_secret.empty() && usual.access_token.empty());
}

}  // namespace
