// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OP_API_CALL_HPP
#define BCAUTH_OP_API_CALL_HPP

#include <bcauth/api/access.hpp>
#include <bcauth/api/error.hpp>
#include <bcauth/api/rate_limit.hpp>
#include <bcauth/api/request.hpp>
#include <bcauth/crypto/random.hpp>
#include <bcauth/detail/api_failure.hpp>
#include <bcauth/detail/call_draft.hpp>
#include <bcauth/detail/once.hpp>
#include <bcauth/detail/retry_budget.hpp>
#include <bcauth/detail/tell.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/op/operation.hpp>
#include <bcauth/random.hpp>
#include <bcauth/secret.hpp>

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

template <class Value, class Reader, random_source Random>
class typed_call;

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0::op {

/** What an API call may cost before it gives up. */
struct api_call_options {
    unsigned max_tries = 4;                         ///< how often it is sent, the first included
    std::chrono::milliseconds max_wait{60'000};     ///< of all waits between them together
    std::chrono::milliseconds first_backoff{500};   ///< doubles each time
    std::chrono::milliseconds max_backoff{15'000};  ///< of one
    http::limits limits = {};                       ///< of each try
};

/** Carries a request to a store's API, and again where that may help.

    @code
    auto const answer = bcauth::run(http, bcauth::op::api_call{
        bcauth::api::access::of(app, installed), {.path = "/v3/customers?limit=1"}}, why);
    @endcode

    It is sent again after 429, which says that nothing was done: after the time that the answer names
    (`api::rate_limit::wait`), else after a back-off, half of which is left to chance. An idempotent request is sent
    again after a 5xx that may pass (not 501 and 507) and after a failure of the client that may pass, with a back-off.
    Nothing else is repeated, and nothing beyond the options: a wait that isn't within them is not begun.

    Its value is the last answer whatever its status, but for those that are errors. It can be moved and not copied,
    since a copy could send twice what must be sent once.

    @tparam Random what the back-off's chance comes from; where it fails the wait is the longest
    @par Errors
    Those of `api::access` and `api::make_request`; nothing is sent then. `errc::unexpected_redirect` at 3xx;
    `errc::api_unauthorized` at 401; `errc::api_forbidden` at 403; `errc::rate_limited` at 429 when no further wait is
    within the options; `errc::response_too_large` above `limits`. When the client fails:
    `errc::transport_failed`, `errc::timed_out`, `errc::cancelled`, and `errc::outcome_unknown` when a request that isn't
    idempotent may have arrived. `errc::operation_misused` when it is started twice, resumed out of order, or was moved from.
    @par Lifetime
    It has copies of its arguments.
    @par Specification
    The platform's "API Rate Limits", "Status Codes" and "Errors"
*/
template <random_source Random = system_random>
class api_call {
public:
    using value_type = http::response;

    /** @param as where; one that could not be made is told by `start()` */
    api_call(result<api::access> const& as, api::request what, api_call_options options = {},
             Random random = {})
        : api_call(as, detail::call_draft{std::move(what)}, options, std::move(random)) {}

    [[nodiscard]] step<http::response> start() {
        if (!x_once.start()) {
            return misused();
        }
        if (!x_message) {
            return finish(x_message.error());
        }
        x_budget.spend_try();
        return step<http::response>::send(*x_message);
    }

    [[nodiscard]] step<http::response> resume(result<http::response> reply) {
        if (!x_once.is_sent()) {
            return misused();
        }
        if (auto const wait = reply ? wait_after(*reply) : wait_after(reply.error())) {
            if (auto const granted = x_budget.grant(*wait)) {
                x_budget.spend_try();
                return step<http::response>::wait_then_send(*granted, *x_message);
            }
        }
        return reply ? judge(std::move(*reply)) : fail(reply.error());
    }

    [[nodiscard]] diagnostics const& why() const& noexcept { return x_why; }
    diagnostics const& why() const&& = delete;

private:
    template <class, class, random_source>
    friend class detail::typed_call;

    api_call(result<api::access> const& as, detail::call_draft draft, api_call_options options,
             Random random)
        : x_message(detail::message_of(as, std::move(draft), x_why)),
          x_token(as ? as->token() : secret()),
          x_budget(options.max_tries, options.max_wait, options.first_backoff, options.max_backoff),
          x_random(std::move(random)) {
        if (x_message) x_message->limits = options.limits;
    }

    step<http::response> finish(result<http::response> outcome) {
        x_once.finish();
        return step<http::response>::done(std::move(outcome));
    }

    step<http::response> misused() { return finish(errc::operation_misused); }

    // how long to wait before it is sent again; none when that would not help
    std::optional<std::chrono::milliseconds> wait_after(http::response const& reply) {
        if (reply.status == 429) {
            auto const told = api::rate_limit::of(reply.fields).wait();
            return told ? told : x_budget.back_off(x_random);
        }
        return x_message->idempotent && detail::is_passing_status(reply.status)
                   ? std::optional(x_budget.back_off(x_random))
                   : std::nullopt;
    }

    std::optional<std::chrono::milliseconds> wait_after(error_code const& error) {
        return x_message->idempotent && detail::is_passing_failure(error)
                   ? std::optional(x_budget.back_off(x_random))
                   : std::nullopt;
    }

    step<http::response> judge(http::response reply) {
        x_why.status(reply.status);
        if (reply.body.size() > x_message->limits.response_bytes) {
            return finish(errc::response_too_large);
        }
        if (reply.status >= 400) {
            api::tell_error(reply.body.expose(), x_token, x_why);
        }
        auto const refused = api::error_of(reply.status);
        return refused != errc{} ? finish(refused) : finish(std::move(reply));
    }

    // the client's own words are worth having, since its code is not passed on
    step<http::response> fail(error_code const& error) {
        detail::tell(x_why, error.message(), x_token, {});
        return finish(detail::failure_of_call(error, x_message->idempotent));
    }

    diagnostics x_why;  // before what is told to it
    result<http::request> x_message;
    secret x_token;
    detail::retry_budget x_budget;
    [[no_unique_address]] Random x_random;
    detail::once x_once;
};

static_assert(operation<api_call<>>);

}  // namespace bcauth::inline v0::op

#endif
