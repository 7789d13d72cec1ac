// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_LOYALTY_TIERS_HPP
#define EXAMPLES_LOYALTY_TIERS_HPP

#include <bcauth/api/access.hpp>
#include <bcauth/app_config.hpp>
#include <bcauth/error.hpp>
#include <bcauth/store/sqlite.hpp>
#include <bcauth/store_hash.hpp>
#include <bcauth/transport/curl.hpp>
#include "ledger.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <string_view>

namespace loyalty {

/** "bronze", "silver" from 500 points, "gold" from 2,000. */
[[nodiscard]] std::string_view tier_of(std::int64_t points);

/** Writes each shopper's tier into a customer attribute of the store, "Loyalty tier", where the store's own tools can
    see it: in its prices, its mails, its segments. May be called from any thread; one store is told at a time. */
class tiers {
public:
    static constexpr std::string_view attribute = "Loyalty tier";

    /** The references have to outlive it. */
    tiers(bcauth::app_config app, bcauth::curl_client& http, bcauth::sqlite_store& store,
          ledger& points);

    /** Tells the store where the shopper's points put them, unless that is what it was last told, or the merchant
        didn't allow the app to write customers. What fails is logged, and is made up for at the next call. */
    void tell(bcauth::store_hash const& store, std::int64_t customer);

private:
    bcauth::result<void> set(bcauth::store_hash const& store, std::int64_t customer);
    bcauth::result<std::int64_t> attribute_id(bcauth::api::access const& as);

    bcauth::app_config x_app;
    bcauth::curl_client& x_http;
    bcauth::sqlite_store& x_store;
    ledger& x_points;
    std::mutex x_mutex;  // no older tier may overtake a newer one on its way
    std::map<bcauth::store_hash, std::int64_t> x_attributes;
};

}  // namespace loyalty

#endif
