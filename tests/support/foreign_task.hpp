// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_FOREIGN_TASK_HPP
#define BCAUTH_TESTS_SUPPORT_FOREIGN_TASK_HPP

#include <coroutine>
#include <cstdlib>
#include <deque>
#include <exception>
#include <functional>
#include <optional>
#include <utility>

// A coroutine type that is nobody's: begun when it is awaited or `start()`ed, with symmetric transfer. And a loop for
// it: what is suspended goes on only when a test says so.
template <class T>
class foreign_task {
public:
    struct promise_type {
        foreign_task get_return_object() {
            return foreign_task(std::coroutine_handle<promise_type>::from_promise(*this));
        }
        std::suspend_always initial_suspend() noexcept { return {}; }
        auto final_suspend() noexcept {
            struct give_back {
                bool await_ready() noexcept { return false; }
                std::coroutine_handle<> await_suspend(
                    std::coroutine_handle<promise_type> done) noexcept {
                    auto const next = done.promise().continuation;
                    return next ? next : std::noop_coroutine();
                }
                void await_resume() noexcept {}
            };
            return give_back{};
        }
        void unhandled_exception() { thrown = std::current_exception(); }
        void return_value(T value) { given.emplace(std::move(value)); }

        std::coroutine_handle<> continuation;
        std::optional<T> given;
        std::exception_ptr thrown;
    };

    foreign_task(foreign_task&& other) noexcept : x_handle(std::exchange(other.x_handle, {})) {}
    foreign_task& operator=(foreign_task&&) = delete;
    ~foreign_task() {
        if (x_handle) x_handle.destroy();
    }

    auto operator co_await() && noexcept {
        struct awaiter {
            std::coroutine_handle<promise_type> awaited;
            bool await_ready() noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
                awaited.promise().continuation = caller;
                return awaited;
            }
            T await_resume() { return take(awaited.promise()); }
        };
        return awaiter{x_handle};
    }

    void start() { x_handle.resume(); }
    [[nodiscard]] bool is_done() const { return x_handle.done(); }
    T get() { return take(x_handle.promise()); }

private:
    explicit foreign_task(std::coroutine_handle<promise_type> handle) : x_handle(handle) {}

    static T take(promise_type& promise) {
        if (promise.thrown) std::rethrow_exception(promise.thrown);
        if (!promise.given) std::abort();
        return std::move(*promise.given);
    }

    std::coroutine_handle<promise_type> x_handle;
};

class foreign_loop {
public:
    // suspends whoever awaits it, then gives what `make` makes
    template <class T>
    auto later(std::function<T()> make) {
        struct awaiter {
            foreign_loop* loop;
            std::function<T()> make;
            bool await_ready() noexcept { return false; }
            void await_suspend(std::coroutine_handle<> caller) { loop->x_ready.push_back(caller); }
            T await_resume() { return make(); }
        };
        return awaiter{this, std::move(make)};
    }

    // resumes the one that waits longest; says whether there was one
    bool turn() {
        if (x_ready.empty()) return false;
        auto const next = x_ready.front();
        x_ready.pop_front();
        next.resume();
        return true;
    }

    [[nodiscard]] bool is_idle() const noexcept { return x_ready.empty(); }

private:
    std::deque<std::coroutine_handle<>> x_ready;
};

#endif
