// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_TLS_CERTIFICATE_HPP
#define BCAUTH_TRANSPORT_DETAIL_TLS_CERTIFICATE_HPP

#include <bcauth/connection/event.hpp>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <array>
#include <chrono>
#include <ctime>
#include <memory>
#include <string>

namespace bcauth::inline v0::detail {

// A certificate's own words, and when it holds.
class tls_certificate {
public:
    tls_certificate() = default;
    // of none it is empty
    explicit tls_certificate(X509 const* shown) {
        if (shown == nullptr) return;
        x_subject = words_of(X509_get_subject_name(shown));
        x_issuer = words_of(X509_get_issuer_name(shown));
        x_sha256 = digest_of(shown);
        x_not_before = time_of(X509_get0_notBefore(shown));
        x_not_after = time_of(X509_get0_notAfter(shown));
    }

    [[nodiscard]] certificate_summary summary() const noexcept {
        return {x_subject, x_issuer, x_sha256, x_not_before, x_not_after};
    }

private:
    struct freeing {
        void operator()(BIO* out) const noexcept { BIO_free(out); }
    };

    // RFC 2253, with escapes for all that isn't visible ASCII
    static std::string words_of(X509_NAME const* name) {
        std::unique_ptr<BIO, freeing> const out(BIO_new(BIO_s_mem()));
        if (!out || X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253) < 0) return {};
        char* text = nullptr;
        auto const size = BIO_get_mem_data(out.get(), &text);
        return size > 0 ? std::string(text, static_cast<std::string::size_type>(size))
                        : std::string();
    }

    static std::string digest_of(X509 const* shown) {
        constexpr auto digits = "0123456789abcdef";
        std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
        unsigned int size = 0;
        std::string hex;
        if (X509_digest(shown, EVP_sha256(), bytes.data(), &size) != 1) return hex;
        for (unsigned int i = 0; i < size; ++i) {
            hex += digits[bytes[i] / 16];
            hex += digits[bytes[i] % 16];
        }
        return hex;
    }

    static std::chrono::sys_seconds time_of(ASN1_TIME const* when) noexcept {
        using namespace std::chrono;
        std::tm parts{};
        if (ASN1_TIME_to_tm(when, &parts) != 1) return {};
        auto const date = year{parts.tm_year + 1900} / (parts.tm_mon + 1) / parts.tm_mday;
        return sys_days{date} + hours{parts.tm_hour} + minutes{parts.tm_min} +
               seconds{parts.tm_sec};
    }

    std::string x_subject;
    std::string x_issuer;
    std::string x_sha256;
    std::chrono::sys_seconds x_not_before{};
    std::chrono::sys_seconds x_not_after{};
};

}  // namespace bcauth::inline v0::detail

#endif
