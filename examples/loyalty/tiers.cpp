// SPDX-License-Identifier: BSL-1.0
#include "tiers.hpp"

#include <bcauth/op/attribute_creation.hpp>
#include <bcauth/op/attribute_lookup.hpp>
#include <bcauth/op/attribute_update.hpp>
#include <bcauth/op/run.hpp>
#include <bcauth/scope.hpp>
#include "log.hpp"

#include <string>
#include <utility>

namespace loyalty {

namespace {

using namespace bcauth;

// somebody waits for the page meanwhile
op::api_call_options brief() {
    using std::chrono::milliseconds;
    return {.max_tries = 3,
            .max_wait = milliseconds{1'000},
            .first_backoff = milliseconds{100},
            .limits = {.timeout = milliseconds{3'000}}};
}

}  // namespace

std::string_view tier_of(std::int64_t points) {
    return points < 500 ? "bronze" : points < 2'000 ? "silver" : "gold";
}

tiers::tiers(app_config app, curl_client& http, sqlite_store& store, ledger& points)
    : x_app(std::move(app)),
      x_http(http),
      x_store(store),
      x_points(points) {}

void tiers::tell(store_hash const& store, std::int64_t customer) {
    std::lock_guard const lock(x_mutex);
    if (auto const done = set(store, customer); !done) {
        // whatever it was, the attribute may be another one by the next time
        x_attributes.erase(store);
        log("tier", done.error(), store);
    }
}

result<void> tiers::set(store_hash const& store, std::int64_t customer) {
    auto const points = x_points.points_of(store, customer);
    if (!points) return points.error();
    auto const told = x_points.told_tier(store, customer);
    if (!told) return told.error();
    auto const tier = tier_of(*points);
    if (*told == tier) return {};

    auto const installed = x_store.find_installation(store);
    if (!installed) return installed.error();
    if (!*installed || !(*installed)->scopes.covers(scopes("store_v2_customers"))) return {};
    auto const as = api::access::of(x_app, **installed);
    if (!as) return as.error();
    auto const id = attribute_id(*as);
    if (!id) return id.error();
    auto const set =
        run(x_http, op::attribute_update(*as, {{customer, *id, std::string(tier)}}, brief()));
    if (!set) return set.error();
    return x_points.note_tier(store, customer, tier);
}

result<std::int64_t> tiers::attribute_id(api::access const& as) {
    if (auto const known = x_attributes.find(as.store()); known != x_attributes.end()) {
        return known->second;
    }
    auto const found = run(x_http, op::attribute_lookup(as, attribute, brief()));
    if (!found) return found.error();
    for (auto const& each : *found) {
        if (each.name == attribute) return x_attributes[as.store()] = each.id;
    }
    auto const made =
        run(x_http, op::attribute_creation(as, attribute, api::attribute_type::text, brief()));
    if (!made) return made.error();
    return x_attributes[as.store()] = made->id;
}

}  // namespace loyalty
