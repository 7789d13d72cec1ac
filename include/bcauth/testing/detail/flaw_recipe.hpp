// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_FLAW_RECIPE_HPP
#define BCAUTH_TESTING_DETAIL_FLAW_RECIPE_HPP

#include <bcauth/testing/mint.hpp>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// Where and how a flaw is put in, in the order of a token's making.
enum class flaw_step : unsigned char {
    // the options
    shift,
    at_store,
    other_key,
    // the claims
    set,
    set_time,
    remove,
    other_kind,
    login_claims,
    sign_hs512,
    // their JSON
    before_json,
    after_json,
    whole_json,
    first_member,
    cut_json,
    nul_in_json,
    nul_after_json,
    fill,
    nest,
    nest_open,
    many_members,
    utf_16,
    // the header
    header,
    unsigned_header,
    own_key,
    // the encoded parts
    pad_header,
    pad_payload,
    other_letters,
    // the MAC
    flip_bit,
    drop_bytes,
    add_byte,
    mac_of_part,
    hs512_prefix,
    // the encoded signature
    hex_signature,
    other_signature_form,
    upper_hex,
    spare_bits,
    space_inside,
    drop_padding,
    // the text
    before_text,
    after_text,
    drop_last_part,
    drop_signature,
    drop_payload,
    empty_payload,
    nothing,
    other_format,
    json_form,
    // a webhook's parts, before they are signed
    encoded_key,
    shift_dot,
    payload_as_webhook,
    // its headers and body, after that
    version,
    many_signatures,
    no_signatures,
    repeat,
    alter,
};

inline std::int64_t number_of(std::string_view digits) noexcept {
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

inline void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), with);
        at += with.size();
    }
}

// One flaw of one kind, with its names and values filled in.
struct flaw_recipe {
    flaw_step step;
    std::string path;
    std::string value;
    testing::token_kind kind;
    testing::mint_options options;

    [[nodiscard]] bool is_payload() const noexcept {
        return kind == testing::token_kind::signed_payload;
    }
    [[nodiscard]] bool is_webhook() const noexcept { return kind == testing::token_kind::webhook; }
    [[nodiscard]] bool is_customer() const noexcept {
        return kind == testing::token_kind::current_customer;
    }
    [[nodiscard]] std::int64_t at() const noexcept { return options.at.time_since_epoch().count(); }
    [[nodiscard]] std::int64_t number() const noexcept { return number_of(value); }
};

// the claims that are called differently in each kind
inline std::string filled_path(flaw_recipe const& recipe, std::string_view path) {
    std::string text(path);
    replace_all(text, "@person", recipe.is_customer() ? "customer" : "user");
    replace_all(text, "@store", recipe.is_payload() ? "store_hash" : "sub");
    replace_all(text, "@time", recipe.is_payload() || recipe.is_webhook() ? "timestamp" : "exp");
    replace_all(text, "@second", recipe.is_payload() ? "context" : "store_hash");
    return text;
}

inline std::string filled_value(flaw_recipe const& recipe, std::string_view value) {
    bool const is_hs512 = recipe.is_customer() && recipe.options.algorithm == mac_algorithm::hs512;
    std::string text(value);
    replace_all(text, "$at", std::to_string(recipe.at()));
    replace_all(text, "$aud", recipe.options.client_id);
    replace_all(text, "$prefix", recipe.is_payload() || recipe.is_customer() ? "" : "stores/");
    replace_all(text, "$full", recipe.is_payload() ? "stores/" : "");
    replace_all(text, "$shape", (recipe.is_customer() ? "stores/" : "") + recipe.options.store);
    replace_all(text, "$sub", recipe.is_payload() ? "store_hash" : "sub");
    replace_all(text, "$ub", recipe.is_payload() ? "tore_hash" : "ub");
    replace_all(text, "$alg", algorithm_names[is_hs512 ? 1 : 0]);
    replace_all(text, "$other", algorithm_names[is_hs512 ? 0 : 1]);
    return text;
}

inline flaw_recipe recipe_of(flaw_step step, std::string_view path, std::string_view value,
                             testing::token_kind kind, testing::mint_options options) {
    flaw_recipe recipe{step, {}, {}, kind, std::move(options)};
    recipe.path = filled_path(recipe, path);
    recipe.value = filled_value(recipe, value);
    if (step == flaw_step::shift) {
        recipe.options.at += std::chrono::seconds{recipe.number()};
    } else if (step == flaw_step::at_store) {
        recipe.options.store = recipe.value;
    } else if (step == flaw_step::other_key) {
        recipe.options.client_secret = secret{recipe.value};
    }
    return recipe;
}

}  // namespace bcauth::inline v0::detail

#endif
