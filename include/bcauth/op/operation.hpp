// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OP_OPERATION_HPP
#define BCAUTH_OP_OPERATION_HPP

#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>

#include <chrono>
#include <concepts>
#include <utility>
#include <variant>

namespace bcauth::inline v0::op {

/** What an operation wants next: *send this*, *wait so long, then send this*, or *done with this*. */
template <class T>
class step {
public:
    [[nodiscard]] static step send(http::request message) {
        return step(sending{std::move(message), std::chrono::milliseconds{0}});
    }
    [[nodiscard]] static step wait_then_send(std::chrono::milliseconds delay,
                                             http::request message) {
        return step(sending{std::move(message), delay});
    }
    [[nodiscard]] static step done(result<T> outcome) { return step(std::move(outcome)); }

    [[nodiscard]] bool is_done() const noexcept { return x_next.index() == 1; }

    /** How long to wait before sending, milliseconds; zero is not at all. */
    [[nodiscard]] std::chrono::milliseconds delay() const noexcept {
        auto const* next = std::get_if<sending>(&x_next);
        return next == nullptr ? std::chrono::milliseconds{0} : next->delay;
    }

    /** The request to send.
        @par Preconditions
        Not done.
    */
    [[nodiscard]] http::request const& request() const& noexcept {
        return std::get_if<sending>(&x_next)->message;
    }
    [[nodiscard]] http::request request() && noexcept {
        return std::move(std::get_if<sending>(&x_next)->message);
    }

    /** What the operation came to.
        @par Preconditions
        Done.
    */
    [[nodiscard]] result<T> const& outcome() const& noexcept { return *std::get_if<1>(&x_next); }
    [[nodiscard]] result<T> outcome() && { return std::move(*std::get_if<1>(&x_next)); }

private:
    struct sending {
        http::request message;
        std::chrono::milliseconds delay;
    };

    explicit step(sending next) : x_next(std::in_place_index<0>, std::move(next)) {}
    explicit step(result<T> outcome) : x_next(std::in_place_index<1>, std::move(outcome)) {}

    std::variant<sending, result<T>> x_next;
};

/** A conversation with the platform as a value: it says what to send and is told what came back. It does no I/O.

    Exemplar:
    @code
    class ping {
    public:
        using value_type = int;
        step<int> start();                                // once, first
        step<int> resume(result<http::response> reply);   // once for each request that was asked for
        diagnostics const& why() const&;
    };
    @endcode
    `token_exchange` is the first model that ships.

    Semantics that the compiler can't check: `start()` comes first and once, then one `resume()` for each step that
    asks to send; anything else is answered with `errc::operation_misused` and sends nothing. That no answer could
    be had is an input like any other. `why()` is complete when a step is done, and holds nothing secret.
*/
template <class Operation>
concept operation = std::movable<Operation> &&
    requires(Operation& each, Operation const& unchanged, result<http::response> reply) {
    typename Operation::value_type;
    { each.start() } -> std::same_as<step<typename Operation::value_type>>;
    { each.resume(std::move(reply)) } -> std::same_as<step<typename Operation::value_type>>;
    { unchanged.why() } -> std::same_as<diagnostics const&>;
};

}  // namespace bcauth::inline v0::op

#endif
