// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_API_HPP
#define BCAUTH_TESTS_SUPPORT_API_HPP

#include <bcauth/api/access.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/op/run.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/oauth.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// An installation, and calls to the API that are played from a script without a network, a clock or chance.
namespace api_support {

inline constexpr std::string_view token = "g3y3ab5cctiu0edpy9n8gzl0p25og9u";
inline constexpr std::string_view base = "https://api.bigcommerce.com/stores/g5cd38";

inline bcauth::installation installed(std::string_view with = token) {
    return {.store = *bcauth::store_hash::make("g5cd38"),
            .access_token = bcauth::secret(with),
            .scopes = {},
            .user = {},
            .owner = {},
            .account_uuid = {}};
}

inline bcauth::api::access access() {
    return bcauth::api::access::of(oauth_support::app(), installed()).value();
}

inline std::string at(std::string_view path) {
    return std::string(base).append(path);
}

// the same byte for ever: zeros leave a back-off as long as it may be
struct no_chance {
    unsigned char byte = 0;
    bcauth::result<void> fill(std::span<unsigned char> out) const {
        std::fill(out.begin(), out.end(), byte);
        return {};
    }
};
struct broken_chance {
    static bcauth::result<void> fill(std::span<unsigned char>) {
        return bcauth::errc::random_failure;
    }
};

template <class T>
struct played {
    bcauth::result<T> outcome;
    std::vector<long> waits;  // milliseconds
    std::vector<bcauth::http::request> sent;
    bcauth::diagnostics why;
};

// Every request has to be the script's, and every answer of the script has to be asked for.
template <class Operation>
auto play(Operation operation, std::vector<bcauth::testing::scripted_exchange> script) {
    bcauth::testing::scripted_client client(std::move(script));
    bcauth::diagnostics why;
    std::vector<long> waits;
    auto outcome = bcauth::run(client, std::move(operation), why, [&](auto delay) {
        waits.push_back(static_cast<long>(delay.count()));
    });
    EXPECT_TRUE(client.finished()) << client.complaint();
    return played<typename Operation::value_type>{std::move(outcome), std::move(waits),
                                                  client.received(), std::move(why)};
}

// the same request for each of the answers
inline std::vector<bcauth::testing::scripted_exchange> answers(
    bcauth::http::method verb, std::string_view path,
    std::vector<bcauth::result<bcauth::http::response>> replies) {
    std::vector<bcauth::testing::scripted_exchange> script;
    for (auto& each : replies) {
        script.push_back({verb, at(path), std::move(each)});
    }
    return script;
}

}  // namespace api_support

#endif
