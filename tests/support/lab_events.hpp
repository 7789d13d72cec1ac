// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_LAB_EVENTS_HPP
#define BCAUTH_TESTS_SUPPORT_LAB_EVENTS_HPP

#include <bcauth/connection/event.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>

namespace bcauth::inline v0 {

// so that a test says what it saw
inline std::ostream& operator<<(std::ostream& out, connection_stage stage) {
    return out << name(stage);
}
inline std::ostream& operator<<(std::ostream& out, connection_trouble trouble) {
    return out << name(trouble);
}
inline std::ostream& operator<<(std::ostream& out, connection_warning warning) {
    return out << name(warning);
}

}  // namespace bcauth::inline v0

namespace lab {

// Keeps what a transport tells. For any number of threads.
class event_log {
public:
    [[nodiscard]] std::function<void(bcauth::connection_event const&)> listener() {
        return [this](bcauth::connection_event const& event) { keep(event); };
    }

    [[nodiscard]] std::size_t size() const {
        std::lock_guard const lock(x_mutex);
        return x_events.size();
    }
    // its texts are the log's own
    [[nodiscard]] bcauth::connection_event last() const {
        std::lock_guard const lock(x_mutex);
        return x_events.empty() ? bcauth::connection_event{} : x_events.back();
    }

private:
    void keep(bcauth::connection_event event) {
        std::lock_guard const lock(x_mutex);
        auto& shown = event.certificate;
        for (auto* view : {&event.host, &event.tls_version, &event.tls_cipher, &shown.subject,
                           &shown.issuer, &shown.sha256}) {
            *view = x_texts.emplace_back(*view);
        }
        x_events.push_back(event);
    }

    mutable std::mutex x_mutex;
    std::deque<std::string> x_texts;
    std::deque<bcauth::connection_event> x_events;
};

}  // namespace lab

#endif
