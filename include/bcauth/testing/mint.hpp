// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_MINT_HPP
#define BCAUTH_TESTING_MINT_HPP

#include <bcauth/codec/form.hpp>
#include <bcauth/crypto/hmac.hpp>
#include <bcauth/error.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/testing/detail/token_draft.hpp>
#include <bcauth/testing/token_kind.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bcauth::inline v0::testing {

/** A claim that is set to another value, or taken away. */
struct claim_override {
    std::string path;  ///< `exp`, or `user.id` for a member of an object
    std::string json;  ///< its JSON, kept to the byte; empty takes the claim away
};

/** What a minted token says. The defaults are the platform's own examples, with identifiers of nobody. */
struct mint_options {
    std::string client_id = "U8RphZeDjQc4kLVSzNjePo0CMjq7yOg";
    secret client_secret{"a-secret-of-nobody-for-tests-01"};
    std::string store = "z4zn3wo";
    /// Who acts, in the control panel or at the store's front.
    std::int64_t user_id = 9876543;
    std::string user_email = "user@example.com";
    std::string user_locale = "en-US";
    std::int64_t owner_id = 7654321;
    std::string owner_email = "owner@example.com";
    std::int64_t customer_id = 4927;
    std::string customer_email = "shopper@example.com";
    std::string customer_group = "6";
    /// Where it leads: the `url` of a load, the `redirect_to` of a login.
    std::string url = "/";
    std::optional<std::int64_t> channel_id = std::nullopt;
    /// When it is issued.
    std::chrono::sys_seconds at{std::chrono::seconds{1659031626}};
    /// The `jti` of a callback or a login; empty: made of the other options, so that equal options give equal tokens.
    std::string token_id = {};
    /// Of a Current Customer token; the callbacks know HS256 alone.
    mac_algorithm algorithm = mac_algorithm::hs256;
    /// Applied in their order.
    std::vector<claim_override> claims = {};
};

}  // namespace bcauth::inline v0::testing

