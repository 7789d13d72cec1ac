// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_MESSAGE_FRAMING_HPP
#define BCAUTH_DETAIL_MESSAGE_FRAMING_HPP

#include <bcauth/http/message.hpp>

namespace bcauth::inline v0::detail {

// the length of a body is told by the client, once
inline bool frames_itself(http::fields const& fields) noexcept {
    return fields.count("Content-Length") != 0 || fields.count("Transfer-Encoding") != 0;
}

// whether a server waits for a body, be it empty
inline bool has_body(http::request const& message) noexcept {
    return !message.body.empty() || message.verb == http::method::post ||
           message.verb == http::method::put;
}

}  // namespace bcauth::inline v0::detail

#endif
