// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_OBSERVED_OPERATION_HPP
#define BCAUTH_OBSERVE_OBSERVED_OPERATION_HPP

#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/observe/detail/exchange_record.hpp>
#include <bcauth/observe/exchange_event.hpp>
#include <bcauth/observe/redaction.hpp>
#include <bcauth/observer.hpp>
#include <bcauth/op/operation.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace bcauth::inline v0 {

/** Any operation, whose exchanges are told to an observer: over every transport and with every driver alike.

    @code
    bcauth::observed_operation exchange{bcauth::op::token_exchange{app, grant}, log};
    auto installed = co_await bcauth::async_run(http, std::move(exchange), why, boost::asio::use_awaitable);
    @endcode
    It is an operation itself and changes nothing of what the one in it does. An exchange's duration is counted from
    the moment that the operation asked to send until the answer came back to it, less the wait that it asked for.

    @par Exception safety
    That of the operation. What the observer throws is lost.
    @par Lifetime
    The observer is referred to and outlives it.
*/
template <op::operation Operation, observer<exchange_event> Observer,
          class Stopwatch = std::chrono::steady_clock>
class observed_operation {
public:
    using value_type = typename Operation::value_type;

    observed_operation(Operation operation, Observer& own, redaction shown = {})
        : x_operation(std::move(operation)),
          x_observer(&own),
          x_shown(std::move(shown)) {}

    [[nodiscard]] op::step<value_type> start() { return watched(x_operation.start()); }

    [[nodiscard]] op::step<value_type> resume(result<http::response> reply) {
        x_record.end(*x_observer, x_shown, reply);
        return watched(x_operation.resume(std::move(reply)));
    }

    [[nodiscard]] diagnostics const& why() const& noexcept { return x_operation.why(); }
    diagnostics const& why() const&& = delete;

private:
    op::step<value_type> watched(op::step<value_type> next) {
        if (next.is_done()) {
            return next;
        }
        auto const& message = next.request();
        bool const again = x_attempt != 0 && message.verb == x_verb && message.url == x_url;
        x_attempt = again ? x_attempt + 1 : 1;
        x_verb = message.verb;
        x_url = message.url;
        x_record.begin(*x_observer, x_shown, message);
        if (auto* const event = x_record.event()) {
            event->attempt = x_attempt;
            event->delay = next.delay();
        }
        return next;
    }

    Operation x_operation;
    Observer* x_observer;
    redaction x_shown;
    detail::exchange_record<Observer, Stopwatch> x_record;
    unsigned x_attempt = 0;
    http::method x_verb = http::method::get;
    std::string x_url;
};

}  // namespace bcauth::inline v0

#endif
