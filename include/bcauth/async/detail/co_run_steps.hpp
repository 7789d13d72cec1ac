// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_ASYNC_DETAIL_CO_RUN_STEPS_HPP
#define BCAUTH_ASYNC_DETAIL_CO_RUN_STEPS_HPP

#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>

#include <chrono>
#include <coroutine>
#include <utility>

namespace bcauth::inline v0::detail {

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
// g++ takes the frame of a coroutine for a type that every unit shares, so that a lambda in it would be a fault.
#pragma GCC diagnostic ignored "-Wsubobject-linkage"
#endif

// The coroutine of `co_run`. What is sent is out of the step before anything is awaited: nothing then depends on the
// order in which the parts of an expression are evaluated, or on which of them a suspended coroutine keeps.
template <class Task, class Client, class Operation, class Sleeper>
Task co_run_steps(Client& http, Operation operation, diagnostics* why, Sleeper sleep) {
    auto step = operation.start();
    while (!step.is_done()) {
        auto const delay = step.delay();
        http::request message = std::move(step).request();
        if (delay > std::chrono::milliseconds{0}) {
            static_cast<void>(co_await sleep(delay));
        }
        result<http::response> reply = co_await http.send(std::move(message));
        step = operation.resume(std::move(reply));
    }
    if (why != nullptr) {
        *why = operation.why();
    }
    co_return std::move(step).outcome();
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

}  // namespace bcauth::inline v0::detail

#endif
