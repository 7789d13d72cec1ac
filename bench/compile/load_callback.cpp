// SPDX-License-Identifier: BSL-1.0
// The least that a user's unit needs to verify a load callback.
#include <bcauth/callback.hpp>

bool opens(bcauth::app_config const& app, std::string_view query);

bool opens(bcauth::app_config const& app, std::string_view query) {
    bcauth::load_verifier<> const load{app};
    return load(query).has_value();
}
