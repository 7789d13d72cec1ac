// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_DETAIL_SETTING_READER_HPP
#define BCAUTH_CONNECTION_DETAIL_SETTING_READER_HPP

#include <bcauth/connection/detail/host_match.hpp>
#include <bcauth/connection/detail/server_certificate.hpp>
#include <bcauth/connection/detail/setting_rules.hpp>
#include <bcauth/connection/options.hpp>
#include <bcauth/connection/setting.hpp>
#include <bcauth/connection/setting_list.hpp>
#include <bcauth/detail/ascii_case.hpp>
#include <bcauth/store_path.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

template <class T>
using word_of_setting = std::pair<std::string_view, T>;

template <class T>
std::optional<T> choice_of(std::string_view text,
                           std::initializer_list<word_of_setting<T>> words) noexcept {
    for (auto const& [word, value] : words) {
        if (equal_ignoring_case(word, text)) return value;
    }
    return std::nullopt;
}

// `100kB`: digits, and perhaps a unit behind them
inline std::optional<std::uint64_t> size_in_bytes(std::string_view text) noexcept {
    auto const unit_at = std::min(text.find_first_not_of("0123456789"), text.size());
    auto const unit =
        choice_of<std::uint64_t>(without_blanks(text.substr(unit_at)),
                                 {{"", 1}, {"kB", 1000}, {"MB", 1'000'000}, {"GB", 1'000'000'000}});
    // 13 digits are enough for the most, and nothing overflows
    if (!unit || unit_at == 0 || unit_at > 13) return std::nullopt;
    std::uint64_t number = 0;
    for (auto const c : text.substr(0, unit_at)) {
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    auto const most = most_log_file_bytes / *unit;
    return number > most ? std::nullopt : std::optional(number * *unit);
}

// makes options of the texts, and sees to what only texts can get wrong
class setting_reader {
public:
    explicit setting_reader(setting_list const& list) noexcept : x_list(list) {}

    verdict read(connection_options& into) {
        if (auto const fault = read_app(into)) return fault;
        if (auto const fault = read_trust(into.trust)) return fault;
        if (auto const fault = read_way_out(into.via)) return fault;
        return read_limits(into);
    }

    // under which names the way out is told
    [[nodiscard]] proxy_settings const& names() const noexcept { return x_names; }

private:
    [[nodiscard]] bool is_set(setting which) const noexcept {
        auto const* const given = x_list.find(which);
        return given != nullptr && !given->value.empty();
    }
    // what was given, or else the default
    [[nodiscard]] std::string_view text(setting which) const noexcept {
        return is_set(which) ? x_list.find(which)->value.expose() : row_of(which).default_value;
    }
    // a default that is written out changes nothing
    [[nodiscard]] bool differs(setting which) const noexcept {
        return !equal_ignoring_case(text(which), row_of(which).default_value);
    }
    [[nodiscard]] std::optional<setting> first_that_differs(
        std::initializer_list<setting> all) const noexcept {
        for (auto const each : all) {
            if (differs(each)) return each;
        }
        return std::nullopt;
    }

    verdict read_app(connection_options& into) const {
        if (differs(setting::auth_scheme)) return setting_fault{setting::auth_scheme};
        into.client_id = text(setting::oauth_client_id);
        into.client_secret = secret(text(setting::oauth_client_secret));
        into.access_token = secret(text(setting::oauth_access_token));
        into.callback_url = text(setting::callback_url);
        if (!is_set(setting::store_id)) return std::nullopt;
        auto const store = store_hash_of(text(setting::store_id));
        if (!store) return setting_fault{setting::store_id};
        into.store = *store;
        return std::nullopt;
    }

    verdict read_trust(tls_trust& into) const {
        constexpr auto which = setting::ssl_server_cert;
        constexpr auto both = trust_basis::machine_and_given;
        if (!is_set(which)) return std::nullopt;
        auto read = read_server_certificate(text(which));
        switch (read.form) {
            case certificate_form::unusable: return setting_fault{which};
            case certificate_form::md5:
                return setting_fault{which, errc::unsupported_setting,
                                     "an MD5 thumbprint can be forged; give the SHA-256 one"};
            case certificate_form::anything: into = tls_trust::unsafe_anything(); break;
            case certificate_form::certificates:
                into = tls_trust::also_pem(std::move(read.bytes));
                break;
            case certificate_form::path: into = tls_trust::also_file(std::move(read.bytes)); break;
            case certificate_form::public_key:
                into = tls_trust::pinned({pin_kind::public_key, std::move(read.bytes)}, both);
                break;
            case certificate_form::sha256:
                into =
                    tls_trust::pinned({pin_kind::certificate_sha256, std::move(read.bytes)}, both);
                break;
            case certificate_form::sha1:
                into = tls_trust::pinned({pin_kind::certificate_sha1, std::move(read.bytes)}, both);
                break;
        }
        return std::nullopt;
    }

    verdict read_way_out(proxy& into) {
        auto const detect =
            choice_of<bool>(text(setting::proxy_auto_detect), {{"true", true}, {"false", false}});
        if (!detect) return setting_fault{setting::proxy_auto_detect};
        auto const type =
            choice_of<proxy_kind>(text(setting::firewall_type), {{"NONE", proxy_kind::none},
                                                                 {"TUNNEL", proxy_kind::http},
                                                                 {"SOCKS4", proxy_kind::socks4},
                                                                 {"SOCKS5", proxy_kind::socks5}});
        if (!type) return setting_fault{setting::firewall_type};
        into.exceptions = split_exceptions(text(setting::proxy_exceptions), ";");
        bool const says_detect = is_set(setting::proxy_auto_detect) && *detect;
        if (auto const fault = find_conflict(*type, says_detect)) return fault;
        if (*type != proxy_kind::none) return read_firewall(*type, into);
        if (is_set(setting::proxy_server)) return read_proxy(into);
        into.kind = *detect ? proxy_kind::environment : proxy_kind::none;
        return std::nullopt;
    }

    [[nodiscard]] verdict find_conflict(proxy_kind firewall, bool says_detect) const {
        using enum setting;
        if (says_detect && is_set(proxy_server)) {
            return conflict(proxy_auto_detect, "true excludes", proxy_server);
        }
        if (firewall == proxy_kind::none) {
            auto const lost = first_that_differs(
                {firewall_server, firewall_port, firewall_user, firewall_password});
            if (lost) return conflict(*lost, "it needs TUNNEL, SOCKS4 or SOCKS5 as", firewall_type);
            auto const alone = first_that_differs(
                {proxy_port, proxy_auth_scheme, proxy_user, proxy_password, proxy_ssl_type});
            bool const unused = alone && !is_set(proxy_server);
            return unused ? verdict(conflict(*alone, "it needs", proxy_server)) : verdict();
        }
        auto const other =
            first_that_differs({proxy_server, proxy_port, proxy_auth_scheme, proxy_user,
                                proxy_password, proxy_ssl_type, proxy_exceptions});
        if (other) return conflict(firewall_type, "a firewall excludes", *other);
        if (says_detect) return conflict(firewall_type, "a firewall excludes", proxy_auto_detect);
        if (!is_set(firewall_server)) return conflict(firewall_type, "it needs", firewall_server);
        return std::nullopt;
    }

    verdict read_firewall(proxy_kind type, proxy& into) {
        x_names = firewall_settings;
        auto const port = small_number(text(setting::firewall_port), 65535);
        if (port < 0) return setting_fault{setting::firewall_port};
        auto const usual = type == proxy_kind::http ? 80 : 1080;
        into.kind = type;
        into.host = host_of(setting::firewall_server);
        into.port = static_cast<std::uint16_t>(port == 0 ? usual : port);
        into.user = text(setting::firewall_user);
        into.password = secret(text(setting::firewall_password));
        bool const basic = type == proxy_kind::http && !into.user.empty();
        into.auth = basic ? proxy_auth::basic : proxy_auth::none;
        return std::nullopt;
    }

    verdict read_proxy(proxy& into) const {
        constexpr auto scheme = setting::proxy_auth_scheme;
        auto const port = small_number(text(setting::proxy_port), 65535);
        if (port <= 0) return setting_fault{setting::proxy_port};
        if (equal_ignoring_case(text(scheme), "PROPRIETARY")) {
            return setting_fault{scheme, errc::unsupported_setting,
                                 "PROPRIETARY is not supported; allowed: BASIC, DIGEST, NONE, "
                                 "NEGOTIATE, NTLM"};
        }
        auto const auth = choice_of<proxy_auth>(text(scheme), {{"BASIC", proxy_auth::basic},
                                                               {"DIGEST", proxy_auth::digest},
                                                               {"NONE", proxy_auth::none},
                                                               {"NEGOTIATE", proxy_auth::negotiate},
                                                               {"NTLM", proxy_auth::ntlm}});
        if (!auth) return setting_fault{scheme};
        auto const tls = choice_of<bool>(
            text(setting::proxy_ssl_type),
            {{"AUTO", false}, {"ALWAYS", true}, {"NEVER", false}, {"TUNNEL", false}});
        if (!tls) return setting_fault{setting::proxy_ssl_type};
        into.kind = proxy_kind::http;
        into.tls = *tls;
        into.host = host_of(setting::proxy_server);
        into.port = static_cast<std::uint16_t>(port);
        into.user = text(setting::proxy_user);
        into.password = secret(text(setting::proxy_password));
        bool const idle = *auth == proxy_auth::basic && into.user.empty();
        into.auth = idle ? proxy_auth::none : *auth;
        return std::nullopt;
    }

    [[nodiscard]] std::string host_of(setting which) const {
        auto host = text(which);
        bool const bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']' &&
                               host.find(':') != std::string_view::npos;
        return std::string(bracketed ? host.substr(1, host.size() - 2) : host);
    }

    verdict read_limits(connection_options& into) const {
        auto const seconds = small_number(text(setting::timeout), max_timeout_seconds);
        if (seconds < 0) return setting_fault{setting::timeout};
        into.timeout = std::chrono::seconds(seconds);
        into.log_file = text(setting::log_file);
        into.verbosity = small_number(text(setting::verbosity), 5);
        auto const bytes = size_in_bytes(text(setting::max_log_file_size));
        if (!bytes) return setting_fault{setting::max_log_file_size};
        into.max_log_file_bytes = *bytes;
        return std::nullopt;
    }

    setting_list const& x_list;
    proxy_settings x_names;
};

}  // namespace bcauth::inline v0::detail

#endif
