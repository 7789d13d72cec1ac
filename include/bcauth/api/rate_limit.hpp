// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_API_RATE_LIMIT_HPP
#define BCAUTH_API_RATE_LIMIT_HPP

#include <bcauth/http/fields.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace bcauth::inline v0::api {

/** What an answer says of the store's rate limit, which all of its apps share. A header that is missing, comes twice or
    isn't a plain number of at most nine digits says nothing. */
struct rate_limit {
    std::optional<std::chrono::milliseconds> window;  ///< `X-Rate-Limit-Time-Window-Ms`
    std::optional<std::chrono::milliseconds> reset;   ///< `-Time-Reset-Ms`: until it is refreshed
    std::optional<std::int64_t> quota;                ///< `-Requests-Quota`: of a window
    std::optional<std::int64_t> left;                 ///< `-Requests-Left`: of this window
    std::optional<std::chrono::seconds> retry_after;  ///< `X-Retry-After`, the older way

    [[nodiscard]] static rate_limit of(http::fields const& from) noexcept {
        rate_limit read;
        auto const window = number(from, "X-Rate-Limit-Time-Window-Ms");
        auto const reset = number(from, "X-Rate-Limit-Time-Reset-Ms");
        auto const after = number(from, "X-Retry-After");
        if (window) read.window = std::chrono::milliseconds{*window};
        if (reset) read.reset = std::chrono::milliseconds{*reset};
        if (after) read.retry_after = std::chrono::seconds{*after};
        read.quota = number(from, "X-Rate-Limit-Requests-Quota");
        read.left = number(from, "X-Rate-Limit-Requests-Left");
        return read;
    }

    /** How long to wait after a 429: the longer of `reset` and `retry_after`. None where there is neither: the platform
        is overloaded then, and the quota has nothing to do with it.
        @par Specification
        The platform's "API Rate Limits" and "Errors"
    */
    [[nodiscard]] std::optional<std::chrono::milliseconds> wait() const noexcept {
        if (!retry_after) return reset;
        return std::max(reset.value_or(std::chrono::milliseconds{0}),
                        std::chrono::milliseconds(*retry_after));
    }

private:
    static std::optional<std::int64_t> number(http::fields const& from,
                                              std::string_view name) noexcept {
        auto const text = from.find(name);
        if (!text || from.count(name) != 1 || text->empty() || text->size() > 9 ||
            text->find_first_not_of("0123456789") != std::string_view::npos) {
            return std::nullopt;
        }
        std::int64_t value = 0;
        std::from_chars(text->data(), text->data() + text->size(), value);
        return value;
    }
};

}  // namespace bcauth::inline v0::api

#endif
