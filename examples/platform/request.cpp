// SPDX-License-Identifier: BSL-1.0
#include "request.hpp"

#include "text.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace platform {

namespace {

std::string lower(std::string_view text) {
    std::string made(text);
    std::transform(made.begin(), made.end(), made.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return made;
}

std::string_view trim(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        path.remove_prefix(1);
        auto const slash = path.find('/');
        parts.push_back(path.substr(0, slash));
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash);
    }
    if (!parts.empty() && parts.back().empty()) parts.pop_back();
    return parts;
}

}  // namespace

std::optional<request> request::of(bcauth::http::incoming const& from) {
    request made;
    made.x_from = &from;
    if (!from.target.starts_with('/') || from.fields.count("Host") != 1) return {};
    auto const query = bcauth::http::query::of_target(from.target);
    if (!query) return {};
    made.x_query = *query;
    made.x_path = from.target.substr(0, from.target.find('?'));
    made.x_parts = split(made.x_path);
    auto const host = *from.fields.find("Host");
    // a port is digits behind the last colon, which an IPv6 address has inside its brackets too
    auto const colon = host.find(':', host.starts_with('[') ? host.find(']') : 0);
    made.x_host = lower(host.substr(0, colon));
    if (made.content_type() == "application/x-www-form-urlencoded") {
        if (auto const form = bcauth::http::query::parse(from.body)) made.x_form = *form;
    }
    return made;
}

std::string request::query(std::string_view name) const {
    return value_of(x_query, name);
}

std::string request::field(std::string_view name) const {
    auto const& fields = x_from->fields;
    auto const found = fields.find(name);
    return found && fields.count(name) == 1 ? std::string(*found) : std::string();
}

bool request::has_field(std::string_view name) const noexcept {
    return x_from->fields.count(name) != 0;
}

std::string request::cookie(std::string_view name) const {
    auto const all = field("Cookie");
    std::string_view rest = all;
    std::string_view value;
    int found = 0;
    while (!rest.empty()) {
        auto const end = std::min(rest.find(';'), rest.size());
        auto const pair = trim(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        auto const equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
        value = pair.substr(equals + 1);
        ++found;
    }
    return found == 1 ? std::string(value) : std::string();
}

std::string request::form(std::string_view name) const {
    return value_of(x_form, name);
}

std::string request::content_type() const {
    auto const type = field("Content-Type");
    return lower(trim(std::string_view(type).substr(0, type.find(';'))));
}

void add_field(response& to, std::string_view name, std::string_view value) {
    // what can't be a header's value is left out, and the page does without it
    static_cast<void>(to.fields.add(name, value));
}

response text_response(int status, std::string_view text, std::string_view type) {
    response made;
    made.status = status;
    made.body = bcauth::secret(text);
    add_field(made, "Content-Type", type);
    add_field(made, "X-Content-Type-Options", "nosniff");
    add_field(made, "Cache-Control", "no-store");
    return made;
}

response html_response(int status, std::string_view page) {
    auto made = text_response(status, page, "text/html; charset=utf-8");
    // a load token is in the query of the app's address; nothing leads from there to here
    add_field(made, "Referrer-Policy", "no-referrer");
    return made;
}

response json_response(int status, boost::json::value const& value) {
    return text_response(status, boost::json::serialize(value), "application/json");
}

response redirect_to(std::string_view location) {
    auto made = text_response(303, "");
    add_field(made, "Location", location);
    return made;
}

response method_not_allowed(std::string_view allowed) {
    auto made = text_response(405, "Method Not Allowed\n");
    add_field(made, "Allow", allowed);
    return made;
}

}  // namespace platform
