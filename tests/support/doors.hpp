// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_DOORS_HPP
#define BCAUTH_TESTS_SUPPORT_DOORS_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/current_customer.hpp>
#include <bcauth/jwt/signer.hpp>
#include <bcauth/signed_payload.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

// The doors as the tests of tokens need them: at a given second, with a given secret and leeway.
namespace doors {

// a clock of its own, so that these tests need nothing of bcauth::testing
struct clock {
    std::int64_t seconds = 0;
    [[nodiscard]] std::chrono::sys_seconds now() const noexcept {
        return std::chrono::sys_seconds{std::chrono::seconds{seconds}};
    }
};

struct at {
    std::int64_t now = 0;
    std::int64_t leeway = 0;
    std::int64_t max_age = 300;
    std::int64_t max_ahead = 60;
    std::int64_t destructive_max_age = 300;
    std::int64_t webhook_tolerance = 300;
};

inline bcauth::app_config app(std::string_view client_id, std::string_view secret) {
    return bcauth::app_config::make({.client_id = std::string(client_id),
                                     .client_secrets = bcauth::key_ring::make({secret}).value()})
        .value();
}

template <class Door>
Door open(bcauth::app_config const& app, at when) {
    bcauth::tolerances<> limits;
    limits.leeway = std::chrono::seconds{when.leeway};
    limits.payload_max_age = std::chrono::seconds{when.max_age};
    limits.payload_max_ahead = std::chrono::seconds{when.max_ahead};
    limits.destructive_max_age = std::chrono::seconds{when.destructive_max_age};
    limits.webhook_tolerance = std::chrono::seconds{when.webhook_tolerance};
    return Door::make(app, limits, clock{when.now}).value();
}

using load = bcauth::load_verifier<bcauth::strict_policy, clock>;
using uninstall = bcauth::uninstall_verifier<bcauth::strict_policy, clock>;
using removal = bcauth::removal_verifier<bcauth::strict_policy, clock>;
using customer = bcauth::current_customer_verifier<bcauth::strict_policy, clock>;

inline std::string jwt(std::string_view secret, std::string_view claims,
                       bcauth::mac_algorithm algorithm = bcauth::mac_algorithm::hs256) {
    auto const signer = bcauth::jwt::signer<>::make(bcauth::secret(secret), algorithm).value();
    auto const token = signer.sign(claims).value();
    return std::string(token.expose());
}

inline std::string payload(std::string_view secret, std::string_view json) {
    auto const text = bcauth::signed_payload<>::sign(bcauth::secret(secret), json).value();
    return std::string(text.expose());
}

// the refusal, or success
template <class T>
bcauth::error_code why(bcauth::result<T> const& judged) {
    return judged ? bcauth::error_code{} : judged.error();
}

}  // namespace doors

#endif
