// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_PLATFORM_SERVICES_HPP
#define EXAMPLES_PLATFORM_SERVICES_HPP

#include <bcauth/scope_set.hpp>
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

/** /stores/HASH/v2/... and /v3/...: what an access token is good for. */
[[nodiscard]] response rest_api(world& all, request const& asked);

/** An error as v3 has them. */
[[nodiscard]] response api_problem(int status, std::string_view title);

/** /stores/HASH/v3/customers/...: customer attributes and their values. The token is that store's.
    @param granted what it may do
*/
[[nodiscard]] response customers_api(world& all, store const& in, bcauth::scope_set const& granted,
                                     request const& asked);

/** What a shopper sees at shop.localhost, or at shop-HASH.localhost for a certain store. */
[[nodiscard]] response storefront(world& all, store const& in, request const& asked);

/** The store whose front has that host name. */
[[nodiscard]] store const* storefront_of(world const& all, std::string_view host);

/** /_admin/...: what tests ask for and steer. */
[[nodiscard]] response admin_api(shared_world& shared, request const& asked);

}  // namespace platform

#endif
