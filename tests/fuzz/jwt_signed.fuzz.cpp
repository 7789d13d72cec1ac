// SPDX-License-Identifier: BSL-1.0
#include <bcauth/jwt/verifier.hpp>
#include "support/doors.hpp"
#include "support/json_mutator.hpp"
#include "support/require.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

// what the input has, encoded unless it is to be taken as it stands
std::string segment(std::string_view bytes, bool as_it_stands) {
    return as_it_stands
               ? std::string(bytes)
               : fuzz::without_padding(fuzz::openssl_encode(bytes, bcauth::base64_alphabet::url));
}

}  // namespace

// choice: the door, HS512, the other secret, a header and a payload that are encoded already; then the header
// up to a line feed (the usual one where there is nothing), and the payload
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto input = fuzz::text_of(data, size);
    fuzz::choice chosen(input);
    auto const door = chosen.take(4);
    bool const hs512 = chosen.flag();
    auto const key = fuzz::secrets[chosen.take(2)];
    bool const raw_header = chosen.flag();
    bool const raw_payload = chosen.flag();
    auto header = fuzz::take_until(input, '\n');
    if (header.empty()) {
        header = hs512 ? R"({"alg":"HS512","typ":"JWT"})" : R"({"typ":"JWT","alg":"HS256"})";
    }
    auto token = segment(header, raw_header) + '.' + segment(input, raw_payload);
    auto const mac = fuzz::hmac(hs512 ? EVP_sha512() : EVP_sha256(), key, token);
    token += '.' + segment(mac, false);
    fuzz::exact_copy const copy(token);
    switch (door) {
        case 0: fuzz::check_callback_door<fuzz::load_door>(copy.view()); break;
        case 1: fuzz::check_callback_door<fuzz::uninstall_door>(copy.view()); break;
        case 2: fuzz::check_callback_door<fuzz::removal_door>(copy.view()); break;
        default: fuzz::check_customer_door(copy.view());
    }
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    return fuzz::mutate_json(data, size, max_size, seed, 1);
}
