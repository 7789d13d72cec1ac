// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_ASYNC_DETAIL_COMPOSED_RUN_HPP
#define BCAUTH_ASYNC_DETAIL_COMPOSED_RUN_HPP

#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/op/operation.hpp>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/wait_traits.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace bcauth::inline v0::detail {

// What `async_run` gives to `async_compose`. Whatever it begins takes `self`, and `self` holds it: after `std::move(self)`
// nothing of it is touched, and what is handed over beside `self` is taken out of it in a statement before.
template <class Client, class Operation>
class composed_run {
public:
    using value_type = typename Operation::value_type;

    composed_run(Client& http, Operation operation, diagnostics* why)
        : x_http(&http),
          x_operation(std::move(operation)),
          x_why(why) {}

    // begins, and comes again when there is an outcome
    template <class Self>
    void operator()(Self& self) {
        if (x_outcome) {
            return complete(self);
        }
        self.reset_cancellation_state(boost::asio::enable_total_cancellation());
        go_on(self, x_operation.start());
    }

    // a request was answered
    template <class Self>
    void operator()(Self& self, result<http::response> reply) {
        go_on(self, x_operation.resume(std::move(reply)));
    }

    // a wait is over
    template <class Self>
    void operator()(Self& self, error_code ec) {
        x_timer.reset();
        if (ec || gave_up(self)) {
            x_message.reset();
            return go_on(self, x_operation.resume(errc::transport_failed));
        }
        send(self, std::move(*x_message));
    }

private:
    using clock = std::chrono::steady_clock;
    using executor = std::remove_cvref_t<decltype(std::declval<Client&>().get_executor())>;
    using timer =
        boost::asio::basic_waitable_timer<clock, boost::asio::wait_traits<clock>, executor>;

    // the clock counts nanoseconds, in which the longest delay has no place
    static constexpr std::chrono::milliseconds longest_wait = std::chrono::hours{24 * 365};

    template <class Self>
    static bool gave_up(Self& self) noexcept {
        return self.cancelled() != boost::asio::cancellation_type::none;
    }

    template <class Self>
    void go_on(Self& self, op::step<value_type> step) {
        if (step.is_done()) {
            return finish(self, std::move(step).outcome());
        }
        if (gave_up(self)) {
            return finish(self, errc::cancelled);
        }
        auto const delay = step.delay();
        if (delay > std::chrono::milliseconds{0}) {
            return wait(self, delay, std::move(step).request());
        }
        send(self, std::move(step).request());
    }

    template <class Self>
    void send(Self& self, http::request message) {
        auto& http = *x_http;
        http.async_send(std::move(message), std::move(self));
    }

    template <class Self>
    void wait(Self& self, std::chrono::milliseconds delay, http::request message) {
        x_message.emplace(std::move(message));
        // stays where it is while `self` moves
        x_timer = std::allocate_shared<timer>(self.get_allocator(), x_http->get_executor());
        auto& until = *x_timer;
        until.expires_after(std::min(delay, longest_wait));
        until.async_wait(std::move(self));
    }

    // by way of the client's executor, since this may still be within the initiating function or within the client
    template <class Self>
    void finish(Self& self, result<value_type> outcome) {
        x_outcome.emplace(std::move(outcome));
        auto const home = x_http->get_executor();
        boost::asio::post(home, std::move(self));
    }

    template <class Self>
    void complete(Self& self) {
        if (x_why != nullptr) {
            *x_why = x_operation.why();
        }
        self.complete(std::move(*x_outcome));
    }

    Client* x_http;
    Operation x_operation;
    diagnostics* x_why;
    std::shared_ptr<timer> x_timer;
    std::optional<http::request> x_message;
    std::optional<result<value_type>> x_outcome;
};

}  // namespace bcauth::inline v0::detail

#endif
