// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_ASYNC_AWAITABLE_HPP
#define BCAUTH_ASYNC_AWAITABLE_HPP

#include <bcauth/async/detail/co_run_steps.hpp>
#include <bcauth/detail/awaiter.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/op/operation.hpp>

#include <chrono>
#include <concepts>
#include <coroutine>
#include <utility>

namespace bcauth::inline v0 {

/** Gives something to `co_await` that waits. Called with what an operation asks for, only when that is more than
    nothing.

    Exemplar: `[&](std::chrono::milliseconds delay) { return my_loop.sleep(delay); }`
*/
template <class Sleeper>
concept awaitable_sleeper = requires(Sleeper& sleep, std::chrono::milliseconds delay) {
    { sleep(delay) } -> detail::awaitable;
};

/** What a coroutine can return: `std::coroutine_traits` finds its promise. */
template <class Task>
concept coroutine_task = requires {
    typename std::coroutine_traits<Task>::promise_type;
};

/** Carries an operation through in a coroutine of any type: `Task` is a template, as in `my::task<int>`.

    @code
    auto installed = co_await bcauth::co_run<my::task>(http, bcauth::op::token_exchange{app, grant}, why, sleep);
    @endcode

    There is nothing in it that a coroutine of your own can't have, where a template doesn't serve:

    @code
    auto step = operation.start();
    while (!step.is_done()) {
        if (step.delay().count() > 0) co_await sleep(step.delay());
        step = operation.resume(co_await http.send(std::move(step).request()));
    }
    @endcode

    @param http an `http::awaitable_client`, whose awaitables `Task` can await
    @param operation is moved into the coroutine; one that was not started
    @param why gets what a person needs beyond the code, on success too
    @param sleep an `awaitable_sleeper`, moved into the coroutine
    @par Errors
    Those of the operation; the client's failures are its inputs.
    @par Exception safety
    What the client, the sleeper and the allocator throw reaches the promise of `Task`.
    @par Lifetime
    `http` and `why` live until the task is over.
    @par Compilers
    g++ 12 destroys an aggregate in braces, or a lambda with captures, twice when it is made within a `co_await`
    expression, whatever is awaited. Make options and sleepers in a statement before.
*/
template <template <class...> class Task, http::awaitable_client Client, op::operation Operation,
          awaitable_sleeper Sleeper>
requires coroutine_task<Task<result<typename Operation::value_type>>>
[[nodiscard]] Task<result<typename Operation::value_type>> co_run(Client& http, Operation operation,
                                                                  diagnostics& why, Sleeper sleep) {
    return detail::co_run_steps<Task<result<typename Operation::value_type>>>(
        http, std::move(operation), &why, std::move(sleep));
}

/** The same for a caller who needs the code alone. */
template <template <class...> class Task, http::awaitable_client Client, op::operation Operation,
          awaitable_sleeper Sleeper>
requires coroutine_task<Task<result<typename Operation::value_type>>>
[[nodiscard]] Task<result<typename Operation::value_type>> co_run(Client& http, Operation operation,
                                                                  Sleeper sleep) {
    return detail::co_run_steps<Task<result<typename Operation::value_type>>>(
        http, std::move(operation), nullptr, std::move(sleep));
}

}  // namespace bcauth::inline v0

#endif
