// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_DETAIL_SETTING_RULES_HPP
#define BCAUTH_CONNECTION_DETAIL_SETTING_RULES_HPP

#include <bcauth/connection/detail/host_match.hpp>
#include <bcauth/connection/detail/server_certificate.hpp>
#include <bcauth/connection/options.hpp>
#include <bcauth/connection/setting.hpp>
#include <bcauth/detail/visible_ascii.hpp>
#include <bcauth/detail/web_address.hpp>
#include <bcauth/error.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bcauth::inline v0::detail {

inline constexpr std::size_t max_setting_client_id_bytes = 128;
inline constexpr std::size_t max_setting_token_bytes = 1024;
inline constexpr std::size_t max_path_bytes = 4096;
inline constexpr std::size_t max_credential_bytes = 4096;
inline constexpr int max_timeout_seconds = 2'147'483;
inline constexpr std::uint64_t min_log_file_bytes = 100'000;
inline constexpr std::uint64_t most_log_file_bytes = 1'000'000'000'000;

// what is wrong: a setting, and in words what; without words, that its value isn't one of the allowed
struct setting_fault {
    setting which;
    errc code = errc::invalid_setting;
    std::string_view words = {};
    // with which other it is at odds
    std::optional<setting> other = {};
};
using verdict = std::optional<setting_fault>;

inline setting_fault conflict(setting which, std::string_view words,
                              std::optional<setting> other = {}) noexcept {
    return {which, errc::conflicting_settings, words, other};
}

// the names under which a proxy's parts are told
struct proxy_settings {
    setting server = setting::proxy_server;
    setting port = setting::proxy_port;
    setting user = setting::proxy_user;
    setting password = setting::proxy_password;
};
inline constexpr proxy_settings firewall_settings{setting::firewall_server, setting::firewall_port,
                                                  setting::firewall_user,
                                                  setting::firewall_password};

inline bool has_no_controls(std::string_view text, std::size_t longest) noexcept {
    return text.size() <= longest && std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
           });
}

inline verdict judge_app(connection_options const& options) {
    if (!options.client_id.empty() &&
        !is_visible_ascii(options.client_id, max_setting_client_id_bytes)) {
        return setting_fault{setting::oauth_client_id};
    }
    if (!options.access_token.empty() &&
        !is_visible_ascii(options.access_token.expose(), max_setting_token_bytes)) {
        return setting_fault{setting::oauth_access_token};
    }
    if (!options.callback_url.empty() && !is_web_address(options.callback_url, true)) {
        return setting_fault{setting::callback_url};
    }
    return std::nullopt;
}

inline bool is_pin(certificate_pin const& pin) noexcept {
    switch (pin.kind) {
        case pin_kind::certificate_sha256: return pin.bytes.size() == 32;
        case pin_kind::certificate_sha1: return pin.bytes.size() == 20;
        case pin_kind::public_key: break;
    }
    return is_der_sequence_of(pin.bytes, 0x30);
}

inline verdict judge_trust(tls_trust const& trust, bool takes_anything) {
    constexpr auto which = setting::ssl_server_cert;
    bool const gives = !trust.pem.empty() || !trust.file.empty() || trust.pin;
    if (trust.basis == trust_basis::anything) {
        if (gives) return conflict(which, "where anything is trusted, nothing is given beside");
        if (takes_anything) return std::nullopt;
        return setting_fault{which, errc::unsafe_setting,
                             "* lets anybody read the tokens; the program has to allow it"};
    }
    if (gives == (trust.basis == trust_basis::machine)) {
        return conflict(which, "the basis of trust and what is given don't agree");
    }
    bool const bad_pem =
        !trust.pem.empty() && certificate_of_pem(trust.pem).form != certificate_form::certificates;
    bool const bad_file = !has_no_controls(trust.file, max_path_bytes);
    if (bad_pem || bad_file || (trust.pin && !is_pin(*trust.pin))) return setting_fault{which};
    return std::nullopt;
}

inline verdict judge_direct(proxy const& via) {
    bool const idle = via.host.empty() && via.port == 0 && via.user.empty() &&
                      via.password.empty() && via.auth == proxy_auth::none && !via.tls;
    if (idle) return std::nullopt;
    return conflict(setting::proxy_server, "no kind of proxy is named that all this is for");
}

inline verdict judge_credentials(proxy const& via, proxy_settings const& names) {
    auto const longest =
        via.kind == proxy_kind::http ? max_credential_bytes : max_socks_credential_bytes;
    if (!has_no_controls(via.user, longest)) return setting_fault{names.user};
    if (!has_no_controls(via.password.expose(), longest)) return setting_fault{names.password};
    if (via.user.empty() && !via.password.empty()) {
        return conflict(names.password, "it needs", names.user);
    }
    if (via.kind == proxy_kind::socks4 && !via.password.empty()) {
        return conflict(names.password, "SOCKS4 has no password; SOCKS5 has");
    }
    if (via.kind != proxy_kind::http) {
        bool const idle = via.auth == proxy_auth::none && !via.tls;
        return idle ? verdict()
                    : conflict(setting::firewall_type, "SOCKS has neither a scheme nor TLS");
    }
    if (via.auth == proxy_auth::none && !via.user.empty()) {
        return conflict(setting::proxy_auth_scheme, "NONE excludes", names.user);
    }
    bool const needs_user = via.auth == proxy_auth::basic || via.auth == proxy_auth::digest;
    if (needs_user && via.user.empty()) {
        return conflict(setting::proxy_auth_scheme, "it needs", names.user);
    }
    // RFC 7617 section 2
    if (via.auth == proxy_auth::basic && via.user.find(':') != std::string::npos) {
        return setting_fault{names.user, errc::invalid_setting, "with BASIC it has no colon"};
    }
    return std::nullopt;
}

inline verdict judge_proxy(proxy const& via, proxy_settings const& names) {
    auto const bad = std::find_if_not(via.exceptions.begin(), via.exceptions.end(),
                                      [](auto const& each) { return is_exception_form(each); });
    if (bad != via.exceptions.end()) return setting_fault{setting::proxy_exceptions};
    if (via.kind == proxy_kind::none || via.kind == proxy_kind::environment) {
        return judge_direct(via);
    }
    if (!is_reachable_host(via.host)) return setting_fault{names.server};
    if (via.port == 0) return setting_fault{names.port};
    return judge_credentials(via, names);
}

inline verdict judge_limits(connection_options const& options) {
    auto const seconds = options.timeout.count();
    if (seconds < 0 || seconds > max_timeout_seconds) return setting_fault{setting::timeout};
    if (!has_no_controls(options.log_file, max_path_bytes)) return setting_fault{setting::log_file};
    if (options.verbosity < 1 || options.verbosity > 5) return setting_fault{setting::verbosity};
    if (options.max_log_file_bytes < min_log_file_bytes ||
        options.max_log_file_bytes > most_log_file_bytes) {
        return setting_fault{setting::max_log_file_size};
    }
    return std::nullopt;
}

inline verdict judge_options(connection_options const& options, proxy_settings const& names,
                             bool takes_anything) {
    if (auto const fault = judge_app(options)) return fault;
    if (auto const fault = judge_trust(options.trust, takes_anything)) return fault;
    if (auto const fault = judge_proxy(options.via, names)) return fault;
    return judge_limits(options);
}

}  // namespace bcauth::inline v0::detail

#endif
