// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_APP_APPLICATION_HPP
#define BCAUTH_APP_APPLICATION_HPP

#include <bcauth/app/app_store.hpp>
#include <bcauth/app/application_options.hpp>
#include <bcauth/app/handlers.hpp>
#include <bcauth/app/iframe.hpp>
#include <bcauth/app/replay_guard.hpp>
#include <bcauth/app/session.hpp>
#include <bcauth/app/session_keys.hpp>
#include <bcauth/app_config.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/clock.hpp>
#include <bcauth/detail/app_doors.hpp>
#include <bcauth/detail/app_replies.hpp>
#include <bcauth/detail/app_routes.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/http/incoming.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/policy.hpp>

#include <cstddef>
#include <utility>

namespace bcauth::inline v0 {

/** A whole app: takes the platform's requests from any server and gives the responses.

    A request to another path is answered with 404, by another method than GET with 405: HEAD too, since a look ahead
    must not spend a one-time code. A refusal is answered with `http_status` of its error and the condition's name; the
    `errc` goes to `on_event`. Every response has the fields of `iframe`.

    - *auth*: the code is exchanged, the installation stored in one step under the response's store, its installer put
      among the users, `on_install` called. A failure before that step stores nothing.
    - *load*: the token verified and noted by the guard, the installation found, the visitor admitted (`admit`), a session begun, `on_load`
      called. `errc::not_installed` and `errc::unknown_user` are 403.
    - *uninstall*, *remove-user*: the token verified; `errc::replayed` when the guard has seen it, at whichever door;
      the store or the user erased, the handler called, `{}` answered. What is not there is erased with success. Whoever
      acts may uninstall, owner or not, as the platform has it.
    - Before a store is erased the platform is asked (`op::uninstall_check`): when it takes the token still, the callback
      is refused with `errc::still_installed`; when it can't be had, the token is put out of use and the callback
      refused with `errc::uninstall_pending`, to be settled by the next load or by `check_uninstalls`.

    The platform sends no `state`, so anyone can lead a browser to the auth or load door with a code or token of their
    own, as at any link; the page tells whose store it shows.

    @par Exception safety
    Throws `std::bad_alloc` and nothing else, whatever the handlers throw.
    @par Lifetime
    Store, guard and client are referred to and outlive it.
    @par Thread safety
    Const calls may be made from any number of threads, if store, guard, client and handlers may.
    @par Specification
    The platform's "App Callbacks", "Processing the Signed Payload" and "Multiple Users"
*/
template <app_store Store, replay_guard Guard, http::client Client, handlers Handlers,
          verification_policy Policy = strict_policy, clock_source Clock = system_clock>
class application {
public:
    /** Checks the options and prepares the keys.

        @par Errors
        `errc::missing_redirect_uri`; `errc::invalid_route` when load is empty, an address is neither a path nor a URL
        that `app_config` would take, or two lead to one path; `errc::invalid_frame_ancestor`;
        `errc::tolerance_too_wide`, also for the session's lifetime; `errc::invalid_client_id`, `errc::crypto_failure`.
    */
    [[nodiscard]] static result<application> make(app_config app, Store& store, Guard& seen,
                                                  Client& client, Handlers own,
                                                  application_options<Policy> options,
                                                  Clock clock = {}) {
        if (!app.empty() && app.redirect_uri().empty()) {
            return errc::missing_redirect_uri;
        }
        auto keys = session_keys<Policy>::make(app, options.session_lifetime);
        if (!keys) {
            return keys.error();
        }
        auto routes = detail::app_routes::make(
            {app.redirect_uri(), options.load, options.uninstall, options.remove_user},
            Policy::allows_loopback_http);
        if (!routes || options.load.empty()) {
            return errc::invalid_route;
        }
        auto frame = iframe::make(options.frame_ancestors);
        if (!frame) {
            return frame.error();
        }
        auto checked = load_verifier<Policy, Clock>::make(app, options.limits, clock);
        if (!checked) {
            return checked.error();
        }
        return result<application>(application(
            std::move(*routes), doors(std::move(app), store, seen, client, std::move(own), options,
                                      std::move(clock), std::move(*keys), std::move(*frame))));
    }

    /** Answers a request. */
    [[nodiscard]] http::response operator()(http::incoming const& request) const {
        auto const which = x_routes.find(request.path());
        if (!which) {
            return x_doors.desk().dressed(detail::text_reply(404, "not found"));
        }
        if (request.method != "GET") {
            auto reply = detail::text_reply(405, "method not allowed");
            static_cast<void>(reply.fields.add("Allow", "GET"));
            return x_doors.desk().dressed(std::move(reply));
        }
        return x_doors.answer(*which, request.target);
    }

    /** Whether a request's path is that of a callback. */
    [[nodiscard]] bool has(http::incoming const& request) const noexcept {
        return x_routes.find(request.path()).has_value();
    }

    /** Whose session a request of the app's own page has: for what the app answers beside the callbacks.

        @par Errors
        `errc::missing_session` and those of `session_keys::verify`; `errc::csrf_mismatch` when the method may change
        something and the request has not the CSRF token (see `check_csrf`); `errc::unknown_user` once the person was
        removed; `errc::not_installed` once the app was; what the store gives.
    */
    [[nodiscard]] result<session> session_of(http::incoming const& request) const {
        return x_doors.people().session_of(request);
    }

    /** Asks the platform again about every store whose uninstall could not be confirmed, and erases those that are gone:
        `on_late_uninstall` is called for each. To be called now and then, say every hour; it reads every installation.

        @return how many were erased
        @par Errors
        What the store gives, and those of `op::uninstall_check`; the stores before it are settled.
    */
    [[nodiscard]] result<std::size_t> check_uninstalls() const {
        return x_doors.check_uninstalls();
    }

    /** The response that refuses a request of the app's own page: status and condition, as at the callbacks. */
    [[nodiscard]] http::response refusal(error_code const& error) const {
        return x_doors.desk().refusal(error);
    }

    /** Gives a response of the app's own page what it needs to show in the frame. */
    void dress(http::response& page) const { x_doors.desk().frame().dress(page); }

private:
    using doors = detail::app_doors<Store, Guard, Client, Handlers, Policy, Clock>;

    application(detail::app_routes routes, doors behind)
        : x_routes(std::move(routes)),
          x_doors(std::move(behind)) {}

    detail::app_routes x_routes;
    doors x_doors;
};

/** Makes an application and deduces its types.
    @code
    bcauth::memory_replay_guard seen;
    auto app = bcauth::make_application(*config, store, seen, client, my_handlers{}, {.load = "/load"});
    @endcode
    @par Errors
    Those of `application::make`.
*/
template <verification_policy Policy = strict_policy, app_store Store, replay_guard Guard,
          http::client Client, handlers Handlers, clock_source Clock = system_clock>
[[nodiscard]] auto make_application(app_config app, Store& store, Guard& seen, Client& client,
                                    Handlers own, application_options<Policy> options,
                                    Clock clock = {})
    -> result<application<Store, Guard, Client, Handlers, Policy, Clock>> {
    return application<Store, Guard, Client, Handlers, Policy, Clock>::make(
        std::move(app), store, seen, client, std::move(own), std::move(options), std::move(clock));
}

}  // namespace bcauth::inline v0

#endif
