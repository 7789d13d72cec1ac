// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_HTTP_CLIENT_HPP
#define BCAUTH_HTTP_CLIENT_HPP

#include <bcauth/detail/awaiter.hpp>
#include <bcauth/detail/reply_probe.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace bcauth::inline v0::http {

/** Sends a request and waits for the answer.

    Exemplar: `function_client`; `any_client`, `curl_client` and `testing::scripted_client` are other models.

    Semantics that the compiler can't check, of this and of the two shapes below: any status is a value; redirects
    are never followed; nothing that isn't idempotent is sent twice; the request's limits hold. A failure before the
    first byte was sent is `errc::transport_failed`; when the request may have arrived, any other error.
*/
template <class Client>
concept client = requires(Client& client, request message) {
    { client.send(std::move(message)) } -> std::same_as<result<response>>;
};

/** Sends a request and tells a completion token of the answer; the signature is `void(result<response>)`.

    Exemplar:
    @code
    class my_client {
    public:
        template <class CompletionToken>
        auto async_send(http::request message, CompletionToken&& token) {
            return boost::asio::async_initiate<CompletionToken, void(result<http::response>)>(...);
        }
        auto get_executor();  // where its I/O is; async_run asks for it
    };
    @endcode
    Models: `beast_client`, `async_function_client`, `testing::scripted_async_client`.

    Semantics that the compiler can't check: those of `client`. A handler is moved and never copied, and called
    once, through its associated executor, not from within `async_send`. A cancellation through its associated slot
    is obeyed as soon as it can be and answered like any failure: with `errc::transport_failed` before the first
    byte, with `errc::cancelled` after it. `async_send` throws nothing but `std::bad_alloc`.

    A client whose `async_send` has a deduced return type is compiled once more to answer the question; one that is
    slow to compile declares it.
*/
template <class Client>
concept async_client = requires(Client& client, request message, detail::reply_probe handler) {
    client.async_send(std::move(message), std::move(handler));
};

/** Sends a request and gives something to `co_await`, which comes to a `result<response>`.

    Exemplar:
    @code
    class my_client {
    public:
        my::task<result<http::response>> send(http::request message);
    };
    @endcode
    Models: any `function_client` whose function is a coroutine. What `co_await` makes of it in a coroutine whose
    promise transforms it is not looked at.

    Semantics that the compiler can't check: those of `client`, and that what is given stays good while the client
    lives, and when it was moved.
*/
template <class Client>
concept awaitable_client = requires(Client& client, request message) {
    { client.send(std::move(message)) } -> detail::awaitable_of<result<response>>;
};

/** A function as a client: of a function that gives a `result<response>` an `http::client`, of one that gives
    something to `co_await` an `http::awaitable_client`.

    @code
    bcauth::http::function_client http{[&](bcauth::http::request const& message) { return my_send(message); }};
    @endcode

    @par Lifetime
    A coroutine uses what its lambda captured, which is in the client: the client outlives it, unmoved.
*/
template <class Function>
requires std::same_as<std::invoke_result_t<Function&, request>, result<response>> ||
    detail::awaitable_of<std::invoke_result_t<Function&, request>, result<response>>
class function_client {
public:
    explicit function_client(Function function) : x_function(std::move(function)) {}

    std::invoke_result_t<Function&, request> send(request message) {
        return x_function(std::move(message));
    }

private:
    Function x_function;
};

}  // namespace bcauth::inline v0::http

#endif
