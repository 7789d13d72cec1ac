// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_BEAST_LIMITS_HPP
#define BCAUTH_TRANSPORT_DETAIL_BEAST_LIMITS_HPP

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>

namespace bcauth::inline v0::detail {

// Until when an exchange may go on.
class beast_limits {
public:
    using clock = std::chrono::steady_clock;
    using time = std::optional<clock::time_point>;

    void begin(std::chrono::milliseconds most) noexcept { x_whole = after(most); }
    void begin_connecting(std::chrono::milliseconds most) noexcept { x_connecting = after(most); }
    void end_connecting() noexcept { x_connecting.reset(); }

    [[nodiscard]] time next() const noexcept { return earlier(x_whole, x_connecting); }
    [[nodiscard]] bool is_over() const noexcept {
        auto const limit = next();
        return limit && clock::now() >= *limit;
    }

private:
    static time earlier(time left, time right) noexcept {
        return left && right ? std::min(left, right) : left ? left : right;
    }

    // none for 0; a negative limit has run out already
    static time after(std::chrono::milliseconds limit) noexcept {
        using std::chrono::milliseconds;
        if (limit == milliseconds{0}) return std::nullopt;
        milliseconds const most{std::numeric_limits<int>::max()};
        return clock::now() + std::clamp(limit, milliseconds{1}, most);
    }

    time x_whole;
    time x_connecting;
};

}  // namespace bcauth::inline v0::detail

#endif
