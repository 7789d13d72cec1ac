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

// whether these settings can be carried out here, and hang together
inline result<void> check_proxy(proxy const& via) noexcept {
    if (via.kind == proxy_kind::none || via.kind == proxy_kind::environment) return {};
    bool const is_http = via.kind == proxy_kind::http;
    if (via.tls || (is_http && via.auth != proxy_auth::none && via.auth != proxy_auth::basic)) {
        return errc::unsupported_setting;
    }
    constexpr std::size_t most = 255;
    auto const user = std::string_view(via.user);
    bool good = !via.host.empty() && via.port != 0;
    if (is_http) {
        // RFC 7617: the first colon ends the user
        good = good && user.find(':') == std::string_view::npos;
    } else if (via.kind == proxy_kind::socks4) {
        good = good && via.password.empty() && user.size() <= most &&
               user.find('\0') == std::string_view::npos;
    } else {
        good = good && user.size() <= most && via.password.size() <= most &&
               (!user.empty() || via.password.empty());
    }
    return good ? result<void>() : errc::invalid_setting;
}

// what the exchanges of a client share, and the engines of a blocking one
struct beast_setup {
    explicit beast_setup(beast_options given)
        : options(std::move(given)),
          trust(options.trust),
          proxy_good(check_proxy(options.via)) {
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
        if (!proxy_good) return proxy_good;
        return trust.is_readable() ? result<void>() : errc::invalid_setting;
    }

    beast_options const options;
    beast_trust trust;
    result<void> const proxy_good;
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
