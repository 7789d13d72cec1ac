// SPDX-License-Identifier: BSL-1.0
// expect: awaitable
#include <bcauth/async/awaitable.hpp>
#include <bcauth/op/uninstall_check.hpp>

#include <chrono>
#include <coroutine>
#include <utility>

using verdict = bcauth::result<bcauth::op::uninstall_verdict>;

template <class T>
struct my_task {
    struct promise_type {
        my_task get_return_object();
        std::suspend_always initial_suspend() noexcept;
        std::suspend_always final_suspend() noexcept;
        void unhandled_exception();
        void return_value(T);
    };
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    T await_resume();
};

struct my_client {
    my_task<bcauth::result<bcauth::http::response>> send(bcauth::http::request);
};

struct my_sleeper {
#if defined(BCAUTH_FAIL)
    void operator()(std::chrono::milliseconds);
#else
    my_task<int> operator()(std::chrono::milliseconds);
#endif
};

my_task<verdict> ask(my_client& http, bcauth::op::uninstall_check check, my_sleeper sleep) {
    return bcauth::co_run<my_task>(http, std::move(check), sleep);
}
