// SPDX-License-Identifier: BSL-1.0
#include <bcauth/codec/base64.hpp>
#include "../support/base64_paths.hpp"
#include "support/base64_oracle.hpp"
#include "support/require.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using bcauth::base64_alphabet;
using bcauth::base64_padding;
using fuzz::require;

constexpr std::array paddings{base64_padding::required, base64_padding::none,
                              base64_padding::optional};

void decode(std::string_view text, base64_alphabet alphabet, base64_padding padding) {
    std::vector<unsigned char> out(bcauth::base64_decoded_size(text.size()));
    auto const size = bcauth::base64_decode(text, out, alphabet, padding);
    auto const expected = fuzz::openssl_decode(text, alphabet, padding);
    require(size.has_value() == expected.has_value(), "OpenSSL takes the same texts", size);
    if (!size) {
        require(fuzz::refused_with(size, {bcauth::errc::invalid_base64}), "the error", size);
        return;
    }
    std::string_view const bytes(reinterpret_cast<char const*>(out.data()), *size);
    require(bytes == *expected, "OpenSSL decodes to the same bytes");
    auto const spelling = padding == base64_padding::optional && text.size() % 4 != 0
                              ? base64_padding::none
                              : padding;
    require(bcauth::base64_encode(bytes, alphabet, spelling) == text,
            "what is taken is what would be written");
    if (*size != 0) {
        std::vector<unsigned char> shorter(*size - 1);
        auto const cut = bcauth::base64_decode(text, shorter, alphabet, padding);
        require(fuzz::refused_with(cut, {bcauth::errc::token_too_large}), "too small an out", cut);
    }
}

void encode(std::string_view bytes, base64_alphabet alphabet, base64_padding padding) {
    auto const text = bcauth::base64_encode(bytes, alphabet, padding);
    auto const expected = fuzz::openssl_encode(bytes, alphabet);
    bool const bare = padding == base64_padding::none;
    require(text == (bare ? fuzz::without_padding(expected) : expected), "OpenSSL writes the same");
    require(text.size() == bcauth::base64_encoded_size(bytes.size(), padding), "the size foretold");
    std::vector<unsigned char> out(bytes.size());
    auto const size = bcauth::base64_decode(text, out, alphabet, padding);
    require(size && *size == bytes.size(), "what is written is taken", size);
    require(std::equal(out.begin(), out.end(), fuzz::bytes_of(bytes)), "a round trip");
}

}  // namespace

// choice: alphabet, padding; then a text, which is also taken for bytes
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto input = fuzz::text_of(data, size);
    fuzz::choice chosen(input);
    auto const alphabet = chosen.flag() ? base64_alphabet::url : base64_alphabet::standard;
    auto const padding = paddings[chosen.take(4) % paddings.size()];
    fuzz::exact_copy const copy(input);
    require(base64_paths::agree(copy.view()), "tables and blocks decode alike");
    decode(copy.view(), alphabet, padding);
    encode(copy.view(), alphabet, padding);
    return 0;
}
