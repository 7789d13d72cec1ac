// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OP_ATTRIBUTE_CREATION_HPP
#define BCAUTH_OP_ATTRIBUTE_CREATION_HPP

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

#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

struct created_attribute_reader {
    result<api::customer_attribute> operator()(std::string_view body) const {
        auto read = read_attributes(body);
        if (!read) return read.error();
        bool const same =
            read->size() == 1 && read->front().name == name && read->front().type == type;
        return same ? result<api::customer_attribute>(std::move(read->front()))
                    : errc::invalid_response;
    }

    std::string name;
    api::attribute_type type;
};

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0::op {

/** Makes a customer attribute: `POST /v3/customers/attributes`, with the scope `store_v2_customers`. The platform takes
    at most three such requests at a time.

    It isn't idempotent: after `errc::outcome_unknown`, look for it before it is made again.

    @par Errors
    Those of `api_call`; `errc::invalid_parameter` when the name isn't UTF-8 of 1 to `api::max_attribute_characters`;
    `errc::unexpected_status` at any other status than 200, 422 where there is such a name or no room for one more;
    `errc::invalid_response` when the answer, read as that of `attribute_lookup`, isn't that attribute alone.
    @par Specification
    The platform's "Create a Customer Attribute"
*/
template <random_source Random = system_random>
class attribute_creation
    : public detail::typed_call<api::customer_attribute, detail::created_attribute_reader, Random> {
public:
    attribute_creation(result<api::access> const& as, std::string_view name,
                       api::attribute_type type = api::attribute_type::text,
                       api_call_options options = {}, Random random = {})
        : attribute_creation::typed_call(
              as, detail::attribute_creation_draft(name, type), options, std::move(random),
              detail::created_attribute_reader{std::string(name), type}) {}
};

static_assert(operation<attribute_creation<>>);

}  // namespace bcauth::inline v0::op

#endif
