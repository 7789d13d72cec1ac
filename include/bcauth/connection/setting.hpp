// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_SETTING_HPP
#define BCAUTH_CONNECTION_SETTING_HPP

#include <bcauth/detail/ascii_case.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace bcauth::inline v0 {

/** A connection property, as commercial connectors have it. */
enum class setting : unsigned char {
    auth_scheme,
    oauth_client_id,
    oauth_client_secret,
    oauth_access_token,
    callback_url,
    store_id,
    ssl_server_cert,
    proxy_auto_detect,
    proxy_server,
    proxy_port,
    proxy_auth_scheme,
    proxy_user,
    proxy_password,
    proxy_ssl_type,
    proxy_exceptions,
    firewall_type,
    firewall_server,
    firewall_port,
    firewall_user,
    firewall_password,
    timeout,
    log_file,
    verbosity,
    max_log_file_size,
};

/** What there is to say of a setting. */
struct setting_row {
    setting which;
    std::string_view name;
    /// In words that end an error message.
    std::string_view allowed;
    /// What an absent and an empty setting mean; empty where that is nothing.
    std::string_view default_value;
    /// Whether the value must not be seen: in an error, in a list of processes, in a log.
    bool secret;
    /// One line.
    std::string_view meaning;
};

namespace detail {

inline constexpr std::string_view any_bytes = "any bytes";
inline constexpr std::string_view a_host = "a host name or an address, without scheme and port";
inline constexpr std::string_view a_user =
    "bytes without controls, up to 4096, with SOCKS up to 255";

inline constexpr std::array<setting_row, 24> setting_rows{{
    {setting::auth_scheme, "AuthScheme", "OAuth", "OAuth", false,
     "How the app shows itself to the platform: there is one way."},
    {setting::oauth_client_id, "OAuthClientId", "1 to 128 visible ASCII characters", "", false,
     "The app's client ID."},
    {setting::oauth_client_secret, "OAuthClientSecret", any_bytes, "", true,
     "The app's client secret."},
    {setting::oauth_access_token, "OAuthAccessToken", "1 to 1024 visible ASCII characters", "",
     true, "A store's access token, where there is one without an installation."},
    {setting::callback_url, "CallbackURL", "an https URL, or http at this machine", "", false,
     "The registered auth callback, byte for byte."},
    {setting::store_id, "StoreId",
     "HASH, stores/HASH, /stores/HASH/v3 or https://HOST/stores/HASH/v3; HASH is 1 to 32 of a-z "
     "and 0-9",
     "", false, "The store, by its hash or its API path."},
    {setting::ssl_server_cert, "SSLServerCert",
     "certificates or a public key in PEM, the path of a file of certificates, a thumbprint in hex "
     "(SHA-256: 64 digits, SHA-1: 40), or * where the program allows it",
     "", false, "What the server may show beside what the machine trusts; * is anything at all."},
    {setting::proxy_auto_detect, "ProxyAutoDetect", "true, false", "true", false,
     "Whether the proxies of the environment are used; not with ProxyServer."},
    {setting::proxy_server, "ProxyServer", a_host, "", false, "The HTTP proxy."},
    {setting::proxy_port, "ProxyPort", "1 to 65535", "80", false, "Its port."},
    {setting::proxy_auth_scheme, "ProxyAuthScheme", "BASIC, DIGEST, NONE, NEGOTIATE, NTLM", "BASIC",
     false, "How to show oneself to it; NEGOTIATE and NTLM by a transport on libcurl only."},
    {setting::proxy_user, "ProxyUser", a_user, "", false,
     "The user for it; with BASIC without a colon."},
    {setting::proxy_password, "ProxyPassword", a_user, "", true, "The user's password."},
    {setting::proxy_ssl_type, "ProxySSLType", "AUTO, ALWAYS, NEVER, TUNNEL", "AUTO", false,
     "ALWAYS is TLS with the proxy itself; the server is reached by a tunnel in any case."},
    {setting::proxy_exceptions, "ProxyExceptions",
     "hosts with ; between them: a name, .name, *.name, an address, a network (10.0.0.0/8), each "
     "but the last with :PORT or without, or *",
     "", false, "Hosts that are reached without the proxy."},
    {setting::firewall_type, "FirewallType", "NONE, TUNNEL, SOCKS4, SOCKS5", "NONE", false,
     "The kind of a firewall's proxy; TUNNEL is an HTTP proxy. Not with ProxyServer."},
    {setting::firewall_server, "FirewallServer", a_host, "", false, "Its host."},
    {setting::firewall_port, "FirewallPort", "0 to 65535", "0", false,
     "Its port; 0 is 80 with TUNNEL and 1080 with SOCKS."},
    {setting::firewall_user, "FirewallUser", a_user, "", false, "The user for it."},
    {setting::firewall_password, "FirewallPassword", a_user, "", true,
     "The user's password; SOCKS4 has none."},
    {setting::timeout, "Timeout", "0 to 2147483 seconds", "60", false,
     "The limit for a request, and for connecting; 0 is none."},
    {setting::log_file, "Logfile", "a path", "", false, "The file that a log is written to."},
    {setting::verbosity, "Verbosity", "1 to 5", "1", false, "How much is written to the log."},
    {setting::max_log_file_size, "MaxLogFileSize",
     "a number of bytes, or one of kB, MB or GB (1000, 1000000, 1000000000), from 100kB to 1000GB",
     "100MB", false, "The size at which a new log file is begun."},
}};

}  // namespace detail

/** Every setting, in the order of the enumeration: what README's table and `--help` are made of. */
[[nodiscard]] constexpr std::span<setting_row const> settings_table() noexcept {
    return detail::setting_rows;
}

/** The row of one. */
[[nodiscard]] constexpr setting_row const& row_of(setting which) noexcept {
    return detail::setting_rows[static_cast<std::size_t>(which)];
}

/** Its name, as connectors spell it. */
[[nodiscard]] constexpr std::string_view name(setting which) noexcept {
    return row_of(which).name;
}

/** The setting of a name, without regard to ASCII case; nothing is trimmed. */
[[nodiscard]] constexpr std::optional<setting> find_setting(std::string_view name) noexcept {
    for (auto const& row : detail::setting_rows) {
        if (detail::equal_ignoring_case(row.name, name)) {
            return row.which;
        }
    }
    return std::nullopt;
}

}  // namespace bcauth::inline v0

#endif
