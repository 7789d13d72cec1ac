// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_BEAST_CERTIFICATE_HPP
#define BCAUTH_TRANSPORT_DETAIL_BEAST_CERTIFICATE_HPP

#include <bcauth/connection/event.hpp>

#include <boost/asio/ssl/context.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>

namespace bcauth::inline v0::detail {

// A certificate as text, for events.
struct beast_certificate {
    std::string subject;
    std::string issuer;
    std::string sha256;
    std::chrono::sys_seconds not_before{};
    std::chrono::sys_seconds not_after{};

    explicit beast_certificate(X509 const* shown) {
        if (shown == nullptr) return;
        subject = text_of(X509_get_subject_name(shown));
        issuer = text_of(X509_get_issuer_name(shown));
        not_before = time_of(X509_get0_notBefore(shown));
        not_after = time_of(X509_get0_notAfter(shown));
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int size = 0;
        if (X509_digest(shown, EVP_sha256(), digest.data(), &size) != 1) return;
        for (unsigned int i = 0; i < size; ++i) {
            constexpr std::string_view digits = "0123456789abcdef";
            sha256 += digits[digest[i] >> 4U];
            sha256 += digits[digest[i] & 15U];
        }
    }

    [[nodiscard]] certificate_summary summary() const& noexcept {
        return {subject, issuer, sha256, not_before, not_after};
    }

private:
    struct freeing {
        void operator()(BIO* out) const noexcept { BIO_free(out); }
    };

    static std::string text_of(X509_NAME const* name) {
        std::unique_ptr<BIO, freeing> const out(BIO_new(BIO_s_mem()));
        if (!out || X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253) < 0) return {};
        char const* bytes = nullptr;
        auto const size = BIO_get_mem_data(out.get(), &bytes);
        return {bytes, static_cast<std::size_t>(size)};
    }

    static std::chrono::sys_seconds time_of(ASN1_TIME const* time) noexcept {
        std::tm parts{};
        if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
        std::chrono::year_month_day const day(
            std::chrono::year(parts.tm_year + 1900),
            std::chrono::month(static_cast<unsigned>(parts.tm_mon) + 1),
            std::chrono::day(static_cast<unsigned>(parts.tm_mday)));
        return std::chrono::sys_days(day) + std::chrono::hours(parts.tm_hour) +
               std::chrono::minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec);
    }
};

}  // namespace bcauth::inline v0::detail

#endif
