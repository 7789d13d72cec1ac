// SPDX-License-Identifier: BSL-1.0
#include "support/locked_instructions.hpp"
#include <bcauth/callback.hpp>
#include <bcauth/crypto/openssl.hpp>
#include "support/doors.hpp"

#include <gtest/gtest.h>

#include <openssl/hmac.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

constexpr std::int64_t now = 1'700'000'000;
constexpr std::string_view secret = "the secret of the tests";

// instrumented code has instructions of its own
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_instrumented = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || \
    __has_feature(thread_sanitizer)
constexpr bool is_instrumented = true;
#else
constexpr bool is_instrumented = false;
#endif
#else
constexpr bool is_instrumented = false;
#endif

class LockedInstructions : public testing::Test {
protected:
    void SetUp() override {
        if (is_instrumented) GTEST_SKIP() << "skipped: a sanitizer adds instructions";
        if (!locked_instructions::of([] {})) {
            GTEST_SKIP() << "skipped: instructions can't be counted here";
        }
    }

    template <class Call>
    static locked_instructions::count of(Call const& call) {
        return locked_instructions::of(call).value_or(locked_instructions::count{-1, -1});
    }
};

TEST_F(LockedInstructions, AreCounted) {
    std::atomic<int> number = 0;
    EXPECT_EQ(of([&] { number.fetch_add(1, std::memory_order_relaxed); }).locked, 1);
    EXPECT_EQ(of([&] { static_cast<void>(number.exchange(7)); }).locked, 1);
    // not a relaxed store: g++ makes an exchange of one at -O0
    int volatile plain = 0;
    EXPECT_EQ(of([&] { plain = plain + 1; }).locked, 0);
}

TEST_F(LockedInstructions, AreManyInWhatFetchesItsDigest) {
    std::string const message(396, 'm');
    auto const counted = of([&] {
        std::array<unsigned char, 32> digest{};
        HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
             reinterpret_cast<unsigned char const*>(message.data()), message.size(), digest.data(),
             nullptr);
    });
    EXPECT_GT(counted.locked, 20);
}

TEST_F(LockedInstructions, AreNoneInAMessageAuthenticationCode) {
    for (auto const algorithm : {bcauth::mac_algorithm::hs256, bcauth::mac_algorithm::hs512}) {
        auto const key = bcauth::openssl_mac::make_key(algorithm, secret).value();
        std::string const message(396, 'm');
        auto const counted = of([&] {
            std::array const parts{std::string_view(message)};
            bcauth::mac_digest digest;
            static_cast<void>(bcauth::openssl_mac::sign(key, parts, digest));
        });
        EXPECT_EQ(counted.locked, 0);
        EXPECT_GT(counted.all, 100);
    }
}

bcauth::app_config app() {
    return bcauth::app_config::make({.client_id = "client-of-the-tests",
                                     .client_secrets = bcauth::key_ring::make({secret}).value()})
        .value();
}

TEST_F(LockedInstructions, AreNoneInALoadCallback) {
    auto const verify = bcauth::load_verifier<bcauth::strict_policy, doors::clock>::make(
                            app(), {}, doors::clock{now})
                            .value();
    constexpr std::string_view claims =
        R"({"iss":"bc","aud":"client-of-the-tests","sub":"stores/abc","iat":1700000000,)"
        R"("exp":1700000900,"jti":"5f6d0a1c","user":{"id":7,"email":"user@example.com"}})";
    for (bool const genuine : {true, false}) {
        auto const query =
            "signed_payload_jwt=" + doors::jwt(genuine ? secret : "of a stranger", claims);
        ASSERT_EQ(verify(query).has_value(), genuine);
        auto const counted = of([&] { static_cast<void>(verify(query)); });
        EXPECT_EQ(counted.locked, 0) << (genuine ? "accepted" : "forged");
        EXPECT_GT(counted.all, 100);
    }
}

}  // namespace
