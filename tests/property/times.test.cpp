// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/rapidcheck.hpp>
#include "support/kinds.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Times, to the second: at each door, each claim that is a time has an edge, and it stands where the tolerances say.
namespace {

namespace arbitrary = bcauth::testing::arbitrary;
using bcauth::errc;
using kinds::kind;
using kinds::mint_options;

constexpr std::int64_t last_second = 253'402'300'799;
constexpr std::int64_t session_leeway = 10;

struct edge {
    std::string claim;
    std::int64_t good;  // the last value that is taken
    int outward;        // +1 or -1: where the first that is refused lies
    errc why;
};

struct world {
    doors::at when;
    mint_options options;  // issued now

    [[nodiscard]] static bool destructive(kinds::door const& door) {
        return door.name.starts_with("uninstall") || door.name.starts_with("removal");
    }

    // the edges that a door has, of which each can be reached
    [[nodiscard]] std::vector<edge> edges_of(kinds::door const& door) const {
        auto const now = when.now;
        if (door.takes == kind::payload) {
            auto const age = destructive(door) ? when.destructive_max_age : when.max_age;
            return {{"timestamp", now - age, -1, errc::stale},
                    {"timestamp", now + when.max_ahead, +1, errc::not_yet_valid}};
        }
        if (door.takes == kind::webhook) {
            return {{"sent at", now - when.webhook_tolerance, -1, errc::stale},
                    {"sent at", now + when.webhook_tolerance, +1, errc::not_yet_valid}};
        }
        auto const leeway = door.takes == kind::session ? session_leeway : when.leeway;
        std::vector<edge> all{{"iat", now + leeway, +1, errc::not_yet_valid}};
        // a young token that has expired exists only within the leeway
        if (!destructive(door) || when.destructive_max_age >= leeway) {
            all.push_back({"exp", now - leeway + 1, -1, errc::expired});
        }
        if (door.takes != kind::session) {
            all.push_back({"nbf", now + leeway, +1, errc::not_yet_valid});
        }
        if (destructive(door)) {
            all.push_back({"iat", now - when.destructive_max_age, -1, errc::stale});
        }
        return all;
    }

