// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_PLATFORM_CALLBACKS_HPP
#define EXAMPLES_PLATFORM_CALLBACKS_HPP

#include <bcauth/error.hpp>
#include "world.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace platform {

/** What a callback's token says beside what store and app give. */
struct callback_claims {
    std::int64_t user = 0;
    std::string url = "/";
    std::optional<std::int64_t> channel = std::nullopt;
    std::chrono::seconds age{0};
    bool legacy = false;
};

/** The query of a load, uninstall or remove-user callback: `signed_payload_jwt=...`. */
[[nodiscard]] bcauth::result<std::string> callback_query(world const& all, store const& in,
                                                         app const& what,
                                                         callback_claims const& claims);

/** A Current Customer token. */
[[nodiscard]] bcauth::result<std::string> customer_token(world const& all, store const& in,
                                                         app const& what, customer const& who,
                                                         bcauth::mac_algorithm algorithm,
                                                         std::chrono::seconds age);

/** Calls an address of the app from here, as the platform's server does, and waits for the answer.

    Plain http at this machine alone, whichever `*.localhost` name it is called by.
    @return the status, or why there is none
*/
struct call_result {
    int status = 0;
    std::string failure;
};
[[nodiscard]] call_result call(std::string_view url);

/** Makes an uninstall or remove-user callback, sends it and keeps the result in the list of callbacks.
    @param door "uninstall" or "remove-user"
    @return what came of it, in words
*/
std::string send_callback(shared_world& shared, std::string_view door, std::string const& store,
                          std::string const& client_id, std::int64_t user);

}  // namespace platform

#endif
