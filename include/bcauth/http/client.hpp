// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_HTTP_CLIENT_HPP
#define BCAUTH_HTTP_CLIENT_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace bcauth::inline v0::http {

/** Sends a request and waits for the answer.

    Exemplar: `function_client`; `testing::scripted_client` is the other model in the core's company.

    Semantics that the compiler can't check: any status is a value; redirects are never followed; nothing is
    retried; the request's limits hold. A failure before the first byte was sent is `errc::transport_failed`; when
    the request may have arrived, any other error.
*/
template <class Client>
concept client = requires(Client& client, request message) {
    { client.send(std::move(message)) } -> std::same_as<result<response>>;
};

/** A function as a client.

    @code
    bcauth::http::function_client http{[&](bcauth::http::request const& message) { return my_send(message); }};
    @endcode
*/
template <class Function>
requires std::same_as<std::invoke_result_t<Function&, request>, result<response>>
class function_client {
public:
    explicit function_client(Function function) : x_function(std::move(function)) {}

    result<response> send(request message) { return x_function(std::move(message)); }

private:
    Function x_function;
};

}  // namespace bcauth::inline v0::http

#endif
