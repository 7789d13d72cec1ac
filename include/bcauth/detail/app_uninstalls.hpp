// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_APP_UNINSTALLS_HPP
#define BCAUTH_DETAIL_APP_UNINSTALLS_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/op/run.hpp>
#include <bcauth/op/uninstall_check.hpp>
#include <bcauth/store_hash.hpp>

#include <cstddef>
#include <optional>
#include <utility>

namespace bcauth::inline v0::detail {

// What becomes of an installation of which somebody said that it is no more. An uninstall callback looks like a load,
// so the platform is asked.
template <class Store, class Client, bool Asks = true>
class app_uninstalls {
public:
    using verdict = op::uninstall_verdict;

    app_uninstalls(app_config app, Store& store, Client& client,
                   op::uninstall_check_options options)
        : x_app(std::move(app)),
          x_store(&store),
          x_client(&client),
          x_options(options) {}

    // an installation that isn't there is gone
    [[nodiscard]] result<verdict> settle(store_hash const& store, diagnostics& why) const {
        auto const found = x_store->find_installation(store);
        if (!found) {
            return found.error();
        }
        return *found ? settle(**found, why) : result<verdict>(verdict::gone);
    }

    // the same for what the store gave
    [[nodiscard]] result<verdict> settle(installation const& installed, diagnostics& why) const {
        auto const said = run(*x_client, op::uninstall_check{x_app, installed, x_options}, why);
        if (!said) {
            return said;
        }
        auto now = x_store->find_installation(installed.store);
        if (!now) {
            return now.error();
        }
        if (!*now) {
            return verdict::gone;
        }
        // whoever installed it again while the platform was asked has another token, and keeps it
        if (!same_token(**now, installed)) {
            return verdict::still_installed;
        }
        auto const done = settle_as(*said, std::move(**now));
        return done ? said : result<verdict>(done.error());
    }

    // for the uninstall door: done when the installation is erased, or was not there
    [[nodiscard]] result<void> confirm(store_hash const& store, diagnostics& why) const {
        if constexpr (!Asks) {
            return x_store->erase_installation(store);
        } else {
            auto const said = settle(store, why);
            return said ? outcome_of(*said) : result<void>(said.error());
        }
    }

    // for the load door: what the store has, once a doubt is settled, of which `told` hears
    template <class Told>
    [[nodiscard]] result<std::optional<installation>> find_usable(store_hash const& store,
                                                                  Told&& told) const {
        auto found = x_store->find_installation(store);
        if (!found || !*found || !(*found)->is_withheld()) {
            return found;
        }
        diagnostics why;
        auto const said = settle(**found, why);
        if (!said) {
            return said.error();
        }
        told(store, outcome_of(*said), why);
        return *said == verdict::unknown
                   ? result<std::optional<installation>>(errc::uninstall_pending)
                   : x_store->find_installation(store);
    }

    // Asks about every store whose token is out of use; `told(store, outcome, why)` hears of each.
    template <class Told>
    [[nodiscard]] result<std::size_t> settle_all(Told&& told) const {
        constexpr std::size_t page = 100;
        std::size_t erased = 0;
        std::optional<store_hash> after;
        while (true) {
            auto const stores = x_store->list_installations(after, page);
            if (!stores) {
                return stores.error();
            }
            for (auto const& each : *stores) {
                auto const said = settle_withheld(each, told);
                if (!said) {
                    return said.error();
                }
                erased += std::size_t{*said == verdict::gone};
            }
            if (stores->size() < page) {
                return erased;
            }
            after = stores->back();
        }
    }

private:
    static result<void> outcome_of(verdict said) noexcept {
        switch (said) {
            case verdict::gone: return {};
            case verdict::still_installed: return errc::still_installed;
            case verdict::unknown: break;
        }
        return errc::uninstall_pending;
    }

    template <class Told>
    result<verdict> settle_withheld(store_hash const& store, Told& told) const {
        auto const found = x_store->find_installation(store);
        if (!found) {
            return found.error();
        }
        if (!*found || !(*found)->is_withheld()) {
            return verdict::still_installed;
        }
        diagnostics why;
        auto const said = settle(**found, why);
        if (said) {
            told(store, outcome_of(*said), why);
        }
        return said;
    }

    static bool same_token(installation const& left, installation const& right) noexcept {
        auto const& one = left.is_withheld() ? left.withheld_token : left.access_token;
        auto const& other = right.is_withheld() ? right.withheld_token : right.access_token;
        return one == other;
    }

    result<void> settle_as(verdict said, installation now) const {
        if (said == verdict::gone) {
            return x_store->erase_installation(now.store);
        }
        bool const usable = said == verdict::still_installed;
        if (usable == !now.is_withheld()) {
            return {};
        }
        usable ? now.restore() : now.withhold();
        return x_store->put_installation(now);
    }

    app_config x_app;
    Store* x_store;
    Client* x_client;
    op::uninstall_check_options x_options;
};

}  // namespace bcauth::inline v0::detail

#endif
