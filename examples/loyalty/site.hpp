// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_LOYALTY_SITE_HPP
#define EXAMPLES_LOYALTY_SITE_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/http/incoming.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/store/sqlite.hpp>
#include "ledger.hpp"

#include <memory>
#include <string>
#include <vector>

namespace loyalty {

struct settings {
    std::vector<std::string> frame_ancestors;     ///< where the control panel is
    std::vector<std::string> storefront_origins;  ///< whose scripts may ask for a balance
    bool multi_user = true;
};

/** Everything that the app answers: the platform's callbacks by `bcauth::application`, and beside them the
    merchant's page and the shoppers' API. Calls may be made from any thread; they wait for the disk and for the
    platform's token endpoint and API. */
class site {
public:
    /** @throws std::runtime_error with the name of an errc when it can't be set up so */
    site(bcauth::app_config app, bcauth::sqlite_store& store, ledger& points, settings how);
    ~site();
    site(site const&) = delete;
    site& operator=(site const&) = delete;

    [[nodiscard]] bcauth::http::response operator()(bcauth::http::incoming const& request) const;

    /** Asks the platform about the stores whose uninstall it could not confirm when it was told. Only logs. */
    void check_uninstalls() const;

private:
    class rooms;
    std::unique_ptr<rooms> x_rooms;
};

}  // namespace loyalty

#endif
