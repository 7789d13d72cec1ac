// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_OPTIONS_HPP
#define BCAUTH_CONNECTION_OPTIONS_HPP

#include <bcauth/connection/proxy.hpp>
#include <bcauth/connection/tls.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store_hash.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace bcauth::inline v0 {

/** What connection settings come to: to be filled in by a program, or by `connection_settings::make` from texts. */
struct connection_options {
    /// Empty where there is none; likewise the next three.
    std::string client_id = {};
    secret client_secret = {};
    /// A store's own token, for calls without an installation.
    secret access_token = {};
    std::string callback_url = {};
    std::optional<store_hash> store = {};
    tls_trust trust = {};
    /// The environment's proxies unless said otherwise.
    proxy via = {};
    /// For a request, and for connecting; 0 is none.
    std::chrono::seconds timeout{60};
    /// A path; empty for no log.
    std::string log_file = {};
    int verbosity = 1;
    std::uint64_t max_log_file_bytes = 100'000'000;
};

}  // namespace bcauth::inline v0

#endif
