// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_RANDOM_HPP
#define BCAUTH_RANDOM_HPP

#include <bcauth/error.hpp>

#include <concepts>
#include <span>

namespace bcauth::inline v0 {

/** Gives secure random bytes.

    Exemplar: `system_random` (`crypto/random.hpp`), which ships. Tests use sources of their own.

    Semantics that the compiler can't check: every byte is unpredictable, or the call fails with
    `errc::random_failure`; there is no weaker fallback. A source is trusted.
*/
template <class Source>
concept random_source = requires(Source& source, std::span<unsigned char> out) {
    { source.fill(out) } -> std::same_as<result<void>>;
};

}  // namespace bcauth::inline v0

#endif
