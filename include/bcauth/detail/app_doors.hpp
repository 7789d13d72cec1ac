// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_APP_DOORS_HPP
#define BCAUTH_DETAIL_APP_DOORS_HPP

#include <bcauth/app/application_options.hpp>
#include <bcauth/app/handlers.hpp>
#include <bcauth/app/iframe.hpp>
#include <bcauth/app/replay_guard.hpp>
#include <bcauth/app/session_keys.hpp>
#include <bcauth/app_config.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/detail/app_desk.hpp>
#include <bcauth/detail/app_people.hpp>
#include <bcauth/detail/app_replies.hpp>
#include <bcauth/detail/app_uninstalls.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/incoming.hpp>
#include <bcauth/http/query.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/oauth/external_install.hpp>
#include <bcauth/op/run.hpp>
#include <bcauth/op/token_exchange.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// What `application` does behind its routes: each door is one path from the query to the response.
template <class Store, class Guard, class Client, class Handlers, class Policy, class Clock>
class app_doors {
public:
    app_doors(app_config app, Store& store, Guard& seen, Client& client, Handlers own,
              application_options<Policy> const& options, Clock clock, session_keys<Policy> keys,
              iframe frame)
        : x_app(std::move(app)),
          x_seen(&seen),
          x_client(&client),
          x_exchange(options.exchange),
          x_limits(options.limits),
          x_desk(std::move(own), std::move(frame)),
          x_uninstalls(x_app, store, client, options.uninstall_check),
          x_load(x_app, options.limits, clock),
          x_uninstall(x_app, options.limits, clock),
          x_removal(x_app, options.limits, clock),
          x_twin(x_app, limits_of_twin(options.limits), clock),
          x_people(store, options.users, std::move(keys), std::move(clock)) {}

    [[nodiscard]] http::response answer(door which, std::string_view target) const {
        auto const query = http::query::of_target(target);
        if (!query) {
            return x_desk.refuse({.at = which}, query.error());
        }
        switch (which) {
            case door::auth: return auth(*query);
            case door::load: return load(*query);
            case door::uninstall: return uninstall(*query);
            case door::remove_user: break;
        }
        return remove_user(*query);
    }

    [[nodiscard]] result<std::size_t> check_uninstalls() const {
        return x_uninstalls.settle_all(settled());
    }

    [[nodiscard]] app_people<Store, Policy, Clock> const& people() const& noexcept {
        return x_people;
    }
    app_people<Store, Policy, Clock> const& people() const&& = delete;
    [[nodiscard]] app_desk<Handlers> const& desk() const& noexcept { return x_desk; }
    app_desk<Handlers> const& desk() const&& = delete;

private:
    [[nodiscard]] http::response auth(http::query const& query) const {
        app_event event{.at = door::auth};
        bool external = query.find("external_install").has_value();
        diagnostics why;
        auto grant = oauth::parse_auth_callback(query, x_app, why);
        if (!grant) {
            // whoever brings no callback at all isn't led on
            external = external && bcauth::condition_of(grant.error()) != condition::malformed;
            return refuse_install(event, grant.error(), external);
        }
        auto const installed =
            run(*x_client, op::token_exchange{x_app, std::move(*grant), x_exchange}, why);
        event.exchange = &why;
        if (!installed) {
            return refuse_install(event, installed.error(), external);
        }
        event.store = installed->store;
        grant_info info{.external_install = external};
        auto const who = x_people.install(*installed, info);
        auto page = who ? guarded_page([&] { return own().on_install(*installed, info, who->who); })
                        : result<http::response>(who.error());
        if (page && external) {
            auto const address = oauth::install_succeeded_url(x_app);
            page = address ? redirect_reply(*address) : result<http::response>(address.error());
        }
        if (!page) {
            return refuse_install(event, page.error(), external);
        }
        return external ? x_desk.answer(event, std::move(*page))
                        : answer_page(event, std::move(*page), who->token);
    }

    [[nodiscard]] http::response load(http::query const& query) const {
        app_event event{.at = door::load};
        auto const who = x_load(query);
        if (!who) {
            return x_desk.refuse(event, who.error());
        }
        event.store = who->store();
        if (auto const noted = with_twin(query, note_load(*x_seen, *who, x_limits)); !noted) {
            return x_desk.refuse(event, noted.error());
        }
        auto const installed = x_uninstalls.find_usable(who->store(), settled());
        if (!installed) {
            return x_desk.refuse(event, installed.error());
        }
        if (!*installed) {
            return refuse_uninstalled(event, *who);
        }
        auto const begun = x_people.let_in(*who, **installed);
        if (!begun) {
            return x_desk.refuse(event, begun.error());
        }
        auto page = guarded_page([&] { return own().on_load(*who, **installed, begun->who); });
        return page ? answer_page(event, std::move(*page), begun->token)
                    : x_desk.refuse(event, page.error());
    }

