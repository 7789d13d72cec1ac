// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_TOKEN_KIND_HPP
#define BCAUTH_TESTING_TOKEN_KIND_HPP

#include <array>
#include <optional>
#include <string_view>

namespace bcauth::inline v0::testing {

/** What can be minted. One secret signs all of it: the platform's for the app, and the app's for a store. */
enum class token_kind : unsigned char {
    signed_payload,    ///< the legacy payload of a callback
    load_jwt,          ///< `signed_payload_jwt`: load, uninstall and remove-user alike
    current_customer,  ///< a shopper at the store's front
    webhook,           ///< a delivery: three headers and a body, where the others are one text
    customer_login,    ///< made by the app, judged by the store: no door of the app takes it
};

/** The kinds of which a token is one text that the platform signs and a door of the app judges. */
inline constexpr std::array token_kinds{token_kind::signed_payload, token_kind::load_jwt,
                                        token_kind::current_customer};

/** All kinds. */
inline constexpr std::array every_kind{token_kind::signed_payload, token_kind::load_jwt,
                                       token_kind::current_customer, token_kind::webhook,
                                       token_kind::customer_login};

/** The name of a kind: "signed-payload", "load-jwt", "current-customer", "webhook", "customer-login". */
[[nodiscard]] constexpr std::string_view name(token_kind kind) noexcept {
    switch (kind) {
        case token_kind::signed_payload: return "signed-payload";
        case token_kind::load_jwt: return "load-jwt";
        case token_kind::current_customer: return "current-customer";
        case token_kind::webhook: return "webhook";
        case token_kind::customer_login: break;
    }
    return "customer-login";
}

/** The kind of that name. */
[[nodiscard]] constexpr std::optional<token_kind> find_token_kind(std::string_view text) noexcept {
    for (auto const kind : every_kind) {
        if (name(kind) == text) {
            return kind;
        }
    }
    return std::nullopt;
}

}  // namespace bcauth::inline v0::testing

#endif
