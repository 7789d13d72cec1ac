// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_ODR_SECOND_HPP
#define BCAUTH_TESTS_ODR_SECOND_HPP

#include <bcauth/bcauth.hpp>
#include "every_header.hpp"

#include <cstdint>
#include <string_view>

/** What a unit sees, to be compared with what the other one sees. */
struct sight {
    boost::system::error_category const* errors = nullptr;
    boost::system::error_category const* conditions = nullptr;
    std::int64_t user = 0;  ///< of a token that the unit judged itself
};

struct still_clock {
    [[nodiscard]] static std::chrono::sys_seconds now() noexcept {
        return std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000}};
    }
};

/** Takes a door from key to claims, so that a unit has its own copy of all of it. */
inline sight look(std::string_view query) {
    sight seen{&make_error_code(bcauth::errc::expired).category(),
               &make_error_condition(bcauth::condition::unauthenticated).category(), 0};
    auto const app = bcauth::app_config::make(
        {.client_id = "client",
         .client_secrets = *bcauth::key_ring::make({"a secret of the app"})});
    bcauth::load_verifier<bcauth::strict_policy, still_clock> const load(*app);
    if (auto const who = load(query)) {
        seen.user = who->user().id;
    }
    return seen;
}

sight see_from_second_unit(std::string_view query);

#endif
