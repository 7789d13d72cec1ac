// SPDX-License-Identifier: BSL-1.0
// What a unit that verifies a load callback is set against: Boost.JSON's streaming parser once, with a handler that
// takes over the values of an object's members, and the declarations of OpenSSL's digests.
#include <boost/json/basic_parser_impl.hpp>

#include <openssl/evp.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

struct value {
    std::string_view name;
    std::string_view text;
    std::int64_t integer;
    double number;
};

namespace {

class handler {
public:
    using text = boost::json::string_view;
    using error = boost::json::error_code;
    static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_array_size = max_object_size;
    static constexpr std::size_t max_key_size = max_object_size;
    static constexpr std::size_t max_string_size = max_object_size;

    explicit handler(value* out) noexcept : x_out(out) {}
    bool on_document_begin(error&) { return true; }
    bool on_document_end(error&) { return true; }
    bool on_object_begin(error&) { return true; }
    bool on_object_end(std::size_t, error&) { return true; }
    bool on_array_begin(error&) { return true; }
    bool on_array_end(std::size_t, error&) { return true; }
    bool on_key_part(text, std::size_t, error&) { return true; }
    bool on_key(text name, std::size_t, error&) {
        x_out->name = {name.data(), name.size()};
        return true;
    }
    bool on_string_part(text, std::size_t, error&) { return true; }
    bool on_string(text read, std::size_t, error&) {
        x_out++->text = {read.data(), read.size()};
        return true;
    }
    bool on_number_part(text, error&) { return true; }
    bool on_int64(std::int64_t number, text, error&) {
        x_out++->integer = number;
        return true;
    }
    bool on_uint64(std::uint64_t, text, error&) { return false; }
    bool on_double(double number, text, error&) {
        x_out++->number = number;
        return true;
    }
    bool on_bool(bool truth, error&) {
        x_out++->integer = truth ? 1 : 0;
        return true;
    }
    bool on_null(error&) { return true; }
    bool on_comment_part(text, error&) { return true; }
    bool on_comment(text, error&) { return true; }

private:
    value* x_out;
};

}  // namespace

bool reads(std::string_view json, value* out);

bool reads(std::string_view json, value* out) {
    boost::json::basic_parser<handler> parser{boost::json::parse_options{}, out};
    boost::json::error_code why;
    return parser.write_some(false, json.data(), json.size(), why) == json.size() && !why;
}
