// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_TEST_AUTHORITY_HPP
#define BCAUTH_TESTS_SUPPORT_TEST_AUTHORITY_HPP

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <memory>
#include <string>

// A certificate with its key, made when the test runs and stored nowhere.
class test_certificate {
public:
    // signed by itself where there is no issuer; `days` before now are over already
    test_certificate(std::string const& name, std::string const& alternative_names, int days,
                     test_certificate const* issuer)
        : x_key(EVP_EC_gen("P-256")),
          x_certificate(X509_new()) {
        static long serial = 1;
        auto* const made = x_certificate.get();
        int const begin = days < 0 ? 2 * days : -1;
        X509_set_version(made, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(made), ++serial);
        X509_time_adj_ex(X509_getm_notBefore(made), begin, 0, nullptr);
        X509_time_adj_ex(X509_getm_notAfter(made), days, 0, nullptr);
        X509_set_pubkey(made, x_key.get());
        auto const* const text = reinterpret_cast<unsigned char const*>(name.c_str());
        X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_UTF8, text, -1, -1,
                                   0);
        auto const& signer = issuer != nullptr ? *issuer : *this;
        X509_set_issuer_name(made, X509_get_subject_name(signer.certificate()));
        extend(NID_basic_constraints, issuer != nullptr ? "CA:FALSE" : "critical,CA:TRUE");
        if (!alternative_names.empty()) extend(NID_subject_alt_name, alternative_names);
        if (X509_sign(made, signer.key(), EVP_sha256()) == 0) std::abort();
    }

    [[nodiscard]] X509* certificate() const noexcept { return x_certificate.get(); }
    [[nodiscard]] EVP_PKEY* key() const noexcept { return x_key.get(); }

    [[nodiscard]] std::string pem() const {
        std::unique_ptr<BIO, freeing> const out(BIO_new(BIO_s_mem()));
        PEM_write_bio_X509(out.get(), certificate());
        char* text = nullptr;
        auto const size = BIO_get_mem_data(out.get(), &text);
        return {text, static_cast<std::string::size_type>(size)};
    }

    [[nodiscard]] std::string key_pem() const {
        std::unique_ptr<BIO, freeing> const out(BIO_new(BIO_s_mem()));
        PEM_write_bio_PrivateKey(out.get(), key(), nullptr, nullptr, 0, nullptr, nullptr);
        char* text = nullptr;
        auto const size = BIO_get_mem_data(out.get(), &text);
        return {text, static_cast<std::string::size_type>(size)};
    }

    // what pins are compared with
    [[nodiscard]] std::string sha256() const { return digest(EVP_sha256()); }
    [[nodiscard]] std::string sha1() const { return digest(EVP_sha1()); }
    [[nodiscard]] std::string public_key_der() const {
        unsigned char* der = nullptr;
        auto const size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate()), &der);
        std::string const bytes(reinterpret_cast<char*>(der),
                                static_cast<std::string::size_type>(size));
        OPENSSL_free(der);
        return bytes;
    }

private:
    [[nodiscard]] std::string digest(EVP_MD const* kind) const {
        unsigned char bytes[EVP_MAX_MD_SIZE];
        unsigned int size = 0;
        X509_digest(certificate(), kind, bytes, &size);
        return {reinterpret_cast<char*>(bytes), size};
    }

    struct freeing {
        void operator()(X509* made) const noexcept { X509_free(made); }
        void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
        void operator()(BIO* out) const noexcept { BIO_free(out); }
        void operator()(X509_EXTENSION* made) const noexcept { X509_EXTENSION_free(made); }
    };

    void extend(int kind, std::string const& value) {
        std::unique_ptr<X509_EXTENSION, freeing> const made(
            X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
        if (!made || X509_add_ext(x_certificate.get(), made.get(), -1) == 0) std::abort();
    }

    std::unique_ptr<EVP_PKEY, freeing> x_key;
    std::unique_ptr<X509, freeing> x_certificate;
};

// An authority that no machine knows, and what it signs.
class test_authority {
public:
    [[nodiscard]] std::string pem() const { return x_root.pem(); }

    [[nodiscard]] test_certificate good() const { return issue("IP:127.0.0.1,DNS:localhost", 30); }
    [[nodiscard]] test_certificate of_another_name() const {
        return issue("DNS:other.example", 30);
    }
    [[nodiscard]] test_certificate expired() const { return issue("IP:127.0.0.1", -2); }
    // signed by nobody but itself
    [[nodiscard]] static test_certificate self_signed(
        std::string const& names = "IP:127.0.0.1,DNS:localhost", int days = 30) {
        return {"bcauth test server", names, days, nullptr};
    }

private:
    [[nodiscard]] test_certificate issue(std::string const& names, int days) const {
        return {"bcauth test server", names, days, &x_root};
    }

    // OpenSSL looks for an issuer by its name, so no two have the same
    static std::string next_name() {
        static int number = 0;
        return "bcauth test authority " + std::to_string(++number);
    }

    test_certificate x_root{next_name(), "", 30, nullptr};
};

#endif
