// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_ASYNC_ASYNC_FUNCTION_CLIENT_HPP
#define BCAUTH_ASYNC_ASYNC_FUNCTION_CLIENT_HPP

#include <bcauth/async/detail/one_reply.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/http/message.hpp>

#include <boost/asio/async_result.hpp>

#include <concepts>
#include <functional>
#include <memory>
#include <utility>

namespace bcauth::inline v0::http {

/** What a client with callbacks calls when there is an answer, once, on any thread. What comes later is dropped. */
using reply_callback = std::function<void(result<response>)>;

/** A function with a callback as an `http::async_client`.

    @code
    bcauth::http::async_function_client http{
        context.get_executor(), [&](bcauth::http::request message, bcauth::http::reply_callback done) {
            my_sdk.send(to_mine(message), [done](my_sdk::reply const& reply) { done(from_mine(reply)); });
        }};
    @endcode

    The callback may be called from within the function: the completion comes through the executor all the same. It
    must be called; where it is dropped, the completion never comes. A cancellation does not reach the function.

    @par Lifetime
    The client lives until each callback has returned, and so does the executor's context.
    @par Thread safety
    That of the function.
*/
template <class Executor, std::invocable<request, reply_callback> Function>
class async_function_client {
public:
    using executor_type = Executor;

    async_function_client(Executor executor, Function function)
        : x_executor(std::move(executor)),
          x_function(std::move(function)) {}

    [[nodiscard]] executor_type get_executor() const noexcept { return x_executor; }

    template <boost::asio::completion_token_for<void(result<response>)> CompletionToken>
    auto async_send(request message, CompletionToken&& token) {
        return boost::asio::async_initiate<CompletionToken, void(result<response>)>(
            [this](auto handler, request sent) {
                using one_reply = detail::one_reply<decltype(handler), Executor>;
                auto const reply = std::make_shared<one_reply>(std::move(handler), x_executor);
                x_function(std::move(sent),
                           [reply](result<response> answer) { reply->give(std::move(answer)); });
            },
            token, std::move(message));
    }

private:
    Executor x_executor;
    Function x_function;
};

}  // namespace bcauth::inline v0::http

#endif
