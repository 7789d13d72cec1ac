// SPDX-License-Identifier: BSL-1.0
#include <bcauth/connection/tls.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using bcauth::certificate_pin;
using bcauth::pin_kind;
using bcauth::tls_trust;
using bcauth::trust_basis;

TEST(TlsTrust, IsTheMachinesUnlessSaidOtherwise) {
    EXPECT_EQ(tls_trust{}, tls_trust::machine());
    EXPECT_EQ(tls_trust::machine().basis, trust_basis::machine);
    EXPECT_FALSE(tls_trust::machine().pin.has_value());
}

TEST(TlsTrust, AddsWhatIsGivenOrTakesNothingElse) {
    EXPECT_EQ(tls_trust::also_pem("PEM"),
              (tls_trust{trust_basis::machine_and_given, "PEM", "", {}}));
    EXPECT_EQ(tls_trust::also_file("/ca.pem"),
              (tls_trust{trust_basis::machine_and_given, "", "/ca.pem", {}}));
    EXPECT_EQ(tls_trust::only_pem("PEM"), (tls_trust{trust_basis::given_only, "PEM", "", {}}));
    EXPECT_EQ(tls_trust::only_file("/ca.pem"),
              (tls_trust{trust_basis::given_only, "", "/ca.pem", {}}));
}

TEST(TlsTrust, APinIsExclusiveUnlessSaidOtherwise) {
    certificate_pin const pin{pin_kind::certificate_sha256, std::string(32, 'x')};
    auto const only = tls_trust::pinned(pin);
    EXPECT_EQ(only.basis, trust_basis::given_only);
    EXPECT_EQ(only.pin, pin);
    EXPECT_EQ(tls_trust::pinned(pin, trust_basis::machine_and_given).basis,
              trust_basis::machine_and_given);
    EXPECT_NE(only, tls_trust::pinned({pin_kind::public_key, pin.bytes}));
    EXPECT_NE(only, tls_trust::pinned({pin.kind, std::string(32, 'y')}));
}

TEST(TlsTrust, OnlyTheUnsafeFactoryTakesAnything) {
    EXPECT_EQ(tls_trust::unsafe_anything().basis, trust_basis::anything);
    for (auto const& each :
         {tls_trust{}, tls_trust::also_pem(""), tls_trust::also_file(""), tls_trust::only_pem(""),
          tls_trust::only_file(""), tls_trust::pinned({}), tls_trust::machine()}) {
        EXPECT_NE(each.basis, trust_basis::anything);
    }
}

}  // namespace
