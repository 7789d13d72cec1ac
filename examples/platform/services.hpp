// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_PLATFORM_SERVICES_HPP
#define EXAMPLES_PLATFORM_SERVICES_HPP

#include "request.hpp"
#include "world.hpp"

#include <string>

namespace platform {

/** POST /oauth2/token: a code for a token.
    @param note gets what the log page tells
*/
[[nodiscard]] response token_endpoint(shared_world& shared, request const& asked,
                                      std::string& note);

/** /app/CLIENT_ID/install and what follows it: an installation that begins outside the control panel. */
[[nodiscard]] response external_install(world const& all, request const& asked);

/** /stores/HASH/v2/...: what an access token is good for. */
[[nodiscard]] response rest_api(world const& all, request const& asked);

/** What a shopper sees at shop.localhost, or at shop-HASH.localhost for a certain store. */
[[nodiscard]] response storefront(world& all, store const& in, request const& asked);

/** The store whose front has that host name. */
[[nodiscard]] store const* storefront_of(world const& all, std::string_view host);

/** /_admin/...: what tests ask for and steer. */
[[nodiscard]] response admin_api(shared_world& shared, request const& asked);

}  // namespace platform

#endif
