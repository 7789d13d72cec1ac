// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_BEAST_TRUST_HPP
#define BCAUTH_TRANSPORT_DETAIL_BEAST_TRUST_HPP

#include <bcauth/connection/event.hpp>
#include <bcauth/connection/tls.hpp>
#include <bcauth/crypto/openssl.hpp>
#include <bcauth/transport/detail/tls_pin.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/verify_mode.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <string>
#include <utility>

namespace bcauth::inline v0::detail {

// What one client trusts, as OpenSSL's context. Stays where it is, since the context points back to it.
class beast_trust {
public:
    explicit beast_trust(tls_trust given)
        : x_given(std::move(given)),
          x_context(boost::asio::ssl::context::tls_client) {
        error_queue_guard const guard(error_queue_guard::success::may_add);
        auto* const context = x_context.native_handle();
        constexpr std::array<unsigned char, 9> only{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
        x_good = SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
                 SSL_CTX_set_alpn_protos(context, only.data(), only.size()) == 0;
        bool const verified = x_given.basis != trust_basis::anything;
        x_context.set_verify_mode(verified ? boost::asio::ssl::verify_peer
                                           : boost::asio::ssl::verify_none);
        load();
        x_good = x_good && (!x_given.pin || is_whole(*x_given.pin)) && trusts_somebody();
        SSL_CTX_set_cert_verify_callback(context, &beast_trust::verify, this);
    }
    beast_trust(beast_trust const&) = delete;
    beast_trust& operator=(beast_trust const&) = delete;
    ~beast_trust() = default;

    // false where what is given can't be read, or nobody would be trusted: then nothing is sent
    [[nodiscard]] bool is_good() const noexcept { return x_good; }
    [[nodiscard]] boost::asio::ssl::context& context() noexcept { return x_context; }

    [[nodiscard]] connection_warning warning() const noexcept { return warning_of(x_given); }

    // the name that the server is called by, and that its certificate has to have
    static bool name_server(SSL* tls, std::string const& host) {
        error_queue_guard const guard(error_queue_guard::success::may_add);
        auto const name = host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
        auto* const rules = SSL_get0_param(tls);
        boost::system::error_code no_address;
        static_cast<void>(boost::asio::ip::make_address(name, no_address));
        if (!no_address) return X509_VERIFY_PARAM_set1_ip_asc(rules, name.c_str()) == 1;
        X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        return X509_VERIFY_PARAM_set1_host(rules, name.data(), name.size()) == 1 &&
               SSL_set_tlsext_host_name(tls, name.c_str()) == 1;
    }

    // why a handshake failed that OpenSSL blames on the certificate; none where it was something else
    static connection_trouble blame(SSL const* tls) noexcept {
        switch (SSL_get_verify_result(tls)) {
            case X509_V_OK: return connection_trouble::none;
            case X509_V_ERR_HOSTNAME_MISMATCH:
            case X509_V_ERR_IP_ADDRESS_MISMATCH: return connection_trouble::certificate_name;
            case X509_V_ERR_CERT_HAS_EXPIRED:
            case X509_V_ERR_CERT_NOT_YET_VALID: return connection_trouble::certificate_expired;
            default: return connection_trouble::certificate_untrusted;
        }
    }

private:
    void load() {
        boost::system::error_code code;
        bool const machine = x_given.basis == trust_basis::machine ||
                             x_given.basis == trust_basis::machine_and_given;
        bool const given = x_given.basis == trust_basis::given_only ||
                           x_given.basis == trust_basis::machine_and_given;
        if (machine) x_context.set_default_verify_paths(code);
        x_good = x_good && !code;
        if (!given) return;
        // else a server's own certificate would end no chain
        X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(x_context.native_handle()),
                                    X509_V_FLAG_PARTIAL_CHAIN);
        if (!x_given.pem.empty()) {
            x_context.add_certificate_authority(boost::asio::buffer(x_given.pem), code);
            x_good = x_good && !code;
        }
        if (!x_given.file.empty()) {
            x_context.load_verify_file(x_given.file, code);
            x_good = x_good && !code;
        }
    }

    [[nodiscard]] bool trusts_somebody() const noexcept {
        return x_given.basis != trust_basis::given_only || x_given.pin || !x_given.pem.empty() ||
               !x_given.file.empty();
    }

    static int verify(X509_STORE_CTX* chain, void* self) noexcept {
        return verify_chain(chain, static_cast<beast_trust const*>(self)->x_given.pin);
    }

    tls_trust const x_given;
    boost::asio::ssl::context x_context;
    bool x_good = false;
};

}  // namespace bcauth::inline v0::detail

#endif
