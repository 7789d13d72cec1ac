// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_FUZZ_SUPPORT_BASE64_ORACLE_HPP
#define BCAUTH_TESTS_FUZZ_SUPPORT_BASE64_ORACLE_HPP

#include <bcauth/codec/base64.hpp>

#include <openssl/evp.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Base64 by OpenSSL. Its decoder takes white space, `AB==` and data behind padding, so what it gives counts only when
// its encoder makes the same text of it.
namespace fuzz {

inline unsigned char const* bytes_of(std::string_view text) noexcept {
    return reinterpret_cast<unsigned char const*>(text.data());
}

inline void swap_alphabet(std::string& text, std::string_view from, std::string_view to) {
    for (auto& c : text) {
        c = c == from[0] ? to[0] : c == from[1] ? to[1] : c;
    }
}

/// With padding, in that alphabet.
inline std::string openssl_encode(std::string_view bytes, bcauth::base64_alphabet alphabet) {
    std::string text(bytes.size() / 3 * 4 + 5, '\0');
    auto const size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                      bytes_of(bytes), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    if (alphabet == bcauth::base64_alphabet::url) {
        swap_alphabet(text, "+/", "-_");
    }
    return text;
}

inline std::string without_padding(std::string text) {
    while (!text.empty() && text.back() == '=') {
        text.pop_back();
    }
    return text;
}

/// What the text stands for if it is the one spelling of it.
inline std::optional<std::string> openssl_decode(std::string_view text,
                                                 bcauth::base64_alphabet alphabet,
                                                 bcauth::base64_padding padding) {
    auto const letters = without_padding(std::string(text));
    auto whole = letters + std::string((4 - letters.size() % 4) % 4, '=');
    if (alphabet == bcauth::base64_alphabet::url) {
        swap_alphabet(whole, "-_", "+/");
    }
    std::string bytes(whole.size() / 4 * 3 + 1, '\0');
    auto const size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                      bytes_of(whole), static_cast<int>(whole.size()));
    auto const pads = whole.size() - letters.size();
    if (size < 0 || pads > 2) {
        return std::nullopt;
    }
    bytes.resize(static_cast<std::size_t>(size) - pads);
    auto const padded = openssl_encode(bytes, alphabet);
    bool const is_padded = text == padded;
    bool const is_bare = text == without_padding(padded);
    bool const canonical = padding == bcauth::base64_padding::required ? is_padded
                           : padding == bcauth::base64_padding::none   ? is_bare
                                                                       : is_padded || is_bare;
    return canonical ? std::optional(bytes) : std::nullopt;
}

}  // namespace fuzz

#endif
