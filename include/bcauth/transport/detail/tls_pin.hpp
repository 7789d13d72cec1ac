// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_TLS_PIN_HPP
#define BCAUTH_TRANSPORT_DETAIL_TLS_PIN_HPP

#include <bcauth/connection/event.hpp>
#include <bcauth/connection/tls.hpp>

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

// The one rule for pins, whichever transport made the connection.
namespace bcauth::inline v0::detail {

// whether a pin can be of anything
inline bool is_whole(certificate_pin const& pin) noexcept {
    switch (pin.kind) {
        case pin_kind::certificate_sha256: return pin.bytes.size() == 32;
        case pin_kind::certificate_sha1: return pin.bytes.size() == 20;
        case pin_kind::public_key: break;
    }
    return !pin.bytes.empty();
}

inline connection_warning warning_of(tls_trust const& trust) noexcept {
    if (trust.basis == trust_basis::anything) return connection_warning::anything_trusted;
    bool const weak = trust.pin && trust.pin->kind == pin_kind::certificate_sha1;
    return weak ? connection_warning::sha1_pin : connection_warning::none;
}

struct pin_freeing {
    void operator()(unsigned char* bytes) const noexcept { OPENSSL_free(bytes); }
    // only the stack: the certificate is the chain's
    void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_free(stack); }
};

inline bool is_pinned(certificate_pin const& pin, X509 const* shown) noexcept {
    auto const equals = [&pin](unsigned char const* bytes, std::size_t size) {
        return std::string_view(pin.bytes) ==
               std::string_view(reinterpret_cast<char const*>(bytes), size);
    };
    if (pin.kind == pin_kind::public_key) {
        unsigned char* bytes = nullptr;
        auto const size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(shown), &bytes);
        std::unique_ptr<unsigned char, pin_freeing> const owner(bytes);
        return size > 0 && equals(bytes, static_cast<std::size_t>(size));
    }
    auto const* const digest = pin.kind == pin_kind::certificate_sha1 ? EVP_sha1() : EVP_sha256();
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    return X509_digest(shown, digest, bytes.data(), &size) == 1 && equals(bytes.data(), size);
}

// Judges a chain as OpenSSL does. A pinned certificate ends the chain itself; all else that OpenSSL looks at, the time
// among it, stays on.
inline int verify_chain(X509_STORE_CTX* chain, std::optional<certificate_pin> const& pin) noexcept {
    auto* const shown = X509_STORE_CTX_get0_cert(chain);
    if (shown == nullptr || !pin || !is_pinned(*pin, shown)) return X509_verify_cert(chain);
    std::unique_ptr<STACK_OF(X509), pin_freeing> const anchor(sk_X509_new_null());
    if (!anchor || sk_X509_push(anchor.get(), shown) == 0) {
        X509_STORE_CTX_set_error(chain, X509_V_ERR_OUT_OF_MEM);
        return 0;
    }
    X509_STORE_CTX_set0_trusted_stack(chain, anchor.get());
    X509_VERIFY_PARAM_set_flags(X509_STORE_CTX_get0_param(chain), X509_V_FLAG_PARTIAL_CHAIN);
    return X509_verify_cert(chain);
}

}  // namespace bcauth::inline v0::detail

#endif
