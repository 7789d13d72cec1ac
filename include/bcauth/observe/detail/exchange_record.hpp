// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_DETAIL_EXCHANGE_RECORD_HPP
#define BCAUTH_OBSERVE_DETAIL_EXCHANGE_RECORD_HPP

#include <bcauth/detail/authority.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/observe/detail/safe_names.hpp>
#include <bcauth/observe/exchange_event.hpp>
#include <bcauth/observe/redaction.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bcauth::inline v0::detail {

template <class Observer>
bool wants_messages(Observer const& own) noexcept {
    if constexpr (requires { own.wants_messages() ? 0 : 0; }) {
        return own.wants_messages();
    } else {
        return false;
    }
}

inline std::uint16_t port_of(std::string_view url) noexcept {
    auto const authority = web_authority_of(url);
    if (!authority.has_port || !is_port(authority.port)) {
        return url.starts_with("https:") ? 443 : 80;
    }
    unsigned number = 0;
    for (char const c : authority.port) {
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return static_cast<std::uint16_t>(number);
}

inline exchange_event event_of(http::request const& message, redaction const& shown,
                               bool with_messages) {
    exchange_event event;
    event.verb = message.verb;
    event.host = shown.host(message.url);
    event.port = port_of(message.url);
    event.path = shown.path(message.url);
    event.query = shown.query(message.url);
    event.credentials =
        std::any_of(message.fields.begin(), message.fields.end(),
                    [](auto const& each) { return carries_credentials(each.name); });
    event.request_bytes = message.body.size();
    if (with_messages) {
        event.request_fields = shown.fields(message.fields);
        event.request_body = shown.body(message.fields, message.body.expose());
    }
    return event;
}

inline void add_reply(exchange_event& event, result<http::response> const& reply,
                      redaction const& shown, bool with_messages) {
    if (!reply) {
        event.error = reply.error();
        return;
    }
    event.status = reply->status;
    event.response_bytes = reply->body.size();
    if (with_messages) {
        event.response_fields = shown.fields(reply->fields);
        event.response_body = shown.body(reply->fields, reply->body.expose());
    }
}

// An exchange that is being watched. What goes wrong with the watching, even for want of memory, is not the exchange's
// affair: a code that was exchanged must not be lost because nobody could write it down.
template <class Observer, class Stopwatch>
class exchange_record {
public:
    void begin(Observer const& own, redaction const& shown, http::request const& message) noexcept {
        x_event.reset();
        try {
            x_event = event_of(message, shown, wants_messages(own));
        } catch (...) {  // NOLINT(bugprone-empty-catch): see above
        }
        x_from = Stopwatch::now();
    }

    [[nodiscard]] exchange_event* event() noexcept { return x_event ? &*x_event : nullptr; }

    void end(Observer& own, redaction const& shown, result<http::response> const& reply) noexcept {
        if (!x_event) {
            return;
        }
        auto const lasted =
            std::chrono::duration_cast<std::chrono::microseconds>(Stopwatch::now() - x_from);
        x_event->duration = std::max(lasted - x_event->delay, std::chrono::microseconds{0});
        try {
            add_reply(*x_event, reply, shown, wants_messages(own));
            own.on_event(static_cast<exchange_event const&>(*x_event));
        } catch (...) {  // NOLINT(bugprone-empty-catch): see above
        }
        x_event.reset();
    }

private:
    std::optional<exchange_event> x_event;
    typename Stopwatch::time_point x_from{};
};

}  // namespace bcauth::inline v0::detail

#endif
