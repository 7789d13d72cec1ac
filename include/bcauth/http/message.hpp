// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_HTTP_MESSAGE_HPP
#define BCAUTH_HTTP_MESSAGE_HPP

#include <bcauth/http/fields.hpp>
#include <bcauth/secret.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace bcauth::inline v0::http {

/** The methods that the library's requests use. */
enum class method : unsigned char { get, post, put, del };

/** "GET", "POST", "PUT" or "DELETE". */
[[nodiscard]] constexpr std::string_view name(method verb) noexcept {
    switch (verb) {
        case method::get: return "GET";
        case method::post: return "POST";
        case method::put: return "PUT";
        case method::del: break;
    }
    return "DELETE";
}

/** What a client must hold to, or fail. */
struct limits {
    std::chrono::milliseconds timeout{30'000};  ///< for the whole exchange; 0 is none
    std::size_t response_bytes =
        1024 * 1024;  ///< of the body; one byte more is `errc::response_too_large`
};

/** A request that an `http::client` sends as it is: the URL is absolute, nothing is added that changes its meaning. */
struct request {
    method verb = method::get;
    std::string url = {};
    http::fields fields = {};
    secret body = {};
    http::limits limits = {};
    bool idempotent = false;  ///< whether sending it twice does no harm
};

/** What came back. Any status is a value; only the failure to get an answer is an error. */
struct response {
    int status = 0;
    http::fields fields = {};
    secret body = {};
};

}  // namespace bcauth::inline v0::http

#endif
