// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_OWN_FIELDS_HPP
#define BCAUTH_DETAIL_OWN_FIELDS_HPP

#include <bcauth/detail/ascii_case.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace bcauth::inline v0::detail {

// Response fields that a handler has no say in: those that the frame needs as they are, and those with which a server
// marks where a message ends, where a wrong one would let a second response be read out of the first.
inline constexpr std::array<std::string_view, 11> own_fields{"X-Frame-Options",
                                                             "Referrer-Policy",
                                                             "Cache-Control",
                                                             "X-Content-Type-Options",
                                                             "Content-Length",
                                                             "Transfer-Encoding",
                                                             "Connection",
                                                             "Keep-Alive",
                                                             "Upgrade",
                                                             "Trailer",
                                                             "TE"};

constexpr bool is_own_field(std::string_view name) noexcept {
    return std::any_of(own_fields.begin(), own_fields.end(),
                       [name](std::string_view own) { return equal_ignoring_case(name, own); });
}

}  // namespace bcauth::inline v0::detail

#endif
