// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_APP_HANDLERS_HPP
#define BCAUTH_APP_HANDLERS_HPP

#include <bcauth/app/session.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/scope_set.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store_hash.hpp>

#include <concepts>
#include <optional>
#include <string_view>

namespace bcauth::inline v0 {

/** A callback that an app registers. */
enum class door : unsigned char { auth, load, uninstall, remove_user };

/** "auth", "load", "uninstall" or "remove-user". */
[[nodiscard]] constexpr std::string_view name(door which) noexcept {
    switch (which) {
        case door::auth: return "auth";
        case door::load: return "load";
        case door::uninstall: return "uninstall";
        case door::remove_user: break;
    }
    return "remove-user";
}

/** What happened at a door: for logs and counters. Nothing of the request's own bytes is in it. */
struct app_event {
    door at = door::auth;
    error_code error = {};                  ///< why it was refused; none when it was answered
    std::optional<store_hash> store = {};   ///< only where a signature or an exchange proves it
    diagnostics const* exchange = nullptr;  ///< of what the platform was asked; for the call only
};

/** What an installation was, beside what is stored of it. */
struct grant_info {
    bool external_install = false;                 ///< it began outside the control panel
    std::optional<scope_set> earlier_scopes = {};  ///< of the installation that this one replaces
};

/** The handlers that an app may leave out, by deriving its own from this.

    @code
    struct my_handlers : bcauth::default_handlers {
        http::response on_install(installation const&, grant_info const&, session const&) const;
        http::response on_load(verified_load const&, installation const&, session const&) const;
        void on_uninstall(verified_uninstall const&) const;
    };
    @endcode
*/
struct default_handlers {
    /// A person's access was taken away; they are no longer among the store's users.
    void on_remove_user(verified_removal const&) const {}

    /// Somebody opened the app in a store that it isn't installed in. The page may offer to install it again; it is
    /// answered with 403 whatever status it has.
    [[nodiscard]] http::response on_not_installed(verified_load const&) const {
        http::response page;
        page.status = 403;
        static_cast<void>(page.fields.add("Content-Type", "text/plain"));
        page.body = secret("forbidden");
        return page;
    }

    /// A store was erased after all: its uninstall callback could not be confirmed when it came, and now was. What else
    /// the app keeps of the store goes now.
    void on_late_uninstall(store_hash const&) const {}

    /// Called once for each request to a door, after it was dealt with, and once for each store that a later check of
    /// an uninstall settles.
    void on_event(app_event const&) const {}
};

/** `on_install(installation const&, grant_info const&, session const&)`: the page after an installation, which is
    stored by then. It may come again for the same store: after a change of scopes. */
template <class Handlers>
concept handles_install = requires(Handlers const& own, installation const& installed,
                                   grant_info const& grant, session const& who) {
    { own.on_install(installed, grant, who) } -> std::same_as<http::response>;
};

/** `on_load(verified_load const&, installation const&, session const&)`: the app's page. */
template <class Handlers>
concept handles_load = requires(Handlers const& own, verified_load const& load,
                                installation const& installed, session const& who) {
    { own.on_load(load, installed, who) } -> std::same_as<http::response>;
};

/** `on_uninstall(verified_uninstall const&)`: the store is erased by then; what else the app keeps of it goes now.
    It may come again. */
template <class Handlers>
concept handles_uninstall = requires(Handlers const& own, verified_uninstall const& who) {
    { own.on_uninstall(who) } -> std::same_as<void>;
};

/** `on_remove_user(verified_removal const&)`. It may come again, and for somebody unknown. */
template <class Handlers>
concept handles_remove_user = requires(Handlers const& own, verified_removal const& who) {
    { own.on_remove_user(who) } -> std::same_as<void>;
};

/** `on_not_installed(verified_load const&)`. */
template <class Handlers>
concept handles_not_installed = requires(Handlers const& own, verified_load const& load) {
    { own.on_not_installed(load) } -> std::same_as<http::response>;
};

/** `on_late_uninstall(store_hash const&)`. */
template <class Handlers>
concept handles_late_uninstall = requires(Handlers const& own, store_hash const& store) {
    { own.on_late_uninstall(store) } -> std::same_as<void>;
};

/** `on_event(app_event const&)`. */
template <class Handlers>
concept observes_events = requires(Handlers const& own, app_event const& event) {
    { own.on_event(event) } -> std::same_as<void>;
};

/** What an app does at its doors. Each takes a verified type, so none is reached by unchecked bytes.

    Member functions or members that can be called. Exemplar: a struct derived from `default_handlers`.

    Semantics that the compiler can't check: all may be called from any number of threads at a time. What one throws
    is answered with `errc::handler_failed`, but for `std::bad_alloc`, which passes through, and for `on_event`, of
    which nothing does.
*/
template <class Handlers>
concept handlers = std::movable<Handlers> && handles_install<Handlers> && handles_load<Handlers> &&
    handles_uninstall<Handlers> && handles_remove_user<Handlers> &&
    handles_not_installed<Handlers> && handles_late_uninstall<Handlers> &&
    observes_events<Handlers>;

}  // namespace bcauth::inline v0

#endif
