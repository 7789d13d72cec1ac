// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_FAILING_MAC_HPP
#define BCAUTH_TESTS_SUPPORT_FAILING_MAC_HPP

#include <bcauth/crypto/openssl.hpp>

#include <string_view>

namespace support {

// OpenSSL's backend, of which one call, counted from 0, fails. For tests of one thread.
struct failing_mac {
    using key = bcauth::openssl_mac::key;

    static void fail_at(int call) { left() = call; }
    // whether so many calls were made
    static bool failed() { return left() < 0; }

    static bcauth::result<key> make_key(bcauth::mac_algorithm algorithm, std::string_view secret) {
        return left()-- == 0 ? bcauth::result<key>(bcauth::errc::crypto_failure)
                             : bcauth::openssl_mac::make_key(algorithm, secret);
    }
    static bcauth::result<void> sign(key const& with, bcauth::mac_message parts,
                                     bcauth::mac_digest& out) {
        return left()-- == 0 ? bcauth::result<void>(bcauth::errc::crypto_failure)
                             : bcauth::openssl_mac::sign(with, parts, out);
    }

private:
    static int& left() {
        static int calls = -1;
        return calls;
    }
};

static_assert(bcauth::mac_backend<failing_mac>);

}  // namespace support

#endif
