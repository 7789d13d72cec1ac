// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_ERRC_HPP
#define BCAUTH_ERRC_HPP

namespace bcauth::inline v0 {

/** What kind of failure it was: the part that may be told to a stranger. */
enum class condition {
    malformed = 1,    ///< The input isn't what it claims to be: 400.
    unauthenticated,  ///< It can't be trusted, or not any more: 401.
    forbidden,        ///< It is genuine and still not allowed here: 403.
    upstream,         ///< The platform answered something unusable: 502.
    unavailable,      ///< Something needed can't be reached or failed: 503.
    misconfigured,    ///< The program that uses the library is set up wrongly: 500.
};

/** Every way in which the library refuses. Grouped by condition; each says when, and what to do. */
enum class errc {
    // -- malformed: answer 400, don't retry
    token_too_large = 1,  ///< A token or webhook longer than the policy allows. Refuse the request.
    token_shape,          ///< Wrong number of dots, or an empty part. Refuse the request.
    invalid_base64,       ///< Not the one canonical spelling of its bytes. Refuse the request.
    invalid_hex,          ///< Not lower-case hexadecimal digits in pairs. Refuse the input.
    invalid_header,       ///< The signed JOSE header isn't a JSON object of right types. Refuse.
    invalid_json,         ///< Not one JSON object in UTF-8 within the limits of depth and members.
    duplicate_member,     ///< A JSON object has a member twice, at any depth. Refuse the input.
    missing_claim,        ///< A required claim or member is absent. Refuse the input.
    claim_type,           ///< A claim is present with another JSON type. Refuse the input.
    invalid_claim,   ///< A claim's value is outside its domain (a negative time, a NUL in a text).
    store_conflict,  ///< Two claims of one payload name different stores. Refuse the input.
    invalid_query,   ///< A query or form isn't well formed: bad escape, control, not UTF-8.
    duplicate_parameter,  ///< A parameter comes twice in one query. Refuse the request.
    too_many_parameters,  ///< More parameters, or more bytes, than the limit. Refuse the request.
    missing_parameter,    ///< A required parameter is absent or empty. Refuse the request.
    invalid_parameter,    ///< A parameter's value is outside its domain. Refuse the request.
    invalid_store_hash,   ///< Not `[a-z0-9]{1,32}`, or not `stores/` and that. Refuse the input.
    invalid_scope,        ///< Not a list of RFC 6749 scope tokens within the limits.
    invalid_field,        ///< A header name or value that HTTP can't carry, or that splits it.
    invalid_credentials,  ///< Credentials that aren't one well-formed token. Ask for them again.
    invalid_api_path,  ///< Not a path of the store's API, or one that leaves it. Refuse the request.

    // -- unauthenticated: answer 401, let the person come again through the platform
    missing_credentials = 100,  ///< No token where one is needed. Ask for it.
    signature_mismatch,         ///< No secret of the key ring made this signature. Log and refuse.
    algorithm_mismatch,         ///< The signed header names another algorithm than the door's.
    unsupported_header,  ///< The signed header asks for what isn't done: crit, b64, zip, typ.
    wrong_issuer,        ///< Signed for another purpose: `iss` isn't this kind of token's.
    wrong_audience,      ///< Made for another app: `aud` doesn't hold the client ID.
    wrong_operation,     ///< Another kind of token: `operation` isn't this door's.
    expired,             ///< `exp` has passed. Let the person open the app again.
    not_yet_valid,       ///< `nbf` or `iat` lies in the future by more than the leeway.
    stale,               ///< Older than this door allows. Let the person open the app again.
    replayed,            ///< The identifier was seen before. Refuse.
    missing_session,     ///< Not exactly one session cookie. Let the person open the app again.

    // -- forbidden: answer 403
    store_mismatch = 200,   ///< A genuine token of another store than the one asked for.
    missing_scopes,         ///< The merchant granted less than the app needs (see `diagnostics`).
    authorization_refused,  ///< The callback carries `error`: the merchant or the platform declined.
    not_installed,          ///< The app isn't installed in that store. Offer to install it again.
    unknown_user,           ///< That person may not use the app in this store, or not any more.
    csrf_mismatch,          ///< A changing request without the CSRF token of its session. Refuse.
    still_installed,  ///< An uninstall callback while the platform still takes the store's token. Refuse, and look.

