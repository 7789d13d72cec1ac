// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_JWT_CLAIMS_HPP
#define BCAUTH_JWT_CLAIMS_HPP

#include <bcauth/error.hpp>
#include <bcauth/store_hash.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace bcauth::inline v0::jwt {

/** What JSON a claim must be. Present with another type is never the same as absent. */
enum class claim_type : unsigned char {
    text,              ///< a string without control characters
    time,              ///< a NumericDate (RFC 7519 section 2), 1970 to 9999, a fraction allowed
    integer,           ///< a whole number that fits 64 bits
    nullable_integer,  ///< that, or null
    nullable_text,     ///< a text, or null
    text_or_integer,   ///< a text, a whole number, or null
    audience,          ///< a text, or a list of texts (RFC 7519 section 4.1.3)
    nullable_boolean,  ///< true, false or null
    anything,          ///< any value, of which only the presence counts
};

/** Whether a claim must be there. */
enum class presence : unsigned char {
    required,
    optional,
    required_in_object,  ///< required where the object that it stands in is there
    forbidden,
};

/** A claim as it was read. */
struct claim_value {
    enum class kind : unsigned char { absent, null, text, number, boolean, other };
    std::string_view text;  ///< of a text; of an audience that holds the expected one, that one
    std::int64_t number =
        0;  ///< of a number; of a time, its whole seconds, rounded down; of a boolean, 0 or 1
    kind is = kind::absent;
    bool fraction = false;  ///< whether a time had a part of a second

    [[nodiscard]] constexpr bool present() const noexcept {
        return is != kind::absent && is != kind::null;
    }
    /// the time rounded up: what `nbf` and `iat` are judged by, so that a life never grows
    [[nodiscard]] constexpr std::int64_t rounded_up() const noexcept {
        return number + (fraction ? 1 : 0);
    }
};

/** Whether a token ends before it is issued, which no difference between clocks explains. */
[[nodiscard]] constexpr bool ends_before_issue(claim_value const& issued,
                                               claim_value const& expires) noexcept {
    return issued.present() && issued.rounded_up() > expires.number;
}

/** What the rules of a kind of token are judged by. Seconds. */
struct claim_context {
    std::string_view audience;   ///< the client ID
    std::int64_t now = 0;        ///< 1970 to 9999
    std::int64_t leeway = 0;     ///< how far clocks may be apart
    std::int64_t max_age = 0;    ///< how old a token may be where its door has a limit
    std::int64_t max_ahead = 0;  ///< how far a legacy payload's time may lie ahead
};

struct claim_rule;

/** Judges a present claim: `errc{}` where it holds. */
using claim_check = errc (*)(claim_rule const&, claim_value const&, claim_context const&) noexcept;

/** One row of the table that a kind of token is: where the claim stands, what it must be, what must hold of it. */
struct claim_rule {
    std::string_view
        object{};  ///< the object of the top level that it stands in; empty: the top level itself
    std::string_view name;
    std::size_t member = 0;  ///< which `claim_value` of the kind it is
    claim_type type = claim_type::text;
    presence need = presence::required;
    claim_check check = nullptr;
    std::string_view expected{};  ///< what `equals` compares with
    errc otherwise = errc::invalid_claim;
};

/** A kind of token. An object has its first row among the first 64; one that hasn't is refused as if it came twice. */
using claim_table = std::span<claim_rule const>;

/** The rules that the platform's kinds of token are made of. Each gives `errc{}` or why not. */
namespace rules {

/** The text is `expected`, byte for byte; else `otherwise`. */
inline errc equals(claim_rule const& rule, claim_value const& value,
                   claim_context const&) noexcept {
    return value.text == rule.expected ? errc{} : rule.otherwise;
}

/** The audience holds the client ID, byte for byte; else `errc::wrong_audience`. */
inline errc is_audience(claim_rule const&, claim_value const& value,
                        claim_context const& context) noexcept {
    return !context.audience.empty() && value.text == context.audience ? errc{}
                                                                       : errc::wrong_audience;
}

/** `exp` lies after now less the leeway; on the second itself it is `errc::expired` (RFC 7519 section 4.1.4). */
inline errc not_expired(claim_rule const&, claim_value const& value,
                        claim_context const& context) noexcept {
    return value.number > context.now - context.leeway ? errc{} : errc::expired;
}

/** `nbf` or `iat` lies at most the leeway ahead; else `errc::not_yet_valid` (RFC 7519 section 4.1.5). */
inline errc has_begun(claim_rule const&, claim_value const& value,
                      claim_context const& context) noexcept {
    return value.rounded_up() <= context.now + context.leeway ? errc{} : errc::not_yet_valid;
}

/** `has_begun`, and not older than `max_age`; else `errc::stale`. */
inline errc is_recent(claim_rule const& rule, claim_value const& value,
                      claim_context const& context) noexcept {
    return context.now - value.number > context.max_age ? errc::stale
                                                        : has_begun(rule, value, context);
}

/** A legacy payload's time: at most `max_age` old, `errc::stale`, and `max_ahead` ahead, `errc::not_yet_valid`. */
inline errc is_fresh(claim_rule const&, claim_value const& value,
                     claim_context const& context) noexcept {
    return context.now - value.number > context.max_age           ? errc::stale
           : value.rounded_up() > context.now + context.max_ahead ? errc::not_yet_valid
                                                                  : errc{};
}

/** The text is `stores/` and a store hash; else `errc::invalid_store_hash`. */
inline errc is_context(claim_rule const&, claim_value const& value, claim_context const&) noexcept {
    return store_hash::is_context(value.text) ? errc{} : errc::invalid_store_hash;
}

/** The text is a store hash; else `errc::invalid_store_hash`. */
inline errc is_store_hash(claim_rule const&, claim_value const& value,
                          claim_context const&) noexcept {
    return store_hash::is_valid(value.text) ? errc{} : errc::invalid_store_hash;
}

/** An identifier of a person: above zero, since a guest is 0; else `errc::invalid_claim`. */
inline errc is_id(claim_rule const&, claim_value const& value, claim_context const&) noexcept {
    return value.number > 0 ? errc{} : errc::invalid_claim;
}

/** Not negative; else `errc::invalid_claim`. */
inline errc is_natural(claim_rule const&, claim_value const& value, claim_context const&) noexcept {
    return value.number >= 0 ? errc{} : errc::invalid_claim;
}

/** Not empty; else `errc::invalid_claim`. */
inline errc is_not_empty(claim_rule const&, claim_value const& value,
                         claim_context const&) noexcept {
    return value.text.empty() ? errc::invalid_claim : errc{};
}

}  // namespace rules

}  // namespace bcauth::inline v0::jwt

#endif
