// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CODEC_FORM_HPP
#define BCAUTH_CODEC_FORM_HPP

#include <bcauth/detail/percent.hpp>
#include <bcauth/error.hpp>
#include <bcauth/secret.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace bcauth::inline v0 {

/** One field of a form: its plain name and value. */
struct form_field {
    std::string_view name;
    std::string_view value;
};

/** What a raw `+` stands for. An escaped one (`%2B`) is always a plus sign. */
enum class plus_sign : unsigned char {
    space,    ///< as forms and the callback's `scope` have it
    literal,  ///< as base64 in a query has it: `signed_payload`
};

/** Writes a form as `application/x-www-form-urlencoded`, byte for byte as browsers do.

    @par Exception safety
    Strong; throws `std::bad_alloc`.
    @par Complexity
    Linear, one allocation of the exact size, in wiping storage since forms carry secrets.
    @par Specification
    WHATWG URL, section 5.2: letters, digits and `*-._` stand for themselves, a space is `+`
*/
[[nodiscard]] inline secret form_encode(std::span<form_field const> fields) {
    std::size_t size = fields.empty() ? 0 : fields.size() * 2 - 1;
    for (auto const& each : fields) {
        size += detail::form_size(each.name) + detail::form_size(each.value);
    }
    return secret::of_size(size, [fields](std::span<char> out) {
        auto* at = out.data();
        bool first = true;
        for (auto const& each : fields) {
            if (!first) *at++ = '&';
            first = false;
            at = detail::form_write(each.name, at);
            *at++ = '=';
            at = detail::form_write(each.value, at);
        }
    });
}

/** Checks one query or form text (`a=1&b=2`) in one pass, strictly.

    @par Errors
    `errc::invalid_query` at a malformed escape, a raw byte outside 0x21 to 0x7e, an escape that decodes to NUL, another
    control or 0x7f, and at escapes that aren't UTF-8 within one name or value.
    @par Complexity
    Linear, without allocation.
    @par Specification
    RFC 3986 section 2.1, RFC 3629 section 4
*/
[[nodiscard]] inline result<void> form_check(std::string_view text) noexcept {
    if (!detail::is_percent_clean(text)) return errc::invalid_query;
    return {};
}

/** Decodes a checked name or value once; a `%` that comes out of it is not looked at again.

    @param raw a name or value of a text that `form_check` accepts
    @param out at least `raw.size()` characters
    @return `raw` itself when nothing is escaped, otherwise the beginning of `out`
    @par Preconditions
    `out` is large enough. Otherwise, or when `raw` was not checked, the result is cut short, never out of bounds.
*/
[[nodiscard]] inline std::string_view form_decode(std::string_view raw, plus_sign plus,
                                                  std::span<char> out) noexcept {
    return detail::percent_decode(raw, plus == plus_sign::space, out);
}

}  // namespace bcauth::inline v0

#endif
