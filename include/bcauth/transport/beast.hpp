// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_BEAST_HPP
#define BCAUTH_TRANSPORT_BEAST_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/transport/beast_options.hpp>
#include <bcauth/transport/detail/beast_engine.hpp>
#include <bcauth/transport/detail/beast_exchange.hpp>
#include <bcauth/transport/detail/beast_state.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution_context.hpp>

#include <concepts>
#include <memory>
#include <utility>

namespace bcauth::inline v0 {

/** An `http::async_client` on Boost.Asio and Beast, for every completion token.

    TLS 1.2 or later, the server's chain and name verified as `beast_options::trust` says; HTTP/1.1. No redirect is
    followed; no cookie, no password of its own. A request goes out as it is, with Host, Content-Length and, where it
    has none, `User-Agent: bcauth/VERSION`; never with `Expect`. Requests to this machine in plain http never go to a
    proxy. A proxy resolves the server's name.

    Connections are kept and used again for idempotent requests. Any other request gets a fresh one: a kept
    connection can die at the moment of sending, and then nobody knows whether the request arrived. An idempotent
    request may for that reason be sent a second time.

    Fields of an answer that `http::fields` can't hold are left out, and so are trailers. Over TLS an answer has to tell
    its length or come in chunks: of any other nobody knows that it is whole.

    A handler is called through its associated executor, or the client's, never from within `async_send`; its
    cancellation slot ends the exchange at once, in every stage and by any type of cancellation. No thread is started
    but Asio's own, which looks names up: a name server that doesn't answer holds up no exchange beyond its limit, but
    the destruction of the execution context.

    @par Errors
    `errc::transport_failed` when nothing was sent: name, connection, proxy or certificate failed, in time or not, or
    the caller gave up, or the address is refused (not https, userinfo, malformed), or the fields have Content-Length
    or Transfer-Encoding, or the options are those that `make` refuses; `beast_options::on_event` is told which. After that
    `errc::response_too_large` for a body or head over its limit, the rest of which is not read; `errc::timed_out` when
    a limit ran out; `errc::cancelled` when the caller gave up; `errc::outcome_unknown` for any other failure, lack of
    memory among them.
    @par Exception safety
    Strong; `async_send` throws nothing but `std::bad_alloc`.
    @par Lifetime
    A copy shares settings and connections with its original. Requests on their way go on without any of them; the
    execution context has to outlive them all.
    @par Thread safety
    `async_send` may be called from any number of threads, on one client too.
*/
class beast_client {
public:
    using executor_type = boost::asio::any_io_executor;

    /** Refuses what isn't done here, or can't be read; the constructors leave that to each `async_send`.
        @par Errors
        `errc::unsupported_setting` for TLS with a proxy, for DIGEST, NEGOTIATE and NTLM, and for a proxy without host
        or port or with credentials that its protocol can't carry. `errc::invalid_setting` when the certificates can't
        be read, a digest has a wrong size, or nobody is trusted.
    */
    [[nodiscard]] static result<beast_client> make(executor_type executor, beast_options options) {
        beast_client made(std::move(executor), std::move(options));
        if (auto const good = made.x_state->setup->fault(); !good) return good.error();
        return made;
    }

    explicit beast_client(executor_type executor, beast_options options = {})
        : x_state(std::make_shared<detail::beast_state>(
              std::move(executor), std::make_shared<detail::beast_setup>(std::move(options)))) {}

    template <class Context>
    requires std::convertible_to<Context&, boost::asio::execution_context&>
    explicit beast_client(Context& context, beast_options options = {})
        : beast_client(executor_type(context.get_executor()), std::move(options)) {}

    // moving is copying, so that no client is ever without its state
    beast_client(beast_client const&) = default;
    beast_client& operator=(beast_client const&) = default;
    ~beast_client() = default;

    /** Sends a request; the signature of the completion is `void(result<http::response>)`. */
    template <class CompletionToken>
    auto async_send(http::request message, CompletionToken&& token)
        -> decltype(boost::asio::async_initiate<CompletionToken, void(result<http::response>)>(
            std::declval<detail::beast_initiation>(), token, std::move(message))) {
        return boost::asio::async_initiate<CompletionToken, void(result<http::response>)>(
            detail::beast_initiation{x_state}, token, std::move(message));
    }

    /** Where the I/O is done. */
    [[nodiscard]] executor_type get_executor() const noexcept { return x_state->executor; }

private:
    std::shared_ptr<detail::beast_state> x_state;
};

static_assert(http::async_client<beast_client>);

/** The same as an `http::client`: `send` does the I/O in the thread that calls it.

    Everything that `beast_client` says holds, but for one thing: a call whose I/O can't be kept for the next one, with
    `beast_options::kept_connections` 0 or more threads at work than that, goes on beyond its limit while a name is
    looked up, since nobody can interrupt `getaddrinfo`. So does the destruction of the client.

    @par Exception safety
    Strong; throws nothing but `std::bad_alloc`.
    @par Lifetime
    A client that was moved from sends nothing: `errc::transport_failed`.
    @par Thread safety
    `send` may be called from any number of threads.
*/
class blocking_beast_client {
public:
    blocking_beast_client() : blocking_beast_client(beast_options{}) {}
    explicit blocking_beast_client(beast_options options)
        : x_engines(std::make_unique<detail::beast_engines>(std::move(options))) {}

    /** As `beast_client::make`. */
    [[nodiscard]] static result<blocking_beast_client> make(beast_options options) {
        blocking_beast_client made(std::move(options));
        if (auto const good = made.x_engines->fault(); !good) return good.error();
        return result<blocking_beast_client>(std::move(made));
    }

    [[nodiscard]] result<http::response> send(http::request message) {
        if (!x_engines) return errc::transport_failed;
        return x_engines->send(std::move(message));
    }

private:
    std::unique_ptr<detail::beast_engines> x_engines;
};

static_assert(http::client<blocking_beast_client>);

}  // namespace bcauth::inline v0

#endif
