// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_CURL_HANDLE_HPP
#define BCAUTH_TRANSPORT_DETAIL_CURL_HANDLE_HPP

#include <bcauth/connection/event.hpp>
#include <bcauth/transport/detail/tls_certificate.hpp>

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

// What TLS did while a handle was at work.
struct curl_notes {
    void const* trust = nullptr;  // the client's curl_trust
    int handshakes = 0;           // that began; a proxy may have one of its own
    std::chrono::steady_clock::time_point last_handshake = {};
    connection_trouble verdict = connection_trouble::none;  // on the last certificate
    tls_certificate shown = {};
    std::string_view version = {};
    std::string_view cipher = {};
};

// One of curl's easy handles. It remembers that an option was refused, and then performs nothing.
class curl_handle {
public:
    curl_handle() : x_notes(std::make_unique<curl_notes>()), x_handle(curl_easy_init()) {}
    curl_handle(curl_handle&&) noexcept = default;
    curl_handle& operator=(curl_handle&& other) noexcept {
        // a handle goes before its notes
        x_handle = std::move(other.x_handle);
        x_notes = std::move(other.x_notes);
        x_refusal = other.x_refusal;
        return *this;
    }
    curl_handle(curl_handle const&) = delete;
    curl_handle& operator=(curl_handle const&) = delete;
    ~curl_handle() = default;

    // curl reads a long, a pointer or a 64-bit offset through an ellipsis: any other type is a mistake
    template <class Value>
    requires std::is_pointer_v<Value> || std::is_same_v<Value, long> ||
        std::is_same_v<Value, curl_off_t>
    void set(CURLoption option, Value value) noexcept {
        auto const code =
            x_handle ? curl_easy_setopt(x_handle.get(), option, value) : CURLE_FAILED_INIT;
        if (x_refusal == CURLE_OK) x_refusal = code;
    }

    [[nodiscard]] CURLcode perform() noexcept {
        return x_refusal == CURLE_OK ? curl_easy_perform(x_handle.get()) : x_refusal;
    }

    // 0 where there was no answer
    [[nodiscard]] int status() const noexcept {
        return static_cast<int>(info<long>(CURLINFO_RESPONSE_CODE));
    }

    // zero where there is nothing to tell; the type has to be the one that curl writes
    template <class Value>
    [[nodiscard]] Value info(CURLINFO which) const noexcept {
        Value value{};
        if (x_handle) curl_easy_getinfo(x_handle.get(), which, &value);
        return value;
    }

    // Kept connections point here, so it stays where it is as long as the handle.
    [[nodiscard]] curl_notes& notes() noexcept { return *x_notes; }
    [[nodiscard]] curl_notes const& notes() const noexcept { return *x_notes; }

    // forgets every option, so no pointer into a request, and keeps the connections
    void reset() noexcept {
        if (x_handle) curl_easy_reset(x_handle.get());
        x_refusal = CURLE_OK;
        auto const* const trust = x_notes->trust;
        *x_notes = {};
        x_notes->trust = trust;
    }

    explicit operator bool() const noexcept { return x_handle != nullptr; }

private:
    struct closer {
        void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
    };

    std::unique_ptr<curl_notes> x_notes;
    std::unique_ptr<CURL, closer> x_handle;
    CURLcode x_refusal = CURLE_OK;
};

// Handles that nobody uses at the moment, the warmest on top.
class curl_pool {
public:
    explicit curl_pool(std::size_t most) { x_idle.reserve(most); }

    [[nodiscard]] curl_handle take() {
        {
            std::lock_guard const lock(x_mutex);
            if (!x_idle.empty()) {
                auto taken = std::move(x_idle.back());
                x_idle.pop_back();
                return taken;
            }
        }
        return {};
    }

    void give_back(curl_handle handle) noexcept {
        if (!handle) return;
        handle.reset();
        std::lock_guard const lock(x_mutex);
        if (x_idle.size() < x_idle.capacity()) x_idle.push_back(std::move(handle));
    }

private:
    std::mutex x_mutex;
    std::vector<curl_handle> x_idle;
};

}  // namespace bcauth::inline v0::detail

#endif
