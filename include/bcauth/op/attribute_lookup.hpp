// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OP_ATTRIBUTE_LOOKUP_HPP
#define BCAUTH_OP_ATTRIBUTE_LOOKUP_HPP

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

#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

struct attributes_reader {
    result<std::vector<api::customer_attribute>> operator()(std::string_view body) const {
        return read_attributes(body);
    }
};

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0::op {

/** Asks for a store's customer attributes: `GET /v3/customers/attributes`, with the scope
    `store_v2_customers_read_only`. A store has at most `api::max_attributes`, so one page has all of them.

    How the platform compares a name with `name` isn't documented: look for the exact one in what comes.

    @par Errors
    Those of `api_call`; `errc::invalid_parameter` when the name isn't UTF-8 of at most `api::max_attribute_characters`;
    `errc::unexpected_status` at any other status than 200; `errc::invalid_response` when it isn't one JSON object in
    UTF-8 without duplicates with a list `data` of attributes: `id` above 0, `name`, and `type` string, number or date.
    @par Specification
    The platform's "Get All Customer Attributes"
*/
template <random_source Random = system_random>
class attribute_lookup : public detail::typed_call<std::vector<api::customer_attribute>,
                                                   detail::attributes_reader, Random> {
public:
    /** @param name those of that name; empty: all of them */
    explicit attribute_lookup(result<api::access> const& as, std::string_view name = {},
                              api_call_options options = {}, Random random = {})
        : attribute_lookup::typed_call(as, detail::attribute_lookup_draft(name), options,
                                       std::move(random), detail::attributes_reader{}) {}
};

static_assert(operation<attribute_lookup<>>);

}  // namespace bcauth::inline v0::op

#endif
