// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVER_HPP
#define BCAUTH_OBSERVER_HPP

#include <concepts>

namespace bcauth::inline v0 {

namespace detail {

template <class Observer, class Event>
concept takes_event = requires(Observer& own, Event const& event) {
    { own.on_event(event) } -> std::same_as<void>;
};

}  // namespace detail

/** Is told what happened, in events of their own types: one `on_event` for each type that it is asked for.

    Exemplar:
    @code
    struct to_stderr {
        void on_event(bcauth::exchange_event const& event) const { std::cerr << bcauth::event_text(event) << '\n'; }
    };
    static_assert(bcauth::observer<to_stderr, bcauth::exchange_event>);
    @endcode
    `log_file` and `counters` are the models that ship. The events that ship are `app_event`, `exchange_event` and
    `connection_event`; what they are made of can hold no secret.

    Semantics that the compiler can't check: `on_event` may be called from any number of threads at a time, and whoever
    calls it waits for it. An event, and what it points to, lives as long as the call. What `on_event` throws is lost,
    and so is nothing else: an observer that fails doesn't make what it watches fail.

    An observer of exchanges may have `bool wants_messages() const noexcept`; where it is false, or there is none, heads
    and bodies are not prepared for it.
*/
template <class Observer, class... Events>
concept observer = sizeof...(Events) > 0 && (detail::takes_event<Observer, Events> && ...);

}  // namespace bcauth::inline v0

#endif
