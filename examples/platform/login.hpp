// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_PLATFORM_LOGIN_HPP
#define EXAMPLES_PLATFORM_LOGIN_HPP

#include "world.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace platform {

inline constexpr std::string_view login_path = "/login/token/";

/** A shopper whom an app signs in. */
struct shopper_login {
    std::int64_t customer = 0;
    std::string redirect_to;
};

/** Judges an app's login token as a store does, and uses it up: HS256 with `typ`, half a minute old at most, for this
    store, one of its customers and this machine's address, and never seen before. */
[[nodiscard]] std::optional<shopper_login> take_login(world& all, store const& in,
                                                      std::string_view token);

}  // namespace platform

#endif
