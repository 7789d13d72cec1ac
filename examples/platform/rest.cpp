// SPDX-License-Identifier: BSL-1.0
#include <bcauth/scope_set.hpp>
#include "services.hpp"
#include "text.hpp"

#include <boost/json/object.hpp>

namespace platform {

namespace {

namespace json = boost::json;

response refuse(int status, std::string_view title) {
    json::object const problem{
        {"status", status},
        {"title", json::string_view(title.data(), title.size())},
        {"type", "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"},
        {"errors", json::object{}}};
    return json_response(status, problem);
}

json::object store_json(world const& all, store const& from) {
    auto const port = std::to_string(all.config.port);
    auto const& owner = from.people.front();
    auto const space = owner.name.find(' ');
    return {{"id", from.hash},
            {"store_id", from.number},
            {"name", from.name},
            {"status", "live"},
            {"domain", "shop-" + from.hash + ".localhost:" + port},
            {"secure_url", "http://shop-" + from.hash + ".localhost:" + port},
            {"control_panel_base_url", "http://cp.localhost:" + port},
            {"first_name", owner.name.substr(0, space)},
            {"last_name", space == std::string::npos ? "" : owner.name.substr(space + 1)},
            {"admin_email", owner.email},
            {"order_email", owner.email},
            {"country_code", "GB"},
            {"language", "en"},
            {"currency", "GBP"},
            {"timezone", {{"name", "Europe/London"}, {"raw_offset", 0}, {"dst_offset", 3600}}},
            {"plan_name", "Local"},
            {"plan_is_trial", false},
            {"default_channel_id", 1},
            {"logo", json::array{}}};
}

}  // namespace

response rest_api(world const& all, request const& asked) {
    if (all.api_status) {
        return *all.api_status == 0 ? response{} : refuse(*all.api_status, "Out of order");
    }
    auto const& parts = asked.parts();
    auto const found = all.tokens.find(asked.field("X-Auth-Token"));
    bool const known = parts.size() > 1 && found != all.tokens.end() && found->second.alive &&
                       found->second.store == parts[1];
    if (!known) {
        return refuse(401,
                      "Unauthorized - the v3 Auth client ID or token in the request are not a "
                      "valid combination for this store.");
    }
    auto const granted = bcauth::scope_set::parse(found->second.scopes);
    if (!granted || granted->empty()) return refuse(403, "Authentication Required");
    if (parts.size() != 4 || parts[2] != "v2") return refuse(404, "Not Found");
    if (!asked.reads()) return method_not_allowed("GET, HEAD");
    if (parts[3] == "time") {
        return json_response(200, {{"time", all.now().time_since_epoch().count()}});
    }
    if (parts[3] != "store") return refuse(404, "Not Found");
    if (!granted->covers(bcauth::scopes("store_v2_information_read_only"))) {
        return refuse(403, "You don't have a required scope to access the endpoint");
    }
    return json_response(200, store_json(all, *all.find_store(parts[1])));
}

}  // namespace platform
