// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BCAUTH_HPP
#define BCAUTH_BCAUTH_HPP

// The umbrella: every floor, and none of the optional components. IWYU pragma: begin_exports
#include <bcauth/api/access.hpp>
#include <bcauth/api/customer_attribute.hpp>
#include <bcauth/api/error.hpp>
#include <bcauth/api/platform_clock.hpp>
#include <bcauth/api/rate_limit.hpp>
#include <bcauth/api/request.hpp>
#include <bcauth/api/store_information.hpp>
#include <bcauth/app/application.hpp>
#include <bcauth/app_config.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/concepts.hpp>
#include <bcauth/crypto/random.hpp>
#include <bcauth/current_customer.hpp>
#include <bcauth/customer_login.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/any_client.hpp>
#include <bcauth/http/credentials.hpp>
#include <bcauth/http/query.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/jwt/signer.hpp>
#include <bcauth/jwt/verifier.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/oauth/external_install.hpp>
#include <bcauth/oauth/token_request.hpp>
#include <bcauth/oauth/token_response.hpp>
#include <bcauth/op/api_call.hpp>
#include <bcauth/op/attribute_creation.hpp>
#include <bcauth/op/attribute_lookup.hpp>
#include <bcauth/op/attribute_update.hpp>
#include <bcauth/op/platform_time.hpp>
#include <bcauth/op/run.hpp>
#include <bcauth/op/store_lookup.hpp>
#include <bcauth/op/token_exchange.hpp>
#include <bcauth/op/uninstall_check.hpp>
#include <bcauth/scope_set.hpp>
#include <bcauth/signed_payload.hpp>
#include <bcauth/store_hash.hpp>
#include <bcauth/store_path.hpp>
#include <bcauth/version.hpp>
#include <bcauth/webhook.hpp>
// IWYU pragma: end_exports

#endif
