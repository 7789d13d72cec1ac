// SPDX-License-Identifier: BSL-1.0
#include "connection.hpp"

#include <bcauth/connection/environment.hpp>
#include <bcauth/connection/setting_list.hpp>
#include <bcauth/diagnostics.hpp>
#include "files.hpp"

#include <boost/json/serialize.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace cli {

namespace json = boost::json;
using bcauth::connection_stage;
using bcauth::connection_trouble;

namespace {

[[noreturn]] void refuse(bcauth::error_code const& error, bcauth::diagnostics const& why) {
    auto message = error.message();
    if (!why.subject().empty()) {
        message += ": " + std::string(why.subject());
    }
    if (!why.message().empty()) {
        message += ": " + why.message();
    }
    throw misuse{std::move(message)};
}

// secrets are refused before anything else is said of the text
bcauth::setting_list list_of_argument(std::string const& text) {
    bcauth::diagnostics why;
    auto list = bcauth::setting_list::from_connection_string(text, why);
    if (!list) {
        refuse(list.error(), why);
    }
    for (auto const& each : list->given()) {
        if (bcauth::row_of(each.which).secret) {
            throw misuse{
                std::string(bcauth::name(each.which)) +
                " is a secret, and arguments are seen by everybody on this machine: give it in "
                "--settings-file or as " +
                bcauth::variable_of(each.which)};
        }
    }
    return std::move(*list);
}

bcauth::setting_list list_of_file(std::string const& path) {
    bcauth::diagnostics why;
    auto const text = read_secret_file(path, bcauth::setting_list::max_text_bytes);
    if (!text) {
        throw misuse{"the file of --settings-file could not be read, or is above 1 MiB"};
    }
    auto list = bcauth::setting_list::from_file_text(text->expose(), why);
    if (!list) {
        refuse(list.error(), why);
    }
    return std::move(*list);
}

double milliseconds(std::chrono::microseconds time) {
    return static_cast<double>(time.count()) / 1000;
}

std::string shown(std::chrono::microseconds time) {
    auto const tenths = time.count() / 100;
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " ms";
}

}  // namespace

void settings_options::add_to(CLI::App& verb) {
    verb.add_option("--settings", x_text,
                    "Connection settings: \"FirewallType=SOCKS5;FirewallServer=...\"; no secrets")
        ->type_name("TEXT");
    verb.add_option(
            "--settings-file", x_file,
            "File of settings, one a line; secrets may stand there, or in variables such as "
            "BCAUTH_PROXYPASSWORD")
        ->type_name("PATH");
    verb.add_flag("--allow-any-certificate", x_any_certificate,
                  "Let SSLServerCert=* be said: nobody is verified then")
        ->disable_flag_override();
}

bcauth::connection_settings settings_options::read(console& to) const {
    auto list = bcauth::setting_list::from_environment(bcauth::process_environment{});
    if (!x_file.empty()) {
        list.merge(list_of_file(x_file));
    }
    list.merge(list_of_argument(x_text));
    bcauth::diagnostics why;
    auto settings = bcauth::connection_settings::make(list, why,
                                                      x_any_certificate
                                                          ? bcauth::any_certificate::unsafe_allowed
                                                          : bcauth::any_certificate::refused);
    if (!settings) {
        refuse(settings.error(), why);
    }
    for (auto const& each : settings->warnings()) {
        to.error("warning: " + std::string(bcauth::name(each.which)) + ": " +
                 std::string(each.text));
    }
    return std::move(*settings);
}

void seen_connection::take(bcauth::connection_event const& told) {
    // a warning is told when the client is made; the settings have told of it already
    if (told.warning != bcauth::connection_warning::none) {
        return;
    }
    event = told;
    host = told.host;
    tls_version = told.tls_version;
    tls_cipher = told.tls_cipher;
    subject = told.certificate.subject;
    issuer = told.certificate.issuer;
    sha256 = told.certificate.sha256;
    event.host = host;
    event.tls_version = tls_version;
    event.tls_cipher = tls_cipher;
    event.certificate.subject = subject;
    event.certificate.issuer = issuer;
    event.certificate.sha256 = sha256;
}

connection::connection(bcauth::connection_settings const& settings, bool loopback_http) {
    if (!settings.log_file().empty()) {
        auto log = bcauth::log_file<>::open({.path = std::string(settings.log_file()),
                                             .verbosity = settings.verbosity(),
                                             .max_bytes = settings.max_log_file_bytes()});
        if (!log) {
            throw misuse{"Logfile: " + log.error().message()};
        }
        x_log->emplace(std::move(*log));
    }
    auto options = bcauth::curl_options::from(settings.options());
    options.allow_loopback_http = loopback_http;
    options.on_event = [seen = x_seen.get(),
                        log = x_log.get()](bcauth::connection_event const& event) {
        seen->take(event);
        if (*log) {
            (*log)->on_event(event);
        }
    };
    auto client = bcauth::curl_client::make(std::move(options));
    if (!client) {
        throw misuse{"these settings: " + client.error().message()};
    }
    x_client = std::make_unique<bcauth::curl_client>(std::move(*client));
}

