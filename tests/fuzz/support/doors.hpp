// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_FUZZ_SUPPORT_DOORS_HPP
#define BCAUTH_TESTS_FUZZ_SUPPORT_DOORS_HPP

#include <bcauth/callback.hpp>
#include <bcauth/current_customer.hpp>
#include "support/app.hpp"
#include "support/require.hpp"
#include "support/token_oracle.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

// The doors, and the rules that hold whatever is brought to one: it takes what the oracle takes, as what the oracle
// takes it for, and says no more than it may of what it refuses.
namespace fuzz {

using load_door = bcauth::load_verifier<bcauth::strict_policy, still_clock>;
using uninstall_door = bcauth::uninstall_verifier<bcauth::strict_policy, still_clock>;
using removal_door = bcauth::removal_verifier<bcauth::strict_policy, still_clock>;
using customer_door = bcauth::current_customer_verifier<bcauth::strict_policy, still_clock>;

template <class Door>
Door const& open() {
    static auto const door = Door::make(app()).value();
    return door;
}

/// What a refusal may be called, by how far the token got. Nothing of a payload is looked at before the MAC holds.
template <class T>
void check_refusal(bcauth::result<T> const& answer, verdict const& expected) {
    using enum bcauth::errc;
    switch (expected.reached) {
        case stage::shape:
            require(refused_with(
                        answer, {token_too_large, token_shape, invalid_base64, signature_mismatch}),
                    "a shape's error", answer);
            break;
        case stage::mac:
            require(refused_with(answer, {signature_mismatch}), "a MAC's error", answer);
            break;
        case stage::header:
            require(refused_with(answer, {invalid_base64, invalid_header, algorithm_mismatch,
                                          unsupported_header, duplicate_member}),
                    "a header's error", answer);
            break;
        case stage::claims:
            require(
                refused_with(answer, {missing_claim, claim_type, invalid_claim, wrong_issuer,
                                      wrong_audience, wrong_operation, expired, not_yet_valid,
                                      stale, invalid_store_hash, store_conflict, store_mismatch}) ||
                    (!expected.good_json &&
                     refused_with(answer, {invalid_base64, invalid_json, duplicate_member})),
                "a payload's error", answer);
            break;
        case stage::accepted: break;
    }
}

template <class T>
void check_answer(bcauth::result<T> const& answer, verdict const& expected) {
    require(answer.has_value() == (expected.reached == stage::accepted),
            "the door takes what the oracle takes", answer);
    if (!answer) {
        check_refusal(answer, expected);
    }
}

inline std::optional<std::int64_t> seconds_of(std::optional<std::chrono::sys_seconds> time) {
    return time ? std::optional(std::int64_t{time->time_since_epoch().count()}) : std::nullopt;
}

template <class Verified>
void check_values(Verified const& who, verdict const& expected) {
    require(who.store().view() == expected.store, "the store");
    require(who.user().id == expected.user.id, "the user's ID");
    require(who.user().email == expected.user.email, "the user's address");
    require(who.user().locale == expected.locale, "the user's locale");
    auto const owner = who.owner();
    require(owner.has_value() == expected.owner.has_value(), "whether there is an owner");
    require(!owner || (owner->id == expected.owner->id && owner->email == expected.owner->email),
            "the owner");
    require(who.is_owner() == (owner && owner->id == expected.user.id), "whether it is the owner");
    require(who.channel_id() == expected.channel, "the channel");
    require(who.url() == expected.url, "the page");
    require(who.token_id() == expected.token_id, "the token's identifier");
    require(seconds_of(who.issued_at()) == expected.issued_at, "when it was issued");
    require(seconds_of(who.expires_at()) == expected.expires_at, "when it expires");
    require(who.matched_secret() == expected.secret, "which secret matched");
    bool const known_again =
        !expected.expires_at || (!expected.token_id.empty() && expected.token_id.size() <= 128);
    require(who.replay_id().empty() != known_again, "whether it is known again");
}

inline void check_values(bcauth::verified_customer const& who, verdict const& expected) {
    require(who.store().view() == expected.store, "the store");
    require(who.id() == expected.user.id, "the shopper's ID");
    require(who.email() == expected.user.email, "the shopper's address");
    require(who.group_id() == expected.group, "the shopper's group");
    require(seconds_of(who.issued_at()) == expected.issued_at, "when it was issued");
    require(seconds_of(who.expires_at()) == expected.expires_at, "when it expires");
    require(who.matched_secret() == expected.secret, "which secret matched");
}

/// The answer and its values, which stay what they are when the object is copied and moved.
template <class T>
void check(bcauth::result<T> const& answer, verdict const& expected) {
    check_answer(answer, expected);
    if (answer) {
        check_values(*answer, expected);
        auto copy = *answer;
        auto const moved = std::move(copy);
        check_values(moved, expected);
    }
}

template <class Door>
void check_callback_door(std::string_view token) {
    constexpr bool is_load = std::is_same_v<Door, load_door>;
    check(open<Door>().verify_jwt(token),
          judge_jwt(token, is_load ? door::load : door::destructive));
}

inline void check_customer_door(std::string_view token) {
    auto const asked = bcauth::store_hash::make(store).value();
    check(open<customer_door>()(token, asked), judge_jwt(token, door::customer));
}

inline void check_payload_doors(std::string_view token) {
    auto const expected = judge_signed_payload(token);
    check(open<load_door>().verify_payload(token), expected);
    check(open<uninstall_door>().verify_payload(token), expected);
    check(open<removal_door>().verify_payload(token), expected);
}

// every byte that isn't a letter or digit is escaped, so that the parameter stands for exactly these
inline std::string in_query(std::string_view name, std::string_view value) {
    auto text = std::string(name) + '=';
    for (auto const c : value) {
        bool const plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        text += plain ? std::string(1, c) : '%' + lower_hex({&c, 1});
    }
    return text;
}

/// A parameter of a query is judged as the same text by itself, where a query can carry it.
template <class T>
void check_in_query(std::string_view name, std::string_view token, bcauth::result<T> const& alone) {
    auto const answer = open<load_door>()(in_query(name, token));
    if (refused_with(answer, {bcauth::errc::invalid_query})) {
        require(!is_utf8(token) || has_control(token), "a query carries any other text", answer);
        require(!alone, "no token has what a query can't carry", alone);
    } else if (refused_with(answer, {bcauth::errc::too_many_parameters})) {
        require(token.size() > token_bytes, "no query is too long for a token", answer);
    } else {
        require(answer.has_value() == alone.has_value(), "a query brings the same", answer);
        require(answer || answer.error() == alone.error(), "the same error", answer);
    }
}

}  // namespace fuzz

#endif
