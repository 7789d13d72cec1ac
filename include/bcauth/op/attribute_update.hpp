// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OP_ATTRIBUTE_UPDATE_HPP
#define BCAUTH_OP_ATTRIBUTE_UPDATE_HPP

#include <bcauth/api/access.hpp>
#include <bcauth/api/customer_attribute.hpp>
#include <bcauth/crypto/random.hpp>
#include <bcauth/detail/attribute_drafts.hpp>
#include <bcauth/detail/attribute_members.hpp>
#include <bcauth/detail/typed_call.hpp>
#include <bcauth/error.hpp>
#include <bcauth/op/api_call.hpp>
#include <bcauth/op/operation.hpp>
#include <bcauth/random.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

struct updated_values_reader {
    using values = std::vector<api::customer_attribute_value>;

    explicit updated_values_reader(values const& sent) {
        for (auto const& each : sent)
            places.emplace_back(each.customer_id, each.attribute_id);
    }

    // the platform may write a number or a date in its own way, so the texts are not compared
    result<values> operator()(std::string_view body) const {
        auto read = read_attribute_values(body);
        if (!read) return read.error();
        bool const all = std::all_of(places.begin(), places.end(), [&read](auto const& place) {
            return std::any_of(read->begin(), read->end(), [&place](auto const& each) {
                return std::pair(each.customer_id, each.attribute_id) == place;
            });
        });
        return all ? std::move(read) : result<values>(errc::invalid_response);
    }

    std::vector<std::pair<std::int64_t, std::int64_t>> places;  // customer, attribute
};

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0::op {

/** Sets what a store remembers of its customers: `PUT /v3/customers/attribute-values`, with the scope
    `store_v2_customers`. A value that is there is replaced. At most `api::max_customers_of_update` customers at once;
    the platform takes at most three such requests at a time.

    Its value is what the platform says that it remembers now, in its own order.

    @par Errors
    Those of `api_call`; `errc::invalid_parameter` when there is nothing to set, or too many customers, when one
    attribute of one customer is set twice, an ID isn't above 0, or a value isn't UTF-8 of at most
    `api::max_attribute_characters`; `errc::unexpected_status` at any other status than 200, 422 where there is no such
    customer or attribute; `errc::invalid_response` when it isn't one JSON object in UTF-8 without duplicates with a
    list `data` of values, or one that was sent is not among them.
    @par Specification
    The platform's "Upsert Customer Attribute Values"
*/
template <random_source Random = system_random>
class attribute_update : public detail::typed_call<std::vector<api::customer_attribute_value>,
                                                   detail::updated_values_reader, Random> {
public:
    attribute_update(result<api::access> const& as,
                     std::vector<api::customer_attribute_value> const& values,
                     api_call_options options = {}, Random random = {})
        : attribute_update::typed_call(as, detail::attribute_update_draft(values), options,
                                       std::move(random), detail::updated_values_reader(values)) {}
};

static_assert(operation<attribute_update<>>);

}  // namespace bcauth::inline v0::op

#endif
