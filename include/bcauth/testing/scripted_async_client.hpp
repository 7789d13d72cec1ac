// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_SCRIPTED_ASYNC_CLIENT_HPP
#define BCAUTH_TESTING_SCRIPTED_ASYNC_CLIENT_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/testing/scripted_client.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bcauth::inline v0::testing {

/** `scripted_client` for asynchronous code: the answers come through an executor, one turn later.

    A request can be held: it counts as sent, and is answered by `release()`, or with `errc::cancelled` when it is
    cancelled (types terminal and partial; a total cancellation comes too late for it).

    @par Lifetime
    It lives until all its requests are answered.
    @par Thread safety
    One thread at a time: the context is run by one thread, which is also the one that calls.
*/
class scripted_async_client {
public:
    using executor_type = boost::asio::any_io_executor;

    scripted_async_client(executor_type executor, std::vector<scripted_exchange> script)
        : x_script(std::move(script)),
          x_executor(std::move(executor)) {}

    [[nodiscard]] executor_type get_executor() const noexcept { return x_executor; }

    template <boost::asio::completion_token_for<void(result<http::response>)> CompletionToken>
    auto async_send(http::request message, CompletionToken&& token) {
        return boost::asio::async_compose<CompletionToken, void(result<http::response>)>(
            exchange(*this, std::move(message)), token, x_executor);
    }

    /** Leaves the request of this number unanswered, counted from 0. */
    void hold(std::size_t number) { x_held_number = number; }

    /** Whether a request is held now. */
    [[nodiscard]] bool holds() const noexcept { return !x_held.expired(); }

    /** Answers the request that is held as the script says. */
    void release() {
        if (auto const held = x_held.lock()) {
            x_held.reset();
            held->expires_at(boost::asio::steady_timer::time_point::min());
        }
    }

    /** Of `scripted_client`, and so are the next two. */
    [[nodiscard]] std::vector<http::request> const& received() const& noexcept {
        return x_script.received();
    }
    std::vector<http::request> const& received() const&& = delete;

    [[nodiscard]] bool finished() const noexcept { return x_script.finished(); }

    [[nodiscard]] std::string const& complaint() const& noexcept { return x_script.complaint(); }
    std::string const& complaint() const&& = delete;

private:
    class exchange {
    public:
        exchange(scripted_async_client& client, http::request message)
            : x_client(&client),
              x_message(std::move(message)) {}

        template <class Self>
        void operator()(Self& self) {
            self.reset_cancellation_state(boost::asio::enable_partial_cancellation());
            x_timer = x_client->begin(std::move(x_message), x_reply);
            wait(self);
        }

        template <class Self>
        void operator()(Self& self, error_code) {
            if (self.cancelled() != boost::asio::cancellation_type::none) {
                x_reply = errc::cancelled;
            } else if (x_timer->expiry() == boost::asio::steady_timer::time_point::max()) {
                return wait(self);
            }
            x_timer.reset();
            self.complete(std::move(x_reply));
        }

    private:
        template <class Self>
        void wait(Self& self) {
            auto& timer = *x_timer;
            timer.async_wait(std::move(self));
        }

        scripted_async_client* x_client;
        http::request x_message;
        std::shared_ptr<boost::asio::steady_timer> x_timer;
        result<http::response> x_reply = errc::transport_failed;
    };

    std::shared_ptr<boost::asio::steady_timer> begin(http::request message,
                                                     result<http::response>& reply) {
        using timer = boost::asio::steady_timer;
        auto const number = x_script.received().size();
        reply = x_script.send(std::move(message));
        auto made = std::make_shared<timer>(x_executor, timer::time_point::min());
        if (x_held_number == number) {
            made->expires_at(timer::time_point::max());
            x_held = made;
        }
        return made;
    }

    scripted_client x_script;
    executor_type x_executor;
    std::optional<std::size_t> x_held_number;
    std::weak_ptr<boost::asio::steady_timer> x_held;
};

static_assert(http::async_client<scripted_async_client>);

}  // namespace bcauth::inline v0::testing

#endif