    // -- upstream: answer 502; the merchant has to start the installation again
    exchange_refused = 300,  ///< Answered 400 or 401: code, secret or address is wrong.
    unexpected_status,       ///< Another status than expected (see `diagnostics`).
    unexpected_redirect,     ///< A 3xx where none is followed: the address is wrong.
    response_too_large,      ///< The body is over the limit. Nothing of it was used.
    invalid_response,        ///< 200 with something else than the expected JSON object.
    context_mismatch,  ///< The token is for another store than the callback's. Nothing was kept.
    unknown_scopes,    ///< The token has no scopes (null or empty): it could do nothing.
    invalid_access_token,  ///< The token is empty or has bytes that no header may carry.
    api_unauthorized,  ///< The API answered 401: the token is dead, or another store's. Install again.
    api_forbidden,  ///< The API answered 403: a scope is missing, or the store refuses (see `diagnostics`).

    // -- unavailable: answer 503; try again where the operation says so
    transport_failed = 400,  ///< The client could not get an answer.
    timed_out,               ///< The client's time limit ran out.
    outcome_unknown,  ///< The request may have arrived, and must not be sent again. A code is used up then.
    crypto_failure,     ///< OpenSSL failed (memory, provider). Never an acceptance.
    random_failure,     ///< No secure random bytes. Never replaced by weaker ones.
    store_failed,       ///< The app's store could not read or write. Nothing was half done.
    replay_guard_full,  ///< Too many identifiers are remembered at once. Try again later.
    uninstall_pending,  ///< The store's token was put out of use, and the platform can't be asked. Try again later.
    cancelled,  ///< The caller gave up, and a request may have arrived. Whether to try again is for the caller to say.
    rate_limited,  ///< The API's rate limit outlasted the waits that were allowed. Try again later.

    // -- misconfigured: answer 500, mend the program or its settings
    empty_secret = 500,    ///< A secret or key ring with nothing in it.
    too_many_secrets,      ///< More secrets than a key ring holds.
    short_secret,          ///< Shorter than the policy's `min_secret_bytes`.
    invalid_client_id,     ///< Empty, too long, or not visible ASCII.
    invalid_redirect_uri,  ///< Not an absolute https URL that can be registered.
    missing_redirect_uri,  ///< An exchange needs the registered address and the configuration has none.
    invalid_login_url,   ///< Not the https origin of a login service.
    invalid_api_url,     ///< Not the https origin of the platform's API.
    invalid_store_url,   ///< Not the https origin of a store's front.
    tolerance_too_wide,  ///< A run-time tolerance is negative or above the policy's ceiling.
    clock_out_of_range,  ///< The clock gives a time before 1970 or after the year 9999.
    unencodable_secret,  ///< The client secret isn't UTF-8, so JSON can't carry it. Send the form.
    operation_misused,   ///< An operation was resumed or started out of order.
    invalid_route,  ///< A callback's address that can't be served, or that two callbacks share.
    invalid_frame_ancestor,  ///< Not an origin that a `frame-ancestors` list may hold.
    handler_failed,   ///< A handler threw, or gave a status that no response has. Mend the handler.
    settings_syntax,  ///< A text of settings isn't made of `Name=value` (see `diagnostics`).
    invalid_setting,  ///< A connection setting, or a proxy variable, has a value that it can't have.
    unknown_setting,  ///< No connection setting has that name; `diagnostics` has the nearest one.
    unsupported_setting,  ///< A setting of other connectors, or one that this transport doesn't have.
    duplicate_setting,    ///< A connection setting comes twice in one text.
    conflicting_settings,  ///< Two connection settings exclude each other, or one needs another.
    unsafe_setting,  ///< A setting that switches a protection off, without the program's own consent.
    log_unusable,  ///< A log file can't be opened, or isn't one that this user alone may write to.
};

}  // namespace bcauth::inline v0

#endif
