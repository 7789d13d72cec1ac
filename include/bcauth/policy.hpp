// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_POLICY_HPP
#define BCAUTH_POLICY_HPP

#include <bcauth/crypto/hmac.hpp>

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <span>

namespace bcauth::inline v0 {

/** What is allowed, as constants: the default of everything that takes a policy.

    Derive from it, or wrap it in one of the named relaxations below, to change a value. A value that is unsafe
    does not compile (`verification_policy`).
*/
struct strict_policy {
    /// How far clocks may be apart, seconds; and how far `tolerances` may widen it.
    static constexpr std::chrono::seconds leeway{10};
    static constexpr std::chrono::seconds max_leeway{600};
    /// A legacy payload has no expiry: how old it may be, and how far ahead of the clock.
    static constexpr std::chrono::seconds payload_max_age{300};
    static constexpr std::chrono::seconds payload_max_ahead{60};
    /// The uninstall and remove-user doors take nothing older than this.
    static constexpr std::chrono::seconds destructive_max_age{300};
    /// Whether `application` asks the platform before it believes an uninstall callback (`trust_uninstalls`).
    static constexpr bool checks_uninstalls = true;
    /// Above this no run-time tolerance of age goes.
    static constexpr std::chrono::seconds max_age_ceiling{86400};
    /// Whether a legacy payload of any age is taken (`allow_stale_payload`).
    static constexpr bool requires_fresh_payload = true;
    /// How far a webhook's time may be from the clock, both ways; and how far `tolerances` may widen it.
    static constexpr std::chrono::seconds webhook_tolerance{300};
    static constexpr std::chrono::seconds max_webhook_tolerance{600};
    /// Whether a webhook that nobody signed is refused (`unsigned_webhooks`).
    static constexpr bool requires_signed_webhooks = true;
    /// A longer token is refused before anything of it is read.
    static constexpr std::size_t token_bytes = 16384;
    /// So is a webhook with a longer body.
    static constexpr std::size_t webhook_bytes = 262144;
    /// Nesting of JSON; a deeper text is refused.
    static constexpr std::size_t json_depth = 32;
    /// BigCommerce's secrets are shorter than the 32 bytes of RFC 7518 section 3.2, so any length is taken.
    static constexpr std::size_t min_secret_bytes = 1;
    /// What may sign a load, uninstall or remove-user token, and a Current Customer token.
    static constexpr std::array callback_algorithms{mac_algorithm::hs256};
    static constexpr std::array customer_algorithms{mac_algorithm::hs256, mac_algorithm::hs512};
    /// Whether configured addresses may be http at 127.0.0.1, ::1 and localhost (`loopback_http`).
    static constexpr bool allows_loopback_http = false;
};

/** Relaxation: configured addresses may be http, at 127.0.0.1, ::1 and localhost only. For development. */
template <class Base = strict_policy>
struct loopback_http : Base {
    static constexpr bool allows_loopback_http = true;
};

/** Relaxation: a legacy payload may be of any age. Anyone who ever saw one can use it for ever. */
template <class Base = strict_policy>
struct allow_stale_payload : Base {
    static constexpr bool requires_fresh_payload = false;
};

/** Relaxation: `application` erases an installation on the word of a fresh uninstall callback alone. A staff member
    who can stop a load on its way may turn it into one. */
template <class Base = strict_policy>
struct trust_uninstalls : Base {
    static constexpr bool checks_uninstalls = false;
};

/** Relaxation: webhooks without a signature can be taken, as what they are (`webhook_verifier::judge`). The platform
    does not promise to sign each. Whoever knows the address can then send one. */
template <class Base = strict_policy>
struct unsigned_webhooks : Base {
    static constexpr bool requires_signed_webhooks = false;
};

/** Tightening: `app_config::make` refuses secrets shorter than `Bytes`; RFC 7518 section 3.2 asks for 32. The doors take
    the configuration that they are given. */
template <std::size_t Bytes = 32, class Base = strict_policy>
struct long_secrets : Base {
    static constexpr std::size_t min_secret_bytes = Bytes;
};

namespace detail {

template <class Policy>
concept safe_leeway = requires {
    requires Policy::leeway >= std::chrono::seconds{0};
    requires Policy::leeway <= Policy::max_leeway;
    requires Policy::max_leeway <= std::chrono::seconds{600};
};

template <class Policy>
concept safe_ages = requires {
    requires Policy::payload_max_age > std::chrono::seconds {
        0
    };
    requires Policy::payload_max_ahead >= std::chrono::seconds{0};
    requires Policy::payload_max_ahead <= std::chrono::seconds{600};
    requires Policy::destructive_max_age > std::chrono::seconds {
        0
    };
    requires Policy::destructive_max_age <= std::chrono::seconds{300};
    requires Policy::payload_max_age <= Policy::max_age_ceiling;
    requires Policy::max_age_ceiling <= std::chrono::hours{24};
    requires Policy::webhook_tolerance > std::chrono::seconds {
        0
    };
    requires Policy::webhook_tolerance <= Policy::max_webhook_tolerance;
    requires Policy::max_webhook_tolerance <= std::chrono::seconds{600};
};

template <class Policy>
concept safe_sizes = requires {
    requires Policy::token_bytes >= 1024;
    requires Policy::token_bytes <= 1024 * 1024;
    requires Policy::webhook_bytes >= 1024;
    requires Policy::webhook_bytes <= 1024 * 1024;
    requires Policy::json_depth >= 4;
    requires Policy::json_depth <= 32;
    requires Policy::min_secret_bytes >= 1;
};

template <class Policy>
concept safe_algorithms = requires {
    requires Policy::callback_algorithms.size() == 1;
    requires Policy::callback_algorithms[0] == mac_algorithm::hs256;
    requires Policy::customer_algorithms.size() >= 1;
    requires Policy::customer_algorithms.size() <= 2;
};

}  // namespace detail

/** A set of constants within safe bounds: leeway at most 600 s, a load callback's life at most a day, destructive
    doors at most 300 s, webhooks at most 600 s from the clock, tokens and webhooks at most 1 MiB, JSON at most 32
    deep, no empty list of algorithms, and nothing but HS256 for a callback.

    Exemplar: `strict_policy`, from which every policy is best derived.
*/
template <class Policy>
concept verification_policy = detail::safe_leeway<Policy> && detail::safe_ages<Policy> &&
    detail::safe_sizes<Policy> && detail::safe_algorithms<Policy> && requires {
    { Policy::requires_fresh_payload } -> std::convertible_to<bool>;
    { Policy::requires_signed_webhooks } -> std::convertible_to<bool>;
    { Policy::checks_uninstalls } -> std::convertible_to<bool>;
    { Policy::allows_loopback_http } -> std::convertible_to<bool>;
};

static_assert(verification_policy<strict_policy>);

}  // namespace bcauth::inline v0

#endif
