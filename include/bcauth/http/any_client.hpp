// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_HTTP_ANY_CLIENT_HPP
#define BCAUTH_HTTP_ANY_CLIENT_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/http/message.hpp>

#include <concepts>
#include <memory>
#include <utility>

namespace bcauth::inline v0::http {

/** Any blocking client, or any function that could be one, under one type: for who wants no templates.

    @code
    bcauth::http::any_client http{bcauth::curl_client{}};
    bcauth::http::any_client other{[&](bcauth::http::request const& message) { return my_send(message); }};
    bcauth::http::any_client borrowed{[&](auto message) { return mine.send(std::move(message)); }};
    @endcode

    It can be moved and not copied. One that was moved from sends nothing.

    @par Errors
    Those of the client in it; `errc::transport_failed` when it was moved from.
    @par Exception safety
    Construction is strong; `send` throws what the client in it throws.
    @par Thread safety
    That of the client in it.
*/
class any_client {
public:
    template <class Client>
    requires(!std::same_as<Client, any_client>) && client<Client> explicit any_client(Client http)
        : any_client(std::in_place_type<Client>, std::move(http)) {}

    template <class Function>
    requires(!client<Function>) && client<function_client<Function>> explicit any_client(
                                       Function function)
        : any_client(std::in_place_type<function_client<Function>>, std::move(function)) {}

    /** With a client that is made where it stays, for one that can't be moved. */
    template <client Client, class... Arguments>
    requires std::constructible_from<Client, Arguments...>
    explicit any_client(std::in_place_type_t<Client>, Arguments&&... arguments)
        : x_client(std::make_unique<Client>(std::forward<Arguments>(arguments)...).release(),
                   [](void* held) { delete static_cast<Client*>(held); }),
          x_send([](void* held, request&& message) {
              return static_cast<Client*>(held)->send(std::move(message));
          }) {}

    result<response> send(request message) {
        if (x_client == nullptr) {
            return errc::transport_failed;
        }
        return x_send(x_client.get(), std::move(message));
    }

private:
    std::unique_ptr<void, void (*)(void*)> x_client;
    result<response> (*x_send)(void*, request&&);
};

static_assert(client<any_client> && std::movable<any_client>);

}  // namespace bcauth::inline v0::http

#endif
