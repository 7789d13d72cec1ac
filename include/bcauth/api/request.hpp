// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_API_REQUEST_HPP
#define BCAUTH_API_REQUEST_HPP

#include <bcauth/api/access.hpp>
#include <bcauth/detail/api_path.hpp>
#include <bcauth/detail/uuid.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/secret.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::api {

/** A request to a store's API, without what every request has: `/v3/customers?limit=1` and not where that is. */
struct request {
    http::method verb = http::method::get;
    /// Below `/stores/HASH`, from its `/`, perhaps with a query; at most 4,096 bytes, escaped as RFC 3986 has it. A
    /// slash at the path's end is left out, since the platform refuses some paths that have one.
    std::string path = {};
    secret body = {};
    std::string content_type = "application/json";  ///< sent where there is a body
    std::string accept = "application/json";
    std::string correlation_id = {};  ///< a UUID for the platform's logs; empty: none
    /// Whether sending it twice does no harm; absent: by the method, of which POST alone isn't.
    std::optional<bool> idempotent = std::nullopt;
};

/** Builds what an `http::client` sends: the address below the store's own, `X-Auth-Token`, `User-Agent`, `Accept`, and
    what of `X-Auth-Client`, `Content-Type` and `X-Correlation-Id` there is to say.

    @param why gets the name of the member that is refused
    @par Errors
    `errc::invalid_api_path` when the path is anything else than one below the store's own: absolute, relative, with a
    fragment, an empty or dot segment, an escape of `/`, `\`, `.`, `%` or a control, or bytes that aren't RFC 3986's;
    `errc::invalid_parameter` when the correlation ID isn't a UUID; `errc::invalid_field` when no header may carry
    `accept` or `content_type`; `errc::invalid_access_token` when the access was moved from.
    @par Specification
    The platform's "About the APIs"; RFC 3986 sections 3.3 and 3.4
*/
[[nodiscard]] inline result<http::request> make_request(access const& as, request what,
                                                        diagnostics& why) {
    if (as.token().empty()) {
        return errc::invalid_access_token;
    }
    std::string_view const text = what.path;
    auto const path = detail::api_path_of(text);
    if (path.empty()) {
        why.subject("path");
        return errc::invalid_api_path;
    }
    if (!what.correlation_id.empty() && !detail::is_uuid(what.correlation_id)) {
        why.subject("correlation_id");
        return errc::invalid_parameter;
    }
    http::request made;
    made.verb = what.verb;
    made.url.append(as.api_url()).append("/").append(as.store().context()).append(path);
    if (auto const query = text.find('?'); query != std::string_view::npos) {
        made.url.append(text.substr(query));
    }
    made.idempotent = what.idempotent.value_or(what.verb != http::method::post);
    std::pair<std::string_view, std::string_view> const fields[] = {
        {"X-Auth-Token", as.token().expose()},
        {"X-Auth-Client", as.client_id()},
        {"User-Agent", as.user_agent()},
        {"Accept", what.accept},
        {"Content-Type", what.body.empty() ? std::string_view{} : what.content_type},
        {"X-Correlation-Id", what.correlation_id}};
    for (auto const& [name, value] : fields) {
        if (!value.empty() && !made.fields.add(name, value)) {
            why.subject(name);
            return errc::invalid_field;
        }
    }
    made.body = std::move(what.body);
    return result<http::request>(std::move(made));
}

/** The same for a caller who needs the code alone. */
[[nodiscard]] inline result<http::request> make_request(access const& as, request what) {
    diagnostics unread;
    return make_request(as, std::move(what), unread);
}

}  // namespace bcauth::inline v0::api

#endif
