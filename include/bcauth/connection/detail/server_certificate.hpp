// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_DETAIL_SERVER_CERTIFICATE_HPP
#define BCAUTH_CONNECTION_DETAIL_SERVER_CERTIFICATE_HPP

#include <bcauth/codec/hex.hpp>
#include <bcauth/connection/detail/pem.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

enum class certificate_form : unsigned char {
    unusable,
    anything,
    certificates,
    public_key,
    sha256,
    sha1,
    md5,
    path,
};

// what SSLServerCert says: PEM in lines of 64, DER, a digest's bytes, or a path
struct server_certificate {
    certificate_form form = certificate_form::unusable;
    std::string bytes = {};
};

inline server_certificate certificate_of_pem(std::string_view text) {
    constexpr unsigned char integer = 0x02;
    constexpr unsigned char sequence = 0x30;
    auto const blocks = read_pem(text);
    if (!blocks || blocks->empty()) return {};
    auto const& first = blocks->front();
    if (first.label == "PUBLIC KEY" || first.label == "RSA PUBLIC KEY") {
        if (blocks->size() != 1) return {};
        // connectors show a SubjectPublicKeyInfo under the name of an RSAPublicKey
        if (is_der_sequence_of(first.der, sequence)) {
            return {certificate_form::public_key, first.der};
        }
        bool const bare = first.label.front() == 'R' && is_der_sequence_of(first.der, integer);
        return bare ? server_certificate{certificate_form::public_key, rsa_key_info(first.der)}
                    : server_certificate{};
    }
    std::string pem;
    for (auto const& each : *blocks) {
        if (each.label != "CERTIFICATE" || !is_der_sequence_of(each.der, sequence)) return {};
        pem += write_pem(each);
    }
    return {certificate_form::certificates, std::move(pem)};
}

// the digits of a thumbprint, of which there are enough that the text isn't meant as a path
inline std::optional<std::string> thumbprint_digits(std::string_view text) {
    constexpr std::size_t least = 16;
    std::string digits;
    for (auto const c : text) {
        if (c == ' ' || c == ':') continue;
        auto const value = hex_value(c);
        if (value < 0) return std::nullopt;
        digits += "0123456789abcdef"[value];
    }
    return digits.size() < least ? std::nullopt : std::optional(std::move(digits));
}

inline server_certificate certificate_of_thumbprint(std::string const& digits) {
    auto const form = digits.size() == 64   ? certificate_form::sha256
                      : digits.size() == 40 ? certificate_form::sha1
                      : digits.size() == 32 ? certificate_form::md5
                                            : certificate_form::unusable;
    if (form == certificate_form::unusable) return {};
    server_certificate made{form, {}};
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        made.bytes += static_cast<char>(hex_value(digits[i]) * 16 + hex_value(digits[i + 1]));
    }
    return made;
}

inline server_certificate read_server_certificate(std::string_view text) {
    if (text == "*") return {certificate_form::anything, {}};
    if (without_pem_blanks(text).starts_with("-----BEGIN")) return certificate_of_pem(text);
    if (auto const digits = thumbprint_digits(text)) return certificate_of_thumbprint(*digits);
    return {certificate_form::path, std::string(text)};
}

}  // namespace bcauth::inline v0::detail

#endif
