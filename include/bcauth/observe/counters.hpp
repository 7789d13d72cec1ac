// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_COUNTERS_HPP
#define BCAUTH_OBSERVE_COUNTERS_HPP

#include <bcauth/app/handlers.hpp>
#include <bcauth/connection/event.hpp>
#include <bcauth/detail/json_text.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/observe/detail/error_slots.hpp>
#include <bcauth/observe/detail/metrics.hpp>
#include <bcauth/observe/detail/shapes.hpp>
#include <bcauth/observe/exchange_event.hpp>
#include <bcauth/observer.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bcauth::inline v0 {

/** A label that every series of a text has: which app, which machine. */
struct metric_label {
    std::string_view name;
    std::string_view value;
};

/** An observer that counts, and writes its counts as Prometheus reads them.

    | metric | labels |
    |---|---|
    | `bcauth_app_events_total` | `door`, `error` |
    | `bcauth_exchanges_total` | `method`, `status`: 1xx to 5xx, "other", or "none" where there was no answer |
    | `bcauth_exchange_errors_total` | `error` |
    | `bcauth_exchange_retries_total` | |
    | `bcauth_exchange_bytes_total` | `direction`: of bodies, "sent" and "received" |
    | `bcauth_exchange_duration_seconds` | a histogram |
    | `bcauth_connections_total` | `stage`, `trouble` |
    | `bcauth_connections_reused_total` | |
    | `bcauth_connection_warnings_total` | `warning` |

    Labels are names of the library's own, so the number of series is bounded whatever comes from outside: no store, no
    path, no text. An error of another library is "other".

    @par Exception safety
    `on_event` throws nothing and allocates nothing.
    @par Thread safety
    Everything may be called from any number of threads, without a lock.
*/
class counters {
public:
    void on_event(app_event const& event) noexcept {
        x_app.count(std::min(index_of(event.at), doors - 1), detail::error_slots::of(event.error));
    }

    void on_event(exchange_event const& event) noexcept {
        x_exchanges.count(std::min(index_of(event.verb), methods - 1), status_of(event));
        if (event.error.failed()) x_errors.count(0, detail::error_slots::of(event.error));
        if (event.attempt > 1) x_scalars.count(0, retries);
        x_sent.fetch_add(event.request_bytes, std::memory_order_relaxed);
        x_received.fetch_add(event.response_bytes, std::memory_order_relaxed);
        x_durations.count(event.duration);
    }

    /** Counts warnings and connections that are over; of one that is on its way there is nothing to count. */
    void on_event(connection_event const& event) noexcept {
        if (event.warning != connection_warning::none) {
            x_warnings.count(0, std::min(index_of(event.warning), warnings - 1));
        }
        bool const troubled = event.trouble != connection_trouble::none;
        if (!troubled && event.stage != connection_stage::done) return;
        x_connections.count(std::min(index_of(event.stage), stages - 1),
                            std::min(index_of(event.trouble), troubles - 1));
        if (event.reused) x_scalars.count(0, reused);
    }

    /** The counts, in a stable order. A series with labels is there once it was counted.
        @param constant labels for every series
        @par Errors
        `errc::invalid_parameter` when a label's name isn't `[a-zA-Z_][a-zA-Z0-9_]*`, begins with two underscores, comes
        twice or is one of the library's; when a value isn't UTF-8.
        @par Exception safety
        Throws `std::bad_alloc`.
        @par Specification
        Prometheus' text-based format, version 0.0.4: `text/plain; version=0.0.4; charset=utf-8`
    */
    [[nodiscard]] result<std::string> prometheus_text(
        std::span<metric_label const> constant = {}) const {
        std::string labels;
        for (std::size_t i = 0; i < constant.size(); ++i) {
            auto const& each = constant[i];
            bool const twice =
                std::any_of(constant.begin(), constant.begin() + static_cast<std::ptrdiff_t>(i),
                            [&](auto const& other) { return other.name == each.name; });
            if (twice || !may_be_label(each.name) || !detail::is_utf8(each.value)) {
                return errc::invalid_parameter;
            }
            labels += labels.empty() ? "" : ",";
            labels += detail::metric_text::label_text(each.name, each.value);
        }
        detail::metric_text text(std::move(labels));
        write_app(text);
        write_exchanges(text);
        write_connections(text);
        return std::move(text).take();
    }

private:
    static constexpr std::size_t doors = 4;
    static constexpr std::size_t methods = 4;
    static constexpr std::size_t stages = static_cast<std::size_t>(connection_stage::done) + 1;
    static constexpr std::size_t troubles = static_cast<std::size_t>(connection_trouble::other) + 1;
    static constexpr std::size_t warnings =
        static_cast<std::size_t>(connection_warning::sha1_pin) + 1;
    static constexpr std::array<std::string_view, 7> statuses{"none", "1xx", "2xx",  "3xx",
                                                              "4xx",  "5xx", "other"};
    enum scalar : std::size_t { retries, reused, scalars };