    // a token of the kind, with a claim set to a JSON text
    [[nodiscard]] std::string token(kinds::door const& door, std::string const& claim,
                                    std::string const& json) const {
        auto changed = options;
        if (door.takes == kind::webhook) {  // its time is whole seconds in a header
            changed.at = std::chrono::sys_seconds{std::chrono::seconds{std::stoll(json)}};
            return kinds::valid(kind::webhook, changed);
        }
        if (claim == "exp") {  // what expires around now began before
            auto const begun = destructive(door) ? when.destructive_max_age : 600;
            changed.claims.push_back({"iat", std::to_string(when.now - begun)});
        }
        changed.claims.push_back({claim, json});
        if (door.takes != kind::session) {
            return kinds::valid(door.takes, changed);
        }
        auto tree = kinds::session_claims(changed);
        for (auto const& each : changed.claims) {
            tree.set(each.path, each.json);
        }
        auto const key = kinds::session_key(options);
        return doors::jwt(key.expose(), tree.text());
    }
};

// times of any century, and those around which 32 bits end
rc::Gen<std::int64_t> any_now() {
    auto const near = [](std::int64_t edge) {
        return rc::gen::map(rc::gen::inRange<std::int64_t>(-700, 701),
                            [edge](std::int64_t by) { return edge + by; });
    };
    return rc::gen::oneOf(rc::gen::inRange<std::int64_t>(200'000, last_second - 200'000),
                          near(std::int64_t{1} << 31), near(std::int64_t{1} << 32),
                          rc::gen::just<std::int64_t>(1'700'000'000));
}

world any_world() {
    world made;
    made.when.now = *any_now();
    auto const up_to = [](std::int64_t most) {
        return rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, most + 1),
                              rc::gen::element<std::int64_t>(0, 1, most));
    };
    made.when.leeway = *up_to(600);
    made.when.max_age = *up_to(86400);
    made.when.max_ahead = *up_to(600);
    made.when.destructive_max_age = *up_to(300);
    made.when.webhook_tolerance = *up_to(600);
    made.options.at = std::chrono::sys_seconds{std::chrono::seconds{made.when.now}};
    made.options.algorithm =
        *rc::gen::element(bcauth::mac_algorithm::hs256, bcauth::mac_algorithm::hs512);
    return made;
}

void expect(kinds::door const& door, std::string const& token, errc why, std::string const& what) {
    auto const got = door.judge(token);
    if (got.failed() != (why != errc{}) || (got.failed() && got != why)) {
        RC_FAIL(door.name + ", " + what + ": " + got.message());
    }
}

// threats rows 34, 35, 36, 39 and 51
RC_GTEST_PROP(Times, EachEdgeIsAtItsSecond, ()) {
    auto const some = any_world();
    for (auto const& door : kinds::all_doors(some.options, some.when)) {
        for (auto const& edge : some.edges_of(door)) {
            auto const judge_at = [&](std::int64_t seconds, errc why) {
                auto const json = std::to_string(seconds);
                expect(door, some.token(door, edge.claim, json), why, edge.claim + ' ' + json);
            };
            judge_at(edge.good, errc{});
            judge_at(edge.good + edge.outward, edge.why);
            judge_at(edge.good + edge.outward * *rc::gen::inRange<std::int64_t>(1, 100'000),
                     edge.why);
        }
    }
}

// threats row 40; SECURITY.md, "How it is checked": a part of a second never makes a life longer
RC_GTEST_PROP(Times, APartOfASecondIsRoundedAgainstTheToken, ()) {
    auto some = any_world();
    // where no second at all is left, neither is a part of one
    some.when.leeway = std::max<std::int64_t>(some.when.leeway, 1);
    some.when.max_ahead = std::max<std::int64_t>(some.when.max_ahead, 1);
    auto const part = *rc::gen::element<std::string>(".001", ".5", ".999");
    for (auto const& door : kinds::all_doors(some.options, some.when)) {
        if (door.takes == kind::webhook) {
            continue;
        }
        for (auto const& edge : some.edges_of(door)) {
            auto const judge_at = [&](std::int64_t seconds, errc why) {
                auto const json = std::to_string(seconds) + part;
                expect(door, some.token(door, edge.claim, json), why, edge.claim + ' ' + json);
            };
            // an end and an age count down to the whole second, a beginning counts up
            bool const down = edge.outward < 0;
            judge_at(down ? edge.good : edge.good - 1, errc{});
            judge_at(down ? edge.good - 1 : edge.good, edge.why);
        }
    }
}

// threats row 36; SECURITY.md, "How it is checked"
RC_GTEST_PROP(Times, NothingEndsBeforeItsIssue, ()) {
    auto some = any_world();
    some.when.leeway = *rc::gen::inRange<std::int64_t>(1, 601);
    auto const now = some.when.now;
    auto const issued = now + *rc::gen::inRange<std::int64_t>(
                                  1 - std::min(some.when.leeway, some.when.destructive_max_age),
                                  some.when.leeway + 1);
    auto const before = *rc::gen::inRange<std::int64_t>(1, issued - now + some.when.leeway + 1);
    for (auto const& door : kinds::all_doors(some.options, some.when)) {
        if (door.takes != kind::callback && door.takes != kind::customer) {
            continue;
        }
        auto changed = some;
        auto const judge_at = [&](std::int64_t expires, errc why) {
            changed.options.claims = {{"iat", std::to_string(issued)}};
            auto token = changed.options;
            token.claims.push_back({"exp", std::to_string(expires)});
            expect(door, kinds::valid(door.takes, token), why,
                   "a life that ends " + std::to_string(expires - issued) + " s after its issue");
        };
        if (issued > now - some.when.leeway) {
            judge_at(issued, errc{});
        }
        if (issued - before > now - some.when.leeway) {
            judge_at(issued - before, errc::invalid_claim);
        }
    }
}

// whatever the distance: later never makes an expired token valid, nor earlier one that has not begun
RC_GTEST_PROP(Times, ATokenHasOneLife, ()) {
    auto options = *arbitrary::options();
    auto const at = kinds::seconds_of(options);
    for (auto const each :
         {kind::payload, kind::callback, kind::customer, kind::session, kind::webhook}) {
        auto const token = kinds::valid(each, options);
        std::vector<std::int64_t> times{at};
        for (int i = 0; i < 20; ++i) {
            times.push_back(at + *rc::gen::inRange<std::int64_t>(-200'000, 200'000));
        }
        std::sort(times.begin(), times.end());
        std::vector<std::vector<bool>> seen;
        for (auto const now : times) {
            std::vector<bool> row;
            for (auto const& door : kinds::all_doors(options, {.now = now})) {
                if (door.takes == each) {
                    row.push_back(door.opens(token));
                }
            }
            seen.push_back(std::move(row));
        }
        for (std::size_t door = 0; door < seen.front().size(); ++door) {
            int changes = seen.front()[door] ? 1 : 0;
            for (std::size_t i = 1; i < seen.size(); ++i) {
                changes += seen[i][door] != seen[i - 1][door] ? 1 : 0;
            }
            RC_ASSERT(changes <= 2);
        }
    }
}

// threats rows 38, 39 and 52
TEST(Times, TheFirstAndTheLastSecondAreSecondsLikeOthers) {
    mint_options options;
    auto const callback = [&](std::int64_t from, std::int64_t to) {
        options.claims = {{"iat", std::to_string(from)},
                          {"nbf", std::to_string(from)},
                          {"exp", std::to_string(to)}};
        return kinds::valid(kind::callback, options);
    };
    auto const judge = [&](std::string const& token, doors::at when) {
        return kinds::all_doors(options, when).front().judge(token);
    };
    EXPECT_FALSE(judge(callback(0, 1), {.now = 0}));
    EXPECT_FALSE(judge(callback(0, 1), {.now = 0, .leeway = 600}));
    EXPECT_EQ(judge(callback(0, 0), {.now = 0}), errc::expired);
    EXPECT_FALSE(judge(callback(0, 0), {.now = 0, .leeway = 600}));
    EXPECT_EQ(judge(callback(1, 2), {.now = 0}), errc::not_yet_valid);
    EXPECT_EQ(judge(callback(last_second, last_second), {.now = last_second}), errc::expired);
    EXPECT_FALSE(judge(callback(last_second, last_second), {.now = last_second, .leeway = 1}));
    EXPECT_FALSE(
        judge(callback(last_second, last_second), {.now = last_second - 1, .leeway = 600}));
    EXPECT_EQ(judge(callback(last_second, last_second + 1), {.now = last_second, .leeway = 600}),
              errc::invalid_claim);
    EXPECT_EQ(judge(callback(0, last_second), {.now = last_second + 1}), errc::clock_out_of_range);
    EXPECT_EQ(judge(callback(0, last_second), {.now = -1}), errc::clock_out_of_range);
}

}  // namespace
