// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_IDENTITY_HPP
#define BCAUTH_IDENTITY_HPP

#include <bcauth/scope_set.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store_hash.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0 {

/** A person who works on a store, as a verified token names them.
    @par Lifetime
    As long as the object that gave it: the texts are views.
*/
struct user_ref {
    std::int64_t id =
        0;  ///< the platform's number for the person, above 0, and what identifies them
    std::string_view email;   ///< may change; identifies nobody
    std::string_view locale;  ///< BCP 47 such as "en-US"; empty where the token has none
};

/** The same with texts of its own, as the token response names them. */
struct user {
    std::int64_t id = 0;
    std::optional<std::string> username;  ///< absent in old responses
    std::string email;                    ///< empty where the response has none
};

/** What an installation leaves with the app: the store, its access token and what that may do.

    It has no stream output, since it holds a secret. Keyed by the store: a store's later installation, or a grant of
    other scopes, replaces it, and the platform has put the earlier token out of use by then.
*/
struct installation {
    store_hash store;
    secret access_token;
    scope_set scopes;                   ///< what was granted, which may be more than was asked for
    bcauth::user user;                  ///< who installed the app
    std::optional<bcauth::user> owner;  ///< whose store it is; absent in old responses
    std::string account_uuid;           ///< of the developer account; empty in old responses
    /// The token while it is out of use, `access_token` being empty then: somebody said that the app was uninstalled,
    /// and the platform could not be asked (`op::uninstall_check`).
    secret withheld_token = {};

    /** Puts the token out of use, or back into it. */
    void withhold() noexcept { move_token(access_token, withheld_token); }
    void restore() noexcept { move_token(withheld_token, access_token); }

    /** Whether the token is out of use. */
    [[nodiscard]] bool is_withheld() const noexcept { return !withheld_token.empty(); }

    template <class Stream>
    friend Stream& operator<<(Stream&, installation const&) = delete;

private:
    static void move_token(secret& from, secret& to) noexcept {
        if (!from.empty()) {
            to = std::move(from);
        }
    }
};

}  // namespace bcauth::inline v0

#endif
