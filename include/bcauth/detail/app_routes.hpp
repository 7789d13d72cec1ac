// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_APP_ROUTES_HPP
#define BCAUTH_DETAIL_APP_ROUTES_HPP

#include <bcauth/app/handlers.hpp>
#include <bcauth/detail/relative_path.hpp>
#include <bcauth/detail/web_address.hpp>
#include <bcauth/error.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// Which path leads to which door. A request's path is compared byte for byte: an escape or another case is another
// path, as it is for whoever registered it.
class app_routes {
public:
    // in the order of `door`; an empty address is a door that the app hasn't
    static result<app_routes> make(std::array<std::string_view, 4> const& addresses,
                                   bool allow_loopback_http) {
        app_routes made;
        for (std::size_t i = 0; i < addresses.size(); ++i) {
            if (addresses[i].empty()) {
                continue;
            }
            auto path = path_of(addresses[i], allow_loopback_http);
            if (!path ||
                std::find(made.x_paths.begin(), made.x_paths.end(), *path) != made.x_paths.end()) {
                return errc::invalid_route;
            }
            made.x_paths[i] = std::move(*path);
        }
        return result<app_routes>(std::move(made));
    }

    [[nodiscard]] std::optional<door> find(std::string_view path) const noexcept {
        for (std::size_t i = 0; i < x_paths.size(); ++i) {
            if (!path.empty() && x_paths[i] == path) {
                return static_cast<door>(i);
            }
        }
        return std::nullopt;
    }

private:
    static std::optional<std::string> path_of(std::string_view address, bool allow_loopback_http) {
        if (!address.starts_with('/')) {
            if (!is_web_address(address, allow_loopback_http)) {
                return std::nullopt;
            }
            address.remove_prefix(
                std::min(address.find_first_of("/?", address.find("://") + 3), address.size()));
            address = address.substr(0, address.find('?'));
            address = address.empty() ? "/" : address;
        }
        bool const plain =
            is_relative_path(address) && address.find_first_of("?#") == std::string_view::npos;
        return plain ? std::optional<std::string>(address) : std::nullopt;
    }

    std::array<std::string, 4> x_paths;
};

}  // namespace bcauth::inline v0::detail

#endif
