// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CRYPTO_CONSTANT_TIME_HPP
#define BCAUTH_CRYPTO_CONSTANT_TIME_HPP

#include <bcauth/crypto/openssl.hpp>

#include <span>
#include <string_view>

namespace bcauth::inline v0 {

/** Whether two byte strings are equal, in time that depends on their lengths only.

    Lengths are public. Nothing equals an empty string, not even another: an absent MAC is never a right one
    (CVE-2020-28042 was such an acceptance).

    @par Complexity
    Linear, without branch or table look-up on the bytes (`CRYPTO_memcmp`).
*/
[[nodiscard]] inline bool constant_time_equal(std::span<unsigned char const> left,
                                              std::span<unsigned char const> right) noexcept {
    return left.size() == right.size() && !left.empty() &&
           detail::equal_in_constant_time(left.data(), right.data(), left.size());
}

/** The same for text. */
[[nodiscard]] inline bool constant_time_equal(std::string_view left,
                                              std::string_view right) noexcept {
    return left.size() == right.size() && !left.empty() &&
           detail::equal_in_constant_time(left.data(), right.data(), left.size());
}

}  // namespace bcauth::inline v0

#endif
