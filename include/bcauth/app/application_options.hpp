// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_APP_APPLICATION_OPTIONS_HPP
#define BCAUTH_APP_APPLICATION_OPTIONS_HPP

#include <bcauth/app/iframe.hpp>
#include <bcauth/app/multi_user.hpp>
#include <bcauth/app/session_keys.hpp>
#include <bcauth/op/token_exchange.hpp>
#include <bcauth/op/uninstall_check.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/tolerances.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace bcauth::inline v0 {

/** How an app is registered and run. A callback is given as its registered URL or as the path of it; the auth
    callback is the configuration's `redirect_uri`. */
template <verification_policy Policy = strict_policy>
struct application_options {
    std::string load = {};
    std::string uninstall = {};    ///< empty: not registered
    std::string remove_user = {};  ///< empty: not registered
    multi_user users = multi_user::on;
    std::vector<std::string> frame_ancestors = iframe::default_ancestors();
    std::chrono::seconds session_lifetime = session_keys<Policy>::default_lifetime;
    op::token_exchange_options exchange = {};
    op::uninstall_check_options uninstall_check = {};
    tolerances<Policy> limits = {};
};

}  // namespace bcauth::inline v0

#endif
