// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_DETAIL_JSON_OUTLINE_HPP
#define BCAUTH_OBSERVE_DETAIL_JSON_OUTLINE_HPP

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <boost/json/parse_options.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// Takes the events of Boost.JSON's streaming parser and writes what an object is made of: the names that are known to be
// safe, and of each value its kind, of a text its length. No value is ever held.
//     {scope:15,user:{id:number,email:16},[redacted]:31,data:[2]}
template <class IsSafe>
class json_outline {
public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_outline = 1024;

    using error_code = boost::system::error_code;

    explicit json_outline(IsSafe is_safe) : x_is_safe(std::move(is_safe)) {}

    [[nodiscard]] std::string const& text() const noexcept { return x_text; }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_comment_part(std::string_view, error_code&) { return true; }
    bool on_comment(std::string_view, error_code&) { return true; }
    bool on_number_part(std::string_view, error_code&) { return true; }

    bool on_object_begin(error_code&) {
        open("{");
        x_first = true;
        return true;
    }
    bool on_object_end(std::size_t, error_code&) {
        x_first = false;
        close("}");
        return true;
    }
    // of a list its length alone is told: what is in it is all alike
    bool on_array_begin(error_code&) {
        open("");
        ++x_lists;
        return true;
    }
    bool on_array_end(std::size_t size, error_code&) {
        --x_lists;
        close("[" + std::to_string(size) + "]");
        return true;
    }

    bool on_key_part(std::string_view part, std::size_t, error_code&) {
        take_name(part);
        return true;
    }
    bool on_key(std::string_view part, std::size_t, error_code&) {
        take_name(part);
        bool const whole = x_name_size <= x_name.size();
        std::string_view const name(x_name.data(), whole ? x_name_size : 0);
        append(x_first ? "" : ",");
        append(whole && x_is_safe(name) ? name : std::string_view("[redacted]"));
        append(":");
        x_first = false;
        x_name_size = 0;
        return true;
    }
    bool on_string_part(std::string_view, std::size_t, error_code&) { return true; }
    bool on_string(std::string_view, std::size_t total, error_code&) {
        append(std::to_string(total));
        return true;
    }
    bool on_int64(std::int64_t, std::string_view, error_code&) { return plain("number"); }
    bool on_uint64(std::uint64_t, std::string_view, error_code&) { return plain("number"); }
    bool on_double(double, std::string_view, error_code&) { return plain("number"); }
    bool on_bool(bool, error_code&) { return plain("bool"); }
    bool on_null(error_code&) { return plain("null"); }

private:
    static constexpr std::size_t max_depth = 4;

    bool plain(std::string_view kind) {
        append(kind);
        return true;
    }

    void take_name(std::string_view part) {
        for (char const c : part) {
            if (x_name_size < x_name.size()) {
                x_name[x_name_size] = c;
            }
            ++x_name_size;
        }
    }

    void open(std::string_view mark) {
        append(mark);
        ++x_depth;
    }
    void close(std::string_view mark) {
        --x_depth;
        append(mark);
    }

    void append(std::string_view piece) {
        if (x_lists != 0 || x_depth > max_depth || x_full) {
            return;
        }
        x_full = x_text.size() + piece.size() > max_outline;
        x_text += x_full ? std::string_view("...") : piece;
    }

    IsSafe x_is_safe;
    std::string x_text;
    std::array<char, 40> x_name{};  // no name that is known to be safe is longer
    std::size_t x_name_size = 0;
    std::size_t x_depth = 0;
    std::size_t x_lists = 0;
    bool x_first = true;
    bool x_full = false;
};

// Empty when the text isn't JSON.
template <class IsSafe>
std::string outline_of_json(std::string_view json, IsSafe is_safe) {
    boost::json::parse_options options;
    options.max_depth = 32;
    boost::json::basic_parser<json_outline<IsSafe>> parser(options, std::move(is_safe));
    boost::system::error_code ec;
    auto const used = parser.write_some(false, json.data(), json.size(), ec);
    return ec.failed() || used != json.size() ? std::string() : parser.handler().text();
}

}  // namespace bcauth::inline v0::detail

#endif
