// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_PREPARED_KEYS_HPP
#define BCAUTH_DETAIL_PREPARED_KEYS_HPP

#include <bcauth/crypto/hmac.hpp>
#include <bcauth/crypto/openssl.hpp>
#include <bcauth/key_ring.hpp>

#include <bit>
#include <cstddef>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

// The secrets of a key ring made ready for one algorithm. Moved from, it has none and matches nothing.
template <mac_backend Backend>
class prepared_keys {
public:
    prepared_keys() = default;

    static result<prepared_keys> make(key_ring const& secrets, mac_algorithm algorithm) {
        if (secrets.empty()) {
            return errc::empty_secret;
        }
        prepared_keys made;
        made.x_algorithm = algorithm;
        made.x_keys.reserve(secrets.size());
        for (auto const& each : secrets) {
            auto key = Backend::make_key(algorithm, each.expose());
            if (!key) {
                return key.error();
            }
            made.x_keys.push_back(std::move(*key));
        }
        return result<prepared_keys>(std::move(made));
    }

    [[nodiscard]] mac_algorithm algorithm() const noexcept { return x_algorithm; }
    [[nodiscard]] bool empty() const noexcept { return x_keys.empty(); }

    // The number of the secret that made one of these signatures: 1, 2, ... They stand one behind the other. Every secret
    // is tried with every signature, whichever match, and the choice has no branch, so that time does not tell which
    // secret is in use.
    result<unsigned> match(mac_message parts, unsigned char const* signatures,
                           std::size_t count = 1) const {
        auto const size = digest_size(x_algorithm);
        mac_digest expected;
        unsigned matches = 0;
        for (std::size_t i = 0; i < x_keys.size(); ++i) {
            if (auto const made = Backend::sign(x_keys[i], parts, expected); !made) {
                cleanse(expected.data(), size);
                return made.error();
            }
            unsigned equal = 0;
            for (std::size_t k = 0; k < count; ++k) {
                equal |= static_cast<unsigned>(
                    equal_in_constant_time(expected.data(), signatures + k * size, size));
            }
            // a bit for each, since compilers make branches of a choice by multiplication
            matches |= equal << i;
        }
        cleanse(expected.data(), size);
        if (matches == 0) {
            return errc::signature_mismatch;
        }
        return static_cast<unsigned>(std::countr_zero(matches)) + 1;
    }

private:
    mac_algorithm x_algorithm = mac_algorithm::hs256;
    std::vector<typename Backend::key> x_keys;
};

}  // namespace bcauth::inline v0::detail

#endif
