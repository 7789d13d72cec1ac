// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_VERSION_HPP
#define BCAUTH_VERSION_HPP

#include <string_view>

namespace bcauth::inline v0 {

inline constexpr int version_major = 0;
inline constexpr int version_minor = 1;
inline constexpr int version_patch = 0;

/** The library's version. While it is 0.x, a new minor number may break a program. */
inline constexpr std::string_view version = "0.1.0";

}  // namespace bcauth::inline v0

#endif
