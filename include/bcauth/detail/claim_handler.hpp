// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_CLAIM_HANDLER_HPP
#define BCAUTH_DETAIL_CLAIM_HANDLER_HPP

#include <bcauth/detail/claim_rows.hpp>
#include <bcauth/detail/claim_types.hpp>
#include <bcauth/detail/member_names.hpp>
#include <bcauth/detail/text_parts.hpp>
#include <bcauth/jwt/claims.hpp>

#include <boost/json/error.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace bcauth::inline v0::detail {

// Takes the events of Boost.JSON's streaming parser straight into the claim values of a table. Texts are views of the
// parsed bytes, or of `spare` where they had escapes. The first thing that is wrong is kept as an `errc` and stops
// the parser.
class claim_handler {
public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    using error_code = boost::system::error_code;

    claim_handler(jwt::claim_table table, std::span<jwt::claim_value> values,
                  std::string_view audience, std::string_view json, std::span<char> spare) noexcept
        : x_rows(table),
          x_values(values),
          x_audience(audience),
          x_text(json, spare) {}

    [[nodiscard]] errc why() const noexcept { return x_why; }

    [[nodiscard]] bool saw_object(std::string_view name) const noexcept {
        return x_rows.saw_object(name);
    }

    bool on_document_begin(error_code&) noexcept { return true; }
    bool on_document_end(error_code&) noexcept { return true; }
    bool on_comment_part(std::string_view, error_code&) noexcept { return true; }
    bool on_comment(std::string_view, error_code&) noexcept { return true; }
    bool on_number_part(std::string_view, error_code&) noexcept { return true; }

    bool on_object_begin(error_code& ec) noexcept {
        if (x_depth == 0 || x_place == place::object) {
            if (x_depth != 0) {
                x_rows.open_object();
            }
            x_readable_depth = x_depth + 1;
            x_place = place::nowhere;
        } else if (!take_other(ec)) {
            return false;
        }
        x_names.open();
        ++x_depth;
        return true;
    }

    bool on_object_end(std::size_t, error_code&) noexcept {
        x_names.close();
        if (x_depth-- == x_readable_depth) {
            x_rows.close_object();
            x_readable_depth = 1;
        }
        return true;
    }

    bool on_array_begin(error_code& ec) noexcept {
        if (x_place == place::claim && rule().type == jwt::claim_type::audience) {
            value().is = jwt::claim_value::kind::text;
            x_place = place::audience_list;
        } else if (!take_other(ec)) {
            return false;
        }
        ++x_depth;
        return true;
    }

    bool on_array_end(std::size_t, error_code&) noexcept {
        --x_depth;
        return true;
    }

    // The parser calls each of these from several places, and one of them is rarely what takes the time: a copy at each
    // place would cost whoever includes this.
    [[gnu::noinline]] bool on_key_part(std::string_view part, std::size_t,
                                       error_code& ec) noexcept {
        return x_text.add(part) || fail(errc::invalid_json, ec);
    }

    bool on_key(std::string_view part, std::size_t total, error_code& ec) noexcept {
        if (!x_text.finish(part, total)) {
            return fail(errc::invalid_json, ec);
        }
        return find_place(x_text.text(), ec);
    }

    [[gnu::noinline]] bool on_string_part(std::string_view part, std::size_t,
                                          error_code& ec) noexcept {
        return x_place == place::nowhere || x_text.add(part) || fail(errc::invalid_json, ec);
    }

    bool on_string(std::string_view part, std::size_t total, error_code& ec) noexcept {
        if (x_place == place::nowhere) {
            return take_other(ec);
        }
        if (!x_text.finish(part, total)) {
            return fail(errc::invalid_json, ec);
        }
        // of a list of audiences only the expected one is kept
        if (x_place == place::audience_list) {
            return x_text.text() != x_audience ||
                   store(store_text(rule(), value(), x_text.text()), ec);
        }
        return take(ec, store_text, x_text.text());
    }

    [[gnu::noinline]] bool on_int64(std::int64_t number, std::string_view,
                                    error_code& ec) noexcept {
        return take(ec, store_integer, number);
    }
    [[gnu::noinline]] bool on_uint64(std::uint64_t, std::string_view, error_code& ec) noexcept {
        return take(ec, store_huge);
    }
    [[gnu::noinline]] bool on_double(double number, std::string_view, error_code& ec) noexcept {
        return take(ec, store_real, number);
    }
    [[gnu::noinline]] bool on_bool(bool truth, error_code& ec) noexcept {
        return take(ec, store_boolean, truth);
    }
    [[gnu::noinline]] bool on_null(error_code& ec) noexcept { return take(ec, store_null); }

private:
    // where the next value stands
    enum class place : unsigned char { nowhere, claim, object, audience_list };

    [[nodiscard]] jwt::claim_rule const& rule() const noexcept { return x_rows.rule(); }
    [[nodiscard]] jwt::claim_value& value() noexcept { return *x_value; }

    [[gnu::noinline]] bool fail(errc why, error_code& ec) noexcept {
        x_why = why;
        ec = make_error_code(boost::json::error::syntax);
        return false;
    }

    bool store(errc why, error_code& ec) noexcept { return why == errc{} || fail(why, ec); }

    // a value where nobody asked is skipped, but the text itself must be an object
    template <class Store, class... Values>
    bool take(error_code& ec, Store store_as, Values... values) noexcept {
        switch (x_place) {
            case place::nowhere: return x_depth != 0 || fail(errc::invalid_json, ec);
            case place::claim:
                x_place = place::nowhere;
                return store(store_as(rule(), value(), values...), ec);
            default: return fail(errc::claim_type, ec);
        }
    }

    bool take_other(error_code& ec) noexcept { return take(ec, store_other); }

    // the place that a name gives to the value behind it; a name that comes twice is refused, known or not
    bool find_place(std::string_view name, error_code& ec) noexcept {
        switch (x_depth == x_readable_depth ? x_rows.find(name) : claim_rows::found::nothing) {
            case claim_rows::found::claim:
                x_place = place::claim;
                x_value = &x_values[rule().member];
                return value().is == jwt::claim_value::kind::absent ||
                       fail(errc::duplicate_member, ec);
            case claim_rows::found::object:
                x_place = place::object;
                return x_rows.note_object() || fail(errc::duplicate_member, ec);
            default: x_place = place::nowhere; return note_unknown(name, ec);
        }
    }

    [[gnu::noinline]] bool note_unknown(std::string_view name, error_code& ec) noexcept {
        return store(x_names.add(name), ec);
    }

    claim_rows x_rows;
    std::span<jwt::claim_value> x_values;
    std::string_view x_audience;
    text_parts x_text;
    member_names x_names;
    jwt::claim_value* x_value = nullptr;  // of the claim that comes next
    std::size_t x_depth = 0;
    std::size_t x_readable_depth = 1;
    place x_place = place::nowhere;
    errc x_why{};
};

}  // namespace bcauth::inline v0::detail

#endif
