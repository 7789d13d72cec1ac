// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_CURL_TRUST_HPP
#define BCAUTH_TRANSPORT_DETAIL_CURL_TRUST_HPP

#include <bcauth/connection/event.hpp>
#include <bcauth/connection/tls.hpp>
#include <bcauth/crypto/openssl.hpp>
#include <bcauth/transport/detail/curl_handle.hpp>
#include <bcauth/transport/detail/tls_certificate.hpp>
#include <bcauth/transport/detail/tls_pin.hpp>

#include <curl/curl.h>

#include <openssl/opensslv.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <chrono>
#include <climits>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

// Whom a client trusts, put into each of curl's TLS contexts. Certificates are read once, here. curl itself knows
// neither certificates beside its own nor a pin without a chain, so that part is OpenSSL's, where curl is built on it.
class curl_trust {
public:
    explicit curl_trust(tls_trust given) : x_given(std::move(given)) {
        bool const given_counts = x_given.basis == trust_basis::given_only ||
                                  x_given.basis == trust_basis::machine_and_given;
        bool const pin_counts = x_given.pin && x_given.basis != trust_basis::anything;
        if (!given_counts && !pin_counts) return;
        if (!curl_uses_our_openssl()) {
            x_trouble = connection_trouble::unsupported;
            return;
        }
        bool const read =
            (!given_counts || read_certificates()) && (!pin_counts || is_whole(*x_given.pin));
        bool const names_somebody = pin_counts || !x_certificates.empty();
        if (!read || !names_somebody) x_trouble = connection_trouble::trust_unreadable;
    }
    curl_trust(curl_trust const&) = delete;
    curl_trust& operator=(curl_trust const&) = delete;
    ~curl_trust() = default;

    // why nothing can be sent with this, if so
    [[nodiscard]] connection_trouble trouble() const noexcept { return x_trouble; }

    [[nodiscard]] connection_warning warning() const noexcept { return warning_of(x_given); }

