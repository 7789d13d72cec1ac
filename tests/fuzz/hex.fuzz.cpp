// SPDX-License-Identifier: BSL-1.0
#include <bcauth/codec/hex.hpp>
#include "support/require.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using fuzz::require;

// By OpenSSL. Its decoder takes either case and stops at a NUL, so what it gives counts only when
// its encoder makes the same text of it, in lower case.
std::string openssl_encode(std::string_view bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    std::size_t size = 0;
    OPENSSL_buf2hexstr_ex(text.data(), text.size(), &size,
                          reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), '\0');
    text.resize(bytes.size() * 2);
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

std::optional<std::string> openssl_decode(std::string_view text) {
    std::string bytes(text.size() / 2 + 1, '\0');
    std::size_t size = 0;
    auto const done = OPENSSL_hexstr2buf_ex(reinterpret_cast<unsigned char*>(bytes.data()),
                                            bytes.size(), &size, std::string(text).c_str(), '\0');
    ERR_clear_error();
    bytes.resize(done == 1 ? size : 0);
    return done == 1 && openssl_encode(bytes) == text ? std::optional(bytes) : std::nullopt;
}

void decode(std::string_view text) {
    std::vector<unsigned char> out(text.size() / 2);
    auto const size = bcauth::hex_decode(text, out);
    auto const expected = openssl_decode(text);
    require(size.has_value() == expected.has_value(), "OpenSSL takes the same texts", size);
    if (!size) {
        require(fuzz::refused_with(size, {bcauth::errc::invalid_hex}), "the error", size);
        return;
    }
    std::string_view const bytes(reinterpret_cast<char const*>(out.data()), *size);
    require(bytes == *expected, "OpenSSL decodes to the same bytes");
    require(bcauth::hex_encode(bytes) == text, "what is taken is what would be written");
    if (*size != 0) {
        std::vector<unsigned char> shorter(*size - 1);
        auto const cut = bcauth::hex_decode(text, shorter);
        require(fuzz::refused_with(cut, {bcauth::errc::token_too_large}), "too small an out", cut);
    }
}

}  // namespace

// a text, which is also taken for bytes
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::exact_copy const input(fuzz::text_of(data, size));
    decode(input.view());
    auto const text = bcauth::hex_encode(input.view());
    require(text == openssl_encode(input.view()), "OpenSSL writes the same");
    decode(text);
    return 0;
}
