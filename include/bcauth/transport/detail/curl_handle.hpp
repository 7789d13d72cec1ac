// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_CURL_HANDLE_HPP
#define BCAUTH_TRANSPORT_DETAIL_CURL_HANDLE_HPP

#include <curl/curl.h>

#include <cstddef>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

// One of curl's easy handles. It remembers that an option was refused, and then performs nothing.
class curl_handle {
public:
    curl_handle() : x_handle(curl_easy_init()) {}

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
        long code = 0;
        curl_easy_getinfo(x_handle.get(), CURLINFO_RESPONSE_CODE, &code);
        return static_cast<int>(code);
    }

    // forgets every option, so no pointer into a request, and keeps the connections
    void reset() noexcept {
        if (x_handle) curl_easy_reset(x_handle.get());
        x_refusal = CURLE_OK;
    }

    explicit operator bool() const noexcept { return x_handle != nullptr; }

private:
    struct closer {
        void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
    };

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
        handle.reset();
        std::lock_guard const lock(x_mutex);
        if (handle && x_idle.size() < x_idle.capacity()) x_idle.push_back(std::move(handle));
    }

private:
    std::mutex x_mutex;
    std::vector<curl_handle> x_idle;
};

}  // namespace bcauth::inline v0::detail

#endif