    // for the server and for a proxy that is spoken to over TLS
    void apply(curl_handle& handle) const {
        bool const verified = x_given.basis != trust_basis::anything;
        for (auto const option : {CURLOPT_SSL_VERIFYPEER, CURLOPT_PROXY_SSL_VERIFYPEER})
            handle.set(option, verified ? 1L : 0L);
        for (auto const option : {CURLOPT_SSL_VERIFYHOST, CURLOPT_PROXY_SSL_VERIFYHOST})
            handle.set(option, verified ? 2L : 0L);
        for (auto const option : {CURLOPT_SSLVERSION, CURLOPT_PROXY_SSLVERSION})
            handle.set(option, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (x_given.basis == trust_basis::given_only) {
            // spares curl the reading; what counts is the store that `install` puts in
            for (auto const option :
                 {CURLOPT_CAINFO, CURLOPT_CAPATH, CURLOPT_PROXY_CAINFO, CURLOPT_PROXY_CAPATH}) {
                handle.set(option, static_cast<char const*>(nullptr));
            }
        }
        if (!curl_uses_our_openssl()) return;
        handle.notes().trust = this;
        handle.set(CURLOPT_SSL_CTX_FUNCTION, &curl_trust::on_context);
        handle.set(CURLOPT_SSL_CTX_DATA, static_cast<void*>(&handle.notes()));
    }

    // Notes what the connection is protected by. To be called when it is there, before the request is sent.
    static void look(curl_handle& handle) noexcept {
        auto const* const tls = handle.info<curl_tlssessioninfo*>(CURLINFO_TLS_SSL_PTR);
        bool const ours = handle.notes().trust != nullptr && tls != nullptr &&
                          tls->backend == CURLSSLBACKEND_OPENSSL && tls->internals != nullptr;
        if (!ours) return;
        auto* const session = static_cast<SSL*>(tls->internals);
        handle.notes().version = SSL_get_version(session);
        handle.notes().cipher = SSL_CIPHER_get_name(SSL_get_current_cipher(session));
        show(SSL_get0_peer_certificate(session), handle.notes());
    }

private:
    struct freeing {
        void operator()(BIO* text) const noexcept { BIO_free(text); }
        void operator()(X509* certificate) const noexcept { X509_free(certificate); }
        void operator()(X509_STORE* store) const noexcept { X509_STORE_free(store); }
    };

    // another TLS library, or another OpenSSL than this code is compiled for, has other objects behind its pointers
    static bool curl_uses_our_openssl() noexcept {
        auto const* const version = curl_version_info(CURLVERSION_NOW)->ssl_version;
        auto const ours = "OpenSSL/" + std::to_string(OPENSSL_VERSION_MAJOR) + ".";
        return version != nullptr && std::string_view(version).starts_with(ours);
    }

    bool read_certificates() {
        error_queue_guard const guard(error_queue_guard::success::may_add);
        bool read = x_given.pem.size() <= INT_MAX;
        if (read && !x_given.pem.empty()) {
            read = add_certificates(
                BIO_new_mem_buf(x_given.pem.data(), static_cast<int>(x_given.pem.size())));
        }
        if (read && !x_given.file.empty()) {
            read = add_certificates(BIO_new_file(x_given.file.c_str(), "r"));
        }
        if (x_given.basis != trust_basis::given_only) return read;
        x_store.reset(X509_STORE_new());
        read = read && x_store && X509_STORE_set_flags(x_store.get(), store_flags) == 1;
        for (auto const& each : x_certificates)
            read = read && X509_STORE_add_cert(x_store.get(), each.get()) == 1;
        return read;
    }

    // at least one, and none that is cut
    bool add_certificates(BIO* from) {
        std::unique_ptr<BIO, freeing> const text(from);
        if (!text) return false;
        // else OpenSSL asks at the terminal
        auto* const no_password = +[](char*, int, int, void*) { return -1; };
        auto const before = x_certificates.size();
        while (auto* const read = PEM_read_bio_X509(text.get(), nullptr, no_password, nullptr)) {
            x_certificates.emplace_back(read);
        }
        bool const at_the_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
        return at_the_end && x_certificates.size() > before;
    }

    static CURLcode on_context(CURL*, void* context, void* data) noexcept {
        auto& notes = *static_cast<curl_notes*>(data);
        ++notes.handshakes;
        notes.last_handshake = std::chrono::steady_clock::now();
        auto const& trust = *static_cast<curl_trust const*>(notes.trust);
        return trust.install(static_cast<SSL_CTX*>(context), notes) ? CURLE_OK
                                                                    : CURLE_SSL_CERTPROBLEM;
    }

    bool install(SSL_CTX* context, curl_notes& notes) const noexcept {
        SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
        if (x_given.basis == trust_basis::anything) return true;
        SSL_CTX_set_cert_verify_callback(context, &curl_trust::on_certificate, &notes);
        if (x_given.basis == trust_basis::given_only) {
            // the pin alone leaves the store empty
            if (x_store) return SSL_CTX_set1_cert_store(context, x_store.get()), true;
            return false;
        }
        auto* const store = SSL_CTX_get_cert_store(context);
        bool added = x_certificates.empty() || X509_STORE_set_flags(store, store_flags) == 1;
        for (auto const& each : x_certificates)
            added = added && X509_STORE_add_cert(store, each.get()) == 1;
        return added;
    }

    static int on_certificate(X509_STORE_CTX* chain, void* data) noexcept {
        auto& notes = *static_cast<curl_notes*>(data);
        auto* const shown = X509_STORE_CTX_get0_cert(chain);
        int const good =
            verify_chain(chain, static_cast<curl_trust const*>(notes.trust)->x_given.pin);
        notes.verdict = good == 1 ? connection_trouble::none : blame(chain);
        show(shown, notes);
        return good == 1 ? 1 : 0;
    }

    static void show(X509 const* certificate, curl_notes& notes) noexcept {
        if (certificate == nullptr) return;
        try {
            notes.shown = tls_certificate(certificate);
        } catch (std::bad_alloc const&) {
            notes.shown = {};  // an event without it is better than none
        }
    }

    static connection_trouble blame(X509_STORE_CTX* chain) noexcept {
        auto const reason = X509_STORE_CTX_get_error(chain);
        bool const late =
            reason == X509_V_ERR_CERT_HAS_EXPIRED || reason == X509_V_ERR_CERT_NOT_YET_VALID;
        return late ? connection_trouble::certificate_expired
                    : connection_trouble::certificate_untrusted;
    }

    // a server's own certificate may end a chain
    static constexpr unsigned long store_flags =
        X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST;

    tls_trust const x_given;
    connection_trouble x_trouble = connection_trouble::none;
    std::vector<std::unique_ptr<X509, freeing>> x_certificates;
    std::unique_ptr<X509_STORE, freeing> x_store;
};

}  // namespace bcauth::inline v0::detail

#endif
