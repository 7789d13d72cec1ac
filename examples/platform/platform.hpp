// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_PLATFORM_PLATFORM_HPP
#define EXAMPLES_PLATFORM_PLATFORM_HPP

#include <bcauth/http/incoming.hpp>
#include <bcauth/http/message.hpp>
#include "world.hpp"

namespace platform {

/** Answers for all sites of the local platform, told apart by the request's Host. May be called from any thread. */
class site {
public:
    explicit site(settings from) : x_shared(std::move(from)) {}

    /** To be told before the first request: pages name their own addresses. */
    void set_port(std::uint16_t port);

    [[nodiscard]] bcauth::http::response operator()(bcauth::http::incoming const& from);

private:
    shared_world x_shared;
};

}  // namespace platform

#endif
