// SPDX-License-Identifier: BSL-1.0
#include <bcauth/crypto/hmac.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using bcauth::mac_algorithm;

// a hardware key as a user might model it: every call fails
struct unplugged_backend {
    struct key {};
    static bcauth::result<key> make_key(mac_algorithm, std::string_view) {
        return bcauth::errc::crypto_failure;
    }
    static bcauth::result<void> sign(key const&, bcauth::mac_message, bcauth::mac_digest&) {
        return bcauth::errc::crypto_failure;
    }
};

// one with all calls, whose keys stay where they were made: nothing could keep them
struct rooted_backend {
    struct key {
        key() = default;
        key(key&&) = delete;
        key& operator=(key&&) = delete;
    };
    static bcauth::result<key> make_key(mac_algorithm, std::string_view);
    static bcauth::result<void> sign(key const&, bcauth::mac_message, bcauth::mac_digest&);
};

// one that makes keys and signs nothing
struct mute_backend {
    struct key {};
    static bcauth::result<key> make_key(mac_algorithm, std::string_view);
};

static_assert(!bcauth::mac_backend<rooted_backend> && !bcauth::mac_backend<mute_backend>);

TEST(Hmac, DigestSizesAreThoseOfSha256AndSha512) {
    static_assert(bcauth::digest_size(mac_algorithm::hs256) == 32);
    static_assert(bcauth::digest_size(mac_algorithm::hs512) == 64);
    EXPECT_EQ(bcauth::mac_digest{}.size(), bcauth::digest_size(mac_algorithm::hs512));
}

TEST(Hmac, ABackendMayBeOnesOwn) {
    static_assert(bcauth::mac_backend<unplugged_backend>);
    EXPECT_EQ(unplugged_backend::make_key(mac_algorithm::hs256, "k").error(),
              bcauth::errc::crypto_failure);
}

// RFC 8725 section 3.1: no value of the type means "unsigned"
TEST(Hmac, NoAlgorithmIsNone) {
    static_assert(static_cast<int>(mac_algorithm::hs256) == 0);
    static_assert(static_cast<int>(mac_algorithm::hs512) == 1);
    static_assert(!std::is_convertible_v<int, mac_algorithm>);
}

}  // namespace
