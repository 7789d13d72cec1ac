// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OP_STORE_LOOKUP_HPP
#define BCAUTH_OP_STORE_LOOKUP_HPP

#include <bcauth/api/access.hpp>
#include <bcauth/api/store_information.hpp>
#include <bcauth/crypto/random.hpp>
#include <bcauth/detail/store_members.hpp>
#include <bcauth/detail/typed_call.hpp>
#include <bcauth/error.hpp>
#include <bcauth/op/api_call.hpp>
#include <bcauth/op/operation.hpp>
#include <bcauth/random.hpp>
#include <bcauth/store_hash.hpp>

#include <optional>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

struct store_reader {
    explicit store_reader(result<api::access> const& as)
        : asked(as ? std::optional(as->store()) : std::nullopt) {}

    result<api::store_information> operator()(std::string_view body) const {
        return read_store(body, *asked);
    }

    std::optional<store_hash> asked;  // empty only where nothing is sent
};

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0::op {

/** Asks for what the platform knows of a store: `GET /v2/store`, with the scope `store_v2_information_read_only`.

    @par Errors
    Those of `api_call`; `errc::unexpected_status` at any other status than 200; `errc::invalid_response` when it isn't
    one JSON object in UTF-8 without duplicates, without a store hash as its `id`, or a member has another type than
    the platform documents; `errc::context_mismatch` when it is about another store.
    @par Specification
    The platform's "Get Store Information". A text or flag may be null, a number may be a decimal text, and all but
    `id` may be absent.
*/
template <random_source Random = system_random>
class store_lookup
    : public detail::typed_call<api::store_information, detail::store_reader, Random> {
public:
    explicit store_lookup(result<api::access> const& as, api_call_options options = {},
                          Random random = {})
        : store_lookup::typed_call(as, {.what = {.path = "/v2/store"}}, options, std::move(random),
                                   detail::store_reader(as)) {}
};

static_assert(operation<store_lookup<>>);

}  // namespace bcauth::inline v0::op

#endif
