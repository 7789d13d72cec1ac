// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_EVENT_HPP
#define BCAUTH_CONNECTION_EVENT_HPP

#include <bcauth/connection/proxy.hpp>
#include <bcauth/error.hpp>

#include <chrono>
#include <cstdint>
#include <string_view>

namespace bcauth::inline v0 {

/** How far a connection came. */
enum class connection_stage : unsigned char {
    setup,    ///< Nothing has begun: the address or an option is judged.
    resolve,  ///< The name is looked up: the proxy's where there is one, else the host's.
    connect,  ///< TCP, with the proxy where there is one.
    proxy,    ///< The proxy is asked for the way on: TLS with it, CONNECT, the SOCKS handshake.
    tls,      ///< TLS with the host.
    send,     ///< The request is on its way; from here on it may have arrived.
    receive,  ///< The answer is awaited or read.
    done,     ///< There is an answer.
};

/** What went wrong there. */
enum class connection_trouble : unsigned char {
    none,
    unsupported,           ///< What was asked for isn't done by this transport.
    trust_unreadable,      ///< The certificates given in the options can't be read.
    name_not_found,        ///< The stage `resolve` got no address.
    refused,               ///< Nobody listens at that port, or the network refuses.
    timed_out,             ///< A limit ran out in this stage.
    proxy_authentication,  ///< The proxy wants other credentials: 407, or SOCKS says so.
    proxy_refused,         ///< The proxy answered, and doesn't let the connection through.
    certificate_untrusted,  ///< No chain to what is trusted, or another certificate than the pinned one.
    certificate_name,       ///< The certificate is for another name.
    certificate_expired,  ///< It has expired, or isn't valid yet.
    tls_failed,           ///< TLS failed in another way: versions, ciphers, not TLS at all.
    closed,               ///< The other side ended the connection too early.
    too_large,            ///< The head or the body went over its limit.
    cancelled,            ///< The caller gave up.
    other,
};

/** What is weaker than it should be, though it works. */
enum class connection_warning : unsigned char {
    none,
    anything_trusted,  ///< No certificate is checked: whoever is on the way can read and change all.
    sha1_pin,          ///< The certificate is told by its SHA-1, for which another one can be made.
};

/** When each stage was over, counted from the beginning of the exchange. Zero: not reached, or not measured. */
struct connection_times {
    std::chrono::microseconds resolve{};
    std::chrono::microseconds connect{};
    std::chrono::microseconds proxy{};
    std::chrono::microseconds tls{};
    std::chrono::microseconds first_byte{};  ///< of the answer
    std::chrono::microseconds total{};       ///< until the event
};

/** The certificate that a server showed. Its texts are the server's own words: whoever prints them escapes them. */
struct certificate_summary {
    std::string_view subject = {};  ///< empty when none was shown, or the transport can't tell
    std::string_view issuer = {};
    std::string_view sha256 =
        {};  ///< of the whole certificate, as 64 digits of lower-case hexadecimal
    std::chrono::sys_seconds not_before = {};
    std::chrono::sys_seconds not_after = {};
};

/** What a transport tells of a connection.

    One comes when an exchange is over, and one for each warning when a transport is made. A transport may also tell
    of stages as they begin: those have a `stage` before `done`, and neither a trouble nor a warning.

    No part of it can hold a secret: there is no path, query, field, body or userinfo, and nothing of a proxy's
    credentials.

    @par Lifetime
    The views live as long as the call that the event is handed to.
*/
struct connection_event {
    connection_stage stage = connection_stage::setup;  ///< where it is, or where it failed
    connection_trouble trouble = connection_trouble::none;
    connection_warning warning = connection_warning::none;
    error_code error = {};       ///< what the caller of the transport gets
    std::string_view host = {};  ///< that the request is for; never the proxy
    std::uint16_t port = 0;
    proxy_kind via = proxy_kind::none;  ///< what was gone through in the end
    bool reused = false;  ///< a kept connection was used, so the stages before `send` were skipped
    std::string_view tls_version = {};  ///< such as "TLSv1.3"
    std::string_view tls_cipher = {};   ///< such as "TLS_AES_256_GCM_SHA384"
    certificate_summary certificate = {};
    int status = 0;  ///< of the answer; of the proxy's refusal where that is the trouble
    std::uint64_t bytes_sent = 0;      ///< head and body, without TLS
    std::uint64_t bytes_received = 0;  ///< head and body, without TLS
    connection_times times = {};
};

/** "setup", "resolve", "connect", "proxy", "tls", "send", "receive" or "done". */
[[nodiscard]] constexpr std::string_view name(connection_stage stage) noexcept {
    switch (stage) {
        case connection_stage::setup: return "setup";
        case connection_stage::resolve: return "resolve";
        case connection_stage::connect: return "connect";
        case connection_stage::proxy: return "proxy";
        case connection_stage::tls: return "tls";
        case connection_stage::send: return "send";
        case connection_stage::receive: return "receive";
        case connection_stage::done: break;
    }
    return "done";
}

/** The name of the enumerator. */
[[nodiscard]] constexpr std::string_view name(connection_trouble trouble) noexcept {
    switch (trouble) {
        case connection_trouble::none: return "none";
        case connection_trouble::unsupported: return "unsupported";
        case connection_trouble::trust_unreadable: return "trust_unreadable";
        case connection_trouble::name_not_found: return "name_not_found";
        case connection_trouble::refused: return "refused";
        case connection_trouble::timed_out: return "timed_out";
        case connection_trouble::proxy_authentication: return "proxy_authentication";
        case connection_trouble::proxy_refused: return "proxy_refused";
        case connection_trouble::certificate_untrusted: return "certificate_untrusted";
        case connection_trouble::certificate_name: return "certificate_name";
        case connection_trouble::certificate_expired: return "certificate_expired";
        case connection_trouble::tls_failed: return "tls_failed";
        case connection_trouble::closed: return "closed";
        case connection_trouble::too_large: return "too_large";
        case connection_trouble::cancelled: return "cancelled";
        case connection_trouble::other: break;
    }
    return "other";
}

/** The name of the enumerator. */
[[nodiscard]] constexpr std::string_view name(connection_warning warning) noexcept {
    switch (warning) {
        case connection_warning::none: return "none";
        case connection_warning::anything_trusted: return "anything_trusted";
        case connection_warning::sha1_pin: break;
    }
    return "sha1_pin";
}

}  // namespace bcauth::inline v0

#endif
