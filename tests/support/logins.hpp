// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_LOGINS_HPP
#define BCAUTH_TESTS_SUPPORT_LOGINS_HPP

#include <bcauth/customer_login.hpp>
#include "support/doors.hpp"
#include "support/vectors.hpp"

#include <boost/json.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// Login tokens as the tests make them, and as a store would read them: with OpenSSL's one-call HMAC, a decoder and a
// JSON parser that are not the library's.
namespace logins {

inline constexpr std::string_view client_id = "m8e1mkkmjw2xjinydqz7ie05to1y2nk";
inline constexpr std::string_view client_secret = "0gk3rlt0sab7d4vx9xqp2yoyl1n6c8e";
inline constexpr std::int64_t now = 1'529'512'970;

// gives 0, 1, 2, ...; or fails, and has then filled nothing or half
struct random {
    int good_calls = -1;
    unsigned char next = 0;

    bcauth::result<void> fill(std::span<unsigned char> out) {
        bool const fails = good_calls == 0;
        for (auto& byte : fails ? out.first(out.size() / 2) : out) {
            byte = next++;
        }
        good_calls -= good_calls > 0 ? 1 : 0;
        return fails ? bcauth::result<void>(bcauth::errc::random_failure) : bcauth::result<void>();
    }
};
static_assert(bcauth::random_source<random>);

template <class Policy = bcauth::strict_policy, class Backend = bcauth::openssl_mac>
using maker = bcauth::customer_login<Policy, doors::clock, Backend, random>;

inline bcauth::app_config app() {
    return doors::app(client_id, client_secret);
}

template <class Policy = bcauth::strict_policy>
maker<Policy> make(std::int64_t at = now, random source = {}) {
    return maker<Policy>::make(app(), doors::clock{at}, source).value();
}

inline bcauth::customer_login_options shopper() {
    return {.store = bcauth::store_hash::make("z4zn3wo").value(), .customer_id = 4927};
}

inline std::string hmac_sha256(std::string_view key, std::string_view text) {
    std::array<unsigned char, 32> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<unsigned char const*>(text.data()), text.size(), digest.data(), &size);
    return {reinterpret_cast<char const*>(digest.data()), size};
}

struct parts {
    std::string header;
    std::string payload;
};

// nothing where it isn't a JWT that the secret has signed
inline std::optional<parts> open(std::string_view token, std::string_view key = client_secret) {
    auto const last = token.rfind('.');
    auto const first = token.find('.');
    if (first == std::string_view::npos || first == last ||
        vectors::from_base64(token.substr(last + 1)) != hmac_sha256(key, token.substr(0, last))) {
        return std::nullopt;
    }
    return parts{vectors::from_base64(token.substr(0, first)),
                 vectors::from_base64(token.substr(first + 1, last - first - 1))};
}

// the claims; none where it isn't signed
inline boost::json::object claims(bcauth::secret const& token) {
    auto const opened = open(token.expose());
    return opened ? boost::json::parse(opened->payload).as_object() : boost::json::object();
}

}  // namespace logins

#endif
