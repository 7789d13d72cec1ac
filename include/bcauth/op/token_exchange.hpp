// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OP_TOKEN_EXCHANGE_HPP
#define BCAUTH_OP_TOKEN_EXCHANGE_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/detail/tell.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/oauth/token_request.hpp>
#include <bcauth/oauth/token_response.hpp>
#include <bcauth/op/operation.hpp>

#include <utility>

namespace bcauth::inline v0::op {

/** How a token exchange is carried out. */
struct token_exchange_options {
    oauth::body_format format = oauth::body_format::form;
};

/** Exchanges an auth callback's code for an access token: the operation that proves a grant.

    One request, and never a second: a code works once, and when the first request may have arrived it is spent.
    Nothing is stored. Put the installation into the store under its own `store` before the browser is answered.

    It can be moved and not copied, since a copy could send the code again.

    @par Errors
    Those of `oauth::token_request` and `oauth::parse_token_response`. `errc::transport_failed` when the client says
    that no byte was sent: the callback may be opened again. `errc::response_too_large` as the client says it.
    `errc::outcome_unknown` when the client fails in any other way: the installation has to be started again.
    `errc::operation_misused` when it is started twice, resumed out of order, or was moved from; nothing is sent.
    @par Lifetime
    It has copies of its arguments.
*/
class token_exchange {
public:
    using value_type = installation;

    token_exchange(app_config app, oauth::unproven_grant grant, token_exchange_options options = {})
        : x_app(std::move(app)),
          x_grant(std::move(grant)),
          x_options(options) {}

    token_exchange(token_exchange const&) = delete;
    token_exchange& operator=(token_exchange const&) = delete;
    token_exchange(token_exchange&& other) noexcept
        : x_app(std::move(other.x_app)),
          x_grant(std::move(other.x_grant)),
          x_why(std::move(other.x_why)),
          x_options(other.x_options),
          x_state(std::exchange(other.x_state, state::finished)) {}
    token_exchange& operator=(token_exchange&& other) noexcept {
        x_app = std::move(other.x_app);
        x_grant = std::move(other.x_grant);
        x_why = std::move(other.x_why);
        x_options = other.x_options;
        x_state = std::exchange(other.x_state, state::finished);
        return *this;
    }
    ~token_exchange() = default;

    [[nodiscard]] step<installation> start() {
        if (x_state != state::fresh) {
            return misused();
        }
        auto request = oauth::token_request(x_app, x_grant, x_options.format);
        x_state = request ? state::sent : state::finished;
        return request ? step<installation>::send(std::move(*request))
                       : step<installation>::done(request.error());
    }

    [[nodiscard]] step<installation> resume(result<http::response> reply) {
        if (x_state != state::sent) {
            return misused();
        }
        x_state = state::finished;
        if (!reply) {
            return step<installation>::done(failure_of(reply.error()));
        }
        return step<installation>::done(oauth::parse_token_response(*reply, x_app, x_grant, x_why));
    }

    [[nodiscard]] diagnostics const& why() const& noexcept { return x_why; }
    diagnostics const& why() const&& = delete;

private:
    enum class state : unsigned char { fresh, sent, finished };

    step<installation> misused() {
        x_state = state::finished;
        return step<installation>::done(errc::operation_misused);
    }

    // the client's own words are worth having, since its code is not passed on
    errc failure_of(error_code const& error) {
        detail::tell(x_why, error.message(), x_grant.code(), x_app.client_secrets());
        if (error == make_error_code(errc::transport_failed)) {
            return errc::transport_failed;
        }
        return error == make_error_code(errc::response_too_large) ? errc::response_too_large
                                                                  : errc::outcome_unknown;
    }

    app_config x_app;
    oauth::unproven_grant x_grant;
    diagnostics x_why;
    token_exchange_options x_options;
    state x_state = state::fresh;
};

static_assert(operation<token_exchange>);

}  // namespace bcauth::inline v0::op

#endif
