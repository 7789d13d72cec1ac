// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BENCH_SUPPORT_SAMPLES_HPP
#define BCAUTH_BENCH_SUPPORT_SAMPLES_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/jwt/signer.hpp>
#include <bcauth/key_ring.hpp>
#include <bcauth/scope.hpp>
#include <bcauth/secret.hpp>

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

// One app, and the load tokens that are sent to it.
namespace bcauth_bench {

inline constexpr std::string_view app_client_id = "U8RphZeDjQc4kLVSzNjePo0CMjq7yOg";
inline constexpr std::string_view app_secret =
    "3a2f9c1e5b7d4860918273645fedcba0a1b2c3d4e5f60718293a4b5c6d7e8f90";

inline bcauth::app_config make_app() {
    return *bcauth::app_config::make(
        {.client_id = std::string(app_client_id),
         .client_secrets = *bcauth::key_ring::make({app_secret}),
         .redirect_uri = "https://app.example.com/oauth",
         .required_scopes = bcauth::scopes("store_v2_orders store_v2_products_read_only")});
}

// What a load token of the present says; `more` stands in front of its last brace.
inline std::string load_claims(std::size_t number = 0, std::string_view more = {}) {
    auto const time = [](std::int64_t ago) { return std::to_string(std::time(nullptr) - ago); };
    return R"({"aud":"U8RphZeDjQc4kLVSzNjePo0CMjq7yOg","iss":"bc","iat":)" + time(5) +
           R"(,"nbf":)" + time(10) + R"(,"exp":)" + time(-86'395) +
           R"(,"jti":"c5f0bcf5-a504-4ae6-8dcc-)" + std::to_string(100'000'000'000 + number) +
           R"(","sub":"stores/z4zn3wo","user":{"id":9876543,"email":"authorized_user@example.com",)"
           R"("locale":"en-US"},"owner":{"id":7654321,"email":"owner@example.com"},"url":"/",)"
           R"("channel_id":null)" +
           std::string(more) + "}";
}

inline std::string signed_jwt(std::string_view claims) {
    auto const token = *bcauth::jwt::signer<>::make(bcauth::secret{app_secret})->sign(claims);
    return std::string(token.expose());
}

}  // namespace bcauth_bench

#endif
