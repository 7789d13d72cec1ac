// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_SETTING_LIST_HPP
#define BCAUTH_CONNECTION_SETTING_LIST_HPP

#include <bcauth/connection/detail/setting_names.hpp>
#include <bcauth/connection/detail/setting_text.hpp>
#include <bcauth/connection/environment.hpp>
#include <bcauth/connection/setting.hpp>
#include <bcauth/connection/setting_origin.hpp>
#include <bcauth/crypto/openssl.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/secret.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0 {

/** A setting as it was given, not yet judged. */
struct given_setting {
    setting which;
    secret value;
    setting_origin origin;
};

/** Settings as they were given, each with the place it came from: read here, judged by `connection_settings::make`.

    A connection string is `Name=value;Name=value`:
    - names in any ASCII case; blanks (space, tab, CR, LF) around names and values don't count; empty pieces neither;
    - the first `=` ends the name, the next `;` the value;
    - a value that begins with `'` or `"` goes to the same quote again and keeps blanks and `;`; in it a doubled quote
      is one of them. Behind it comes `;` or the end. Anywhere else in a value a quote is a byte like any other.

    A file has one setting in each line, written in the same way, without `;` between them:
    - a value goes to the end of its line, so `;` and `#` belong to it; a quoted value may go over several lines;
    - lines that begin with `#` or `;` are comments; a byte order mark at the beginning doesn't count;
    - `[bcauth]` may head the settings; any other section is refused, for what stands in it would be lost.

    In the environment, a variable is `BCAUTH_` and the name in capitals: `BCAUTH_PROXYPORT`. Its value is taken as it
    is, without quotes; an empty one counts for nothing.

    An empty value in a text is the default: it takes away what an earlier list had said.
*/
class setting_list {
public:
    static constexpr std::size_t max_text_bytes = std::size_t{1} << 20;

    setting_list() = default;

    /** Reads a connection string.

        @param why the place of a mistake and what to do. Nothing of the text is repeated: a stray quote makes a
        name of the end of a password.
        @par Errors
        `errc::settings_syntax` for a piece without `=`, without name or with an open quote, and for a text of more
        than `max_text_bytes`; `errc::unknown_setting`; `errc::unsupported_setting` for a known setting of other
        connectors; `errc::duplicate_setting`.
        @par Exception safety
        Strong; throws `std::bad_alloc`.
    */
    [[nodiscard]] static result<setting_list> from_connection_string(std::string_view text,
                                                                     diagnostics& why) {
        return from_text(text, detail::text_format::connection_string, why);
    }

    /** Reads what stands in a file. Errors as above, and `errc::settings_syntax` for another section. */
    [[nodiscard]] static result<setting_list> from_file_text(std::string_view text,
                                                             diagnostics& why) {
        return from_text(text, detail::text_format::file, why);
    }

    /** Asks the environment for each setting. A variable that has no setting's name isn't seen. */
    template <environment Lookup>
    [[nodiscard]] static setting_list from_environment(Lookup&& lookup) {
        setting_list made;
        for (auto const& row : settings_table()) {
            std::optional<std::string> value = lookup(variable_of(row.which));
            if (!value || value->empty()) continue;
            made.x_given.push_back({row.which, secret(*value), {origin_kind::environment, 0}});
            detail::cleanse(value->data(), value->size());
        }
        return made;
    }

    /** Sets one, or replaces it, by the program itself. */
    void set(setting which, std::string_view value) {
        put({which, secret(value), {origin_kind::program, 0}});
    }

    /** Takes all of another list; where both have a setting, the other's counts. */
    void merge(setting_list later) {
        for (auto& each : later.x_given) {
            put(std::move(each));
        }
    }

    /** The setting as it was given, `nullptr` where it wasn't. Until the list is changed. */
    [[nodiscard]] given_setting const* find(setting which) const& noexcept {
        auto const found = std::find_if(x_given.begin(), x_given.end(),
                                        [&](auto const& each) { return each.which == which; });
        return found == x_given.end() ? nullptr : &*found;
    }
    given_setting const* find(setting which) const&& = delete;

    /** All of them. Until the list is changed. */
    [[nodiscard]] std::span<given_setting const> given() const& noexcept { return x_given; }
    std::span<given_setting const> given() const&& = delete;

private:
    void put(given_setting one) {
        auto const found = std::find_if(x_given.begin(), x_given.end(),
                                        [&](auto const& each) { return each.which == one.which; });
        if (found == x_given.end()) {
            x_given.push_back(std::move(one));
        } else {
            *found = std::move(one);
        }
    }

    static errc refuse(errc code, std::string_view subject, setting_origin const& origin,
                       std::string_view words, diagnostics& why) {
        why.subject(subject);
        why.message(describe(origin) + ": " + std::string(words), {});
        return code;
    }

    static errc refuse_name(std::string_view name, setting_origin const& origin, diagnostics& why) {
        if (auto const* const foreign = detail::find_foreign_setting(name)) {
            return refuse(errc::unsupported_setting, foreign->name, origin,
                          "a setting of other connectors; here, " + std::string(foreign->instead),
                          why);
        }
        auto const nearest = detail::nearest_setting(name);
        if (!nearest) {
            return refuse(errc::unknown_setting, {}, origin, "no setting has that name", why);
        }
        return refuse(
            errc::unknown_setting, bcauth::name(*nearest), origin,
            "no setting has that name; is " + std::string(bcauth::name(*nearest)) + " meant?", why);
    }

    static result<setting_list> from_text(std::string_view text, detail::text_format format,
                                          diagnostics& why) {
        why = diagnostics{};
        auto const kind = format == detail::text_format::file ? origin_kind::file
                                                              : origin_kind::connection_string;
        setting_list made;
        if (text.size() > max_text_bytes) {
            return refuse(errc::settings_syntax, {}, {kind, 0}, "more than 1048576 bytes", why);
        }
        detail::setting_text reader(text, format);
        for (;;) {
            auto const step = reader.next();
            if (step == detail::setting_text::step::end)
                return result<setting_list>(std::move(made));
            setting_origin const origin{kind, reader.place()};
            if (step == detail::setting_text::step::mistake) {
                return refuse(errc::settings_syntax, {}, origin, reader.mistake(), why);
            }
            auto const which = find_setting(reader.name());
            if (!which) return refuse_name(reader.name(), origin, why);
            if (auto const* const first = std::as_const(made).find(*which)) {
                return refuse(errc::duplicate_setting, bcauth::name(*which), origin,
                              "it comes a second time; first " + describe(first->origin), why);
            }
            made.x_given.push_back({*which, reader.take_value(), origin});
        }
    }

    std::vector<given_setting> x_given;
};

}  // namespace bcauth::inline v0

#endif
