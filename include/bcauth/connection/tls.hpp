// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_TLS_HPP
#define BCAUTH_CONNECTION_TLS_HPP

#include <optional>
#include <string>
#include <utility>

namespace bcauth::inline v0 {

/** Which certificates end a chain of trust. */
enum class trust_basis : unsigned char {
    machine,            ///< What the machine trusts.
    machine_and_given,  ///< That, and what is given beside it.
    given_only,         ///< Only what is given; what the machine trusts counts for nothing.
    anything,  ///< Nobody is verified, names included. From `tls_trust::unsafe_anything` only.
};

/** What a pin is compared with. */
enum class pin_kind : unsigned char {
    certificate_sha256,  ///< SHA-256 of the server's certificate in DER: 32 bytes
    certificate_sha1,  ///< SHA-1 of the same: 20 bytes. Transports warn of it at each construction.
    public_key,        ///< The server's SubjectPublicKeyInfo in DER, whole
};

/** One server's certificate or key, known beforehand. */
struct certificate_pin {
    pin_kind kind = pin_kind::certificate_sha256;
    /// Raw bytes: the digest, or the DER.
    std::string bytes = {};

    friend bool operator==(certificate_pin const&, certificate_pin const&) = default;
};

/** Whom a transport trusts to be the server.

    A certificate that is given may be a CA's, or the server's own: either ends a chain. A pin stands in for a chain:
    the certificate (or key) that it names is trusted without one. For any other certificate the basis decides, so
    with `given_only` and nothing but a pin, no other is trusted. The check of the name and of the time of
    validity stays on in every case but `anything`.
*/
struct tls_trust {
    trust_basis basis = trust_basis::machine;
    /// Certificates in PEM, any number; empty for none.
    std::string pem = {};
    /// The path of a file of such, beside `pem`; read by the transport.
    std::string file = {};
    std::optional<certificate_pin> pin = {};

    /** What the machine trusts. */
    [[nodiscard]] static tls_trust machine() { return {}; }

    /** What the machine trusts, and these certificates. */
    [[nodiscard]] static tls_trust also_pem(std::string certificates) {
        return {trust_basis::machine_and_given, std::move(certificates), {}, {}};
    }
    [[nodiscard]] static tls_trust also_file(std::string path) {
        return {trust_basis::machine_and_given, {}, std::move(path), {}};
    }

    /** These certificates and nothing else. */
    [[nodiscard]] static tls_trust only_pem(std::string certificates) {
        return {trust_basis::given_only, std::move(certificates), {}, {}};
    }
    [[nodiscard]] static tls_trust only_file(std::string path) {
        return {trust_basis::given_only, {}, std::move(path), {}};
    }

    /** That certificate or key and no other; with `machine_and_given`, beside what the machine trusts. */
    [[nodiscard]] static tls_trust pinned(certificate_pin pin,
                                          trust_basis basis = trust_basis::given_only) {
        return {basis, {}, {}, std::move(pin)};
    }

    /** Takes any certificate of any server: everybody between here and there can read and change all that is sent,
        access tokens included. For a test on a machine of one's own; transports tell an event at each construction.
    */
    [[nodiscard]] static tls_trust unsafe_anything() { return {trust_basis::anything, {}, {}, {}}; }

    friend bool operator==(tls_trust const&, tls_trust const&) = default;
};

}  // namespace bcauth::inline v0

#endif
