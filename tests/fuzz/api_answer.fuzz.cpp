// SPDX-License-Identifier: BSL-1.0
#include <bcauth/op/attribute_lookup.hpp>
#include <bcauth/op/attribute_update.hpp>
#include <bcauth/op/platform_time.hpp>
#include <bcauth/op/store_lookup.hpp>
#include "support/json_mutator.hpp"
#include "support/json_oracle.hpp"
#include "support/oauth_oracle.hpp"
#include "support/require.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::result;
using fuzz::require;
namespace api = bcauth::api;
namespace http = bcauth::http;

constexpr std::string_view token = "g3y3ab5cctiu0edpy9n8gzl0p25og9u";

result<api::access> const& access() {
    static result<api::access> const made = api::access::of_token(
        {.store = *bcauth::store_hash::make("g5cd38"), .token = bcauth::secret(token)});
    return made;
}

// the token is the one secret that a call knows of
void check_words(std::string_view message) {
    require(message.size() <= bcauth::diagnostics::max_message_bytes, "a bounded message");
    require(
        std::all_of(message.begin(), message.end(), [](char c) { return c >= ' ' && c < 0x7f; }),
        "a printable message");
    auto const text = fuzz::before_escapes(message);
    for (std::size_t at = 0; at + 8 <= token.size(); ++at) {
        require(text.find(token.substr(at, 8)) == std::string::npos, "no token in a message");
    }
}

// what an operation makes of one answer
template <class Operation>
auto answered(Operation operation, int status, std::string_view body) {
    require(!operation.start().is_done(), "it asks");
    auto const step =
        operation.resume(http::response{.status = status, .body = bcauth::secret(body)});
    require(step.is_done(), "it is answered");
    check_words(operation.why().message());
    return step.outcome();
}

// -- the store

// a text, or null
bool is_words(fuzz::claims& all, std::string_view name, std::string const& read) {
    return all.nullable_text(name).value_or("") == read;
}

// a whole number, its decimal text, or null; none where it is none of these
std::optional<std::int64_t> number_of(boost::json::value const* value) {
    if (value == nullptr || value->is_null()) return 0;
    if (value->is_int64()) return value->as_int64();
    if (!value->is_string()) return {};
    std::string_view const text = value->as_string();
    std::int64_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end ? std::optional(number) : std::nullopt;
}

// where the library took the store: each of some members is what a document of it has
void check_store(api::store_information const& read, std::string_view body) {
    auto const document = fuzz::read_document(body, {});
    require(document.is_object && !document.repeats, "one object, nothing twice");
    fuzz::claims all(document.members);
    require(all.text("id") == "g5cd38" && read.store.view() == "g5cd38", "the store");
    require(is_words(all, "name", read.name), "its name");
    require(is_words(all, "secure_url", read.secure_url), "its address");
    require(number_of(all.find("store_id")) == read.store_id, "its number");
    auto const* const trial = all.find("plan_is_trial");
    require(trial == nullptr || trial->is_null() ? !read.plan_is_trial
                                                 : trial->as_bool() == read.plan_is_trial,
            "a flag");
    if (auto zone = all.object("timezone", false)) {
        require(is_words(*zone, "name", read.timezone), "its time zone");
        require(number_of(zone->find("raw_offset")) == read.utc_offset.count(), "its offset");
        require(zone->good(), "the types in an object");
    }
    require(all.good(), "the types");
}

// -- customer attributes

// the elements of `data`; none where it isn't a list in one object without repetition
std::optional<std::vector<boost::json::object>> data_of(std::string_view body) {
    auto const document = fuzz::read_document(body, {});
    auto const* const data = document.members.if_contains("data");
    if (!document.is_object || document.repeats || data == nullptr || !data->is_array()) return {};
    std::vector<boost::json::object> elements;
    for (auto const& each : data->as_array()) {
        if (!each.is_object()) return {};
        elements.push_back(each.as_object());
    }
    return elements;
}

void check_attributes(std::vector<api::customer_attribute> const& read, std::string_view body) {
    auto const data = data_of(body);
    require(data && data->size() == read.size(), "the attributes of the document");
    for (std::size_t i = 0; i < read.size(); ++i) {
        fuzz::claims all((*data)[i]);
        require(all.integer("id") == read[i].id && read[i].id > 0, "an attribute's number");
        require(all.text("name") == read[i].name && !read[i].name.empty(), "its name");
        require(all.text("type") == name(read[i].type), "its type");
        require(all.good(), "the types");
    }
}

void check_values(std::vector<api::customer_attribute_value> const& read, std::string_view body) {
    auto const data = data_of(body);
    require(data && data->size() == read.size(), "the values of the document");
    bool confirmed = false;
    for (std::size_t i = 0; i < read.size(); ++i) {
        fuzz::claims all((*data)[i]);
        require(all.integer("customer_id") == read[i].customer_id, "whose value");
        require(all.integer("attribute_id") == read[i].attribute_id, "of what");
        require(all.text("attribute_value") == read[i].value, "the value");
        require(all.good() && read[i].customer_id > 0 && read[i].attribute_id > 0, "the types");
        confirmed = confirmed || (read[i].customer_id == 11 && read[i].attribute_id == 7);
    }
    require(confirmed, "the value that was sent");
}

// an answer of the shape that the platform documents is taken, however it is written
bool is_plain_attribute(boost::json::object const& each) {
    fuzz::claims all(each);
    bool const number = all.integer("id") > 0;
    auto const type = all.text("type");
    return number && !all.text("name").empty() && each.size() < 200 && all.good() &&
           (type == "string" || type == "number" || type == "date");
}

bool is_escaped(std::string_view body) {
    return body.find('\\') != std::string_view::npos;
}

template <class T>
void check_refusal(result<T> const& made) {
    require(made.has_value() || made.error() == errc::invalid_response ||
                made.error() == errc::context_mismatch,
            "the error of an unusable answer", made);
}

}  // namespace

// choice: which answer it is, and whether it refuses; then the body
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto input = fuzz::text_of(data, size);
    fuzz::choice chosen(input);
    auto const kind = chosen.take(4);
    if (chosen.flag()) {
        auto const refused = answered(bcauth::op::store_lookup(access()), 403, input);
        require(refused.has_error() && refused.error() == errc::api_forbidden, "a refusal");
        return 0;
    }
    if (kind == 0) {
        auto const made = answered(bcauth::op::store_lookup(access()), 200, input);
        check_refusal(made);
        if (made) check_store(*made, input);
    } else if (kind == 1) {
        auto const made = answered(bcauth::op::platform_time(access()), 200, input);
        check_refusal(made);
        auto const document = fuzz::read_document(input, {});
        fuzz::claims all(document.members);
        if (made)
            require(all.needed_time("time").down == made->time_since_epoch().count(), "the time");
    } else if (kind == 2) {
        auto const made = answered(bcauth::op::attribute_lookup(access()), 200, input);
        check_refusal(made);
        if (made) check_attributes(*made, input);
        auto const list = is_escaped(input) || input.size() > 4000 ? std::nullopt : data_of(input);
        bool plain = list.has_value();
        for (auto const& each : list.value_or(std::vector<boost::json::object>{})) {
            plain = plain && is_plain_attribute(each);
        }
        require(made || !plain || fuzz::read_document(input, {}).many_names,
                "a documented answer is taken");
    } else {
        auto const made =
            answered(bcauth::op::attribute_update(access(), {{11, 7, "gold"}}), 200, input);
        check_refusal(made);
        if (made) check_values(*made, input);
    }
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    return fuzz::mutate_json(data, size, max_size, seed, 0);
}
