// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_FUZZ_SUPPORT_APP_HPP
#define BCAUTH_TESTS_FUZZ_SUPPORT_APP_HPP

#include <bcauth/app_config.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// The app whose doors are fuzzed: the one that bcauth::testing mints for by default, with a second secret.
namespace fuzz {

inline constexpr std::string_view client_id = "U8RphZeDjQc4kLVSzNjePo0CMjq7yOg";
inline constexpr std::array<std::string_view, 2> secrets{"a-secret-of-nobody-for-tests-01",
                                                         "the-secret-before-it-was-rotated"};
inline constexpr std::string_view store = "z4zn3wo";
inline constexpr std::int64_t now = 1'659'031'626;

struct still_clock {
    [[nodiscard]] std::chrono::sys_seconds now() const noexcept {
        return std::chrono::sys_seconds{std::chrono::seconds{fuzz::now}};
    }
};

inline bcauth::app_config const& app() {
    static auto const made =
        bcauth::app_config::make(
            {.client_id = std::string(client_id),
             .client_secrets = bcauth::key_ring::make({secrets[0], secrets[1]}).value(),
             .redirect_uri = "https://app.example.com/auth",
             .required_scopes = bcauth::scopes("store_v2_orders store_v2_products_read_only")})
            .value();
    return made;
}

/// HMAC by OpenSSL's one call for it.
inline std::string hmac(EVP_MD const* digest, std::string_view key, std::string_view message) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned size = 0;
    HMAC(digest, key.data(), static_cast<int>(key.size()),
         reinterpret_cast<unsigned char const*>(message.data()), message.size(), mac.data(), &size);
    return {reinterpret_cast<char const*>(mac.data()), size};
}

/// Which of the app's secrets made that MAC: 1, 2, or 0 for none.
inline unsigned secret_of(EVP_MD const* digest, std::string_view message, std::string_view mac) {
    for (std::size_t i = 0; i < secrets.size(); ++i) {
        if (hmac(digest, secrets[i], message) == mac) {
            return static_cast<unsigned>(i + 1);
        }
    }
    return 0;
}

}  // namespace fuzz

#endif
