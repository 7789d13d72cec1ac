// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_AWAITER_HPP
#define BCAUTH_DETAIL_AWAITER_HPP

#include <concepts>
#include <utility>

namespace bcauth::inline v0::detail {

template <class Awaitable>
concept has_member_co_await = requires(Awaitable&& each) {
    std::forward<Awaitable>(each).operator co_await();
};

template <class Awaitable>
concept has_free_co_await = requires(Awaitable&& each) {
    operator co_await(std::forward<Awaitable>(each));
};

// what `co_await` asks, for a coroutine whose promise changes nothing about it
template <class Awaitable>
struct awaiter {
    using type = Awaitable;
};
template <has_member_co_await Awaitable>
struct awaiter<Awaitable> {
    using type = decltype(std::declval<Awaitable>().operator co_await());
};
template <has_free_co_await Awaitable>
requires(!has_member_co_await<Awaitable>) struct awaiter<Awaitable> {
    using type = decltype(operator co_await(std::declval<Awaitable>()));
};

// `await_suspend()` is not asked for: some types have it for their own promise alone.
template <class Awaitable>
concept awaitable = requires(typename awaiter<Awaitable>::type& each) {
    { each.await_ready() } -> std::convertible_to<bool>;
    each.await_resume();
};

template <class Awaitable>
using awaited_t = decltype(std::declval<typename awaiter<Awaitable>::type&>().await_resume());

// by value, or as something that may be moved from
template <class Awaitable, class T>
concept awaitable_of = awaitable<Awaitable> &&
    (std::same_as<awaited_t<Awaitable>, T> || std::same_as<awaited_t<Awaitable>, T&&>);

}  // namespace bcauth::inline v0::detail

#endif
