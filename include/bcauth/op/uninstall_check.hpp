// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OP_UNINSTALL_CHECK_HPP
#define BCAUTH_OP_UNINSTALL_CHECK_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/detail/tell.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/op/operation.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

namespace bcauth::inline v0::op {

/** What the platform says of an installation whose uninstall callback came. */
enum class uninstall_verdict : unsigned char {
    gone,             ///< It doesn't take the token any more (401): erase the installation at once.
    still_installed,  ///< It takes the token: refuse the callback, and tell somebody.
    unknown,  ///< No answer that says either: put the token out of use, and ask again later.
};

/** How an uninstall check is carried out. */
struct uninstall_check_options {
    std::chrono::milliseconds timeout{5'000};  ///< of its one request; the platform waits meanwhile
};

/** Asks the platform with an installation's token whether the app is still installed.

    An uninstall callback has the claims of a load, so a staff member's browser holds what could be turned into one.
    The platform puts the token out of use as it uninstalls an app; whether it still takes it can't be forged.

    One GET of `/v2/store`, which every installed app may call or is refused with 403 for want of the scope. 401 is
    `gone`; 2xx and 403 are `still_installed`; everything else, a redirect, 404, 429, 5xx and the client's failure
    included, is `unknown`: a value, not an error. It is not repeated.

    @par Errors
    `errc::invalid_access_token` when the installation has no token that a header may carry; `errc::invalid_client_id`
    when the configuration was moved from; `errc::operation_misused` when it is started twice or resumed out of order.
    @par Lifetime
    It has copies of what it needs.
    @par Specification
    The platform's "Managing Apps" (an uninstall revokes the token) and "Status Codes"
*/
class uninstall_check {
public:
    using value_type = uninstall_verdict;

    /// the answer is not read beyond its status
    static constexpr std::size_t max_response_bytes = std::size_t{64} * 1024;

    /** With `access_token`, or with `withheld_token` where that is out of use. */
    uninstall_check(app_config const& app, installation const& installed,
                    uninstall_check_options options = {})
        : x_url(app.empty()
                    ? std::string()
                    : std::string(app.api_url()) + '/' + installed.store.context() + "/v2/store"),
          x_token(installed.is_withheld() ? installed.withheld_token : installed.access_token),
          x_options(options) {}

    [[nodiscard]] step<uninstall_verdict> start() {
        if (std::exchange(x_state, state::finished) != state::fresh) {
            return step<uninstall_verdict>::done(errc::operation_misused);
        }
        if (x_url.empty()) {
            return step<uninstall_verdict>::done(errc::invalid_client_id);
        }
        http::request request;
        request.url = x_url;
        request.idempotent = true;
        request.limits = {.timeout = x_options.timeout, .response_bytes = max_response_bytes};
        if (x_token.empty() || !request.fields.add("X-Auth-Token", x_token.expose()) ||
            !request.fields.add("Accept", "application/json")) {
            return step<uninstall_verdict>::done(errc::invalid_access_token);
        }
        x_state = state::sent;
        return step<uninstall_verdict>::send(std::move(request));
    }

    [[nodiscard]] step<uninstall_verdict> resume(result<http::response> reply) {
        if (std::exchange(x_state, state::finished) != state::sent) {
            return step<uninstall_verdict>::done(errc::operation_misused);
        }
        if (!reply) {
            detail::tell(x_why, reply.error().message(), x_token, {});
            return step<uninstall_verdict>::done(uninstall_verdict::unknown);
        }
        x_why.status(reply->status);
        return step<uninstall_verdict>::done(verdict_of(reply->status));
    }

    [[nodiscard]] diagnostics const& why() const& noexcept { return x_why; }
    diagnostics const& why() const&& = delete;

private:
    enum class state : unsigned char { fresh, sent, finished };

    static uninstall_verdict verdict_of(int status) noexcept {
        if (status == 401) {
            return uninstall_verdict::gone;
        }
        bool const known = (status >= 200 && status < 300) || status == 403;
        return known ? uninstall_verdict::still_installed : uninstall_verdict::unknown;
    }

    std::string x_url;
    secret x_token;
    diagnostics x_why;
    uninstall_check_options x_options;
    state x_state = state::fresh;
};

static_assert(operation<uninstall_check>);

}  // namespace bcauth::inline v0::op

#endif