std::string_view way_of(bcauth::proxy_kind via) {
    switch (via) {
        case bcauth::proxy_kind::http: return "through an HTTP proxy";
        case bcauth::proxy_kind::socks4: return "through a SOCKS4 proxy";
        case bcauth::proxy_kind::socks5: return "through a SOCKS5 proxy";
        default: break;
    }
    return "directly";
}

std::string advice_of(bcauth::connection_event const& event) {
    bool const proxied = event.via != bcauth::proxy_kind::none;
    switch (event.trouble) {
        case connection_trouble::none: return {};
        case connection_trouble::unsupported:
            return "This address or setting isn't supported here; see bcauth connect --help.";
        case connection_trouble::trust_unreadable:
            return "SSLServerCert names certificates that can't be read: look at the path and the "
                   "file.";
        case connection_trouble::name_not_found:
            return proxied ? "The proxy's name is unknown: look at ProxyServer or FirewallServer."
                           : "The name is unknown here. Behind a firewall set ProxyServer or "
                             "FirewallServer; names are then looked up there.";
        case connection_trouble::refused:
            return proxied ? "Nobody listens there: look at the proxy's host and port."
                           : "Nobody can be reached there. Behind a firewall set ProxyServer or "
                             "FirewallServer.";
        case connection_trouble::timed_out:
            return "Raise Timeout (0 is none). A Logfile at Verbosity 2 shows where the time goes.";
        case connection_trouble::proxy_authentication:
            return "The proxy wants other credentials: set ProxyUser, ProxyPassword and "
                   "ProxyAuthScheme, "
                   "or FirewallUser and FirewallPassword.";
        case connection_trouble::proxy_refused:
            return "The proxy doesn't let this host through: ask who runs it, or name the host in "
                   "ProxyExceptions.";
        case connection_trouble::certificate_untrusted:
            return "Nobody who is trusted here vouches for this certificate. Make sure by another "
                   "way that "
                   "it is the right one, then set SSLServerCert to its SHA-256, to it, or to its "
                   "CA's.";
        case connection_trouble::certificate_name:
            return "The certificate is for another name: this is another server, or the address is "
                   "wrong.";
        case connection_trouble::certificate_expired:
            return "The certificate is not valid at this time: look at this machine's clock first.";
        case connection_trouble::tls_failed:
            return "TLS could not be agreed on: something between, or the wrong port (https is "
                   "443).";
        case connection_trouble::closed:
            return "The other side hung up: often a firewall. A Logfile at Verbosity 4 shows how "
                   "far it came.";
        case connection_trouble::too_large: return "The answer is larger than is taken.";
        default: break;
    }
    return "A Logfile at Verbosity 4 shows how far it came.";
}

json::object json_of(seen_connection const& seen) {
    auto const& event = seen.event;
    json::object times{{"resolve_ms", milliseconds(event.times.resolve)},
                       {"connect_ms", milliseconds(event.times.connect)},
                       {"proxy_ms", milliseconds(event.times.proxy)},
                       {"tls_ms", milliseconds(event.times.tls)},
                       {"first_byte_ms", milliseconds(event.times.first_byte)},
                       {"total_ms", milliseconds(event.times.total)}};
    json::object made{{"host", seen.host},
                      {"port", event.port},
                      {"via", way_of(event.via)},
                      {"stage", bcauth::name(event.stage)},
                      {"trouble", bcauth::name(event.trouble)},
                      {"status", event.status}};
    made["tls"] = seen.tls_version.empty()
                      ? json::value(nullptr)
                      : json::object{{"version", seen.tls_version}, {"cipher", seen.tls_cipher}};
    made["certificate"] =
        seen.sha256.empty()
            ? json::value(nullptr)
            : json::object{{"subject", printable(seen.subject)},
                           {"issuer", printable(seen.issuer)},
                           {"sha256", seen.sha256},
                           {"not_before", event.certificate.not_before.time_since_epoch().count()},
                           {"not_after", event.certificate.not_after.time_since_epoch().count()}};
    made["times"] = std::move(times);
    return made;
}

std::string text_of(seen_connection const& seen) {
    auto const& event = seen.event;
    std::string text = "host         " + printable(seen.host) + ":" + std::to_string(event.port) +
                       ", " + std::string(way_of(event.via)) + '\n';
    if (!seen.tls_version.empty()) {
        text +=
            "tls          " + printable(seen.tls_version) + ' ' + printable(seen.tls_cipher) + '\n';
    }
    if (!seen.sha256.empty()) {
        text += "certificate  " + printable(seen.subject) + "\n  issuer     " +
                printable(seen.issuer) + "\n  SHA-256    " + seen.sha256 + "\n  valid      " +
                utc(event.certificate.not_before.time_since_epoch().count()) + " to " +
                utc(event.certificate.not_after.time_since_epoch().count()) + '\n';
    }
    std::pair<std::string_view, std::chrono::microseconds> const times[] = {
        {"name", event.times.resolve},
        {"connection", event.times.connect},
        {"proxy", event.times.proxy},
        {"TLS", event.times.tls},
        {"first byte", event.times.first_byte}};
    text += "reached      ";
    for (auto const& [what, when] : times) {
        if (when.count() != 0) {
            text += std::string(what) + " after " + shown(when) + ", ";
        }
    }
    text += "over after " + shown(event.times.total) + '\n';
    return text;
}

}  // namespace cli
