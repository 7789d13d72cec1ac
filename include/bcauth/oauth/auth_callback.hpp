// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OAUTH_AUTH_CALLBACK_HPP
#define BCAUTH_OAUTH_AUTH_CALLBACK_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/detail/callback_parameters.hpp>
#include <bcauth/detail/tell.hpp>
#include <bcauth/detail/uuid.hpp>
#include <bcauth/detail/visible_ascii.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/query.hpp>
#include <bcauth/scope_set.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store_hash.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::oauth {

/** What an auth callback brought: well formed, and proven by nothing.

    The callback is the one door without a signature, and anybody can call it. Nothing may be stored, shown or done
    for the store it names until `op::token_exchange` has got an access token for its code. One that was moved from
    is empty and can't be exchanged. Only `parse_auth_callback` makes one.
*/
class unproven_grant {
public:
    static constexpr std::size_t max_code_bytes = 512;

    unproven_grant(unproven_grant const&) = default;
    unproven_grant(unproven_grant&&) = default;
    unproven_grant& operator=(unproven_grant const&) = default;
    unproven_grant& operator=(unproven_grant&&) = default;
    ~unproven_grant() = default;

    /** The one-time code. */
    [[nodiscard]] secret const& code() const& noexcept { return x_code; }
    secret const& code() const&& = delete;

    /** The granted scopes as the callback spells them: the exchange repeats them so. */
    [[nodiscard]] std::string_view scope_text() const& noexcept { return x_scope_text; }
    std::string_view scope_text() const&& = delete;

    [[nodiscard]] scope_set const& scopes() const& noexcept { return x_scopes; }
    scope_set const& scopes() const&& = delete;

    [[nodiscard]] store_hash const& store() const& noexcept { return x_store; }
    store_hash const& store() const&& = delete;

    /** Of the developer account; empty where the callback has none. */
    [[nodiscard]] std::string_view account_uuid() const& noexcept { return x_account_uuid; }
    std::string_view account_uuid() const&& = delete;

    /** Whether the installation began outside the control panel and ends at `install_succeeded_url`. */
    [[nodiscard]] bool external_install() const noexcept { return x_external_install; }

    template <class Stream>
    friend Stream& operator<<(Stream&, unproven_grant const&) = delete;

private:
    friend result<unproven_grant> parse_auth_callback(http::query const&, app_config const&,
                                                      diagnostics&);

    unproven_grant(secret code, std::string scope_text, scope_set scopes, store_hash store)
        : x_code(std::move(code)),
          x_scope_text(std::move(scope_text)),
          x_scopes(std::move(scopes)),
          x_store(store) {}

    secret x_code;
    std::string x_scope_text;
    scope_set x_scopes;
    store_hash x_store;
    std::string x_account_uuid;
    bool x_external_install = false;
};

}  // namespace bcauth::inline v0::oauth

namespace bcauth::inline v0::detail {

// the words of a callback that says no; a code that came along stays out of them
inline errc refusal_of(callback_parameters const& query, app_config const& app, diagnostics& why) {
    wiped_text words;
    for (auto const name : {callback_parameters::error, callback_parameters::error_description}) {
        auto const text = query.text(name);
        append_words(words, text.expose());
    }
    tell(why, words, query.text(callback_parameters::code), app.client_secrets());
    why.subject("error");
    return errc::authorization_refused;
}

inline errc refuse_parameter(errc code, callback_parameters::name which,
                             diagnostics& why) noexcept {
    why.subject(callback_parameters::names[which]);
    return code;
}

}  // namespace bcauth::inline v0::detail

namespace bcauth::inline v0::oauth {

/** Reads the query of an auth callback, at installation and after a change of scopes.

    Unknown parameters are ignored, and so are `client_id` and `client_secret`, which no callback has to have.

    @param why gets the parameter's name, the missing scopes, or the words of a refusal
    @par Errors
    `errc::authorization_refused` when there is `error`; `errc::missing_parameter` when code, scope or context is
    absent or empty; `errc::invalid_parameter` when the code isn't visible ASCII of at most 512 bytes or
    `account_uuid` isn't a UUID; `errc::invalid_scope`; `errc::invalid_store_hash` when the context isn't `stores/`
    and a store hash; `errc::missing_scopes` when the scopes don't cover the required ones;
    `errc::invalid_client_id` when the configuration was moved from.
    @par Specification
    RFC 6749 section 4.1.2; there is no `state`, since the platform begins the conversation
*/
[[nodiscard]] inline result<unproven_grant> parse_auth_callback(http::query const& query,
                                                                app_config const& app,
                                                                diagnostics& why) {
    why = diagnostics{};
    if (app.empty()) {
        return errc::invalid_client_id;
    }
    using parameter = detail::callback_parameters;
    parameter const found(query);
    if (found[parameter::error]) {
        return detail::refusal_of(found, app, why);
    }
    for (auto const which : {parameter::code, parameter::scope, parameter::context}) {
        if (found.raw(which).empty()) {
            return detail::refuse_parameter(errc::missing_parameter, which, why);
        }
    }
    auto code = found.text(parameter::code);
    if (!detail::is_visible_ascii(code.expose(), unproven_grant::max_code_bytes)) {
        return detail::refuse_parameter(errc::invalid_parameter, parameter::code, why);
    }
    detail::parameter_text const context(found[parameter::context]);
    auto const store = store_hash::from_context(context.text());
    if (!store) {
        return detail::refuse_parameter(errc::invalid_store_hash, parameter::context, why);
    }
    detail::parameter_text const scope(found[parameter::scope]);
    auto scopes = scope_set::parse(scope.text());
    if (!scopes) {
        return detail::refuse_parameter(errc::invalid_scope, parameter::scope, why);
    }
    if (!scopes->covers(app.required_scopes())) {
        why.missing_scopes(app.required_scopes().missing_from(*scopes).canonical());
        return detail::refuse_parameter(errc::missing_scopes, parameter::scope, why);
    }
    unproven_grant grant(std::move(code), std::string(scope.text()), std::move(*scopes), *store);
    if (found[parameter::account_uuid]) {
        detail::parameter_text const uuid(found[parameter::account_uuid]);
        if (!detail::is_uuid(uuid.text())) {
            return detail::refuse_parameter(errc::invalid_parameter, parameter::account_uuid, why);
        }
        grant.x_account_uuid = uuid.text();
    }
    grant.x_external_install = found[parameter::external_install].has_value();
    return result<unproven_grant>(std::move(grant));
}

/** The same from the text after the `?`.
    @par Errors
    As above, and those of `http::query::parse`: `errc::invalid_query`, `errc::duplicate_parameter`,
    `errc::too_many_parameters`.
*/
[[nodiscard]] inline result<unproven_grant> parse_auth_callback(std::string_view query,
                                                                app_config const& app,
                                                                diagnostics& why) {
    why = diagnostics{};
    auto const parsed = http::query::parse(query);
    if (!parsed) {
        return parsed.error();
    }
    return parse_auth_callback(*parsed, app, why);
}

/** The same for a caller who needs the code alone. */
[[nodiscard]] inline result<unproven_grant> parse_auth_callback(http::query const& query,
                                                                app_config const& app) {
    diagnostics unread;
    return parse_auth_callback(query, app, unread);
}

/** The same for a caller who needs the code alone. */
[[nodiscard]] inline result<unproven_grant> parse_auth_callback(std::string_view query,
                                                                app_config const& app) {
    diagnostics unread;
    return parse_auth_callback(query, app, unread);
}

}  // namespace bcauth::inline v0::oauth

#endif
