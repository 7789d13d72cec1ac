// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/flaws.hpp>
#include <bcauth/testing/mint_webhook.hpp>
#include "support/kinds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Each named relaxation, and the tightening, against the strict policy: every flaw that tokens can have, at every door.
namespace {

using bcauth::errc;
using bcauth::strict_policy;
using bcauth::testing::all_flaws;
using bcauth::testing::token_kind;
using kinds::mint_options;

struct verdict {
    std::string what;
    errc why{};
    token_kind kind{};
    bool operator==(verdict const&) const = default;
};

mint_options options() {
    mint_options made;
    made.client_secret = bcauth::secret("a secret of thirty-two bytes or more");
    return made;
}

template <class Judged>
errc answer(Judged const& judged) {
    return static_cast<errc>(doors::why(judged).value());
}

template <class Verifier>
void judge_callback(std::vector<verdict>& all, std::string const& door,
                    bcauth::app_config const& app, token_kind kind, std::string_view flaw,
                    std::string_view token) {
    auto const made = Verifier::make(app, {}, doors::clock{kinds::seconds_of(options())}).value();
    all.push_back({door + ": " + std::string(flaw),
                   kind == token_kind::load_jwt ? answer(made.verify_jwt(token))
                                                : answer(made.verify_payload(token)),
                   kind});
}

// what each door of a policy says to each flawed token, to valid ones, and to what is too old for it
template <class Policy>
std::vector<verdict> verdicts() {
    auto const app = kinds::app_of(options());
    auto const clock = doors::clock{kinds::seconds_of(options())};
    std::vector<verdict> all;
    auto const judge = [&](token_kind kind, std::string_view flaw, std::string_view token) {
        if (kind == token_kind::current_customer) {
            auto const door =
                bcauth::current_customer_verifier<Policy, doors::clock>::make(app, {}, clock)
                    .value();
            all.push_back({"customer: " + std::string(flaw),
                           answer(door(token, kinds::store_of(options()))), kind});
            return;
        }
        judge_callback<bcauth::load_verifier<Policy, doors::clock>>(all, "load", app, kind, flaw,
                                                                    token);
        judge_callback<bcauth::uninstall_verifier<Policy, doors::clock>>(all, "uninstall", app,
                                                                         kind, flaw, token);
        judge_callback<bcauth::removal_verifier<Policy, doors::clock>>(all, "removal", app, kind,
                                                                       flaw, token);
    };
    for (auto const kind : bcauth::testing::token_kinds) {
        auto const token = bcauth::testing::mint(kind, options()).value();
        judge(kind, "nothing", token.expose());
        for (auto const& flaw : all_flaws) {
            if (flaw.applies_to(kind)) {
                auto const flawed = bcauth::testing::mint_flawed(kind, flaw, options()).value();
                judge(kind, flaw.name, flawed.expose());
            }
        }
    }
    bcauth::webhook_verifier<Policy, doors::clock> const door(app, {}, clock);
    for (auto const& flaw : all_flaws) {
        if (flaw.applies_to(token_kind::webhook)) {
            auto const minted = bcauth::testing::mint_flawed_webhook(flaw, options()).value();
            if (auto const fields = minted.fields()) {
                all.push_back({"webhook: " + std::string(flaw.name),
                               answer(door(*fields, minted.body)), token_kind::webhook});
            }
        }
    }
    return all;
}

// the verdicts in which a policy is not the strict one
template <class Policy>
std::vector<verdict> relaxed() {
    static auto const strict = verdicts<strict_policy>();
    auto const own = verdicts<Policy>();
    EXPECT_EQ(own.size(), strict.size());
    std::vector<verdict> others;
    for (std::size_t i = 0; i < std::min(own.size(), strict.size()); ++i) {
        EXPECT_EQ(own[i].what, strict[i].what);
        if (own[i] != strict[i]) {
            others.push_back(own[i]);
        }
    }
    std::printf("[ policies ] %zu verdicts, %zu of them others than the strict one's\n", own.size(),
                others.size());
    return others;
}

std::vector<std::string> names(std::vector<verdict> const& all) {
    std::vector<std::string> made;
    for (auto const& each : all) {
        made.push_back(each.what + (each.why == errc{} ? "" : " refused otherwise"));
    }
    return made;
}

// the answers of the table of flaws, which were written by hand and not read off the rules, at all doors of a kind
TEST(Policies, TheStrictDoorsAnswerAsTheTableOfFlawsSays) {
    std::vector<std::string> exceptions;
    for (auto const& each : verdicts<strict_policy>()) {
        auto const door = each.what.substr(0, each.what.find(':'));
        auto const name = each.what.substr(each.what.find(' ') + 1);
        auto const* const flaw = bcauth::testing::find_flaw(name);
        auto const expected = flaw == nullptr ? errc{} : flaw->answer(each.kind);
        if (each.why != expected) {
            exceptions.push_back(each.what + ", " + std::string(bcauth::name(each.why)));
        }
    }
    // what has expired is too old for a destructive door before that
    EXPECT_EQ(exceptions,
              (std::vector<std::string>{"uninstall: expired, stale", "removal: expired, stale"}));
}

TEST(Policies, AStalePayloadIsTakenAtTheLoadDoorAndNothingElse) {
    EXPECT_EQ(names(relaxed<bcauth::allow_stale_payload<>>()),
              (std::vector<std::string>{"load: expired", "load: stale"}));
}

TEST(Policies, TheOthersChangeNoVerdictOnAToken) {
    EXPECT_EQ(names(relaxed<bcauth::loopback_http<>>()), std::vector<std::string>{});
    EXPECT_EQ(names(relaxed<bcauth::trust_uninstalls<>>()), std::vector<std::string>{});
    EXPECT_EQ(names(relaxed<bcauth::unsigned_webhooks<>>()), std::vector<std::string>{});
    EXPECT_EQ(names(relaxed<bcauth::long_secrets<>>()), std::vector<std::string>{});
}

// where webhooks may come unsigned, each that has a header of a signed one is judged as before
TEST(Policies, AnUnsignedWebhookIsTakenWhereItHasNoneOfTheHeaders) {
    auto const app = kinds::app_of(options());
    auto const clock = doors::clock{kinds::seconds_of(options())};
    using policy = bcauth::unsigned_webhooks<>;
    bcauth::webhook_verifier<policy, doors::clock> const door(app, {}, clock);
    std::size_t judged = 0;
    for (auto const& flaw : all_flaws) {
        if (!flaw.applies_to(token_kind::webhook)) {
            continue;
        }
        auto const minted = bcauth::testing::mint_flawed_webhook(flaw, options()).value();
        auto const fields = minted.fields();
        if (!fields) {
            continue;
        }
        auto const taken = door.judge(*fields, minted.body);
        if (fields->empty()) {
            EXPECT_TRUE(taken) << flaw.name;
            EXPECT_TRUE(taken && taken->verified() == nullptr) << flaw.name;
        } else {
            EXPECT_EQ(answer(taken), flaw.answer(token_kind::webhook)) << flaw.name;
        }
        ++judged;
    }
    EXPECT_GT(judged, 40U);
    auto const nothing = door.judge({}, "{}");
    EXPECT_TRUE(nothing && nothing->verified() == nullptr);
}

// a secret that is too short is refused where an app is configured, and the door of one that is long enough is the same
TEST(Policies, LongSecretsRefusesShortOnesAlone) {
    for (std::size_t const size : {1U, 31U, 32U, 64U}) {
        auto const configure = [size]<class Policy>(Policy) {
            return bcauth::app_config::make<Policy>(
                {.client_id = "a",
                 .client_secrets = bcauth::key_ring::make({std::string(size, 's')}).value()});
        };
        EXPECT_TRUE(configure(strict_policy{}));
        auto const strictly = configure(bcauth::long_secrets<>{});
        EXPECT_EQ(strictly.has_value(), size >= 32);
        EXPECT_TRUE(strictly || strictly.error() == errc::short_secret);
        EXPECT_TRUE(configure(bcauth::loopback_http<>{}));
        EXPECT_TRUE(configure(bcauth::allow_stale_payload<>{}));
    }
}

}  // namespace
