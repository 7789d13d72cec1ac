// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_HTTP_INCOMING_HPP
#define BCAUTH_HTTP_INCOMING_HPP

#include <bcauth/http/fields.hpp>

#include <string_view>

namespace bcauth::inline v0::http {

/** A request as a server hands it over: nothing of it is checked.

    It can't be streamed, since a target may carry a token.

    @par Lifetime
    The views live as long as the call that they are handed to.
*/
struct incoming {
    std::string_view method;  ///< as it was sent; methods are case-sensitive
    std::string_view target;  ///< the path and the query: `/load?signed_payload_jwt=...`
    http::fields fields;
    std::string_view body;

    /** The target up to the first `?`. */
    [[nodiscard]] constexpr std::string_view path() const noexcept {
        return target.substr(0, target.find('?'));
    }

    template <class Stream>
    friend Stream& operator<<(Stream&, incoming const&) = delete;
};

}  // namespace bcauth::inline v0::http

#endif
