// SPDX-License-Identifier: BSL-1.0
#include <bcauth/signed_payload.hpp>
#include "support/doors.hpp"
#include "support/json_mutator.hpp"
#include "support/require.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

std::string encoded(std::string_view bytes, bcauth::base64_alphabet alphabet, bool padded) {
    auto text = fuzz::openssl_encode(bytes, alphabet);
    return padded ? text : fuzz::without_padding(std::move(text));
}

}  // namespace

// choice: alphabet, padding, the other secret, a signature of raw bytes; then the JSON
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto json = fuzz::text_of(data, size);
    fuzz::choice chosen(json);
    auto const alphabet =
        chosen.flag() ? bcauth::base64_alphabet::url : bcauth::base64_alphabet::standard;
    bool const padded = !chosen.flag();
    auto const mac = fuzz::hmac(EVP_sha256(), fuzz::secrets[chosen.take(2)], json);
    auto const signature = chosen.flag() ? mac : fuzz::lower_hex(mac);
    auto const text = encoded(json, alphabet, padded) + '.' + encoded(signature, alphabet, padded);
    fuzz::exact_copy const copy(text);
    fuzz::check_payload_doors(copy.view());
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    return fuzz::mutate_json(data, size, max_size, seed, 0);
}
