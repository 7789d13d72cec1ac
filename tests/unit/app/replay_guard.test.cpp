// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app/replay_guard.hpp>
#include <bcauth/http/query.hpp>
#include <bcauth/testing/fixed_clock.hpp>
#include <bcauth/testing/mint.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::strict_policy;
using bcauth::testing::fixed_clock;
using bcauth::testing::mint_options;
using bcauth::testing::token_kind;

// answers as it is told, and notes what it was asked
struct noting_guard {
    std::vector<std::pair<std::string, std::int64_t>> asked;
    bcauth::result<void> answer = {};

    bcauth::result<void> first_use(std::string_view id, std::chrono::sys_seconds expires_at) {
        asked.emplace_back(id, expires_at.time_since_epoch().count());
        return answer;
    }
};
static_assert(bcauth::replay_guard<noting_guard>);

struct forgetful {
    bool first_use(std::string_view, std::chrono::sys_seconds);
};
struct timeless {
    bcauth::result<void> first_use(std::string_view);
};
static_assert(!bcauth::replay_guard<forgetful>);
static_assert(!bcauth::replay_guard<timeless>);
static_assert(!bcauth::replay_guard<int>);

bcauth::app_config app() {
    mint_options const from;
    auto keys = bcauth::key_ring::make({from.client_secret.expose()});
    return *bcauth::app_config::make(
        {.client_id = from.client_id, .client_secrets = std::move(*keys)});
}

template <class Verifier>
auto judged(token_kind kind, mint_options const& options = {}) {
    auto const query = bcauth::testing::mint_query(kind, options);
    return Verifier(app(), {}, fixed_clock(options.at))(query->expose());
}
using load = bcauth::load_verifier<strict_policy, fixed_clock>;
using uninstall = bcauth::uninstall_verifier<strict_policy, fixed_clock>;
using removal = bcauth::removal_verifier<strict_policy, fixed_clock>;

std::int64_t const issued = mint_options{}.at.time_since_epoch().count();

// threats row 50
TEST(ReplayGuard, IsAskedForTheIdentifierLongerThanTheDoorTakesIt) {
    for (auto const kind : {token_kind::load_jwt, token_kind::signed_payload}) {
        noting_guard guard;
        ASSERT_TRUE(first_use(guard, *judged<uninstall>(kind)));
        ASSERT_TRUE(first_use(guard, *judged<removal>(kind)));
        ASSERT_TRUE(note_load(guard, *judged<load>(kind)));
        ASSERT_EQ(guard.asked.size(), 3U);
        EXPECT_EQ(guard.asked[0].second, issued + 300 + 10 + 60);
        EXPECT_EQ(guard.asked[1], guard.asked[0]) << "one identifier for every door";
        EXPECT_EQ(guard.asked[2], guard.asked[0]);
        bcauth::tolerances<> const narrow{.leeway = std::chrono::seconds{3},
                                          .destructive_max_age = std::chrono::seconds{7}};
        ASSERT_TRUE(first_use(guard, *judged<uninstall>(kind), narrow));
        ASSERT_TRUE(first_use(guard, *judged<removal>(kind), narrow));
        ASSERT_TRUE(note_load(guard, *judged<load>(kind), narrow));
        for (std::size_t i = 3; i < 6; ++i)
            EXPECT_EQ(guard.asked[i].second, issued + 7 + 3 + 60);
    }
}

TEST(ReplayGuard, KnowsATokenByItsJtiAndAPayloadByStorePersonAndSecond) {
    mint_options options;
    options.token_id = "2b6c4f2e";
    EXPECT_EQ(judged<uninstall>(token_kind::load_jwt, options)->replay_id(), "jti:2b6c4f2e");
    auto const first = judged<uninstall>(token_kind::signed_payload)->replay_id();
    EXPECT_EQ(first, "payload:z4zn3wo:9876543:1659031626");
    auto other = options;
    other.user_id += 1;
    EXPECT_NE(judged<uninstall>(token_kind::signed_payload, other)->replay_id(), first);
    other = options;
    other.store = "z4zn3wp";
    EXPECT_NE(judged<uninstall>(token_kind::signed_payload, other)->replay_id(), first);
    other = options;
    other.at += std::chrono::seconds{1};
    EXPECT_NE(judged<uninstall>(token_kind::signed_payload, other)->replay_id(), first);
}

TEST(ReplayGuard, RefusalsReachTheDestructiveDoors) {
    noting_guard guard;
    for (auto const why : {errc::replayed, errc::replay_guard_full, errc::store_failed}) {
        guard.answer = why;
        EXPECT_EQ(first_use(guard, *judged<uninstall>(token_kind::load_jwt)).error(), why);
        EXPECT_EQ(first_use(guard, *judged<removal>(token_kind::load_jwt)).error(), why);
    }
}

TEST(ReplayGuard, LetsALoadComeAgainAndNothingElseBy) {
    noting_guard guard;
    auto const who = *judged<load>(token_kind::load_jwt);
    guard.answer = errc::replayed;
    EXPECT_TRUE(note_load(guard, who));
    for (auto const why : {errc::replay_guard_full, errc::store_failed}) {
        guard.answer = why;
        EXPECT_EQ(note_load(guard, who).error(), why);
    }
}

TEST(ReplayGuard, IsNotAskedAboutWhatNoDestructiveDoorTakes) {
    noting_guard guard;
    auto const long_id = '"' + std::string(129, 'x') + '"';
    for (auto const& [claim, json] : std::vector<std::pair<std::string, std::string>>{
             {"jti", ""}, {"jti", "\"\""}, {"jti", long_id}, {"iat", ""}}) {
        mint_options options;
        options.claims = {{claim, json}};
        auto const who = judged<load>(token_kind::load_jwt, options);
        ASSERT_TRUE(who) << claim << who.error();
        EXPECT_TRUE(note_load(guard, *who));
        EXPECT_FALSE(judged<uninstall>(token_kind::load_jwt, options)) << claim;
        EXPECT_FALSE(judged<removal>(token_kind::load_jwt, options)) << claim;
    }
    EXPECT_TRUE(guard.asked.empty());
    mint_options options;
    options.claims = {{"jti", '"' + std::string(128, 'x') + '"'}};
    EXPECT_TRUE(note_load(guard, *judged<load>(token_kind::load_jwt, options)));
    EXPECT_TRUE(judged<uninstall>(token_kind::load_jwt, options));
    EXPECT_EQ(guard.asked.size(), 1U);
}

}  // namespace