namespace bcauth::inline v0::detail {

// of all that makes one token differ from another
inline result<std::string> token_id_of(testing::mint_options const& options, std::string_view who) {
    if (!options.token_id.empty()) {
        return options.token_id;
    }
    auto const at = std::to_string(options.at.time_since_epoch().count());
    std::array<std::string_view, 5> const parts{options.client_id, options.store, who, options.url,
                                                at};
    return uuid_of(parts);
}

inline void add_people(claim_tree& claims, testing::mint_options const& options) {
    claims.set("user.id", std::to_string(options.user_id));
    claims.set("user.email", json_quoted(options.user_email));
    claims.set("owner.id", std::to_string(options.owner_id));
    claims.set("owner.email", json_quoted(options.owner_email));
}

// the platform's "Processing the Signed Payload": its time has a fraction
inline claim_tree payload_claims(testing::mint_options const& options) {
    claim_tree claims;
    add_people(claims, options);
    claims.set("context", json_quoted("stores/" + options.store));
    claims.set("store_hash", json_quoted(options.store));
    claims.set("timestamp", std::to_string(options.at.time_since_epoch().count()) + ".25");
    return claims;
}

// the platform's "App Callbacks": a life of a day, begun five seconds ago
inline claim_tree load_claims(testing::mint_options const& options, std::string_view token_id) {
    auto const at = options.at.time_since_epoch().count();
    claim_tree claims;
    claims.set("aud", json_quoted(options.client_id));
    claims.set("iss", "\"bc\"");
    claims.set("iat", std::to_string(at));
    claims.set("nbf", std::to_string(at - 5));
    claims.set("exp", std::to_string(at + 86400));
    claims.set("jti", json_quoted(token_id));
    claims.set("sub", json_quoted("stores/" + options.store));
    add_people(claims, options);
    claims.set("user.locale", json_quoted(options.user_locale));
    claims.set("url", json_quoted(options.url));
    claims.set("channel_id", options.channel_id ? std::to_string(*options.channel_id) : "null");
    return claims;
}

// the platform's "Current Customer API": a life of 15 minutes, no `nbf`, no `jti`
inline claim_tree current_customer_claims(testing::mint_options const& options) {
    auto const at = options.at.time_since_epoch().count();
    claim_tree claims;
    claims.set("customer.id", std::to_string(options.customer_id));
    claims.set("customer.email", json_quoted(options.customer_email));
    claims.set("customer.group_id", json_quoted(options.customer_group));
    claims.set("iss", "\"bc/apps\"");
    claims.set("sub", json_quoted(options.store));
    claims.set("iat", std::to_string(at));
    claims.set("exp", std::to_string(at + 900));
    claims.set("version", "1");
    claims.set("aud", json_quoted(options.client_id));
    claims.set("application_id", json_quoted(options.client_id));
    claims.set("store_hash", json_quoted(options.store));
    claims.set("operation", "\"current_customer\"");
    return claims;
}

// the platform's "Customer Login API"; nothing of it is the library's `customer_login`, which it has to judge
inline claim_tree customer_login_claims(testing::mint_options const& options,
                                        std::string_view token_id) {
    claim_tree claims;
    claims.set("iss", json_quoted(options.client_id));
    claims.set("iat", std::to_string(options.at.time_since_epoch().count()));
    claims.set("jti", json_quoted(token_id));
    claims.set("operation", "\"customer_login\"");
    claims.set("store_hash", json_quoted(options.store));
    claims.set("customer_id", std::to_string(options.customer_id));
    if (options.channel_id) {
        claims.set("channel_id", std::to_string(*options.channel_id));
    }
    claims.set("redirect_to", json_quoted(options.url));
    return claims;
}

inline result<claim_tree> claims_of(testing::token_kind kind,
                                    testing::mint_options const& options) {
    using testing::token_kind;
    switch (kind) {
        case token_kind::signed_payload: return payload_claims(options);
        case token_kind::current_customer: return current_customer_claims(options);
        case token_kind::webhook: return errc::invalid_parameter;
        case token_kind::load_jwt:
        case token_kind::customer_login: break;
    }
    bool const is_login = kind == token_kind::customer_login;
    auto const token_id =
        token_id_of(options, is_login ? std::to_string(options.customer_id) : options.user_email);
    if (!token_id) {
        return token_id.error();
    }
    return is_login ? customer_login_claims(options, *token_id) : load_claims(options, *token_id);
}

inline result<void> override_claim(claim_tree& claims, testing::claim_override const& one) {
    if (!one.json.empty() && !is_json(one.json)) {
        return errc::invalid_json;
    }
    bool const done = one.json.empty() ? claims.erase(one.path) : claims.set(one.path, one.json);
    if (!done || !is_utf8(one.path)) {
        return errc::invalid_parameter;
    }
    return {};
}

inline result<token_draft> draft_of(testing::token_kind kind,
                                    testing::mint_options const& options) {
    auto claims = claims_of(kind, options);
    if (!claims) {
        return claims.error();
    }
    for (auto const& each : options.claims) {
        if (auto const done = override_claim(*claims, each); !done) {
            return done.error();
        }
    }
    token_draft draft;
    draft.kind = kind;
    draft.key = options.client_secret;
    draft.algorithm =
        kind == testing::token_kind::current_customer ? options.algorithm : mac_algorithm::hs256;
    draft.claims = std::move(*claims);
    return result<token_draft>(std::move(draft));
}

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0::testing {

/** Makes a token as the platform makes it, or, of a login, as an app does: valid when it is judged at `options.at`.

    Equal options give equal tokens. For tests: what it makes is wiped, what it is made from on the way is not.

    @par Errors
    `errc::empty_secret`; of an override `errc::invalid_json` when it isn't one JSON value and `errc::invalid_parameter`
    when its path is empty, has an empty part or isn't UTF-8, and for a webhook, which isn't one text;
    `errc::crypto_failure`.
    @par Specification
    The platform's "App Callbacks", "Processing the Signed Payload", "Current Customer API" and "Customer Login API"
*/
[[nodiscard]] inline result<secret> mint(token_kind kind, mint_options const& options = {}) {
    auto draft = detail::draft_of(kind, options);
    if (!draft) {
        return draft.error();
    }
    draft->write();
    draft->encode();
    if (auto const done = draft->sign(); !done) {
        return done.error();
    }
    return secret(draft->text());
}

/** A token as the query of a callback: `signed_payload_jwt=...`, or `signed_payload=...` with its `+` and `/` escaped.
    @par Errors
    `errc::invalid_parameter` for a kind that no callback brings.
*/
[[nodiscard]] inline result<secret> as_query(token_kind kind, received_token token) {
    bool const is_jwt = kind == token_kind::load_jwt;
    if (!is_jwt && kind != token_kind::signed_payload) {
        return errc::invalid_parameter;
    }
    form_field const field{is_jwt ? "signed_payload_jwt" : "signed_payload", token.expose()};
    return form_encode({&field, 1});
}

/** A valid token as the query of a callback.
    @par Errors
    Those of `mint` and `as_query`.
*/
[[nodiscard]] inline result<secret> mint_query(token_kind kind, mint_options const& options = {}) {
    auto const token = mint(kind, options);
    return token ? as_query(kind, token->expose()) : token;
}

}  // namespace bcauth::inline v0::testing

#endif
