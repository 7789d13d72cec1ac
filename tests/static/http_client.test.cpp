// SPDX-License-Identifier: BSL-1.0
#include <bcauth/http/client.hpp>

#include <concepts>
#include <coroutine>
#include <memory>
#include <utility>

namespace {

namespace http = bcauth::http;
using answer = bcauth::result<http::response>;

struct by_value {
    answer send(http::request);
};
struct by_reference {
    answer send(http::request const&);
};
struct by_rvalue {
    answer send(http::request&&);
};
struct const_sender {
    answer send(http::request) const;
};
struct immovable : by_value {
    immovable() = default;
    immovable(immovable const&) = delete;
    immovable& operator=(immovable const&) = delete;
};
static_assert(http::client<by_value> && http::client<by_reference> && http::client<by_rvalue>);
static_assert(http::client<const_sender> && http::client<const_sender const>);
static_assert(http::client<immovable>);

// each of these misses one thing
struct without_send {};
struct bare_response {
    http::response send(http::request);
};
struct other_error {
    std::unique_ptr<http::response> send(http::request);
};
struct reference_result {
    answer& send(http::request);
};
struct nothing_back {
    void send(http::request);
};
struct other_name {
    answer perform(http::request);
};
struct more_arguments {
    answer send(http::request, int);
};
struct url_only {
    answer send(char const*);
};
struct changes_the_callers_request {
    answer send(http::request&);
};
class hidden {
    [[maybe_unused]] answer send(http::request);
};
static_assert(!http::client<without_send> && !http::client<bare_response>);
static_assert(!http::client<other_error> && !http::client<reference_result>);
static_assert(!http::client<nothing_back> && !http::client<other_name>);
static_assert(!http::client<more_arguments> && !http::client<url_only>);
static_assert(!http::client<changes_the_callers_request> && !http::client<hidden>);
static_assert(!http::client<by_value const> && !http::client<int>);

// -- async_client

struct takes_tokens {
    template <class CompletionToken>
    void async_send(http::request, CompletionToken&&) {}
};
struct deduces_its_return_type {
    template <class Handler>
    auto async_send(http::request const&, Handler&& handler) {
        std::forward<Handler>(handler)(answer(bcauth::errc::timed_out));
        return 1;
    }
};
struct asks_for_the_signature {
    template <class Handler>
    requires std::invocable<Handler, answer>
    void async_send(http::request, Handler) {}
};
static_assert(http::async_client<takes_tokens> && http::async_client<deduces_its_return_type>);
static_assert(http::async_client<asks_for_the_signature>);

struct without_async_send {
    answer send(http::request);
};
struct without_a_token {
    void async_send(http::request);
};
struct tells_of_an_error_and_a_response {
    template <class Handler>
    requires std::invocable<Handler, bcauth::error_code, http::response>
    void async_send(http::request, Handler) {}
};
struct tells_of_a_response {
    template <class Handler>
    requires(std::invocable<Handler, int> &&
             !std::invocable<Handler, answer>) void async_send(http::request, Handler) {}
};
struct copies_its_handler {
    template <std::copy_constructible Handler>
    void async_send(http::request, Handler) {}
};
struct async_url_only {
    template <class Handler>
    void async_send(char const*, Handler&&) {}
};
struct changes_its_callers_request {
    template <class Handler>
    void async_send(http::request&, Handler&&) {}
};
class hides_async_send {
    template <class Handler>
    void async_send(http::request, Handler&&) {}
};
static_assert(!http::async_client<without_async_send> && !http::async_client<without_a_token>);
static_assert(!http::async_client<tells_of_an_error_and_a_response>);
static_assert(!http::async_client<tells_of_a_response>);
static_assert(!http::async_client<copies_its_handler> && !http::async_client<async_url_only>);
static_assert(!http::async_client<changes_its_callers_request>);
static_assert(!http::async_client<hides_async_send>);
static_assert(!http::async_client<takes_tokens const> && !http::async_client<int>);

// -- awaitable_client

template <class T>
struct awaiter {
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    T await_resume();
};
template <class T>
struct by_member {
    awaiter<T> operator co_await();
};
template <class T>
struct by_member_once {
    awaiter<T> operator co_await() &&;
};
template <class T>
struct by_function {};
template <class T>
awaiter<T> operator co_await(by_function<T>);

template <class Awaitable>
struct gives {
    Awaitable send(http::request);
};
static_assert(http::awaitable_client<gives<awaiter<answer>>>);
static_assert(http::awaitable_client<gives<awaiter<answer&&>>>);
static_assert(http::awaitable_client<gives<by_member<answer>>>);
static_assert(http::awaitable_client<gives<by_member_once<answer>>>);
static_assert(http::awaitable_client<gives<by_function<answer>>>);

// a task of one's own may know how to await in its own coroutines alone
struct picky : awaiter<answer> {
    struct promise;
    void await_suspend(std::coroutine_handle<promise>);
};
static_assert(http::awaitable_client<gives<picky>>);

struct never_ready {
    void await_suspend(std::coroutine_handle<>);
    answer await_resume();
};
struct says_nothing_when_ready : awaiter<answer> {
    void await_ready();
};
struct never_resumes {
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
};
static_assert(!http::awaitable_client<gives<never_ready>>);
static_assert(!http::awaitable_client<gives<says_nothing_when_ready>>);
static_assert(!http::awaitable_client<gives<never_resumes>>);
static_assert(!http::awaitable_client<gives<awaiter<http::response>>>);
static_assert(!http::awaitable_client<gives<awaiter<answer&>>>, "somebody else's");
static_assert(!http::awaitable_client<gives<awaiter<void>>>);
static_assert(!http::awaitable_client<gives<by_member<int>>>);
static_assert(!http::awaitable_client<gives<answer>> && !http::client<gives<awaiter<answer>>>);
static_assert(!http::awaitable_client<gives<awaiter<answer>> const>);
static_assert(!http::awaitable_client<takes_tokens> && !http::awaitable_client<int>);

// -- function_client

using good_function = answer (*)(http::request const&);
using bad_function = http::response (*)(http::request const&);
using coroutine = by_member<answer> (*)(http::request);
using bad_coroutine = by_member<http::response> (*)(http::request);
template <class Function>
concept makes_a_client = requires {
    typename http::function_client<Function>;
};
static_assert(makes_a_client<good_function> && http::client<http::function_client<good_function>>);
static_assert(makes_a_client<coroutine> &&
              http::awaitable_client<http::function_client<coroutine>>);
static_assert(!makes_a_client<bad_function> && !makes_a_client<bad_coroutine>);

}  // namespace
