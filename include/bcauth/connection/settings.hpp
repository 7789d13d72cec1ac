// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_SETTINGS_HPP
#define BCAUTH_CONNECTION_SETTINGS_HPP

#include <bcauth/connection/detail/setting_reader.hpp>
#include <bcauth/connection/detail/setting_rules.hpp>
#include <bcauth/connection/options.hpp>
#include <bcauth/connection/setting.hpp>
#include <bcauth/connection/setting_list.hpp>
#include <bcauth/connection/setting_origin.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store_hash.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0 {

/** Whether `SSLServerCert=*` may be said: the program's own consent, which no text of settings can give. */
enum class any_certificate : unsigned char { refused, unsafe_allowed };

/** What is allowed, and still should be looked at. */
struct settings_warning {
    setting which;
    std::string_view text;
};

/** How to connect: what a person behind a firewall sets, valid by construction.

    @code
    diagnostics why;
    auto list = setting_list::from_file_text(text, why);
    list->merge(setting_list::from_environment(process_environment{}));
    auto settings = connection_settings::make(*list, why);
    @endcode

    One that was moved from may only be assigned to or destroyed.

    @par Thread safety
    Const calls are safe from any number of threads.
*/
class connection_settings {
public:
    /** Everything at its default. */
    connection_settings() = default;

    /** Judges settings that were given as texts; see `settings_table` for their values.

        - An empty setting is its default, and a default that is written out changes nothing, but for
          `ProxyAutoDetect=true`.
        - Without `ProxyServer` and firewall the environment's proxies are used, unless `ProxyAutoDetect` is false.
        - `SSLServerCert` adds to what the machine trusts. A thumbprint or public key is trusted without a chain.
          Hexadecimal digits, 16 or more, with blanks or colons between them, are a thumbprint and never a path.

        @param why its subject is the setting's name, its message where it was given and what is allowed. Nothing of
        any value is repeated.
        @par Errors
        `errc::invalid_setting` for a value that isn't allowed; `errc::unsupported_setting` for
        `ProxyAuthScheme=PROPRIETARY` and an MD5 thumbprint; `errc::unsafe_setting` for `SSLServerCert=*` without
        consent; `errc::conflicting_settings` for
        - `ProxyAutoDetect=true` with `ProxyServer`, or with a firewall,
        - a firewall with any setting of a proxy,
        - a setting of a proxy or firewall that none is there for, a firewall without `FirewallServer`,
        - `FirewallType=SOCKS4` with a password, any password without a user,
        - `ProxyAuthScheme=DIGEST` without a user, or `NONE` with one.
        @par Exception safety
        Strong; throws `std::bad_alloc`.
    */
    [[nodiscard]] static result<connection_settings> make(
        setting_list const& list, diagnostics& why,
        any_certificate consent = any_certificate::refused) {
        why = diagnostics{};
        connection_options options;
        detail::setting_reader reader(list);
        auto fault = reader.read(options);
        if (!fault) fault = detail::judge_options(options, reader.names(), allows(consent));
        if (fault) return refuse(*fault, list, why);
        return result<connection_settings>(connection_settings(std::move(options)));
    }

    /** Judges settings that a program fills in.

        @par Errors
        As above, as far as they can be expressed; `why` has the name of the setting that comes nearest. A basis of
        trust that what is given doesn't agree with, and parts of a proxy without a kind, are
        `errc::conflicting_settings`.
    */
    [[nodiscard]] static result<connection_settings> make(
        connection_options options, diagnostics& why,
        any_certificate consent = any_certificate::refused) {
        why = diagnostics{};
        bool const socks =
            options.via.kind == proxy_kind::socks4 || options.via.kind == proxy_kind::socks5;
        auto const names = socks ? detail::firewall_settings : detail::proxy_settings{};
        auto const fault = detail::judge_options(options, names, allows(consent));
        if (fault) return refuse(*fault, {}, why);
        return result<connection_settings>(connection_settings(std::move(options)));
    }

