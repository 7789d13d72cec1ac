// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_FLAWS_IN_WEBHOOK_HPP
#define BCAUTH_TESTING_DETAIL_FLAWS_IN_WEBHOOK_HPP

#include <bcauth/testing/detail/flaw_recipe.hpp>
#include <bcauth/testing/detail/flaws_in_text.hpp>
#include <bcauth/testing/detail/webhook_draft.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

inline std::string& webhook_part(webhook_draft& draft, std::string_view name) {
    return name == "id" ? draft.id : name == "body" ? draft.body : draft.timestamp;
}

inline void put_in_message(flaw_recipe const& recipe, webhook_draft& draft) {
    switch (recipe.step) {
        case flaw_step::set: webhook_part(draft, recipe.path) = recipe.value; break;
        case flaw_step::set_time:
            draft.timestamp = std::to_string(recipe.at() + recipe.number());
            break;
        case flaw_step::fill: draft.body += times(recipe, ' '); break;
        case flaw_step::encoded_key:
            draft.key = secret{base64_padded(recipe.options.client_secret.expose())};
            break;
        case flaw_step::sign_hs512: draft.algorithm = mac_algorithm::hs512; break;
        case flaw_step::shift_dot: draft.id += ".1"; break;
        default: break;
    }
}

// the MAC of other bytes, or with another function, than those that count; empty where that isn't the flaw
inline result<std::string> other_webhook_mac(flaw_recipe const& recipe,
                                             webhook_draft const& draft) {
    std::array<std::string_view, 1> const body{draft.body};
    std::array<std::string_view, 5> const whole{draft.id, ".", draft.timestamp, ".", draft.body};
    if (recipe.step == flaw_step::mac_of_part) {
        return mac_of(draft.algorithm, draft.key, body);
    }
    if (recipe.step == flaw_step::hs512_prefix) {
        auto made = mac_of(mac_algorithm::hs512, draft.key, whole);
        return made ? result<std::string>(made->substr(0, 32)) : made;
    }
    return std::string();
}

inline result<void> put_in_webhook_digest(flaw_recipe const& recipe, webhook_draft& draft) {
    auto other = other_webhook_mac(recipe, draft);
    if (!other) {
        return other.error();
    }
    if (!other->empty()) {
        draft.digest = std::move(*other);
    }
    spoil_digest(recipe, draft.digest);
    draft.encode_signature();
    return {};
}

inline std::string wrong_signatures(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += "v1," + base64_padded(std::string(32, static_cast<char>(i))) + ' ';
    }
    return text;
}

inline void put_in_webhook_signature(flaw_recipe const& recipe, webhook_draft& draft) {
    auto& signature = draft.signature;
    switch (recipe.step) {
        case flaw_step::version: signature = recipe.value + signature.substr(3); break;
        case flaw_step::hex_signature: signature = "v1," + hex_encode(draft.digest); break;
        case flaw_step::drop_signature: signature = "v1,"; break;
        case flaw_step::no_signatures: signature.clear(); break;
        case flaw_step::many_signatures:
            signature.insert(0, wrong_signatures(static_cast<std::size_t>(recipe.number()) - 1));
            break;
        case flaw_step::after_text: signature += recipe.value; break;
        case flaw_step::spare_bits: set_spare_bit(signature, base64_alphabet::standard); break;
        case flaw_step::space_inside: signature[signature.size() / 2] = ' '; break;
        case flaw_step::drop_padding: signature.pop_back(); break;
        default: break;
    }
}

inline void put_in_parts(flaw_recipe const& recipe, webhook_draft& draft) {
    if (recipe.step == flaw_step::alter && recipe.path == "timestamp") {
        // a second more or less is still a time
        auto& last = draft.timestamp.back();
        last = static_cast<char>(last == '9' ? last - 1 : last + 1);
    } else if (recipe.step == flaw_step::alter) {
        webhook_part(draft, recipe.path) += recipe.value;
    } else if (recipe.step == flaw_step::shift_dot) {
        draft.id.resize(draft.id.size() - 2);
        draft.timestamp.insert(0, "1.");
    }
}

inline void put_in_webhook_headers(flaw_recipe const& recipe, webhook_draft& draft) {
    auto& headers = draft.headers;
    auto const drop = [&](std::string_view name) {
        std::erase_if(headers, [&](auto const& each) { return each.first == name; });
    };
    if (recipe.step == flaw_step::remove) {
        drop("webhook-" + recipe.path);
    } else if (recipe.step == flaw_step::drop_last_part) {
        drop("webhook-signature");
    } else if (recipe.step == flaw_step::repeat) {
        auto const at = std::find_if(headers.begin(), headers.end(),
                                     [&](auto const& each) { return each.first == recipe.path; });
        headers.insert(at, webhook_draft::header(*at));
    }
}

// the JSON of a legacy payload, which the same secret signs, as an identifier, a time and a body
inline result<void> cut_payload_in_three(testing::mint_options options, webhook_draft& draft) {
    options.user_email = "a." + draft.timestamp + ".b@example.com";
    auto const json = payload_claims(options).text();
    std::array<std::string_view, 1> const message{json};
    auto made = mac_of(mac_algorithm::hs256, draft.key, message);
    if (!made) {
        return made.error();
    }
    draft.digest = std::move(*made);
    auto const at = json.find("a." + draft.timestamp) + 1;
    draft.id = json.substr(0, at);
    draft.body = json.substr(at + draft.timestamp.size() + 2);
    draft.encode_signature();
    return {};
}

inline result<webhook_draft> flawed_webhook(flaw_recipe const& recipe,
                                            std::optional<std::string> body) {
    auto draft = webhook_draft_of(recipe.options, std::move(body));
    if (!draft) {
        return draft;
    }
    put_in_message(recipe, *draft);
    if (auto const done = draft->sign(); !done) {
        return done.error();
    }
    auto const done = recipe.step == flaw_step::payload_as_webhook
                          ? cut_payload_in_three(recipe.options, *draft)
                          : put_in_webhook_digest(recipe, *draft);
    if (!done) {
        return done.error();
    }
    put_in_webhook_signature(recipe, *draft);
    put_in_parts(recipe, *draft);
    draft->write_headers();
    put_in_webhook_headers(recipe, *draft);
    return draft;
}

}  // namespace bcauth::inline v0::detail

#endif
