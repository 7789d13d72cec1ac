// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_LOYALTY_PAGES_HPP
#define EXAMPLES_LOYALTY_PAGES_HPP

#include <bcauth/app/session.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/identity.hpp>
#include "ledger.hpp"

#include <string_view>
#include <vector>

namespace loyalty {

[[nodiscard]] bcauth::http::response response_of(int status, std::string_view type,
                                                 std::string_view body);
[[nodiscard]] bcauth::http::response redirect_to(std::string_view location);

/** What the merchant sees in the control panel's frame. */
struct overview {
    bcauth::session const& who;
    bcauth::user const& user;
    bcauth::installation const& installed;
    std::vector<balance> const& balances;
    std::string_view said;  ///< "installed", "given" or "refused", or nothing
};
[[nodiscard]] bcauth::http::response merchant_page(overview const& from);

/** The status and the condition's name, and what may help. */
[[nodiscard]] bcauth::http::response refusal_page(bcauth::error_code const& error);

}  // namespace loyalty

#endif