    /** All of them at once, as a transport's `from` takes them. */
    [[nodiscard]] connection_options const& options() const& noexcept { return x_options; }
    connection_options const& options() const&& = delete;

    /** Empty where it isn't set; likewise the next three. */
    [[nodiscard]] std::string_view client_id() const& noexcept { return x_options.client_id; }
    std::string_view client_id() const&& = delete;

    [[nodiscard]] secret const& client_secret() const& noexcept { return x_options.client_secret; }
    secret const& client_secret() const&& = delete;

    [[nodiscard]] secret const& access_token() const& noexcept { return x_options.access_token; }
    secret const& access_token() const&& = delete;

    /** Byte for byte. It may be http at this machine, which `app_config` takes by policy only. */
    [[nodiscard]] std::string_view callback_url() const& noexcept { return x_options.callback_url; }
    std::string_view callback_url() const&& = delete;

    [[nodiscard]] std::optional<store_hash> store() const noexcept { return x_options.store; }

    [[nodiscard]] tls_trust const& trust() const& noexcept { return x_options.trust; }
    tls_trust const& trust() const&& = delete;

    [[nodiscard]] proxy const& via() const& noexcept { return x_options.via; }
    proxy const& via() const&& = delete;

    /** For a request, and for connecting; 0 is none. */
    [[nodiscard]] std::chrono::seconds timeout() const noexcept { return x_options.timeout; }

    /** Empty for no log. */
    [[nodiscard]] std::string_view log_file() const& noexcept { return x_options.log_file; }
    std::string_view log_file() const&& = delete;

    /** 1 to 5. */
    [[nodiscard]] int verbosity() const noexcept { return x_options.verbosity; }
    [[nodiscard]] std::uint64_t max_log_file_bytes() const noexcept {
        return x_options.max_log_file_bytes;
    }

    /** What was taken and is weak, unsafe, or without effect. */
    [[nodiscard]] std::vector<settings_warning> warnings() const {
        std::vector<settings_warning> all;
        auto const& trust = x_options.trust;
        if (trust.basis == trust_basis::anything) {
            all.push_back({setting::ssl_server_cert,
                           "no certificate is verified: anybody on the way can read the tokens"});
        }
        if (trust.pin && trust.pin->kind == pin_kind::certificate_sha1) {
            all.push_back({setting::ssl_server_cert,
                           "SHA-1 is weak: give the certificate's SHA-256 thumbprint"});
        }
        connection_options const usual;
        if (x_options.log_file.empty() && x_options.verbosity != usual.verbosity) {
            all.push_back({setting::verbosity, "it has no effect without Logfile"});
        }
        if (x_options.log_file.empty() &&
            x_options.max_log_file_bytes != usual.max_log_file_bytes) {
            all.push_back({setting::max_log_file_size, "it has no effect without Logfile"});
        }
        return all;
    }

private:
    explicit connection_settings(connection_options options) noexcept
        : x_options(std::move(options)) {}

    static bool allows(any_certificate consent) noexcept {
        return consent == any_certificate::unsafe_allowed;
    }

    static errc refuse(detail::setting_fault const& fault, setting_list const& list,
                       diagnostics& why) {
        auto const* const given = list.find(fault.which);
        auto text = describe(given != nullptr ? given->origin : setting_origin{}) + ": ";
        text += fault.words.empty() ? "allowed: " : fault.words;
        if (fault.words.empty()) text += row_of(fault.which).allowed;
        if (fault.other) {
            auto const* const other = list.find(*fault.other);
            text += " " + std::string(name(*fault.other));
            if (other != nullptr) text += " (" + describe(other->origin) + ")";
        }
        why.subject(name(fault.which));
        why.message(text, {});
        return fault.code;
    }

    connection_options x_options;
};

}  // namespace bcauth::inline v0

#endif
