// SPDX-License-Identifier: BSL-1.0
#include <bcauth/scope_set.hpp>
#include "services.hpp"
#include "text.hpp"

#include <boost/json/object.hpp>

#include <utility>

namespace platform {

namespace {

namespace json = boost::json;

constexpr std::int64_t window_ms = 30'000;
constexpr std::int64_t quota = 150;

// every answer has them; nobody is refused for having asked too often unless a test wants it
void add_rate_limit(response& to, std::int64_t left, std::int64_t reset_ms) {
    add_field(to, "X-Rate-Limit-Time-Window-Ms", std::to_string(window_ms));
    add_field(to, "X-Rate-Limit-Time-Reset-Ms", std::to_string(reset_ms));
    add_field(to, "X-Rate-Limit-Requests-Quota", std::to_string(quota));
    add_field(to, "X-Rate-Limit-Requests-Left", std::to_string(left));
}

// what a test wants instead of an answer
std::optional<response> faulty_answer(world& all) {
    if (!all.api_fault) return {};
    auto const fault = *all.api_fault;
    if (fault.times && --*all.api_fault->times == 0) all.api_fault.reset();
    if (fault.status == 0) return response{};
    auto made = api_problem(fault.status, "Out of order");
    if (fault.reset) add_rate_limit(made, 0, *fault.reset);
    return made;
}

json::object timezone_json() {
    return {
        {"name", "Europe/London"},
        {"raw_offset", 0},
        {"dst_offset", 3600},
        {"dst_correction", true},
        {"date_format",
         {{"display", "jS M Y"}, {"export", "jS M Y"}, {"extended_display", "jS M Y @ g:i A"}}}};
}

json::object features_json() {
    return {{"stencil_enabled", true},
            {"sitewidehttps_enabled", false},
            {"facebook_catalog_id", ""},
            {"checkout_type", "optimized"},
            {"wishlists_enabled", true},
            {"graphql_storefront_api_enabled", false},
            {"shopper_consent_tracking_enabled", false},
            {"multi_storefront_enabled", false},
            {"storefront_limits", {{"active", 1}, {"total_including_inactive", 1}}}};
}

// who, where and what; the rest is the same for every store here
json::object store_json(world const& all, store const& from) {
    auto const port = std::to_string(all.config.port);
    auto const& owner = from.people.front();
    auto const space = owner.name.find(' ');
    return {{"id", from.hash},
            {"account_uuid", "8d4d492f-17a1-4d95-b396-e1c5720815a5"},
            {"domain", "shop-" + from.hash + ".localhost:" + port},
            {"secure_url", "http://shop-" + from.hash + ".localhost:" + port},
            {"control_panel_base_url", "http://cp.localhost:" + port},
            {"status", "live"},
            {"name", from.name},
            {"first_name", owner.name.substr(0, space)},
            {"last_name", space == std::string::npos ? "" : owner.name.substr(space + 1)},
            {"address", "1 Quay Street\nPortsmouth"},
            {"country", "United Kingdom"},
            {"country_code", "GB"},
            {"infrastructure_region", "local"},
            {"phone", ""},
            {"admin_email", owner.email},
            {"order_email", owner.email},
            {"favicon_url", ""},
            {"timezone", timezone_json()},
            {"language", "en"},
            {"currency", "GBP"},
            {"currency_symbol", "\xc2\xa3"},
            {"decimal_separator", "."},
            {"thousands_separator", ","},
            {"decimal_places", 2},
            {"currency_symbol_location", "left"},
            {"weight_units", "KGS"},
            {"dimension_units", "Centimeters"},
            {"dimension_decimal_places", 2},
            {"dimension_decimal_token", "."},
            {"dimension_thousands_token", ","},
            {"plan_name", "Local"},
            {"plan_level", "Local"},
            {"plan_is_trial", false},
            {"industry", ""},
            {"logo", json::array{}},
            {"is_price_entered_with_tax", true},
            {"store_id", from.number},
            {"default_channel_id", 1},
            {"default_site_id", 1000},
            {"active_comparison_modules", json::array{}},
            {"features", features_json()}};
}

response v2(world const& all, store const& in, bcauth::scope_set const& granted,
            request const& asked) {
    auto const& what = asked.parts()[3];
    if (asked.parts().size() != 4 || (what != "time" && what != "store")) {
        return api_problem(404, "Not Found");
    }
    if (!asked.reads()) return method_not_allowed("GET, HEAD");
    if (what == "time") {
        return json_response(200, {{"time", all.now().time_since_epoch().count()}});
    }
    if (!granted.covers(bcauth::scopes("store_v2_information_read_only"))) {
        return api_problem(403, "You don't have a required scope to access the endpoint");
    }
    return json_response(200, store_json(all, in));
}

response answer(world& all, request const& asked) {
    auto const& parts = asked.parts();
    auto const found = all.tokens.find(asked.field("X-Auth-Token"));
    bool const known = parts.size() > 1 && found != all.tokens.end() && found->second.alive &&
                       found->second.store == parts[1];
    if (!known) {
        return api_problem(401,
                           "Unauthorized - the v3 Auth client ID or token in the request are not a "
                           "valid combination for this store.");
    }
    auto const granted = bcauth::scope_set::parse(found->second.scopes);
    if (!granted || granted->empty()) return api_problem(403, "Authentication Required");
    auto const& in = *all.find_store(parts[1]);
    if (parts.size() > 3 && parts[2] == "v2") return v2(all, in, *granted, asked);
    if (parts.size() > 3 && parts[2] == "v3" && parts[3] == "customers") {
        return customers_api(all, in, *granted, asked);
    }
    return api_problem(404, "Not Found");
}

}  // namespace

response api_problem(int status, std::string_view title) {
    json::object const problem{
        {"status", status},
        {"title", json::string_view(title.data(), title.size())},
        {"type", "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"},
        {"errors", json::object{}}};
    return json_response(status, problem);
}

response rest_api(world& all, request const& asked) {
    if (auto faulty = faulty_answer(all)) return std::move(*faulty);
    auto made = answer(all, asked);
    add_rate_limit(made, quota - 1, window_ms);
    return made;
}

}  // namespace platform
