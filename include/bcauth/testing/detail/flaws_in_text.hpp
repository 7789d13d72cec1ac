// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_FLAWS_IN_TEXT_HPP
#define BCAUTH_TESTING_DETAIL_FLAWS_IN_TEXT_HPP

#include <bcauth/testing/detail/flaw_recipe.hpp>
#include <bcauth/testing/detail/flaws_in_json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

inline void put_in_header(flaw_recipe const& recipe, token_draft& draft) {
    if (recipe.step == flaw_step::header || recipe.step == flaw_step::unsigned_header) {
        draft.header = recipe.value;
    } else if (recipe.step == flaw_step::own_key) {
        draft.key = secret{recipe.value};
        draft.header = R"({"alg":")" + std::string(draft.algorithm_name()) +
                       R"(","jwk":{"kty":"oct","k":")" + base64url(recipe.value) + "\"}}";
    }
}

inline void put_in_encoding(flaw_recipe const& recipe, token_draft& draft) {
    auto& payload = draft.encoded_payload;
    switch (recipe.step) {
        case flaw_step::pad_header:
            draft.encoded_header =
                base64_encode(recipe.value, base64_alphabet::url, base64_padding::required);
            break;
        case flaw_step::pad_payload: payload += '='; break;
        case flaw_step::other_letters: {
            // of a JWT all letters are changed; a payload may have either alphabet, so there one is
            bool const is_jwt = draft.is_jwt();
            payload = base64_encode(draft.payload, base64_alphabet::standard,
                                    is_jwt ? base64_padding::none : base64_padding::required);
            std::replace(payload.begin(), payload.end(), is_jwt ? '/' : '+', is_jwt ? '/' : '-');
            break;
        }
        default: break;
    }
}

// the MAC of other bytes, or with another function, than those that count
inline result<std::string> other_mac(flaw_step step, token_draft const& draft) {
    std::array<std::string_view, 3> const parts{draft.encoded_header, ".", draft.encoded_payload};
    std::array<std::string_view, 1> const json{draft.payload};
    std::array<std::string_view, 1> const encoded{draft.encoded_payload};
    if (step == flaw_step::mac_of_part) {
        return mac_of(draft.algorithm, draft.key, encoded);
    }
    auto made = mac_of(mac_algorithm::hs512, draft.key,
                       draft.is_jwt() ? mac_message(parts) : mac_message(json));
    return made ? result<std::string>(made->substr(0, 32)) : made;
}

// whether it is one of these flaws
inline bool spoil_digest(flaw_recipe const& recipe, std::string& digest) {
    switch (recipe.step) {
        case flaw_step::flip_bit: digest.back() = static_cast<char>(digest.back() ^ 1); break;
        case flaw_step::drop_bytes:
            digest.resize(digest.size() - static_cast<std::size_t>(recipe.number()));
            break;
        case flaw_step::add_byte: digest += '\0'; break;
        default: return false;
    }
    return true;
}

inline result<void> put_in_digest(flaw_recipe const& recipe, token_draft& draft) {
    auto& digest = draft.digest;
    switch (recipe.step) {
        case flaw_step::mac_of_part:
        case flaw_step::hs512_prefix: {
            auto made = other_mac(recipe.step, draft);
            if (!made) {
                return made.error();
            }
            digest = std::move(*made);
            break;
        }
        default:
            if (!spoil_digest(recipe, digest)) {
                return {};
            }
    }
    draft.encode_signature();
    return {};
}

inline std::string upper_case(std::string text) {
    for (auto& c : text) {
        c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
    }
    return text;
}

// the next letter in place of the last one, whose spare bits are zero: another spelling of the same bytes
inline void set_spare_bit(std::string& encoded, base64_alphabet alphabet) {
    auto const letters = base64_letters[static_cast<std::size_t>(alphabet)];
    auto& last = encoded[encoded.find_last_not_of('=')];
    last = letters[letters.find(last) + 1];
}

inline void put_in_signature(flaw_recipe const& recipe, token_draft& draft) {
    auto& signature = draft.signature;
    auto const hex = hex_encode(draft.digest);
    switch (recipe.step) {
        case flaw_step::hex_signature: signature = hex; break;
        case flaw_step::other_signature_form:
            signature = draft.is_jwt() ? base64url(hex) : base64_padded(draft.digest);
            break;
        case flaw_step::upper_hex: signature = base64_padded(upper_case(hex)); break;
        case flaw_step::spare_bits:
            set_spare_bit(signature,
                          draft.is_jwt() ? base64_alphabet::url : base64_alphabet::standard);
            break;
        case flaw_step::space_inside: signature[signature.size() / 2] = ' '; break;
        case flaw_step::drop_padding: signature.pop_back(); break;
        default: break;
    }
}

inline std::string json_form_of(token_draft const& draft) {
    return R"({"payload":")" + draft.encoded_payload + R"(","protected":")" + draft.encoded_header +
           R"(","signature":")" + draft.signature + "\"}";
}

inline std::string flawed_text(flaw_recipe const& recipe, token_draft const& draft) {
    auto text = draft.text();
    auto const last_dot = text.rfind('.');
    switch (recipe.step) {
        case flaw_step::before_text: return recipe.value + text;
        case flaw_step::after_text: return text + recipe.value;
        case flaw_step::drop_last_part: return text.substr(0, last_dot);
        case flaw_step::unsigned_header:
        case flaw_step::drop_signature: return text.substr(0, last_dot + 1);
        case flaw_step::drop_payload: return draft.encoded_header + '.' + draft.signature;
        case flaw_step::empty_payload:
            return draft.encoded_header + (draft.is_jwt() ? ".." : ".") + draft.signature;
        case flaw_step::nothing: return {};
        case flaw_step::json_form: return json_form_of(draft);
        default: return text;
    }
}

// each flaw belongs to one stage; the others leave the token as it is
inline result<secret> mint_by(flaw_recipe const& recipe) {
    auto draft = draft_of(recipe.kind, recipe.options);
    if (!draft) {
        return draft.error();
    }
    put_in_claims(recipe, *draft);
    draft->write();
    put_in_json(recipe, draft->payload);
    put_in_header(recipe, *draft);
    draft->encode();
    put_in_encoding(recipe, *draft);
    if (auto const done = draft->sign(); !done) {
        return done.error();
    }
    if (auto const done = put_in_digest(recipe, *draft); !done) {
        return done.error();
    }
    put_in_signature(recipe, *draft);
    return secret(flawed_text(recipe, *draft));
}

}  // namespace bcauth::inline v0::detail

#endif
