// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_KINDS_HPP
#define BCAUTH_TESTS_SUPPORT_KINDS_HPP

#include <bcauth/app/session_keys.hpp>
#include <bcauth/app_config.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/crypto/hkdf.hpp>
#include <bcauth/current_customer.hpp>
#include <bcauth/testing/mint.hpp>
#include <bcauth/testing/mint_webhook.hpp>
#include <bcauth/webhook.hpp>

#include "support/doors.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Every kind of token that one client secret signs, and every door that judges one, as texts and answers: what holds of
// all of them is tested over these lists.
namespace kinds {

using bcauth::testing::mint_options;
using bcauth::testing::token_kind;

enum class kind { payload, callback, customer, login, session, webhook };

inline constexpr std::array all_kinds{kind::payload, kind::callback, kind::customer,
                                      kind::login,   kind::session,  kind::webhook};

inline std::string_view name(kind which) {
    constexpr std::string_view names[] = {"legacy payload", "callback JWT", "current customer",
                                          "customer login", "session",      "webhook"};
    return names[static_cast<std::size_t>(which)];
}

inline std::int64_t seconds_of(mint_options const& options) {
    return options.at.time_since_epoch().count();
}

inline bcauth::store_hash store_of(mint_options const& options) {
    return bcauth::store_hash::make(options.store).value();
}

inline bcauth::app_config app_of(mint_options const& options) {
    return doors::app(options.client_id, options.client_secret.expose());
}

// the key that sessions are signed with
inline bcauth::secret session_key(mint_options const& options) {
    return bcauth::hkdf(options.client_secret, options.client_id, "bcauth session token", 32)
        .value();
}

// the claims of a session as they are written
inline bcauth::detail::claim_tree session_claims(mint_options const& options) {
    namespace detail = bcauth::detail;
    detail::claim_tree claims;
    claims.set("iss", detail::json_quoted(detail::session_issuer));
    claims.set("aud", detail::json_quoted(options.client_id));
    claims.set("sub", detail::json_quoted("stores/" + options.store));
    claims.set("iat", std::to_string(seconds_of(options)));
    claims.set("exp", std::to_string(seconds_of(options) + 3600));
    claims.set("user", std::to_string(options.user_id));
    claims.set("owner", "0");
    return claims;
}

// a delivery as one text, a line each: identifier, time, signature, and behind them the body
inline std::string webhook_text(bcauth::testing::minted_webhook const& minted) {
    std::string text;
    auto const fields = minted.fields().value();
    for (auto const* const name : {"webhook-id", "webhook-timestamp", "webhook-signature"}) {
        text += std::string(fields.find(name).value_or("")) + '\n';
    }
    return text + minted.body;
}

// the three lines and the rest; any text is one of some kind
inline bcauth::webhook_delivery delivery_of(std::string_view text) {
    std::array<std::string_view, 3> lines;
    for (auto& line : lines) {
        line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return {lines[0], lines[1], lines[2], text};
}

// a token that its own door takes at options.at
inline std::string valid(kind which, mint_options const& options) {
    if (which == kind::session) {
        auto const keys = bcauth::session_keys<>::make(app_of(options)).value();
        auto const minted =
            keys.mint(store_of(options), options.user_id, false, options.at).value();
        return std::string(minted.token.expose());
    }
    if (which == kind::webhook) {
        return webhook_text(bcauth::testing::mint_webhook(options).value());
    }
    auto const as = which == kind::payload    ? token_kind::signed_payload
                    : which == kind::callback ? token_kind::load_jwt
                    : which == kind::customer ? token_kind::current_customer
                                              : token_kind::customer_login;
    auto const token = bcauth::testing::mint(as, options).value();
    return std::string(token.expose());
}

// a door, and what it says to a text: no error is yes
struct door {
    std::string name;
    kind takes;
    std::function<bcauth::error_code(std::string_view)> judge;

    [[nodiscard]] bool opens(std::string_view token) const { return !judge(token).failed(); }
};

template <class Verifier>
void add_callback_doors(std::vector<door>& all, std::string const& name,
                        bcauth::app_config const& app, doors::at when) {
    auto const verifier = std::make_shared<Verifier>(doors::open<Verifier>(app, when));
    all.push_back({name + " JWT", kind::callback, [verifier](std::string_view token) {
                       return doors::why(verifier->verify_jwt(token));
                   }});
    all.push_back({name + " payload", kind::payload, [verifier](std::string_view token) {
                       return doors::why(verifier->verify_payload(token));
                   }});
    // the same by way of a query
    auto const ask = [verifier](std::string_view parameter, std::string_view token) {
        bcauth::form_field const field{parameter, token};
        auto const query = bcauth::form_encode({&field, 1});
        return doors::why((*verifier)(query.expose()));
    };
    all.push_back({name + " JWT in a query", kind::callback,
                   [ask](std::string_view token) { return ask("signed_payload_jwt", token); }});
    all.push_back({name + " payload in a query", kind::payload,
                   [ask](std::string_view token) { return ask("signed_payload", token); }});
}

// every door of an app, at one time; that of shoppers and sessions asks for the store of the options
inline std::vector<door> all_doors(mint_options const& options, doors::at when) {
    auto const app = app_of(options);
    std::vector<door> all;
    add_callback_doors<doors::load>(all, "load", app, when);
    add_callback_doors<doors::uninstall>(all, "uninstall", app, when);
    add_callback_doors<doors::removal>(all, "removal", app, when);
    auto const shoppers =
        std::make_shared<doors::customer>(doors::open<doors::customer>(app, when));
    all.push_back({"current customer", kind::customer,
                   [shoppers, store = store_of(options)](std::string_view token) {
                       return doors::why((*shoppers)(token, store));
                   }});
    auto const sessions =
        std::make_shared<bcauth::session_keys<>>(bcauth::session_keys<>::make(app).value());
    all.push_back({"session", kind::session, [sessions, when](std::string_view token) {
                       std::chrono::sys_seconds const now{std::chrono::seconds{when.now}};
                       return doors::why(sessions->verify(token, now));
                   }});
    using webhook_door = bcauth::webhook_verifier<bcauth::strict_policy, doors::clock>;
    auto const webhooks = std::make_shared<webhook_door>(doors::open<webhook_door>(app, when));
    all.push_back({"webhook", kind::webhook, [webhooks](std::string_view text) {
                       return doors::why((*webhooks)(delivery_of(text)));
                   }});
    return all;
}

inline std::vector<door> all_doors(mint_options const& options) {
    return all_doors(options, {.now = seconds_of(options)});
}

}  // namespace kinds

#endif
