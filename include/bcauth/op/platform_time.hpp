// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OP_PLATFORM_TIME_HPP
#define BCAUTH_OP_PLATFORM_TIME_HPP

#include <bcauth/api/access.hpp>
#include <bcauth/crypto/random.hpp>
#include <bcauth/detail/json_record.hpp>
#include <bcauth/detail/typed_call.hpp>
#include <bcauth/error.hpp>
#include <bcauth/jwt/claims.hpp>
#include <bcauth/op/api_call.hpp>
#include <bcauth/op/operation.hpp>
#include <bcauth/random.hpp>

#include <array>
#include <chrono>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

inline constexpr std::array time_table{
    jwt::claim_rule{.name = "time", .member = 0, .type = jwt::claim_type::time}};

struct time_reader {
    result<std::chrono::sys_seconds> operator()(std::string_view body) const {
        json_record<time_table.size()> said;
        if (said.read(body, time_table) != errc{}) {
            return errc::invalid_response;
        }
        return std::chrono::sys_seconds{std::chrono::seconds{said[0].number}};
    }
};

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0::op {

/** Asks for the platform's time: `GET /v2/time`. An `api::platform_clock` follows it.

    @par Errors
    Those of `api_call`; `errc::unexpected_status` at any other status than 200; `errc::invalid_response` when it isn't
    one JSON object in UTF-8 without duplicates with a `time` of 1970 to 9999.
    @par Specification
    The platform's "Get System Timestamp"
*/
template <random_source Random = system_random>
class platform_time
    : public detail::typed_call<std::chrono::sys_seconds, detail::time_reader, Random> {
public:
    explicit platform_time(result<api::access> const& as, api_call_options options = {},
                           Random random = {})
        : platform_time::typed_call(as, {.what = {.path = "/v2/time"}}, options, std::move(random),
                                    detail::time_reader{}) {}
};

static_assert(operation<platform_time<>>);

}  // namespace bcauth::inline v0::op

#endif
