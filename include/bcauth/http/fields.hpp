// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_HTTP_FIELDS_HPP
#define BCAUTH_HTTP_FIELDS_HPP

#include <bcauth/detail/swar.hpp>
#include <bcauth/error.hpp>
#include <bcauth/secret.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

// whether a text of at least eight bytes has visible ASCII and spaces only; the last eight bytes are looked at first, so
// that no tail is left
inline bool is_printable(std::string_view text) noexcept {
    auto const* const data = text.data();
    auto any = outside<0x20, 0x7e>(load_eight(data + text.size() - 8));
    for (std::size_t at = 0; at + 8 < text.size(); at += 8) {
        any |= outside<0x20, 0x7e>(load_eight(data + at));
    }
    return (any & high_bits) == 0;
}

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0::http {

/** Whether a text may be a header's value: visible ASCII with spaces and tabs inside, not empty at either end.
    @par Specification
    RFC 9110 section 5.5, without obs-text
*/
[[nodiscard]] constexpr bool is_field_value(std::string_view text) noexcept {
    auto const blank = [](char c) { return c == ' ' || c == '\t'; };
    if (!text.empty() && (blank(text.front()) || blank(text.back()))) {
        return false;
    }
    if (!std::is_constant_evaluated() && text.size() >= 8 && detail::is_printable(text)) {
        return true;
    }
    return std::all_of(text.begin(), text.end(), [](char each) {
        auto const byte = static_cast<unsigned char>(each);
        return (byte >= 0x20 && byte < 0x7f) || byte == '\t';
    });
}

/** Whether a text may be a header's name.
    @par Specification
    RFC 9110 section 5.6.2, token
*/
[[nodiscard]] constexpr bool is_field_name(std::string_view text) noexcept {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    for (auto const c : text) {
        bool const alphanumeric =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!alphanumeric && marks.find(c) == std::string_view::npos) {
            return false;
        }
    }
    return !text.empty();
}

/** Header fields in their order. Values are held in wiping storage, since some of them are secrets. */
class fields {
public:
    struct field {
        std::string name;
        secret value;
    };

    /** Adds a field after those there are.
        @par Errors
        `errc::invalid_field` when the name is not a token or the value can't be carried (CR, LF, NUL, non-ASCII).
        @par Exception safety
        Strong; throws `std::bad_alloc`.
    */
    result<void> add(std::string_view name, std::string_view value) {
        if (!is_field_name(name) || !is_field_value(value)) {
            return errc::invalid_field;
        }
        if (x_fields.empty()) {
            x_fields.reserve(usual_count);
        }
        x_fields.push_back({std::string(name), secret(value)});
        return {};
    }

    /** The value of the first field with that name, in any case.
        @par Lifetime
        Until the fields are changed.
    */
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const& noexcept {
        for (auto const& each : x_fields) {
            if (same_name(each.name, name)) {
                return each.value.expose();
            }
        }
        return std::nullopt;
    }
    std::optional<std::string_view> find(std::string_view name) const&& = delete;

    /** How many fields have that name, in any case. */
    [[nodiscard]] std::size_t count(std::string_view name) const noexcept {
        std::size_t found = 0;
        for (auto const& each : x_fields) {
            found += same_name(each.name, name) ? 1U : 0U;
        }
        return found;
    }

    [[nodiscard]] std::size_t size() const noexcept { return x_fields.size(); }
    [[nodiscard]] bool empty() const noexcept { return x_fields.empty(); }
    [[nodiscard]] auto begin() const& noexcept { return x_fields.begin(); }
    [[nodiscard]] auto end() const& noexcept { return x_fields.end(); }
    void begin() const&& = delete;
    void end() const&& = delete;

private:
    static constexpr std::size_t usual_count = 8;

    static constexpr char lower(char c) noexcept {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }

    static constexpr bool same_name(std::string_view left, std::string_view right) noexcept {
        if (left.size() != right.size()) {
            return false;
        }
        for (std::size_t i = 0; i < left.size(); ++i) {
            if (lower(left[i]) != lower(right[i])) {
                return false;
            }
        }
        return true;
    }

    std::vector<field> x_fields;
};

}  // namespace bcauth::inline v0::http

#endif
