// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_WEBHOOK_DRAFT_HPP
#define BCAUTH_TESTING_DETAIL_WEBHOOK_DRAFT_HPP

#include <bcauth/error.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/testing/mint.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

// the platform's "Webhooks Overview"; its `hash` is SHA-1 of the rest, without a key, and nobody judges it
inline claim_tree webhook_claims(testing::mint_options const& options) {
    claim_tree claims;
    claims.set("producer", json_quoted("stores/" + options.store));
    claims.set("hash", "\"352e4afc6dd3fc85ea26bfdf3f91852604d57528\"");
    claims.set("created_at", std::to_string(options.at.time_since_epoch().count()));
    claims.set("store_id", "\"1025646\"");
    claims.set("scope", "\"store/order/created\"");
    claims.set("data.type", "\"order\"");
    claims.set("data.id", "173331");
    return claims;
}

inline result<std::string> webhook_body_of(testing::mint_options const& options,
                                           std::optional<std::string> given) {
    if (given) {
        return options.claims.empty() ? result<std::string>(std::move(*given))
                                      : errc::invalid_parameter;
    }
    auto claims = webhook_claims(options);
    for (auto const& each : options.claims) {
        if (auto const done = override_claim(claims, each); !done) {
            return done.error();
        }
    }
    return claims.text();
}

// A delivery on its way from a body to three headers. Nothing here is the library's own reading of them, which it has
// to judge.
struct webhook_draft {
    using header = std::pair<std::string, std::string>;

    secret key;
    mac_algorithm algorithm = mac_algorithm::hs256;
    std::string id;
    std::string timestamp;
    std::string body;
    std::string digest;
    std::string signature;  // the header's value
    std::vector<header> headers;

    result<void> sign() {
        std::array<std::string_view, 5> const parts{id, ".", timestamp, ".", body};
        auto made = mac_of(algorithm, key, parts);
        if (!made) {
            return made.error();
        }
        digest = std::move(*made);
        encode_signature();
        return {};
    }

    void encode_signature() { signature = "v1," + base64_padded(digest); }

    void write_headers() {
        headers = {
            {"webhook-id", id}, {"webhook-timestamp", timestamp}, {"webhook-signature", signature}};
    }
};

inline result<webhook_draft> webhook_draft_of(testing::mint_options const& options,
                                              std::optional<std::string> given) {
    auto body = webhook_body_of(options, std::move(given));
    if (!body) {
        return body.error();
    }
    auto const id = token_id_of(options, *body);
    if (!id) {
        return id.error();
    }
    webhook_draft draft;
    draft.key = options.client_secret;
    draft.id = options.token_id.empty() ? "msg_" + *id : *id;
    draft.timestamp = std::to_string(options.at.time_since_epoch().count());
    draft.body = std::move(*body);
    return result<webhook_draft>(std::move(draft));
}

}  // namespace bcauth::inline v0::detail

#endif
