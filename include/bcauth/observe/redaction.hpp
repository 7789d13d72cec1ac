// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_REDACTION_HPP
#define BCAUTH_OBSERVE_REDACTION_HPP

#include <bcauth/detail/ascii_case.hpp>
#include <bcauth/detail/authority.hpp>
#include <bcauth/http/fields.hpp>
#include <bcauth/observe/detail/json_outline.hpp>
#include <bcauth/observe/detail/safe_names.hpp>
#include <bcauth/observe/detail/shapes.hpp>
#include <bcauth/store_hash.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0 {

/** A text that may be shown: only a `redaction` makes one with something in it. Printable ASCII. */
class redacted_text {
public:
    redacted_text() = default;

    /** The text. @par Lifetime That of this object. */
    [[nodiscard]] std::string_view view() const& noexcept { return x_text; }
    std::string_view view() const&& = delete;

    [[nodiscard]] bool empty() const noexcept { return x_text.empty(); }

private:
    friend class redaction;
    explicit redacted_text(std::string text) : x_text(std::move(text)) {}

    std::string x_text;
};

/** Names that a `redaction` shows beside those it knows. They are compared exactly. */
struct redaction_options {
    std::vector<std::string> path_words = {};
    std::vector<std::string> query_names = {};
    std::vector<std::string> body_names = {};  ///< of JSON members and form fields
};

/** Says what may be shown of a message. What isn't known to be safe is `[redacted]`, whole: no part of it is shown.

    - *host*: a plain host name or address; no userinfo.
    - *path*: words of the platform's API, numbers of up to 19 digits, and what `stores/` names if it is a store hash.
    - *query*: the names that are known, and no value.
    - *fields*: those that are known, if the value has the shape that it should: a number, a date, a UUID, or one of a
      list of words such as `application/json`. Fields that carry credentials, cookies or addresses aren't known.
    - *body*: of JSON and forms, the names that are known, with the kind or the length of each value, and no value. Of
      anything else, and above 64 KiB, the length.

    @par Exception safety
    Strong; throws `std::bad_alloc`.
    @par Thread safety
    Const calls may be made from any number of threads.
*/
class redaction {
public:
    static constexpr std::string_view hidden = "[redacted]";
    static constexpr std::size_t max_body = std::size_t{64} * 1024;
    static constexpr std::size_t max_parts = 64;  ///< of a path, query, form, or list of fields

    redaction() = default;
    explicit redaction(redaction_options options) : x_options(std::move(options)) {}

    /** The host of a URL. */
    [[nodiscard]] redacted_text host(std::string_view url) const {
        auto const authority = detail::web_authority_of(url);
        bool const plain = authority.host.size() <= 253 && detail::is_plain_host(authority.host) &&
                           (!authority.has_port || detail::is_port(authority.port));
        return redacted_text(std::string(plain ? authority.host : hidden));
    }

    /** The path of a URL. */
    [[nodiscard]] redacted_text path(std::string_view url) const {
        auto const begin = begin_of_path(url);
        auto rest = url.substr(begin, url.find_first_of("?#", begin) - begin);
        std::string shown;
        std::string_view before;
        for (std::size_t parts = 0; !rest.empty(); ++parts) {
            if (parts == max_parts) return redacted_text(shown + "/...");
            rest.remove_prefix(1);  // the slash
            auto const segment = rest.substr(0, rest.find('/'));
            rest.remove_prefix(segment.size());
            shown += '/';
            shown += may_show_segment(segment, before) ? segment : hidden;
            before = segment;
        }
        return redacted_text(std::move(shown));
    }

    /** The query of a URL. */
    [[nodiscard]] redacted_text query(std::string_view url) const {
        auto const mark = url.find('?');
        auto const text =
            mark == std::string_view::npos ? std::string_view{} : url.substr(mark + 1);
        return redacted_text(names_of(text.substr(0, text.find('#')), false,
                                      detail::safe_query_names, x_options.query_names));
    }

    /** The fields of a head. */
    [[nodiscard]] redacted_text fields(http::fields const& all) const {
        std::string shown;
        std::size_t parts = 0;
        for (auto const& each : all) {
            shown += parts == 0 ? "" : " | ";
            if (parts++ == max_parts) return redacted_text(shown + "...");
            append_field(shown, each);
        }
        return redacted_text(std::move(shown));
    }

    /** A body.
        @param all the fields that came with it: they say whether it is a form
    */
    [[nodiscard]] redacted_text body(http::fields const& all, std::string_view bytes) const {
        if (bytes.empty()) return {};
        auto const length = " of " + std::to_string(bytes.size()) + " bytes";
        if (bytes.size() > max_body) return redacted_text("body" + length);
        auto const type = all.find("Content-Type").value_or(std::string_view{});
        auto const media = detail::shapes::without_blanks(type.substr(0, type.find(';')));
        if (detail::equal_ignoring_case(media, "application/x-www-form-urlencoded")) {
            return redacted_text(
                "form" + length + ": " +
                names_of(bytes, true, detail::safe_body_names, x_options.body_names));
        }
        auto const outline = detail::outline_of_json(bytes, [this](std::string_view name) {
            return detail::is_safe_name(name, detail::safe_body_names, x_options.body_names);
        });
        return redacted_text(outline.empty() ? "body" + length : "json" + length + ": " + outline);
    }

private:
    static std::size_t begin_of_path(std::string_view url) noexcept {
        auto const scheme = url.find("://");
        auto const authority = scheme == std::string_view::npos ? 0 : scheme + 3;
        auto const end = url.find_first_of("/?#", authority);
        return end == std::string_view::npos ? url.size() : end;
    }

    bool may_show_segment(std::string_view segment, std::string_view before) const noexcept {
        if (before == "stores") return store_hash::make(segment).has_value();
        return segment.empty() || detail::shapes::is_identifier_number(segment) ||
               detail::is_safe_name(segment, detail::safe_path_words, x_options.path_words);
    }

    // of `a=1&b=2`: "a&b", or with the lengths of the values as they were sent "a:1,b:1"
    static std::string names_of(std::string_view text, bool with_lengths, std::string_view known,
                                std::vector<std::string> const& added) {
        std::string shown;
        for (std::size_t parts = 0; !text.empty(); ++parts) {
            auto const part = text.substr(0, text.find('&'));
            text.remove_prefix(part.size() == text.size() ? part.size() : part.size() + 1);
            auto const name = part.substr(0, part.find('='));
            if (parts != 0) shown += with_lengths ? ',' : '&';
            if (parts == max_parts) return shown + "...";
            shown += detail::is_safe_name(name, known, added) ? name : hidden;
            if (with_lengths) {
                auto const value = part.size() - std::min(part.size(), name.size() + 1);
                shown += ':' + std::to_string(value);
            }
        }
        return shown;
    }

    static void append_field(std::string& shown, http::fields::field const& each) {
        for (auto const& known : detail::safe_fields) {
            if (detail::equal_ignoring_case(known.name, each.name)) {
                bool const fits = detail::shapes::has_shape(each.value.expose(), known.shape);
                shown += known.name;
                shown += ": ";
                shown += fits ? each.value.expose() : hidden;
                return;
            }
        }
        shown += hidden;
    }

    redaction_options x_options;
};

}  // namespace bcauth::inline v0

#endif
