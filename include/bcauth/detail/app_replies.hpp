// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_APP_REPLIES_HPP
#define BCAUTH_DETAIL_APP_REPLIES_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/secret.hpp>

#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

namespace bcauth::inline v0::detail {

inline http::response reply_of(int status, std::string_view type, std::string_view body) {
    http::response reply;
    reply.status = status;
    static_cast<void>(reply.fields.add("Content-Type", type));
    reply.body = secret(body);
    return reply;
}

inline http::response text_reply(int status, std::string_view text) {
    return reply_of(status, "text/plain", text);
}

// 303 and not 302, so that whatever the method was, the browser goes on with GET (RFC 9110 section 15.4.4)
inline http::response redirect_reply(std::string_view address) {
    auto reply = text_reply(303, "");
    static_cast<void>(reply.fields.add("Location", address));
    return reply;
}

// Calls a handler. Nothing of what one throws is known, so nothing of it is told; out of memory is not its own affair.
template <class Call>
result<std::invoke_result_t<Call>> guarded(Call&& call) {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<Call>>) {
            std::forward<Call>(call)();
            return {};
        } else {
            return result<std::invoke_result_t<Call>>(std::forward<Call>(call)());
        }
    } catch (std::bad_alloc const&) {
        throw;
    } catch (...) {
        return errc::handler_failed;
    }
}

// the same for a handler that makes a page, whose status has to be one of a final response
template <class Call>
result<http::response> guarded_page(Call&& call) {
    auto page = guarded(std::forward<Call>(call));
    if (page && (page->status < 200 || page->status > 599)) {
        return errc::handler_failed;
    }
    return page;
}

}  // namespace bcauth::inline v0::detail

#endif
