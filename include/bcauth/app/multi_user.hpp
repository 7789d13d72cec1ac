// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_APP_MULTI_USER_HPP
#define BCAUTH_APP_MULTI_USER_HPP

#include <bcauth/callback.hpp>
#include <bcauth/identity.hpp>

namespace bcauth::inline v0 {

/** Whether people other than the owner and the installer may use the app, as the developer portal has it. */
enum class multi_user : unsigned char {
    off,  ///< somebody unknown is refused
    on,   ///< the platform decides who opens the app, and somebody unknown is taken in
};

/** What is known of somebody who opens the app. */
struct visitor {
    bool owner = false;      ///< owns the store
    bool installer = false;  ///< gave the app its present access token
    bool known = false;      ///< is among the store's users
};

/** What becomes of a visitor. */
enum class admission : unsigned char {
    known,    ///< goes in
    added,    ///< goes in, and is put among the users first
    refused,  ///< stays out: `errc::unknown_user`
};

/** Whether somebody may use the app.

    Whoever is known goes in, also when multi-user was switched off later: nobody is locked out but by a remove-user
    callback. The owner and the installer go in by what they are.
*/
[[nodiscard]] constexpr admission admit(multi_user mode, visitor const& who) noexcept {
    if (who.known) {
        return admission::known;
    }
    return who.owner || who.installer || mode == multi_user::on ? admission::added
                                                                : admission::refused;
}

/** Looks a load's visitor up in what is stored.

    The owner is whom the token names, since a store may change hands; where an old payload names nobody, the owner at
    installation. Identifiers alone count, never addresses.
*/
[[nodiscard]] inline visitor visitor_of(verified_load const& load, installation const& installed,
                                        bool known) noexcept {
    auto const id = load.user().id;
    bool const owned =
        load.owner() ? load.is_owner() : installed.owner && installed.owner->id == id;
    return {.owner = owned, .installer = installed.user.id == id, .known = known};
}

}  // namespace bcauth::inline v0

#endif
