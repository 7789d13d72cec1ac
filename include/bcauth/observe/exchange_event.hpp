// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_EXCHANGE_EVENT_HPP
#define BCAUTH_OBSERVE_EXCHANGE_EVENT_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/observe/redaction.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bcauth::inline v0 {

/** One request and what came of it, over whatever transport.

    Its texts were redacted before any observer saw it; there is no way from it to the messages themselves.
*/
struct exchange_event {
    http::method verb = http::method::get;
    redacted_text host = {};
    std::uint16_t port = 0;
    redacted_text path = {};
    redacted_text query = {};  ///< names alone
    bool credentials =
        false;             ///< whether the request had an access token or an Authorization field
    unsigned attempt = 1;  ///< how often this method and address were asked for in a row
    std::chrono::milliseconds delay{};  ///< that the operation asked to wait before it
    int status = 0;                     ///< 0 where there was no answer
    error_code error = {};              ///< why there was none
    std::size_t request_bytes = 0;      ///< of the body
    std::size_t response_bytes = 0;     ///< of the body
    std::chrono::microseconds duration{};

    /// Fields and bodies, where the observer wants them.
    redacted_text request_fields = {};
    redacted_text request_body = {};
    redacted_text response_fields = {};
    redacted_text response_body = {};
};

}  // namespace bcauth::inline v0

#endif
