// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_PROXY_HPP
#define BCAUTH_CONNECTION_PROXY_HPP

#include <bcauth/connection/detail/host_match.hpp>
#include <bcauth/connection/detail/proxy_url.hpp>
#include <bcauth/connection/environment.hpp>
#include <bcauth/crypto/openssl.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/secret.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0 {

/** What stands between here and the platform. */
enum class proxy_kind : unsigned char {
    none,         ///< Nothing, whatever the environment says.
    environment,  ///< What the environment's variables name: see `environment_proxy`.
    http,         ///< An HTTP proxy, through which CONNECT makes a tunnel.
    socks4,       ///< SOCKS4a: a user without a password.
    socks5,       ///< SOCKS5: no authentication, or user and password.
};

/** How a client shows itself to an HTTP proxy. SOCKS has no choice: user and password where they are set. */
enum class proxy_auth : unsigned char {
    none,       ///< Not at all, whatever `user` says.
    basic,      ///< RFC 7617
    digest,     ///< RFC 7616
    negotiate,  ///< SPNEGO (RFC 4559): only transports on libcurl
    ntlm,       ///< only transports on libcurl
};

/** How to get out of this network.

    The server's name is always resolved by the proxy. What is sent to the server is in TLS, so a proxy sees its
    name and nothing else; it sees its own user and password, for which `tls` is.
*/
struct proxy {
    proxy_kind kind = proxy_kind::environment;
    /// TLS with the HTTP proxy itself.
    bool tls = false;
    /// A name or an address, without scheme and port; IPv6 without brackets.
    std::string host = {};
    std::uint16_t port = 0;
    proxy_auth auth = proxy_auth::none;
    std::string user = {};
    secret password = {};
    /// Hosts that are reached directly, as `bypasses` reads them; with `environment` in addition to `no_proxy`.
    std::vector<std::string> exceptions = {};
};

/** Whether a host is to be reached directly: the one rule for every transport, for settings and for `no_proxy`.

    An entry is
    - `example.com` or `.example.com`: that name and every name below it;
    - `*.example.com`: the names below it;
    - `192.0.2.1`, `2001:db8::1` or `[2001:db8::1]`: that address in any spelling;
    - `192.0.2.0/24`, `2001:db8::/32`: the addresses of that network;
    - one of the first three with `:PORT`: the same at that port;
    - `*`: everything.
    Names are compared without regard to ASCII case and to a dot at their end, never resolved: a name is no
    address. Blanks around an entry don't count; an entry of any other form matches nothing.

    @param host without brackets or with them
*/
[[nodiscard]] inline bool bypasses(std::vector<std::string> const& exceptions,
                                   std::string_view host, std::uint16_t port = 443) noexcept {
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    }
    if (host.ends_with('.')) host.remove_suffix(1);
    return std::any_of(exceptions.begin(), exceptions.end(), [&](std::string const& each) {
        return detail::is_exception(each, host, port);
    });
}

namespace detail {

// the first variable that is set to something, and its name
template <environment Lookup>
std::optional<std::pair<std::string_view, secret>> first_variable(
    Lookup& lookup, std::initializer_list<std::string_view> names) {
    for (auto const name : names) {
        std::optional<std::string> value = lookup(name);
        if (!value || value->empty()) continue;
        secret kept(*value);
        cleanse(value->data(), value->size());
        return std::pair<std::string_view, secret>(name, std::move(kept));
    }
    return std::nullopt;
}

inline std::vector<std::string> split_exceptions(std::string_view text,
                                                 std::string_view separators) {
    std::vector<std::string> entries;
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of(separators), text.size());
        auto const entry = without_blanks(text.substr(0, end));
        if (!entry.empty()) entries.emplace_back(entry);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return entries;
}

inline proxy proxy_of(proxy_url const& url) {
    proxy made;
    made.kind = url.scheme.starts_with("http")     ? proxy_kind::http
                : url.scheme.starts_with("socks4") ? proxy_kind::socks4
                                                   : proxy_kind::socks5;
    made.tls = url.scheme == "https";
    made.host = url.host;
    made.port = url.port;
    made.user = url.user.expose();
    made.password = url.password;
    bool const basic = made.kind == proxy_kind::http && !made.user.empty();
    made.auth = basic ? proxy_auth::basic : proxy_auth::none;
    return made;
}

}  // namespace detail

/** The proxy that the environment names for an https request, for transports that don't look there themselves.

    The first of `https_proxy`, `HTTPS_PROXY`, `all_proxy`, `ALL_PROXY` that isn't empty, read as
    `[SCHEME://][USER[:PASSWORD]@]HOST[:PORT]`, with escapes in user and password. SCHEME is http, https (TLS with
    the proxy), socks4, socks4a, socks5 or socks5h; http where there is none. PORT is 1080 where there is none, with
    https 443, which is what curl takes. `no_proxy`, or `NO_PROXY`, lists the exceptions, with commas or blanks
    between them.

    @return never of kind `environment`; of kind `none` where no variable is set or the host is an exception
    @param why its subject is the variable that can't be used; no part of its value is told
    @par Errors
    `errc::invalid_setting` when the variable can't be read so, or has a password for SOCKS4, or for SOCKS5 a user or
    password of more than 255 bytes.
    @par Exception safety
    Strong; throws `std::bad_alloc`, and what the look-up throws.
*/
template <environment Lookup>
[[nodiscard]] result<proxy> environment_proxy(Lookup&& lookup, std::string_view host,
                                              std::uint16_t port, diagnostics& why) {
    why = diagnostics{};
    proxy none;
    none.kind = proxy_kind::none;
    auto const found =
        detail::first_variable(lookup, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
    if (!found) return result<proxy>(std::move(none));
    auto const list = detail::first_variable(lookup, {"no_proxy", "NO_PROXY"});
    auto exceptions =
        list ? detail::split_exceptions(list->second.expose(), ", \t") : std::vector<std::string>();
    if (bypasses(exceptions, host, port)) return result<proxy>(std::move(none));
    auto const url = detail::read_proxy_url(found->second.expose());
    if (!url || !detail::suits_its_scheme(*url)) {
        why.subject(found->first);
        why.message(
            "allowed: [http://, https://, socks4://, socks5://][USER[:PASSWORD]@]HOST[:PORT]", {});
        return errc::invalid_setting;
    }
    auto made = detail::proxy_of(*url);
    made.exceptions = std::move(exceptions);
    return result<proxy>(std::move(made));
}

/** The same for a caller who needs the code alone. */
template <environment Lookup>
[[nodiscard]] result<proxy> environment_proxy(Lookup&& lookup, std::string_view host,
                                              std::uint16_t port = 443) {
    diagnostics unread;
    return environment_proxy(std::forward<Lookup>(lookup), host, port, unread);
}

/** What a request to a host goes through: `via`, the environment's proxy where that is asked for, or nothing.

    @return of kind `none` where the host is one of the exceptions
    @par Errors
    Those of `environment_proxy`.
*/
template <environment Lookup>
[[nodiscard]] result<proxy> proxy_for(proxy const& via, std::string_view host, std::uint16_t port,
                                      Lookup&& lookup, diagnostics& why) {
    why = diagnostics{};
    if (via.kind == proxy_kind::none || bypasses(via.exceptions, host, port)) {
        proxy none;
        none.kind = proxy_kind::none;
        return result<proxy>(std::move(none));
    }
    if (via.kind == proxy_kind::environment) {
        return environment_proxy(std::forward<Lookup>(lookup), host, port, why);
    }
    return via;
}

}  // namespace bcauth::inline v0

#endif
