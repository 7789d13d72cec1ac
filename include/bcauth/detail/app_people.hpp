// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_APP_PEOPLE_HPP
#define BCAUTH_DETAIL_APP_PEOPLE_HPP

#include <bcauth/app/handlers.hpp>
#include <bcauth/app/multi_user.hpp>
#include <bcauth/app/session.hpp>
#include <bcauth/app/session_keys.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/detail/clock_seconds.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/incoming.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store_hash.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace bcauth::inline v0::detail {

// Who may be in an application: what the store knows, and the sessions that follow from it.
template <class Store, class Policy, class Clock>
class app_people {
public:
    app_people(Store& store, multi_user users, session_keys<Policy> keys, Clock clock)
        : x_store(&store),
          x_users(users),
          x_keys(std::move(keys)),
          x_clock(std::move(clock)) {}

    [[nodiscard]] Store& store() const noexcept { return *x_store; }

    [[nodiscard]] secret cookie(secret const& token) const { return x_keys.cookie(token); }

    [[nodiscard]] result<session> session_of(http::incoming const& request) const {
        auto const now = time();
        auto who = now ? x_keys.of_request(request, *now) : result<session>(now.error());
        if (!who) {
            return who;
        }
        if (!is_safe_method(request.method)) {
            if (auto const same = check_csrf(request, *who); !same) {
                return same.error();
            }
        }
        auto const user = x_store->find_user(who->store(), who->user_id());
        if (!user) {
            return user.error();
        }
        if (*user) {
            return who;
        }
        auto const installed = x_store->find_installation(who->store());
        if (!installed) {
            return installed.error();
        }
        return *installed ? errc::unknown_user : errc::not_installed;
    }

    // One step decides: the installation is there as a whole or not at all. Its installer is put among the users behind
    // it; should that fail, the next load does it.
    [[nodiscard]] result<minted_session> install(installation const& made, grant_info& info) const {
        auto const earlier = x_store->find_installation(made.store);
        if (!earlier) {
            return earlier.error();
        }
        if (*earlier) {
            info.earlier_scopes = (*earlier)->scopes;
        }
        if (auto const put = x_store->put_installation(made); !put) {
            return put.error();
        }
        if (auto const put = x_store->put_user(made.store, made.user); !put) {
            return put.error();
        }
        return begin_session(made.store, made.user.id,
                             made.owner && made.owner->id == made.user.id);
    }

    [[nodiscard]] result<minted_session> let_in(verified_load const& load,
                                                installation const& installed) const {
        auto const user = load.user();
        auto const known = x_store->find_user(load.store(), user.id);
        if (!known) {
            return known.error();
        }
        auto const visitor = visitor_of(load, installed, known->has_value());
        if (admit(x_users, visitor) == admission::refused) {
            return errc::unknown_user;
        }
        if (!*known || (*known)->email != user.email) {
            bcauth::user const now{.id = user.id,
                                   .username = *known ? (*known)->username : std::nullopt,
                                   .email = std::string(user.email)};
            if (auto const put = x_store->put_user(load.store(), now); !put) {
                return put.error();
            }
        }
        return begin_session(load.store(), user.id, visitor.owner);
    }

private:
    [[nodiscard]] result<std::chrono::sys_seconds> time() const {
        auto const seconds = clock_seconds(x_clock);
        if (!seconds) {
            return seconds.error();
        }
        return std::chrono::sys_seconds{std::chrono::seconds{*seconds}};
    }

    [[nodiscard]] result<minted_session> begin_session(store_hash const& store, std::int64_t user,
                                                       bool is_owner) const {
        auto const now = time();
        return now ? x_keys.mint(store, user, is_owner, *now) : result<minted_session>(now.error());
    }

    Store* x_store;
    multi_user x_users;
    session_keys<Policy> x_keys;
    [[no_unique_address]] Clock x_clock;
};

}  // namespace bcauth::inline v0::detail

#endif
