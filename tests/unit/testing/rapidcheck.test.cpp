// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/rapidcheck.hpp>
// the doors that judge what is generated
#include <bcauth/app_config.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/current_customer.hpp>
#include <bcauth/testing/fixed_clock.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <string_view>

namespace {

using namespace bcauth::testing;
using bcauth::strict_policy;

bcauth::app_config app_of(mint_options const& options) {
    return bcauth::app_config::make(
               {.client_id = options.client_id,
                .client_secrets = bcauth::key_ring::make({options.client_secret.expose()}).value()})
        .value();
}

bcauth::error_code judged(mint_options const& options, token_kind kind, std::string_view token) {
    fixed_clock const clock(options.at);
    if (kind == token_kind::current_customer) {
        bcauth::current_customer_verifier<strict_policy, fixed_clock> const door(app_of(options),
                                                                                 {}, clock);
        auto const who = door(token, bcauth::store_hash::make(options.store).value());
        return who ? bcauth::error_code{} : who.error();
    }
    bcauth::load_verifier<strict_policy, fixed_clock> const door(app_of(options), {}, clock);
    auto const who =
        kind == token_kind::load_jwt ? door.verify_jwt(token) : door.verify_payload(token);
    return who ? bcauth::error_code{} : who.error();
}

RC_GTEST_PROP(Arbitrary, ValidTokensAreTakenWhateverTheySay, ()) {
    auto const options = *arbitrary::options();
    auto const kind = *arbitrary::kind();
    auto const token = mint(kind, options).value();
    RC_ASSERT(judged(options, kind, token.expose()) == bcauth::error_code{});
}

RC_GTEST_PROP(Arbitrary, WhatATokenSaysIsWhatWasMinted, ()) {
    auto const options = *arbitrary::options();
    bcauth::load_verifier<strict_policy, fixed_clock> const door(app_of(options), {},
                                                                 fixed_clock(options.at));
    auto const query = mint_query(token_kind::load_jwt, options).value();
    auto const who = door(query.expose()).value();
    RC_ASSERT(who.user().id == options.user_id);
    RC_ASSERT(who.user().email == options.user_email);
    RC_ASSERT(who.owner()->email == options.owner_email);
    RC_ASSERT(who.url() == options.url);
    RC_ASSERT(who.channel_id() == options.channel_id);
    RC_ASSERT(who.store() == bcauth::store_hash::make(options.store).value());
}

RC_GTEST_PROP(Arbitrary, FlawedTokensAreRefusedAsTheTableSaysWhateverElseTheySay, ()) {
    auto const options = *arbitrary::options();
    auto const kind = *arbitrary::kind();
    auto const flaw = *arbitrary::flaw_of(kind);
    auto const token = mint_flawed(kind, flaw, options).value();
    RC_ASSERT(judged(options, kind, token.expose()) == flaw.answer(kind));
}

RC_GTEST_PROP(Arbitrary, HostileTextsAreRefused, ()) {
    mint_options const options;
    auto const text = *arbitrary::hostile();
    for (auto const kind : token_kinds) {
        RC_ASSERT(judged(options, kind, text).failed());
    }
}

RC_GTEST_PROP(Arbitrary, ScopeListsAreListsAndKeepTheirMeaning, ()) {
    auto const set = bcauth::scope_set::parse(*arbitrary::scope_list()).value();
    auto const canonical = bcauth::scope_set::parse(set.canonical()).value();
    RC_ASSERT(canonical.covers(set));
    RC_ASSERT(set.covers(canonical));
    RC_ASSERT(canonical.canonical() == set.canonical());
}

RC_GTEST_PROP(Arbitrary, StoresAreStoreHashesAndUrlsStayAtTheirOrigin, ()) {
    RC_ASSERT(bcauth::store_hash::make(*arbitrary::store()).has_value());
    RC_ASSERT(bcauth::detail::is_relative_path(*arbitrary::relative_url()));
}

}  // namespace
