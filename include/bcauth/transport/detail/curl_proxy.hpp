// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_CURL_PROXY_HPP
#define BCAUTH_TRANSPORT_DETAIL_CURL_PROXY_HPP

#include <bcauth/connection/event.hpp>
#include <bcauth/connection/proxy.hpp>
#include <bcauth/detail/authority.hpp>
#include <bcauth/detail/wiping_allocator.hpp>
#include <bcauth/transport/detail/curl_handle.hpp>

#include <curl/curl.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bcauth::inline v0::detail {

inline std::string bracketed(std::string const& host) {
    bool const bare_ipv6 = !host.starts_with('[') && host.find(':') != std::string::npos;
    return bare_ipv6 ? '[' + host + ']' : host;
}

// Why this proxy can't be gone through with the curl that is there, if so.
inline connection_trouble trouble_of(proxy const& via) {
    bool const named = via.kind == proxy_kind::http || via.kind == proxy_kind::socks4 ||
                       via.kind == proxy_kind::socks5;
    if (!named) return connection_trouble::none;
    auto const features = curl_version_info(CURLVERSION_NOW)->features;
    bool const http = via.kind == proxy_kind::http;
    bool const lacks =
        (via.tls && (!http || (features & CURL_VERSION_HTTPS_PROXY) == 0)) ||
        (http && via.auth == proxy_auth::negotiate && (features & CURL_VERSION_SPNEGO) == 0) ||
        (http && via.auth == proxy_auth::ntlm && (features & CURL_VERSION_NTLM) == 0) ||
        (via.kind == proxy_kind::socks4 && !via.password.empty());
    auto const cut = [](std::string_view text) { return text.find('\0') != text.npos; };
    bool const unspeakable =
        cut(via.user) || cut(via.password.expose()) || !is_plain_host(bracketed(via.host));
    return lacks || unspeakable ? connection_trouble::unsupported : connection_trouble::none;
}

// the forms that leave names to the proxy
inline std::string address_of(proxy const& via) {
    std::string_view scheme = via.tls ? "https" : "http";
    std::uint16_t usual = via.tls ? 443 : 80;
    if (via.kind != proxy_kind::http) {
        scheme = via.kind == proxy_kind::socks4 ? "socks4a" : "socks5h";
        usual = 1080;
    }
    return std::string(scheme) + "://" + bracketed(via.host) + ':' +
           std::to_string(via.port == 0 ? usual : via.port);
}

inline long scheme_of(proxy_auth auth) noexcept {
    switch (auth) {
        case proxy_auth::none: return static_cast<long>(CURLAUTH_NONE);
        case proxy_auth::basic: return static_cast<long>(CURLAUTH_BASIC);
        case proxy_auth::digest: return static_cast<long>(CURLAUTH_DIGEST);
        case proxy_auth::negotiate: return static_cast<long>(CURLAUTH_NEGOTIATE);
        case proxy_auth::ntlm: break;
    }
    return static_cast<long>(CURLAUTH_NTLM);
}

// user and password as CURLOPT_PROXYUSERPWD takes them: with escapes, which curl takes away
class curl_credentials {
public:
    curl_credentials(std::string_view user, std::string_view password) {
        x_text.reserve(3 * (user.size() + password.size()) + 2);
        escape(user);
        x_text.push_back(':');
        escape(password);
        x_text.push_back('\0');
    }

    [[nodiscard]] char const* c_str() const noexcept { return x_text.data(); }

private:
    void escape(std::string_view bytes) {
        constexpr auto digits = "0123456789ABCDEF";
        for (char const c : bytes) {
            auto const byte = static_cast<unsigned char>(c);
            x_text.push_back('%');
            x_text.push_back(digits[byte / 16]);
            x_text.push_back(digits[byte % 16]);
        }
    }

    std::vector<char, wiping_allocator<char>> x_text;
};

// `via` is never of kind `environment` here. curl has the address and the credentials copied when this returns.
inline void set_proxy(curl_handle& handle, proxy const& via) {
    // else curl asks the environment for exceptions
    handle.set(CURLOPT_NOPROXY, "");
    if (via.kind == proxy_kind::none) {
        handle.set(CURLOPT_PROXY, "");
        return;
    }
    handle.set(CURLOPT_PROXY, address_of(via).c_str());
    handle.set(CURLOPT_HTTPPROXYTUNNEL, 1L);
    // the request's own fields are none of the proxy's
    handle.set(CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
    handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    bool const http = via.kind == proxy_kind::http;
    if (http) {
        handle.set(CURLOPT_PROXYAUTH, scheme_of(via.auth));
    } else {
        handle.set(CURLOPT_SOCKS5_AUTH, static_cast<long>(CURLAUTH_BASIC));
    }
    // with an empty user, `negotiate` and `ntlm` are the account's that the program runs as
    bool const shows_itself = http ? via.auth != proxy_auth::none : !via.user.empty();
    if (!shows_itself) return;
    curl_credentials const credentials(via.user, via.password.expose());
    handle.set(CURLOPT_PROXYUSERPWD, credentials.c_str());
}

}  // namespace bcauth::inline v0::detail

#endif
