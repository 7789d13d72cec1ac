// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_TOKEN_KIND_HPP
#define BCAUTH_TESTING_TOKEN_KIND_HPP

#include <array>
#include <optional>
#include <string_view>

namespace bcauth::inline v0::testing {

/** The kinds of token that can be minted. The platform signs all of them with one secret. */
enum class token_kind : unsigned char {
    signed_payload,    ///< the legacy payload of a callback
    load_jwt,          ///< `signed_payload_jwt`: load, uninstall and remove-user alike
    current_customer,  ///< a shopper at the store's front
};

inline constexpr std::array token_kinds{token_kind::signed_payload, token_kind::load_jwt,
                                        token_kind::current_customer};

/** The name of a kind: "signed-payload", "load-jwt", "current-customer". */
[[nodiscard]] constexpr std::string_view name(token_kind kind) noexcept {
    switch (kind) {
        case token_kind::signed_payload: return "signed-payload";
        case token_kind::load_jwt: return "load-jwt";
        case token_kind::current_customer: break;
    }
    return "current-customer";
}

/** The kind of that name. */
[[nodiscard]] constexpr std::optional<token_kind> find_token_kind(std::string_view text) noexcept {
    for (auto const kind : token_kinds) {
        if (name(kind) == text) {
            return kind;
        }
    }
    return std::nullopt;
}

}  // namespace bcauth::inline v0::testing

#endif