    template <class Enum>
    static std::size_t index_of(Enum value) noexcept {
        return static_cast<std::size_t>(value);
    }

    static std::size_t status_of(exchange_event const& event) noexcept {
        if (event.error.failed()) return 0;
        bool const known = event.status >= 100 && event.status < 600;
        return known ? static_cast<std::size_t>(event.status / 100) : statuses.size() - 1;
    }

    static bool may_be_label(std::string_view name) noexcept {
        constexpr std::string_view own =
            "door error method status direction le stage trouble warning";
        return !name.empty() && !detail::shapes::is_digit(name.front()) &&
               !name.starts_with("__") && !detail::is_word_of(own, name) &&
               std::all_of(name.begin(), name.end(), [](char c) {
                   return detail::shapes::is_letter(c) || detail::shapes::is_digit(c) || c == '_';
               });
    }

    void write_app(detail::metric_text& text) const;
    void write_exchanges(detail::metric_text& text) const;
    void write_connections(detail::metric_text& text) const;

    detail::counter_table<doors, detail::error_slots::count> x_app;
    detail::counter_table<methods, statuses.size()> x_exchanges;
    detail::counter_table<1, detail::error_slots::count> x_errors;
    detail::counter_table<stages, troubles> x_connections;
    detail::counter_table<1, warnings> x_warnings;
    detail::counter_table<1, scalars> x_scalars;
    std::atomic<std::uint64_t> x_sent = 0;
    std::atomic<std::uint64_t> x_received = 0;
    detail::duration_histogram x_durations;
};

inline void counters::write_app(detail::metric_text& text) const {
    constexpr std::string_view name = "bcauth_app_events_total";
    text.head(name, "counter", "Requests to the app's callbacks, by what came of them.");
    for (std::size_t at = 0; at < doors; ++at) {
        for (std::size_t slot = 0; slot < detail::error_slots::count; ++slot) {
            if (auto const count = x_app.at(at, slot); count != 0) {
                text.series(name,
                            {{"door", bcauth::name(static_cast<door>(at))},
                             {"error", detail::error_slots::name(slot)}},
                            count);
            }
        }
    }
}

inline void counters::write_exchanges(detail::metric_text& text) const {
    text.head("bcauth_exchanges_total", "counter", "Requests to the platform, by their answers.");
    for (std::size_t verb = 0; verb < methods; ++verb) {
        for (std::size_t status = 0; status < statuses.size(); ++status) {
            if (auto const count = x_exchanges.at(verb, status); count != 0) {
                text.series("bcauth_exchanges_total",
                            {{"method", name(static_cast<http::method>(verb))},
                             {"status", statuses[status]}},
                            count);
            }
        }
    }
    text.head("bcauth_exchange_errors_total", "counter",
              "Requests to the platform that had no answer.");
    for (std::size_t slot = 1; slot < detail::error_slots::count; ++slot) {
        if (auto const count = x_errors.at(0, slot); count != 0) {
            text.series("bcauth_exchange_errors_total",
                        {{"error", detail::error_slots::name(slot)}}, count);
        }
    }
    text.head("bcauth_exchange_retries_total", "counter", "Requests that were made again.");
    text.series("bcauth_exchange_retries_total", {}, x_scalars.at(0, retries));
    text.head("bcauth_exchange_bytes_total", "counter", "Bytes of bodies.");
    text.series("bcauth_exchange_bytes_total", {{"direction", "sent"}},
                x_sent.load(std::memory_order_relaxed));
    text.series("bcauth_exchange_bytes_total", {{"direction", "received"}},
                x_received.load(std::memory_order_relaxed));
    text.head("bcauth_exchange_duration_seconds", "histogram",
              "How long a request to the platform took.");
    text.histogram("bcauth_exchange_duration_seconds", x_durations);
}

inline void counters::write_connections(detail::metric_text& text) const {
    text.head("bcauth_connections_total", "counter", "Connections, by where they ended and why.");
    for (std::size_t stage = 0; stage < stages; ++stage) {
        for (std::size_t trouble = 0; trouble < troubles; ++trouble) {
            if (auto const count = x_connections.at(stage, trouble); count != 0) {
                text.series("bcauth_connections_total",
                            {{"stage", name(static_cast<connection_stage>(stage))},
                             {"trouble", name(static_cast<connection_trouble>(trouble))}},
                            count);
            }
        }
    }
    text.head("bcauth_connections_reused_total", "counter",
              "Connections that were kept and used again.");
    text.series("bcauth_connections_reused_total", {}, x_scalars.at(0, reused));
    text.head("bcauth_connection_warnings_total", "counter", "What is weaker than it should be.");
    for (std::size_t warning = 1; warning < warnings; ++warning) {
        if (auto const count = x_warnings.at(0, warning); count != 0) {
            text.series("bcauth_connection_warnings_total",
                        {{"warning", name(static_cast<connection_warning>(warning))}}, count);
        }
    }
}

static_assert(observer<counters, app_event, exchange_event, connection_event>);

}  // namespace bcauth::inline v0

#endif
