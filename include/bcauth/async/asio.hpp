// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_ASYNC_ASIO_HPP
#define BCAUTH_ASYNC_ASIO_HPP

#include <bcauth/async/detail/composed_run.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/op/operation.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/execution/executor.hpp>
#include <boost/asio/is_executor.hpp>

#include <utility>

namespace bcauth::inline v0 {

/** An `http::async_client` that says where its I/O is: waits between requests are made there too.

    Exemplar: `http::async_function_client`.
*/
template <class Client>
concept asio_client = http::async_client<Client> && requires(Client& http) {
    requires boost::asio::execution::is_executor<decltype(http.get_executor())>::value ||
        boost::asio::is_executor<decltype(http.get_executor())>::value;
};

/** Carries an operation through on an `http::async_client`, without a thread and without blocking.

    @code
    auto installed = co_await bcauth::async_run(http, bcauth::op::token_exchange{app, grant}, why, use_awaitable);
    @endcode

    @param http is asked to send from the initiating function for the first request, and from where the token's
           executor runs for the later ones: with another executor than the client's, the client must bear both
    @param operation is moved into the asynchronous operation; one that was not started
    @param why gets what a person needs beyond the code: status, the platform's words, missing scopes. Written just
           before the completion, on success too
    @param token any Asio completion token for `void(result<T>)`: a callback, `use_awaitable`, `use_future`,
           `deferred`, `detached`, with an executor, allocator or cancellation slot bound to it or not. `co_await` gives
           the `result<T>` and does not throw it
    @par Completion
    Once, by way of the client's executor through the token's associated one, never from within this function, even
    where the operation is done at once or the client answers from within `async_send`. With `use_future` all is done
    where the client's executor is run.
    @par Cancellation
    Types terminal, partial and total, through the token's associated slot, emitted on its associated executor; with
    `use_future`, whose executor has no place of its own, where the client's executor runs. A wait ends at once, and
    no further request is sent. A request that is under way is cancelled with the same type if the client can; what it
    says then is the reply. The operation has the last word, so that an exchange that may have arrived is
    `errc::outcome_unknown`:
    - a request that was still waited for is answered to the operation with `errc::transport_failed`
    - one under way is answered with what the client says, `errc::cancelled` when it may have arrived
    - where the operation would send again after that, the outcome is `errc::cancelled`
    @par Errors
    Those of the operation, and `errc::cancelled`.
    @par Exception safety
    What the client, the operation and the allocator throw passes through: to the caller as the first request is
    made, out of what runs the executor for the later ones and in a coroutine. The completion does not come then.
    With `use_future` what the later ones throw goes into the future.
    @par Lifetime
    `http` and `why` live until the completion; with a lazy token (`deferred`, `use_awaitable`) that begins later.
    The client's context outlives the completion and whatever thread ran it.
    @par Compilers
    g++ 12 destroys an aggregate in braces, or a lambda with captures, twice when it is made within a `co_await`
    expression, whatever is awaited. Make options and sleepers in a statement before.
    @par Thread safety
    The operation and `why` are used by one thread at a time; `http` as its own documentation demands.
*/
template <
    asio_client Client, op::operation Operation,
    boost::asio::completion_token_for<void(result<typename Operation::value_type>)> CompletionToken>
auto async_run(Client& http, Operation operation, diagnostics& why, CompletionToken&& token) {
    using signature = void(result<typename Operation::value_type>);
    return boost::asio::async_compose<CompletionToken, signature>(
        detail::composed_run<Client, Operation>(http, std::move(operation), &why), token,
        http.get_executor());
}

/** The same for a caller who needs the code alone. */
template <
    asio_client Client, op::operation Operation,
    boost::asio::completion_token_for<void(result<typename Operation::value_type>)> CompletionToken>
auto async_run(Client& http, Operation operation, CompletionToken&& token) {
    using signature = void(result<typename Operation::value_type>);
    return boost::asio::async_compose<CompletionToken, signature>(
        detail::composed_run<Client, Operation>(http, std::move(operation), nullptr), token,
        http.get_executor());
}

}  // namespace bcauth::inline v0

#endif
