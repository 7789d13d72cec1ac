// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_STORE_PATH_HPP
#define BCAUTH_STORE_PATH_HPP

#include <bcauth/detail/authority.hpp>
#include <bcauth/error.hpp>
#include <bcauth/store_hash.hpp>

#include <cstddef>
#include <string_view>

namespace bcauth::inline v0 {

namespace detail {

// a host name with a port or without; narrower than for configured addresses, which may be IPv6
constexpr bool is_name_and_port(web_authority const& authority) noexcept {
    auto const host = authority.host;
    return is_plain_host(host) && host.find_first_of("[_") == std::string_view::npos &&
           host.front() != '.' && host.front() != '-' &&
           (!authority.has_port || is_port(authority.port));
}

// HASH/v2 or HASH/v3, then the end or '/' and anything
constexpr result<store_hash> store_hash_of_versioned(std::string_view text) noexcept {
    auto const slash = text.find('/');
    if (slash == std::string_view::npos) return errc::invalid_store_hash;
    auto const version = text.substr(slash + 1);
    bool const known = version.starts_with("v2") || version.starts_with("v3");
    if (!known || (version.size() > 2 && version[2] != '/')) return errc::invalid_store_hash;
    return store_hash::make(text.substr(0, slash));
}

}  // namespace detail

/** Finds the store hash in what a person pastes.

    Exactly one of `HASH`, `stores/HASH`, `/stores/HASH/v2` or `/v3`, and `https://HOST/stores/HASH/v2` or `/v3`: the
    API path as the control panel shows it. After the version comes the end, or a `/` and anything; a query right
    behind the version (`/v3?`) is refused. HOST is a plain host name with or without a port.

    @par Errors
    `errc::invalid_store_hash` for everything else, `stores/HASH/` included. Nothing is trimmed.
*/
[[nodiscard]] constexpr result<store_hash> store_hash_of(std::string_view text) noexcept {
    constexpr std::string_view scheme = "https://";
    constexpr std::string_view folder = "/stores/";
    if (text.starts_with(scheme)) {
        if (!detail::is_name_and_port(detail::web_authority_of(text))) {
            return errc::invalid_store_hash;
        }
        // where the authority ends, so that no path is found behind a '?' or '#'
        auto const path = text.find_first_of("/?#", scheme.size());
        if (path == std::string_view::npos) return errc::invalid_store_hash;
        text.remove_prefix(path);
        if (!text.starts_with(folder)) return errc::invalid_store_hash;
    }
    if (text.starts_with(folder))
        return detail::store_hash_of_versioned(text.substr(folder.size()));
    if (text.starts_with(folder.substr(1))) return store_hash::from_context(text);
    return store_hash::make(text);
}

}  // namespace bcauth::inline v0

#endif
