// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/detail/curl_proxy.hpp>

#include <gtest/gtest.h>

// What goes through one is in tests/integration/curl_proxy.test.cpp.
namespace {

using bcauth::proxy_auth;
using bcauth::detail::scheme_of;

TEST(CurlProxyScheme, IsTheOneThatIsAskedForAndNoOther) {
    EXPECT_EQ(scheme_of(proxy_auth::none), static_cast<long>(CURLAUTH_NONE));
    EXPECT_EQ(scheme_of(proxy_auth::basic), static_cast<long>(CURLAUTH_BASIC));
    EXPECT_EQ(scheme_of(proxy_auth::digest), static_cast<long>(CURLAUTH_DIGEST));
    EXPECT_EQ(scheme_of(proxy_auth::negotiate), static_cast<long>(CURLAUTH_NEGOTIATE));
    EXPECT_EQ(scheme_of(proxy_auth::ntlm), static_cast<long>(CURLAUTH_NTLM));
}

}  // namespace
