// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_TOKEN_DRAFT_HPP
#define BCAUTH_TESTING_DETAIL_TOKEN_DRAFT_HPP

#include <bcauth/codec/base64.hpp>
#include <bcauth/codec/hex.hpp>
#include <bcauth/crypto/openssl.hpp>
#include <bcauth/error.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/testing/detail/claim_tree.hpp>
#include <bcauth/testing/token_kind.hpp>

#include <boost/json/parse.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace bcauth::inline v0::detail {

// one JSON value and nothing behind it
inline bool is_json(std::string_view text) {
    boost::system::error_code ec;
    static_cast<void>(boost::json::parse(text, ec));
    return !ec.failed();
}

inline result<std::string> mac_of(mac_algorithm algorithm, secret const& key, mac_message parts) {
    auto const prepared = openssl_mac::make_key(algorithm, key.expose());
    if (!prepared) {
        return prepared.error();
    }
    mac_digest digest;
    if (auto const made = openssl_mac::sign(*prepared, parts, digest); !made) {
        return made.error();
    }
    return std::string(reinterpret_cast<char const*>(digest.data()), digest_size(algorithm));
}

// a text of the form of a UUID that depends on all of the parts and on nothing else
inline result<std::string> uuid_of(mac_message parts) {
    auto const digest = mac_of(mac_algorithm::hs256, secret{"jti"}, parts);
    if (!digest) {
        return digest.error();
    }
    auto text = hex_encode(digest->substr(0, 16));
    text[12] = '4';
    text[16] = 'a';
    for (auto const at_dash : {20U, 16U, 12U, 8U}) {
        text.insert(std::size_t{at_dash}, 1, '-');
    }
    return text;
}

inline std::string base64url(std::string_view bytes) {
    return base64_encode(bytes, base64_alphabet::url, base64_padding::none);
}

inline std::string base64_padded(std::string_view bytes) {
    return base64_encode(bytes, base64_alphabet::standard, base64_padding::required);
}

inline constexpr std::string_view algorithm_names[] = {"HS256", "HS512"};

// A token on its way from claims to text. Each step takes what the one before left, so that a flaw can be put in
// anywhere between and all that comes later is made around it.
struct token_draft {
    testing::token_kind kind{};
    secret key;
    mac_algorithm algorithm = mac_algorithm::hs256;
    claim_tree claims;
    std::string header;   // JSON, of a JWT; empty: the ordinary one
    std::string payload;  // JSON
    std::string encoded_header;
    std::string encoded_payload;
    std::string digest;
    std::string signature;  // encoded

    [[nodiscard]] bool is_jwt() const noexcept {
        return kind != testing::token_kind::signed_payload;
    }

    [[nodiscard]] std::string_view algorithm_name() const noexcept {
        return algorithm_names[static_cast<std::size_t>(algorithm)];
    }

    void write() {
        payload = claims.text();
        header = R"({"typ":"JWT","alg":")" + std::string(algorithm_name()) + "\"}";
    }

    void encode() {
        encoded_header = is_jwt() ? base64url(header) : std::string();
        encoded_payload = is_jwt() ? base64url(payload) : base64_padded(payload);
    }

    // the MAC of a JWT is over the encoded parts, that of a legacy payload over its JSON
    result<void> sign() {
        std::array<std::string_view, 3> const parts{encoded_header, ".", encoded_payload};
        std::array<std::string_view, 1> const json{payload};
        auto made = mac_of(algorithm, key, is_jwt() ? mac_message(parts) : mac_message(json));
        if (!made) {
            return made.error();
        }
        digest = std::move(*made);
        encode_signature();
        return {};
    }

    void encode_signature() {
        signature = is_jwt() ? base64url(digest) : base64_padded(hex_encode(digest));
    }

    [[nodiscard]] std::string text() const {
        return is_jwt() ? encoded_header + '.' + encoded_payload + '.' + signature
                        : encoded_payload + '.' + signature;
    }
};

}  // namespace bcauth::inline v0::detail

#endif
