// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/detail/beast_trust.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>

// What it trusts is in tests/integration/beast.test.cpp.
namespace {

using bcauth::detail::beast_trust;

struct freeing {
    void operator()(SSL* tls) const noexcept { SSL_free(tls); }
};

// what a server is called when it is to be called by that name, and what its certificate is to be for
struct called {
    std::string by_name;
    std::string certified;
    bool is_address = false;
};

called call(std::string const& name) {
    beast_trust trust(bcauth::tls_trust::machine());
    EXPECT_TRUE(trust.is_good());
    std::unique_ptr<SSL, freeing> const tls(SSL_new(trust.context().native_handle()));
    EXPECT_TRUE(beast_trust::name_server(tls.get(), name)) << name;
    auto const* const said = SSL_get_servername(tls.get(), TLSEXT_NAMETYPE_host_name);
    auto* const rules = SSL_get0_param(tls.get());
    auto const* const host = X509_VERIFY_PARAM_get0_host(rules, 0);
    std::unique_ptr<char, void (*)(char*)> const address(X509_VERIFY_PARAM_get1_ip_asc(rules),
                                                         [](char* text) { OPENSSL_free(text); });
    called made{said == nullptr ? "" : said, host == nullptr ? "" : host, address != nullptr};
    if (address) made.certified = address.get();
    return made;
}

TEST(BeastTrust, WantsTheNameThatItCallsTheServerBy) {
    for (std::string const name : {"a.example", "a.example."}) {
        auto const made = call(name);
        EXPECT_EQ(made.by_name, "a.example");
        EXPECT_EQ(made.certified, "a.example");
    }
}

// RFC 6066 section 3: an address is no name
TEST(BeastTrust, CallsAnAddressByNoName) {
    for (std::string const name : {"192.0.2.1", "2001:db8::1"}) {
        auto const made = call(name);
        EXPECT_EQ(made.by_name, "");
        EXPECT_TRUE(made.is_address);
    }
    EXPECT_EQ(call("192.0.2.1").certified, "192.0.2.1");
}

}  // namespace
