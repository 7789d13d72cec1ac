// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_DETAIL_PEM_HPP
#define BCAUTH_CONNECTION_DETAIL_PEM_HPP

#include <bcauth/codec/base64.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

struct pem_block {
    std::string_view label;
    std::string der;
};

constexpr bool is_pem_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

constexpr std::string_view without_pem_blanks(std::string_view text) noexcept {
    while (!text.empty() && is_pem_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_pem_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

// one SEQUENCE that is as long as it says, and begins with an element of the tag
inline bool is_der_sequence_of(std::string_view der, unsigned char first_tag) noexcept {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(der[i]); };
    if (der.size() < 4 || byte(0) != 0x30) return false;
    std::size_t length = byte(1);
    std::size_t head = 2;
    if (length >= 0x80) {
        auto const count = length - 0x80;
        if (count > 3 || der.size() < head + count) return false;
        length = 0;
        for (; head < 2 + count; ++head) {
            length = length << 8 | byte(head);
        }
    }
    return length == der.size() - head && length != 0 && byte(head) == first_tag;
}

inline std::optional<std::string> base64_with_blanks(std::string_view text) {
    std::string letters;
    std::copy_if(text.begin(), text.end(), std::back_inserter(letters),
                 [](char c) { return !is_pem_blank(c); });
    std::vector<unsigned char> bytes(base64_decoded_size(letters.size()));
    auto const size =
        base64_decode(letters, bytes, base64_alphabet::standard, base64_padding::required);
    if (!size) return std::nullopt;
    return std::string(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(*size));
}

// Every block of a text that has nothing else in it. Blanks may stand for the ends of lines, since a PEM text loses
// those on its way through a form (RFC 7468 section 2 would have them).
inline std::optional<std::vector<pem_block>> read_pem(std::string_view text) {
    constexpr std::string_view begin = "-----BEGIN ";
    constexpr std::string_view dashes = "-----";
    std::vector<pem_block> blocks;
    for (text = without_pem_blanks(text); !text.empty(); text = without_pem_blanks(text)) {
        if (!text.starts_with(begin)) return std::nullopt;
        text.remove_prefix(begin.size());
        auto const label_end = text.find(dashes);
        if (label_end == std::string_view::npos) return std::nullopt;
        auto const label = text.substr(0, label_end);
        text.remove_prefix(label_end + dashes.size());
        auto const body_end = text.find(dashes);
        if (body_end == std::string_view::npos) return std::nullopt;
        auto der = base64_with_blanks(text.substr(0, body_end));
        text.remove_prefix(body_end + dashes.size());
        auto const tail = "END " + std::string(label) + std::string(dashes);
        if (!der || !text.starts_with(tail)) return std::nullopt;
        text.remove_prefix(tail.size());
        blocks.push_back({label, std::move(*der)});
    }
    return blocks;
}

// RFC 7468 section 2, in lines of 64
inline std::string write_pem(pem_block const& block) {
    auto const letters =
        base64_encode(block.der, base64_alphabet::standard, base64_padding::required);
    std::string const label(block.label);
    auto text = "-----BEGIN " + label + "-----\n";
    for (std::size_t at = 0; at < letters.size(); at += 64) {
        text += letters.substr(at, 64) + "\n";
    }
    return text + "-----END " + label + "-----\n";
}

inline std::string der_element(unsigned char tag, std::string_view content) {
    std::string made(1, static_cast<char>(tag));
    if (content.size() >= 0x80) {
        std::string bytes;
        for (auto rest = content.size(); rest != 0; rest >>= 8) {
            bytes.insert(bytes.begin(), static_cast<char>(rest & 0xff));
        }
        made += static_cast<char>(0x80 + bytes.size());
        made += bytes;
    } else {
        made += static_cast<char>(content.size());
    }
    return made.append(content);
}

// RFC 8017 appendix A.1.1 (RSAPublicKey) as the SubjectPublicKeyInfo of RFC 3279 section 2.3.1
inline std::string rsa_key_info(std::string_view key) {
    constexpr char algorithm[] =
        "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05";  // and a NUL
    auto const bits = der_element(0x03, std::string(1, '\0').append(key));
    return der_element(0x30, std::string(algorithm, sizeof(algorithm)).append(bits));
}

}  // namespace bcauth::inline v0::detail

#endif
