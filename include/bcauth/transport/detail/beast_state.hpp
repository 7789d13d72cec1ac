// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_BEAST_STATE_HPP
#define BCAUTH_TRANSPORT_DETAIL_BEAST_STATE_HPP

#include <bcauth/connection/event.hpp>
#include <bcauth/connection/proxy.hpp>
#include <bcauth/error.hpp>
#include <bcauth/transport/beast_options.hpp>
#include <bcauth/transport/detail/beast_connection.hpp>
#include <bcauth/transport/detail/beast_trust.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// whether a proxy can be gone through: what it asks for is done here, and its protocol can carry its credentials
inline bool is_usable(proxy const& via) noexcept {
    if (via.kind == proxy_kind::none || via.kind == proxy_kind::environment) return true;
    if (via.tls || via.host.empty() || via.port == 0) return false;
    constexpr std::size_t most = 255;
    auto const user = std::string_view(via.user);
    switch (via.kind) {
        case proxy_kind::http:
            // RFC 7617: the first colon ends the user
            return via.auth == proxy_auth::none ||
                   (via.auth == proxy_auth::basic && user.find(':') == std::string_view::npos);
        case proxy_kind::socks4:
            return via.password.empty() && user.size() <= most &&
                   user.find('\0') == std::string_view::npos;
        default:
            return user.size() <= most && via.password.size() <= most &&
                   (!user.empty() || via.password.empty());
    }
}

// what the exchanges of a client share, and the engines of a blocking one
struct beast_setup {
    explicit beast_setup(beast_options given)
        : options(std::move(given)),
          trust(options.trust),
          proxy_good(is_usable(options.via)) {
        if (trust.warning() != connection_warning::none) {
            tell({.warning = trust.warning(), .via = options.via.kind});
        }
    }

    void tell(connection_event const& event) const noexcept {
        try {
            if (options.on_event) options.on_event(event);
        } catch (...) {
            // an observer is no part of the exchange
            return;
        }
    }

    // what every request would be refused for
    [[nodiscard]] result<void> fault() const noexcept {
        if (!proxy_good) return errc::unsupported_setting;
        return trust.is_good() ? result<void>() : errc::invalid_setting;
    }

    beast_options const options;
    beast_trust trust;
    bool const proxy_good;
};

// The same with the connections of one executor.
struct beast_state {
    beast_state(boost::asio::any_io_executor where, std::shared_ptr<beast_setup> shared)
        : executor(std::move(where)),
          setup(std::move(shared)),
          pool(setup->options.kept_connections) {}

    boost::asio::any_io_executor executor;
    std::shared_ptr<beast_setup> setup;
    beast_pool pool;
};

}  // namespace bcauth::inline v0::detail

#endif
