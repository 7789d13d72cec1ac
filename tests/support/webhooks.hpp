// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_WEBHOOKS_HPP
#define BCAUTH_TESTS_SUPPORT_WEBHOOKS_HPP

#include <bcauth/webhook.hpp>
#include "support/doors.hpp"
#include "support/vectors.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

// Deliveries as the specification says, made by OpenSSL's one-shot functions: nothing of the library's own signs them.
namespace webhooks {

using door = bcauth::webhook_verifier<bcauth::strict_policy, doors::clock>;

inline std::string base64(unsigned char const* bytes, std::size_t size) {
    std::string text((size + 2) / 3 * 4 + 1, '\0');
    auto const length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes,
                                        static_cast<int>(size));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

inline std::string mac(std::string_view key, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned size = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<unsigned char const*>(text.data()), text.size(), digest.data(),
             &size) == nullptr) {
        throw std::runtime_error("no MAC");
    }
    return base64(digest.data(), size);
}

// the key of a secret as the libraries of Standard Webhooks take it: base64, of any padding, behind an optional prefix
inline std::string key_of(std::string_view secret) {
    constexpr std::string_view prefix = "whsec_";
    return vectors::from_base64(secret.starts_with(prefix) ? secret.substr(prefix.size()) : secret);
}

// a delivery that owns its texts
struct letter {
    std::string id;
    std::string timestamp;
    std::string signature;
    std::string body;

    [[nodiscard]] bcauth::webhook_delivery delivery() const& {
        return {id, timestamp, signature, body};
    }
    void delivery() const&& = delete;
};

inline letter sealed(std::string_view key, std::string id, std::string timestamp,
                     std::string body) {
    auto const signature = mac(key, id + '.' + timestamp + '.' + body);
    return {std::move(id), std::move(timestamp), "v1," + signature, std::move(body)};
}

inline bcauth::http::fields fields(letter const& one) {
    bcauth::http::fields all;
    for (auto const& [name, value] :
         {std::pair<char const*, std::string_view>{"Host", "app.example.com"},
          {"Webhook-Id", one.id},
          {"Webhook-Timestamp", one.timestamp},
          {"Webhook-Signature", one.signature}}) {
        if (!all.add(name, value)) {
            throw std::runtime_error("no header can carry it");
        }
    }
    return all;
}

// the refusal; `errc{}` is yes
template <class T>
bcauth::errc answer(bcauth::result<T> const& judged) {
    return judged ? bcauth::errc{} : static_cast<bcauth::errc>(judged.error().value());
}

}  // namespace webhooks

#endif
