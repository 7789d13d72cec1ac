// SPDX-License-Identifier: BSL-1.0
#include "support/doors.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>

namespace {

bool as_expected(boost::json::value const& row, bcauth::result<bcauth::verified_load> const& got) {
    if (vectors::text(row, "expect") == "reject") {
        return !got;
    }
    if (!got) {
        return false;
    }
    auto const* const claims = row.as_object().if_contains("claims");
    return claims == nullptr || std::to_string(got->user().id) == vectors::text(*claims, "user_id");
}

// threats rows 1 to 5, 10 to 44, 47 to 49: at the load door, with the strict verdict of each row
TEST(JwtAttackVectors, AreJudgedAsTheStrictVerdictSays) {
    auto const file = vectors::load("jwt_attack_hs256.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("jwt_attack_hs256.json");
    auto const app = doors::app(vectors::text(*file, "client_id"), vectors::text(*file, "secret"));
    for (auto const& row : file->at("tests").as_array()) {
        auto const* const leeway = row.as_object().if_contains("leeway");
        auto const door =
            doors::open<doors::load>(app, {.now = file->at("now").as_int64(),
                                           .leeway = leeway != nullptr ? leeway->as_int64() : 0});
        auto const token = vectors::text(row, "token");
        auto const got = door.verify_jwt(token);
        tally.judge(as_expected(row, got), vectors::text(row, "id") + ": " +
                                               (got ? "accepted" : doors::why(got).message()));
    }
    EXPECT_EQ(tally.rows(), 220U);
}

// 2^53 + 1 is the first number that a double can't hold (threats row 47)
TEST(JwtAttackVectors, IdentifiersAreExact) {
    auto const file = vectors::load("jwt_attack_hs256.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    std::set<std::int64_t> ids;
    auto const app = doors::app(vectors::text(*file, "client_id"), vectors::text(*file, "secret"));
    auto const door = doors::open<doors::load>(app, {.now = file->at("now").as_int64()});
    for (auto const& row : file->at("tests").as_array()) {
        auto const token = vectors::text(row, "token");
        if (auto const got = door.verify_jwt(token)) {
            ids.insert(got->user().id);
        }
    }
    EXPECT_TRUE(ids.contains(9007199254740993));
    EXPECT_FALSE(ids.contains(9007199254740992));
}

// The same tokens must not pass at the other doors either: none is a shopper's, and those that are
// young enough for the destructive doors are judged there by the same rules.
TEST(JwtAttackVectors, NothingRefusedAtTheLoadDoorPassesAtAnother) {
    auto const file = vectors::load("jwt_attack_hs256.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("jwt_attack_hs256.json (uninstall, removal, shopper)");
    auto const app = doors::app(vectors::text(*file, "client_id"), vectors::text(*file, "secret"));
    auto const store = bcauth::store_hash::make("z4zn3wo").value();
    for (auto const& row : file->at("tests").as_array()) {
        doors::at const when{.now = file->at("now").as_int64()};
        auto const token = vectors::text(row, "token");
        bool const reject = vectors::text(row, "expect") == "reject";
        bool const removed = doors::open<doors::removal>(app, when).verify_jwt(token).has_value();
        bool const gone = doors::open<doors::uninstall>(app, when).verify_jwt(token).has_value();
        bool const shopper = doors::open<doors::customer>(app, when)(token, store).has_value();
        tally.judge(!(reject && (removed || gone)) && !shopper, vectors::text(row, "id"));
    }
    EXPECT_EQ(tally.rows(), 220U);
}

}  // namespace
