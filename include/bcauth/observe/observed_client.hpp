// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_OBSERVED_CLIENT_HPP
#define BCAUTH_OBSERVE_OBSERVED_CLIENT_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/observe/detail/exchange_record.hpp>
#include <bcauth/observe/exchange_event.hpp>
#include <bcauth/observe/redaction.hpp>
#include <bcauth/observer.hpp>

#include <chrono>
#include <utility>

namespace bcauth::inline v0 {

/** Any `http::client`, whose exchanges are told to an observer: for an `application`, or for `run`.

    @code
    bcauth::observed_client seen{http, log};
    auto installed = bcauth::run(seen, bcauth::op::token_exchange{app, grant}, why);
    @endcode
    It can't know of an operation's waits: `attempt` is 1 and `delay` 0. `observed_operation` knows them, and serves
    asynchronous clients too; whoever uses both is told of each exchange twice.

    @par Exception safety
    What the client throws passes through, and then nothing is told. What the observer throws is lost.
    @par Lifetime
    Client and observer are referred to and outlive it.
    @par Thread safety
    That of the client; the observer has to take events from as many threads.
*/
template <http::client Client, observer<exchange_event> Observer,
          class Stopwatch = std::chrono::steady_clock>
class observed_client {
public:
    observed_client(Client& client, Observer& own, redaction shown = {})
        : x_client(&client),
          x_observer(&own),
          x_shown(std::move(shown)) {}

    [[nodiscard]] result<http::response> send(http::request message) {
        detail::exchange_record<Observer, Stopwatch> record;
        record.begin(*x_observer, x_shown, message);
        result<http::response> reply = x_client->send(std::move(message));
        record.end(*x_observer, x_shown, reply);
        return reply;
    }

private:
    Client* x_client;
    Observer* x_observer;
    redaction x_shown;
};

}  // namespace bcauth::inline v0

#endif
