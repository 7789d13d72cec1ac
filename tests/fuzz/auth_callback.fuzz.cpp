// SPDX-License-Identifier: BSL-1.0
#include <bcauth/oauth/auth_callback.hpp>
#include "support/oauth_oracle.hpp"
#include "support/query_oracle.hpp"
#include "support/require.hpp"
#include "support/token_oracle.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using bcauth::errc;
using fuzz::require;

// what has to be said of a query, and of which parameter
struct answer {
    errc why{};
    std::string_view subject{};
};

answer judge_values(fuzz::query_reading const& query) {
    auto const code = *query.value("code");
    auto const scopes = fuzz::read_scopes(*query.value("scope"));
    auto const uuid = query.value("account_uuid");
    if (!fuzz::is_visible(code, 512)) return {errc::invalid_parameter, "code"};
    if (!fuzz::is_context(*query.value("context"))) return {errc::invalid_store_hash, "context"};
    if (!scopes) return {errc::invalid_scope, "scope"};
    if (!fuzz::missing_scopes(*scopes).empty()) return {errc::missing_scopes, "scope"};
    if (uuid && !fuzz::is_uuid(*uuid)) return {errc::invalid_parameter, "account_uuid"};
    return {};
}

answer judge(fuzz::query_reading const& query) {
    if (query.malformed) return {errc::invalid_query};
    if (!query.good()) return {errc::duplicate_parameter};
    if (query.value("error")) return {errc::authorization_refused, "error"};
    for (std::string_view const name : {"code", "scope", "context"}) {
        if (query.value(name).value_or("").empty()) return {errc::missing_parameter, name};
    }
    return judge_values(query);
}

void check_grant(bcauth::oauth::unproven_grant const& grant, fuzz::query_reading const& query) {
    require(grant.code().expose() == *query.value("code"), "the code");
    require(grant.scope_text() == *query.value("scope"), "the scopes as they came");
    auto const names = grant.scopes().names();
    require(fuzz::scope_names(names.begin(), names.end()) == fuzz::read_scopes(grant.scope_text()),
            "the scopes");
    require(grant.store().context() == *query.value("context"), "the store");
    require(grant.account_uuid() == query.value("account_uuid").value_or(""), "the account");
    require(grant.external_install() == query.value("external_install").has_value(),
            "where it began");
}

}  // namespace

// the query of an auth callback, which anybody can send
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::exact_copy const copy(fuzz::text_of(data, size));
    auto const query = fuzz::read_query(copy.view());
    auto const expected = judge(query);
    bcauth::diagnostics why;
    auto const grant = bcauth::oauth::parse_auth_callback(copy.view(), fuzz::app(), why);
    require(grant.has_value() == (expected.why == errc{}), "what the rules take", grant);
    require(grant || grant.error() == expected.why ||
                (!query.good() && grant.error() == errc::too_many_parameters),
            "the error that the rules give", grant);
    require(why.subject() == expected.subject, "the parameter that it was");
    fuzz::check_words(why, {query.value("code").value_or("")});
    bool const short_of = expected.why == errc::missing_scopes;
    auto const scopes = fuzz::read_scopes(query.value("scope").value_or(""));
    require(why.missing_scopes() == (short_of ? fuzz::missing_scopes(*scopes) : ""),
            "what is missing");
    if (grant) {
        check_grant(*grant, query);
    }
    return 0;
}
