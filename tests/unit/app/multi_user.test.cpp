// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app/multi_user.hpp>
#include "support/doors.hpp"
#include "support/oauth.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>

namespace {

using bcauth::admission;
using bcauth::admit;
using bcauth::multi_user;
using bcauth::visitor;

TEST(MultiUser, AdmitsEachKindOfVisitor) {
    for (auto const mode : {multi_user::off, multi_user::on}) {
        for (int bits = 0; bits < 8; ++bits) {
            visitor const who{
                .owner = (bits & 1) != 0, .installer = (bits & 2) != 0, .known = (bits & 4) != 0};
            auto const expected = who.known                    ? admission::known
                                  : who.owner || who.installer ? admission::added
                                  : mode == multi_user::on     ? admission::added
                                                               : admission::refused;
            EXPECT_EQ(admit(mode, who), expected) << bits;
        }
    }
    static_assert(admit(multi_user::off, {}) == admission::refused);
    static_assert(admit(multi_user::on, {}) == admission::added);
}

constexpr std::int64_t now = 1'700'000'000;

bcauth::verified_load load_by(std::int64_t user, std::optional<std::int64_t> owner) {
    auto json = R"({"user":{"id":)" + std::to_string(user) + R"(,"email":"o@x.example"})";
    if (owner) {
        json += R"(,"owner":{"id":)" + std::to_string(*owner) + R"(,"email":"o@x.example"})";
    }
    json += R"(,"store_hash":"g5cd38","timestamp":)" + std::to_string(now) + "}";
    auto const door = doors::open<doors::load>(
        doors::app(oauth_support::client_id, oauth_support::client_secret), {.now = now});
    return door.verify_payload(doors::payload(oauth_support::client_secret, json)).value();
}

bcauth::installation installed_by(std::int64_t user, std::optional<std::int64_t> owner) {
    bcauth::installation made{.store = bcauth::store_hash::make("g5cd38").value(),
                              .access_token = {},
                              .scopes = {},
                              .user = {.id = user, .username = {}, .email = "o@x.example"},
                              .owner = {},
                              .account_uuid = {}};
    if (owner) {
        made.owner = bcauth::user{.id = *owner, .username = {}, .email = "o@x.example"};
    }
    return made;
}

TEST(MultiUser, KnowsOwnerAndInstallerByTheirNumbers) {
    struct {
        std::int64_t user;
        std::optional<std::int64_t> owner_now;
        std::optional<std::int64_t> owner_then;
        bool owner;
    } const rows[] = {
        {7, 7, 8, true},             // the token's owner counts
        {7, 8, 7, false},            // not who owned the store when it was installed
        {7, std::nullopt, 7, true},  // an old payload names nobody
        {7, std::nullopt, 8, false},
        {7, std::nullopt, std::nullopt, false},
    };
    for (auto const& row : rows) {
        for (auto const installer : {std::int64_t{7}, std::int64_t{9}}) {
            auto const who = bcauth::visitor_of(load_by(row.user, row.owner_now),
                                                installed_by(installer, row.owner_then), true);
            EXPECT_EQ(who.owner, row.owner);
            EXPECT_EQ(who.installer, installer == 7) << "the address is the same for all";
            EXPECT_TRUE(who.known);
        }
    }
    EXPECT_FALSE(bcauth::visitor_of(load_by(1, 2), installed_by(3, 4), false).known);
}

}  // namespace
