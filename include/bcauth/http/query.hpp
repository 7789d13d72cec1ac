// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_HTTP_QUERY_HPP
#define BCAUTH_HTTP_QUERY_HPP

#include <bcauth/codec/form.hpp>
#include <bcauth/detail/query_names.hpp>
#include <bcauth/error.hpp>
#include <bcauth/secret.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace bcauth::inline v0::http {

using bcauth::plus_sign;

/** One parameter of a checked query. Its value may be a secret, so it can't be streamed.
    @par Lifetime
    That of the text that the query was parsed from.
*/
class parameter {
public:
    /** The name as it stands in the query, escapes included. */
    [[nodiscard]] constexpr std::string_view raw_name() const noexcept { return x_name; }

    /** The value as it stands in the query, escapes included; empty when there is no `=`. */
    [[nodiscard]] constexpr std::string_view raw() const noexcept { return x_value; }

    /** The value, decoded once.
        @param out at least `raw().size()` characters
        @return `raw()` itself when nothing is escaped, otherwise the beginning of `out`
    */
    [[nodiscard]] std::string_view decode(plus_sign plus, std::span<char> out) const noexcept {
        return form_decode(x_value, plus, out);
    }

    /** The value, decoded once, as a text of its own.
        @par Exception safety
        Strong; throws `std::bad_alloc`.
        @par Complexity
        Linear, one allocation.
    */
    [[nodiscard]] secret text(plus_sign plus) const {
        auto const escapes =
            static_cast<std::size_t>(std::count(x_value.begin(), x_value.end(), '%'));
        return secret::of_size(x_value.size() - 2 * escapes, [&](std::span<char> out) {
            auto const decoded = form_decode(x_value, plus, out);
            if (decoded.data() != out.data())
                std::copy(decoded.begin(), decoded.end(), out.begin());
        });
    }

    template <class Stream>
    friend Stream& operator<<(Stream&, parameter const&) = delete;

private:
    friend class query;
    constexpr explicit parameter(std::string_view segment) noexcept
        : x_name(segment.substr(0, segment.find('='))),
          x_value(segment.substr(std::min(x_name.size() + 1, segment.size()))) {}

    std::string_view x_name;
    std::string_view x_value;
};

/** A query string that was checked once, strictly, and in which no parameter comes twice.

    Split at `&` alone; `;` is data. Empty parts between `&` are skipped, as browsers do. A view: it copies nothing.

    @par Lifetime
    That of the text that it was parsed from.
*/
class query {
public:
    static constexpr std::size_t max_bytes = std::size_t{64} * 1024;
    static constexpr std::size_t max_parameters = 1000;

    /** No parameters. */
    constexpr query() = default;

    /** Takes the text after the `?`; a `?` at its beginning belongs to the first name.

        Names are compared decoded, so `%63ode=x&code=y` has `code` twice. `Code` and `code[]` are other names.

        @par Errors
        `errc::too_many_parameters` above `max_bytes` or `max_parameters`; `errc::invalid_query` as `form_check`;
        `errc::duplicate_parameter`.
        @par Exception safety
        Strong; throws `std::bad_alloc`, and not up to 16 parameters.
        @par Complexity
        Linear in the bytes, without allocation, up to 16 parameters; n log n in the parameters above.
    */
    [[nodiscard]] static result<query> parse(std::string_view raw) {
        if (raw.size() > max_bytes) return errc::too_many_parameters;
        if (!detail::is_percent_clean(raw)) return errc::invalid_query;
        switch (detail::check_names(raw, max_parameters)) {
            case detail::names_verdict::duplicate: return errc::duplicate_parameter;
            case detail::names_verdict::too_many: return errc::too_many_parameters;
            case detail::names_verdict::unique: break;
        }
        return query(raw);
    }

    /** Takes a request target (`/load?x=y`), of which the part after the first `?` counts; without one it is empty.
        @par Errors
        As `parse`, and `errc::invalid_query` when there is a `#`, which no request target has.
    */
    [[nodiscard]] static result<query> of_target(std::string_view target) {
        if (target.size() > max_bytes) return errc::too_many_parameters;
        if (target.find('#') != std::string_view::npos) return errc::invalid_query;
        auto const mark = target.find('?');
        return parse(mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1));
    }

    /** The parameter of that name.
        @param name decoded, as it is compared
        @par Complexity
        Linear in the bytes up to it.
    */
    [[nodiscard]] std::optional<parameter> find(std::string_view name) const noexcept {
        auto rest = x_raw;
        while (!rest.empty()) {
            if (detail::segment_has_name(rest, name)) return parameter(detail::take_segment(rest));
            static_cast<void>(detail::take_segment(rest));
        }
        return std::nullopt;
    }

    /** Calls `visit(parameter)` for each parameter in its order. */
    template <std::invocable<parameter> Visitor>
    void for_each(Visitor&& visit) const {
        auto rest = x_raw;
        while (!rest.empty()) {
            auto const segment = detail::take_segment(rest);
            if (!segment.empty()) visit(parameter(segment));
        }
    }

    /** The whole text. */
    [[nodiscard]] constexpr std::string_view raw() const noexcept { return x_raw; }

    template <class Stream>
    friend Stream& operator<<(Stream&, query const&) = delete;

private:
    constexpr explicit query(std::string_view raw) noexcept : x_raw(raw) {}

    std::string_view x_raw;
};

}  // namespace bcauth::inline v0::http

#endif
