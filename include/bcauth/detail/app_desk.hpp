// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_APP_DESK_HPP
#define BCAUTH_DETAIL_APP_DESK_HPP

#include <bcauth/app/handlers.hpp>
#include <bcauth/app/iframe.hpp>
#include <bcauth/detail/app_replies.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>

#include <utility>

namespace bcauth::inline v0::detail {

// Where each response leaves an application: dressed, and told to the observer.
template <class Handlers>
class app_desk {
public:
    app_desk(Handlers own, iframe frame) : x_own(std::move(own)), x_frame(std::move(frame)) {}

    [[nodiscard]] Handlers const& own() const& noexcept { return x_own; }
    [[nodiscard]] iframe const& frame() const& noexcept { return x_frame; }

    [[nodiscard]] http::response dressed(http::response page) const {
        x_frame.dress(page);
        return page;
    }

    [[nodiscard]] http::response answer(app_event const& event, http::response page) const {
        x_frame.dress(page);
        tell(event);
        return page;
    }

    [[nodiscard]] http::response refuse(app_event event, error_code const& error) const {
        event.error = error;
        tell(event);
        return refusal(error);
    }

    // a stranger is told the condition alone
    [[nodiscard]] http::response refusal(error_code const& error) const {
        return dressed(text_reply(bcauth::http_status(error), name(bcauth::condition_of(error))));
    }

    // what an observer throws, even for want of memory, must not turn what was done into a failure
    void tell(app_event const& event) const noexcept {
        try {
            x_own.on_event(event);
        } catch (...) {  // NOLINT(bugprone-empty-catch): see above
        }
    }

private:
    Handlers x_own;
    iframe x_frame;
};

}  // namespace bcauth::inline v0::detail

#endif
