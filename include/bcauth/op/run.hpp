// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OP_RUN_HPP
#define BCAUTH_OP_RUN_HPP

#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/op/operation.hpp>

#include <chrono>
#include <concepts>
#include <thread>
#include <type_traits>
#include <utility>

namespace bcauth::inline v0 {

/** Waits. Called with what an operation asks for, and only when that is more than nothing.

    Exemplar: `thread_sleeper`; a lambda that records and returns at once serves tests.
*/
template <class Sleeper>
concept sleeper = std::invocable<Sleeper&, std::chrono::milliseconds>;

/** Puts the calling thread to sleep. */
struct thread_sleeper {
    void operator()(std::chrono::milliseconds delay) const { std::this_thread::sleep_for(delay); }
};

/** Carries an operation through on a blocking client.

    @param http any `http::client`; it is used from this thread only
    @param operation by value, or by reference to one that was not started
    @param why gets what a person needs beyond the code: status, the platform's words, missing scopes. Written
           on success too, so that nothing of an earlier call is left in it
    @par Errors
    Those of the operation; the client's failures are its inputs.
    @par Exception safety
    Basic; what the client, the sleeper and the allocator throw passes through.
*/
template <class Client, class Operation, sleeper Sleeper = thread_sleeper>
requires http::client<std::remove_reference_t<Client>> &&
    op::operation<std::remove_reference_t<Operation>>
[[nodiscard]] auto run(Client&& http, Operation&& operation, diagnostics& why, Sleeper sleep = {})
    -> result<typename std::remove_reference_t<Operation>::value_type> {
    auto step = operation.start();
    while (!step.is_done()) {
        if (step.delay() > std::chrono::milliseconds{0}) {
            sleep(step.delay());
        }
        step = operation.resume(http.send(std::move(step).request()));
    }
    why = operation.why();
    return std::move(step).outcome();
}

/** The same for a caller who needs the code alone. */
template <class Client, class Operation, sleeper Sleeper = thread_sleeper>
requires http::client<std::remove_reference_t<Client>> &&
    op::operation<std::remove_reference_t<Operation>>
[[nodiscard]] auto run(Client&& http, Operation&& operation, Sleeper sleep = {})
    -> result<typename std::remove_reference_t<Operation>::value_type> {
    diagnostics unread;
    return run(http, operation, unread, std::move(sleep));
}

}  // namespace bcauth::inline v0

#endif
