// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/curl.hpp>
#include "support/install_log.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace {

bool const environment_is_clean = lab::forget_proxies();

bcauth::curl_client made(bcauth::curl_options options) {
    return bcauth::curl_client(std::move(options));
}

// threats row 57
TEST(CurlLog, OfAWholeInstallHoldsNoneOfItsSecrets) {
    install_log::expect_no_secret(&made);
}

}  // namespace
