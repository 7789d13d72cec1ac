// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_CLAIM_HANDLER_HPP
#define BCAUTH_DETAIL_CLAIM_HANDLER_HPP

#include <bcauth/detail/claim_types.hpp>
#include <bcauth/detail/member_names.hpp>
#include <bcauth/detail/text_parts.hpp>
#include <bcauth/jwt/claims.hpp>

#include <boost/json/error.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

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
        : x_table(table),
          x_values(values),
          x_audience(audience),
          x_text(json, spare) {}

    [[nodiscard]] errc why() const noexcept { return x_why; }

    [[nodiscard]] bool saw_object(std::string_view name) const noexcept {
        auto const row = first_row_of(name);
        return row < x_table.size() && (x_objects >> row & 1U) != 0;
    }

    bool on_document_begin(error_code&) noexcept { return true; }
    bool on_document_end(error_code&) noexcept { return true; }
    bool on_comment_part(std::string_view, error_code&) noexcept { return true; }
    bool on_comment(std::string_view, error_code&) noexcept { return true; }
    bool on_number_part(std::string_view, error_code&) noexcept { return true; }

    bool on_object_begin(error_code& ec) noexcept {
        if (x_depth == 0 || x_place == place::object) {
            x_object = x_depth == 0 ? std::string_view{} : x_table[x_row].object;
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
            x_object = {};
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

    [[nodiscard]] jwt::claim_rule const& rule() const noexcept { return x_table[x_row]; }
    [[nodiscard]] jwt::claim_value& value() noexcept { return x_values[rule().member]; }

    bool fail(errc why, error_code& ec) noexcept {
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
        x_place = x_depth == x_readable_depth ? place_of(name) : place::nowhere;
        switch (x_place) {
            case place::claim:
                return value().is == jwt::claim_value::kind::absent ||
                       fail(errc::duplicate_member, ec);
            case place::object: return note_object() || fail(errc::duplicate_member, ec);
            default: break;
        }
        return store(x_names.add(name), ec);
    }

    // whether the object that is named now is the first of that name
    bool note_object() noexcept {
        auto const bit = std::uint64_t{1} << x_row;
        return (std::exchange(x_objects, x_objects | bit) & bit) == 0;
    }

    // names mostly come in the table's order, so the search begins behind the last one found
    place place_of(std::string_view name) noexcept {
        for (std::size_t tried = 0; tried < x_table.size(); ++tried) {
            auto const row = x_next;
            x_next = x_next + 1 == x_table.size() ? 0 : x_next + 1;
            auto const& each = x_table[row];
            if (each.name.size() == name.size() && each.object == x_object && each.name == name) {
                x_row = row;
                return place::claim;
            }
            if (each.object.size() == name.size() && x_object.empty() && each.object == name &&
                !name.empty()) {
                x_row = first_row_of(name);
                x_next = x_row;
                return place::object;
            }
        }
        return place::nowhere;
    }

    [[nodiscard]] std::size_t first_row_of(std::string_view object) const noexcept {
        std::size_t row = 0;
        while (row < x_table.size() && x_table[row].object != object) {
            ++row;
        }
        return row;
    }

    jwt::claim_table x_table;
    std::span<jwt::claim_value> x_values;
    std::string_view x_audience;
    text_parts x_text;
    member_names x_names;
    std::string_view x_object;
    std::size_t x_row = 0;   // of the value that comes next
    std::size_t x_next = 0;  // where the search for a name begins
    std::size_t x_depth = 0;
    std::size_t x_readable_depth = 1;
    std::uint64_t x_objects = 0;
    place x_place = place::nowhere;
    errc x_why{};
};

}  // namespace bcauth::inline v0::detail

#endif
