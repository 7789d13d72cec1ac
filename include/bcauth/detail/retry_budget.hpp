// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_RETRY_BUDGET_HPP
#define BCAUTH_DETAIL_RETRY_BUDGET_HPP

#include <bcauth/random.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

namespace bcauth::inline v0::detail {

// How often something is sent, and how long is waited for it: the one place where that is decided.
class retry_budget {
public:
    using milliseconds = std::chrono::milliseconds;

    // what is below nothing counts as nothing
    retry_budget(unsigned tries, milliseconds waits, milliseconds first,
                 milliseconds longest) noexcept
        : x_tries(tries),
          x_waits(std::max(waits, milliseconds{0})),
          x_next(std::max(std::min(first, longest), milliseconds{0})),
          x_longest(std::max(longest, milliseconds{0})) {}

    // counts one that is sent
    void spend_try() noexcept { x_tries -= x_tries == 0 ? 0U : 1U; }

    // that wait, if one more may be sent after it
    [[nodiscard]] std::optional<milliseconds> grant(milliseconds wait) noexcept {
        if (x_tries == 0 || wait > x_waits) {
            return std::nullopt;
        }
        x_waits -= wait;
        return wait;
    }

    // A wait that doubles each time up to the longest, of which half is left to chance, so that those who failed
    // together don't come back together. Without random bytes it is as long as it may be.
    template <random_source Random>
    [[nodiscard]] milliseconds back_off(Random& random) {
        auto const all = x_next;
        x_next = all > x_longest / 2 ? x_longest : all * 2;
        std::array<unsigned char, 4> bytes{};
        if (!random.fill(std::span<unsigned char>(bytes))) {
            return all;
        }
        std::uint32_t chance = 0;
        for (auto const byte : bytes) {
            chance = chance << 8 | byte;
        }
        auto const half = all / 2;
        return all - milliseconds{chance % (half.count() + 1)};
    }

private:
    unsigned x_tries;
    milliseconds x_waits;
    milliseconds x_next;
    milliseconds x_longest;
};

}  // namespace bcauth::inline v0::detail

#endif
