// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_ONCE_HPP
#define BCAUTH_DETAIL_ONCE_HPP

#include <utility>

namespace bcauth::inline v0::detail {

// How far an operation is. It can be moved alone, and what it was moved from is finished: an operation that has it as
// a member, and moves by default, sends nothing twice.
class once {
public:
    once() = default;
    once(once&& other) noexcept : x_state(std::exchange(other.x_state, state::finished)) {}
    once& operator=(once&& other) noexcept {
        x_state = std::exchange(other.x_state, state::finished);
        return *this;
    }
    once(once const&) = delete;
    once& operator=(once const&) = delete;
    ~once() = default;

    // whether it may begin, which it does then
    [[nodiscard]] bool start() noexcept {
        bool const fresh = x_state == state::fresh;
        x_state = fresh ? state::sent : state::finished;
        return fresh;
    }
    [[nodiscard]] bool is_sent() const noexcept { return x_state == state::sent; }
    void finish() noexcept { x_state = state::finished; }

private:
    enum class state : unsigned char { fresh, sent, finished };
    state x_state = state::fresh;
};

}  // namespace bcauth::inline v0::detail

#endif