    // A callback may come in both of its forms. Of the older one the guard hears once the other is noted: no door has
    // looked at it, yet it would do at a destructive one.
    [[nodiscard]] result<void> with_twin(http::query const& query,
                                         result<void> const& noted) const {
        auto const older = query.find("signed_payload");
        if (!noted || !older || !query.find("signed_payload_jwt")) {
            return noted;
        }
        auto const text = older->text(http::plus_sign::literal);
        auto const twin = x_twin.verify_payload(text.expose());
        return twin ? new_or_known(first_use(*x_seen, *twin, x_limits)) : result<void>();
    }

    [[nodiscard]] http::response uninstall(http::query const& query) const {
        app_event event{.at = door::uninstall};
        auto const who = x_uninstall(query);
        if (!who) {
            return x_desk.refuse(event, who.error());
        }
        event.store = who->store();
        if (auto const first = with_twin(query, first_use(*x_seen, *who, x_limits)); !first) {
            return x_desk.refuse(event, first.error());
        }
        diagnostics why;
        event.exchange = &why;
        return answer_server(event, x_uninstalls.confirm(who->store(), why),
                             [&] { own().on_uninstall(*who); });
    }

    // hears of each doubt that was settled; what a handler throws can't undo the erasure
    [[nodiscard]] auto settled() const {
        return [this](store_hash const& store, result<void> gone, diagnostics const& why) {
            if (gone) {
                gone = guarded([&] { own().on_late_uninstall(store); });
            }
            x_desk.tell({.at = door::uninstall,
                         .error = gone ? error_code() : gone.error(),
                         .store = store,
                         .exchange = &why});
        };
    }

    [[nodiscard]] http::response remove_user(http::query const& query) const {
        app_event event{.at = door::remove_user};
        auto const who = x_removal(query);
        if (!who) {
            return x_desk.refuse(event, who.error());
        }
        event.store = who->store();
        if (auto const first = with_twin(query, first_use(*x_seen, *who, x_limits)); !first) {
            return x_desk.refuse(event, first.error());
        }
        auto const erased = x_people.store().erase_user(who->store(), who->user().id);
        return answer_server(event, erased, [&] { own().on_remove_user(*who); });
    }

    template <class Handler>
    [[nodiscard]] http::response answer_server(app_event const& event, result<void> const& erased,
                                               Handler&& handler) const {
        auto const done = erased ? guarded(handler) : erased;
        return done ? x_desk.answer(event, reply_of(200, "application/json", "{}"))
                    : x_desk.refuse(event, done.error());
    }

    [[nodiscard]] http::response answer_page(app_event const& event, http::response page,
                                             secret const& token) const {
        auto reply = x_desk.answer(event, std::move(page));
        auto const cookie = x_people.cookie(token);
        static_cast<void>(reply.fields.add("Set-Cookie", cookie.expose()));
        return reply;
    }

    [[nodiscard]] http::response refuse_install(app_event const& event, error_code const& error,
                                                bool external) const {
        auto reply = x_desk.refuse(event, error);
        auto const address = oauth::install_failed_url(x_app);
        return external && address ? x_desk.dressed(redirect_reply(*address)) : reply;
    }

    [[nodiscard]] http::response refuse_uninstalled(app_event const& event,
                                                    verified_load const& who) const {
        auto page = guarded_page([&] { return own().on_not_installed(who); });
        auto plain = x_desk.refuse(event, page ? errc::not_installed : page.error());
        if (!page) {
            return plain;
        }
        page->status = plain.status;
        return x_desk.dressed(std::move(*page));
    }

    [[nodiscard]] Handlers const& own() const noexcept { return x_desk.own(); }

    app_config x_app;
    Guard* x_seen;
    Client* x_client;
    op::token_exchange_options x_exchange;
    tolerances<Policy> x_limits;
    app_desk<Handlers> x_desk;
    app_uninstalls<Store, Client, Policy::checks_uninstalls> x_uninstalls;
    load_verifier<Policy, Clock> x_load;
    uninstall_verifier<Policy, Clock> x_uninstall;
    removal_verifier<Policy, Clock> x_removal;
    uninstall_verifier<Policy, Clock> x_twin;
    app_people<Store, Policy, Clock> x_people;
};

}  // namespace bcauth::inline v0::detail

#endif
