// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_CLAIM_TYPES_HPP
#define BCAUTH_DETAIL_CLAIM_TYPES_HPP

#include <bcauth/detail/swar.hpp>
#include <bcauth/jwt/claims.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bcauth::inline v0::detail {

// Which JSON value may become which claim. Each of these stores the value, or says why it can't stand there.

// 9999-12-31T23:59:59Z, the last second that every calendar library can write
inline constexpr std::int64_t last_second = 253'402'300'799;

// whether a byte is below 0x20 or is 0x7f: eight at once, in whatever order
constexpr bool has_control(std::uint64_t word) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101;
    auto const rubbed_out = word ^ (ones * 0x7f);
    return ((((word - ones * 0x20) & ~word) | ((rubbed_out - ones) & ~rubbed_out)) & high_bits) !=
           0;
}

// the last bytes are looked at with the others, so that no tail is left
inline bool has_control(std::string_view text) noexcept {
    auto const* const data = text.data();
    if (text.size() >= 8) {
        bool found = has_control(load_eight(data + text.size() - 8));
        for (std::size_t at = 0; at + 8 < text.size(); at += 8) {
            found = found || has_control(load_eight(data + at));
        }
        return found;
    }
    if (text.size() >= 4) {
        return has_control(load_four(data) | load_four(data + text.size() - 4) << 32);
    }
    for (auto const c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            return true;
        }
    }
    return false;
}

inline errc store_other(jwt::claim_rule const& rule, jwt::claim_value& value) noexcept {
    if (rule.type != jwt::claim_type::anything) {
        return errc::claim_type;
    }
    value.is = jwt::claim_value::kind::other;
    return errc{};
}

inline errc store_boolean(jwt::claim_rule const& rule, jwt::claim_value& value,
                          bool truth) noexcept {
    if (rule.type != jwt::claim_type::nullable_boolean) {
        return store_other(rule, value);
    }
    value.number = truth ? 1 : 0;
    value.is = jwt::claim_value::kind::boolean;
    return errc{};
}

inline errc store_null(jwt::claim_rule const& rule, jwt::claim_value& value) noexcept {
    switch (rule.type) {
        case jwt::claim_type::nullable_integer:
        case jwt::claim_type::nullable_text:
        case jwt::claim_type::text_or_integer:
        case jwt::claim_type::nullable_boolean:
            value.is = jwt::claim_value::kind::null;
            return errc{};
        default: return store_other(rule, value);
    }
}

// a text that becomes an identifier, a header or a path must not hold a NUL or another control
inline errc store_text(jwt::claim_rule const& rule, jwt::claim_value& value,
                       std::string_view text) noexcept {
    switch (rule.type) {
        case jwt::claim_type::text:
        case jwt::claim_type::nullable_text:
        case jwt::claim_type::text_or_integer:
        case jwt::claim_type::audience:
            if (has_control(text)) {
                return errc::invalid_claim;
            }
            value.text = text;
            value.is = jwt::claim_value::kind::text;
            return errc{};
        default: return store_other(rule, value);
    }
}

inline errc store_integer(jwt::claim_rule const& rule, jwt::claim_value& value,
                          std::int64_t number) noexcept {
    switch (rule.type) {
        case jwt::claim_type::time:
            if (number < 0 || number > last_second) {
                return errc::invalid_claim;
            }
            break;
        case jwt::claim_type::integer:
        case jwt::claim_type::nullable_integer:
        case jwt::claim_type::text_or_integer: break;
        default: return store_other(rule, value);
    }
    value.number = number;
    value.is = jwt::claim_value::kind::number;
    return errc{};
}

// a number with a fraction or an exponent: only a time may be one; a text like 1e400 arrives as infinity
inline errc store_real(jwt::claim_rule const& rule, jwt::claim_value& value,
                       double number) noexcept {
    if (rule.type != jwt::claim_type::time) {
        return store_other(rule, value);
    }
    if (!(number >= 0 && number <= static_cast<double>(last_second))) {
        return errc::invalid_claim;
    }
    auto const down = static_cast<std::int64_t>(number);
    value.fraction = static_cast<double>(down) != number;
    return store_integer(rule, value, down);
}

// 2^63 and more: no claim holds it, but its presence may be all that counts
inline errc store_huge(jwt::claim_rule const& rule, jwt::claim_value& value) noexcept {
    auto const why = store_integer(rule, value, 0);
    return why == errc{} && value.is == jwt::claim_value::kind::number ? errc::invalid_claim : why;
}

}  // namespace bcauth::inline v0::detail

#endif
