// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CLI_VERDICT_HPP
#define BCAUTH_CLI_VERDICT_HPP

#include <bcauth/callback.hpp>
#include <bcauth/current_customer.hpp>
#include <bcauth/error.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/verified_webhook.hpp>
#include "console.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace cli {

// What a door said of one token: the JSON of the answer and, where it was refused, why.
struct verdict {
    boost::json::object json;
    bcauth::error_code error;
};

// The members stand in the order in which scripts are promised them.
[[nodiscard]] boost::json::object json_of(std::string_view kind, bcauth::verified_load const& who);
[[nodiscard]] boost::json::object json_of(std::string_view kind,
                                          bcauth::verified_uninstall const& who);
[[nodiscard]] boost::json::object json_of(std::string_view kind,
                                          bcauth::verified_removal const& who);
[[nodiscard]] boost::json::object json_of(bcauth::verified_customer const& who);
[[nodiscard]] boost::json::object json_of(bcauth::verified_webhook const& what);
[[nodiscard]] boost::json::object json_of(bcauth::oauth::unproven_grant const& grant);

// without a kind where there is none; `more` is said behind the error's own message
[[nodiscard]] boost::json::object refusal_json(std::string_view kind,
                                               bcauth::error_code const& error,
                                               std::string_view more);

// the same for a person
void tell(console& to, verdict const& judged);

[[nodiscard]] outcome outcome_of(verdict const& judged);

}  // namespace cli

#endif
