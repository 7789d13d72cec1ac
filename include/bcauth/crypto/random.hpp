// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CRYPTO_RANDOM_HPP
#define BCAUTH_CRYPTO_RANDOM_HPP

#include <bcauth/crypto/openssl.hpp>
#include <bcauth/error.hpp>
#include <bcauth/random.hpp>

#include <span>

namespace bcauth::inline v0 {

/** OpenSSL's random generator: the `random_source` unless another one is named.

    @par Thread safety
    May be shared; it has no state of its own, also after a fork.
*/
struct system_random {
    /** Fills `out`, or fails with `errc::random_failure` and leaves zeros. */
    result<void> fill(std::span<unsigned char> out) noexcept {
        if (detail::fill_random(out.data(), out.size())) {
            return {};
        }
        detail::cleanse(out.data(), out.size());
        return errc::random_failure;
    }
};

static_assert(random_source<system_random>);

}  // namespace bcauth::inline v0

#endif
