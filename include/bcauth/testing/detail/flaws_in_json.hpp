// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_FLAWS_IN_JSON_HPP
#define BCAUTH_TESTING_DETAIL_FLAWS_IN_JSON_HPP

#include <bcauth/testing/detail/flaw_recipe.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace bcauth::inline v0::detail {

inline void put_in_claims(flaw_recipe const& recipe, token_draft& draft) {
    switch (recipe.step) {
        case flaw_step::set:
        case flaw_step::other_letters: draft.claims.set(recipe.path, recipe.value); break;
        case flaw_step::set_time:
            draft.claims.set(recipe.path, std::to_string(recipe.at() + recipe.number()));
            break;
        case flaw_step::remove: draft.claims.erase(recipe.path); break;
        case flaw_step::other_kind:
            draft.claims = recipe.is_customer() ? load_claims(recipe.options, "0b1c2d3e")
                                                : current_customer_claims(recipe.options);
            break;
        case flaw_step::login_claims:
            draft.claims = customer_login_claims(recipe.options, "0b1c2d3e");
            break;
        case flaw_step::sign_hs512: draft.algorithm = mac_algorithm::hs512; break;
        default: break;
    }
}

// members that no reader knows
inline std::string numbered_members(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += "\"x" + std::to_string(i) + "\":0,";
    }
    return text;
}

inline std::string utf_16_of(std::string_view ascii) {
    std::string text;
    for (auto const c : ascii) {
        text += c;
        text += '\0';
    }
    return text;
}

inline std::string times(flaw_recipe const& recipe, char c) {
    return std::string(static_cast<std::size_t>(recipe.number()), c);
}

// what makes the JSON long or deep
inline void swell_json(flaw_recipe const& recipe, std::string& json) {
    switch (recipe.step) {
        case flaw_step::fill: json.insert(1, "\"x\":\"" + times(recipe, 'x') + "\","); break;
        case flaw_step::nest:
            json.insert(1, "\"x\":" + times(recipe, '[') + times(recipe, ']') + ',');
            break;
        case flaw_step::nest_open: json = "{\"x\":" + times(recipe, '['); break;
        case flaw_step::many_members:
            json.insert(1, numbered_members(static_cast<std::size_t>(recipe.number())));
            break;
        default: break;
    }
}

inline void put_in_json(flaw_recipe const& recipe, std::string& json) {
    switch (recipe.step) {
        case flaw_step::before_json: json.insert(0, recipe.value); break;
        case flaw_step::after_json: json += recipe.value; break;
        case flaw_step::whole_json: json = recipe.value; break;
        case flaw_step::first_member: json.insert(1, recipe.value + ','); break;
        case flaw_step::cut_json: json.pop_back(); break;
        case flaw_step::nul_in_json: json.insert(1, 1, '\0'); break;
        case flaw_step::nul_after_json: json += '\0'; break;
        case flaw_step::utf_16: json = utf_16_of(json); break;
        default: swell_json(recipe, json); break;
    }
}

}  // namespace bcauth::inline v0::detail

#endif
