// SPDX-License-Identifier: BSL-1.0
#include "services.hpp"
#include "text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace platform {

namespace {

namespace json = boost::json;

constexpr std::size_t most_attributes = 50;
constexpr std::size_t most_customers = 10;
constexpr std::size_t most_bytes = 255;
constexpr std::int64_t most_of_page = 250;

json::object attribute_json(attribute const& from) {
    return {{"id", from.id},
            {"name", from.name},
            {"type", from.type},
            {"date_created", date_text(from.created)},
            {"date_modified", date_text(from.created)}};
}

json::object value_json(attribute_value const& from) {
    return {{"id", from.id},
            {"attribute_id", from.attribute_id},
            {"attribute_value", from.value},
            {"customer_id", from.customer_id},
            {"date_created", date_text(from.created)},
            {"date_modified", date_text(from.modified)}};
}

// the page that was asked for, with how many there are
response page_of(json::array const& all, request const& asked) {
    auto const total = static_cast<std::int64_t>(all.size());
    auto const limit = number_of(asked.query("limit")).value_or(50);
    auto const page = number_of(asked.query("page")).value_or(1);
    if (limit < 1 || limit > most_of_page || page < 1 || page > 1'000'000) {
        return api_problem(422, "page and limit are out of range");
    }
    auto const first = std::min((page - 1) * limit, total);
    auto const last = std::min(first + limit, total);
    json::array const shown(all.begin() + first, all.begin() + last);
    json::object const pagination{{"total", total},
                                  {"count", last - first},
                                  {"per_page", limit},
                                  {"current_page", page},
                                  {"total_pages", (total + limit - 1) / limit}};
    return json_response(200, {{"data", shown}, {"meta", {{"pagination", pagination}}}});
}

// a list `id:in=1,2`; none where it isn't asked for
std::optional<std::set<std::int64_t>> numbers_of(request const& asked, std::string_view name) {
    auto const text = asked.query(name);
    if (text.empty()) return {};
    std::set<std::int64_t> numbers;
    for (std::string_view rest = text; !rest.empty();) {
        auto const end = std::min(rest.find(','), rest.size());
        numbers.insert(number_of(rest.substr(0, end)).value_or(0));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return numbers;
}

std::string text_of(json::object const& from, std::string_view name) {
    auto const* const found = from.if_contains({name.data(), name.size()});
    auto const* const text = found == nullptr ? nullptr : found->if_string();
    return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

std::int64_t number_in(json::object const& from, std::string_view name) {
    auto const* const found = from.if_contains({name.data(), name.size()});
    auto const* const number = found == nullptr ? nullptr : found->if_int64();
    return number == nullptr ? 0 : *number;
}

// the objects of the posted list; none where it isn't one
std::optional<std::vector<json::object>> posted(request const& asked) {
    boost::system::error_code error;
    auto const parsed = json::parse({asked.body().data(), asked.body().size()}, error);
    auto const* const list = error ? nullptr : parsed.if_array();
    if (list == nullptr || list->empty()) return {};
    std::vector<json::object> objects;
    for (auto const& each : *list) {
        if (!each.is_object()) return {};
        objects.push_back(each.get_object());
    }
    return objects;
}

response attributes(customer_memory const& from, request const& asked) {
    auto const named = asked.query("name");
    auto const typed = asked.query("type");
    json::array found;
    for (auto const& each : from.attributes) {
        bool const meant =
            (named.empty() || each.name == named) && (typed.empty() || each.type == typed);
        if (meant) found.push_back(attribute_json(each));
    }
    return page_of(found, asked);
}

response create(customer_memory& to, request const& asked, std::chrono::sys_seconds now) {
    auto const wanted = posted(asked);
    if (!wanted) return api_problem(422, "a list of attributes");
    auto made = to;
    json::array told;
    for (auto const& each : *wanted) {
        attribute next{++made.last_id, text_of(each, "name"), text_of(each, "type"), now};
        bool const typed = next.type == "string" || next.type == "number" || next.type == "date";
        if (next.name.empty() || next.name.size() > most_bytes || !typed) {
            return api_problem(422, "name or type is missing or invalid");
        }
        bool const taken = std::any_of(made.attributes.begin(), made.attributes.end(),
                                       [&](attribute const& one) { return one.name == next.name; });
        if (taken) return api_problem(422, "An attribute of that name exists");
        if (made.attributes.size() == most_attributes) {
            return api_problem(422, "A store can't have more than 50 customer attributes");
        }
        told.push_back(attribute_json(next));
        made.attributes.push_back(std::move(next));
    }
    to = std::move(made);
    return json_response(200, {{"data", told}, {"meta", json::object{}}});
}

response values(customer_memory const& from, request const& asked) {
    auto const customers = numbers_of(asked, "customer_id:in");
    auto const of = numbers_of(asked, "attribute_id:in");
    json::array found;
    for (auto const& each : from.values) {
        bool const meant = (!customers || customers->contains(each.customer_id)) &&
                           (!of || of->contains(each.attribute_id));
        if (meant) found.push_back(value_json(each));
    }
    return page_of(found, asked);
}

// the value's place; a new one where there is none yet
attribute_value& place_of(customer_memory& in, std::int64_t of, std::int64_t customer,
                          std::chrono::sys_seconds now) {
    for (auto& each : in.values) {
        if (each.attribute_id == of && each.customer_id == customer) return each;
    }
    in.values.push_back({++in.last_id, of, customer, "", now, now});
    return in.values.back();
}

response upsert(customer_memory& to, store const& in, request const& asked,
                std::chrono::sys_seconds now) {
    auto const wanted = posted(asked);
    if (!wanted) return api_problem(422, "a list of attribute values");
    auto made = to;
    json::array told;
    std::set<std::int64_t> customers;
    for (auto const& each : *wanted) {
        auto const of = number_in(each, "attribute_id");
        auto const customer = number_in(each, "customer_id");
        bool const known = std::any_of(to.attributes.begin(), to.attributes.end(),
                                       [&](attribute const& one) { return one.id == of; });
        if (!known) return api_problem(422, "attribute_id is missing or invalid");
        if (find_customer(in, customer) == nullptr) {
            return api_problem(422, "customer_id is missing or invalid");
        }
        auto const* const value = each.if_contains("value");
        bool const text = value != nullptr && value->is_string();
        if (!text || value->get_string().size() > most_bytes) {
            return api_problem(422, "value is missing or invalid");
        }
        auto& place = place_of(made, of, customer, now);
        place.value = text_of(each, "value");
        place.modified = now;
        told.push_back(value_json(place));
        customers.insert(customer);
    }
    if (customers.size() > most_customers) return api_problem(422, "more than 10 customers");
    to = std::move(made);
    return json_response(200, {{"data", told}, {"meta", json::object{}}});
}

}  // namespace

response customers_api(world& all, store const& in, bcauth::scope_set const& granted,
                       request const& asked) {
    auto const what = asked.parts().size() == 5 ? asked.parts()[4] : std::string_view{};
    bool const about_values = what == "attribute-values";
    if (!about_values && what != "attributes") return api_problem(404, "Not Found");
    auto const writes = std::string_view(about_values ? "PUT" : "POST");
    if (!asked.reads() && asked.method() != writes) {
        return method_not_allowed("GET, HEAD, " + std::string(writes));
    }
    bool const may = granted.covers(asked.reads() ? bcauth::scopes("store_v2_customers_read_only")
                                                  : bcauth::scopes("store_v2_customers"));
    if (!may) return api_problem(403, "You don't have a required scope to access the endpoint");
    if (!asked.reads() && asked.content_type() != "application/json") {
        return api_problem(415, "Unsupported Media Type");
    }
    auto& memory = all.memories[in.hash];
    if (about_values) {
        return asked.reads() ? values(memory, asked) : upsert(memory, in, asked, all.now());
    }
    return asked.reads() ? attributes(memory, asked) : create(memory, asked, all.now());
}

}  // namespace platform
