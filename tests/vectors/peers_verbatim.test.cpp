// SPDX-License-Identifier: BSL-1.0
#include <bcauth/jwt/verifier.hpp>
#include "support/doors.hpp"
#include "support/logins.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace {

using bcauth::errc;
using bcauth::error_code;

// whether a refusal is the one that the file names in its own words
bool is_category(error_code const& why, std::string const& category) {
    static std::map<std::string, errc> const names = {
        {"signature", errc::signature_mismatch},
        {"stale", errc::stale},
        {"audience", errc::wrong_audience},
        {"not_yet_valid", errc::not_yet_valid},
        {"expired", errc::expired},
        {"store_mismatch", errc::store_mismatch},
        {"issuer", errc::wrong_issuer},
        {"claims", errc::missing_claim},
    };
    if (category == "malformed") {
        return why == bcauth::condition::malformed;
    }
    auto const found = names.find(category);
    return found != names.end() && why == found->second;
}

std::int64_t number_of(boost::json::value const& row, char const* member, std::int64_t otherwise) {
    auto const* const context = row.as_object().if_contains("context");
    auto const* const value =
        context != nullptr ? context->as_object().if_contains(member) : nullptr;
    return value != nullptr ? value->as_int64() : otherwise;
}

std::string text_of(boost::json::value const& row, char const* member) {
    auto const* const context = row.as_object().if_contains("context");
    return context != nullptr ? vectors::text(*context, member) : std::string();
}

doors::at when(boost::json::value const& row) {
    return {.now = number_of(row, "now", 0),
            .leeway = number_of(row, "leeway", 0),
            .max_age = number_of(row, "max_age", 300)};
}

bcauth::app_config app_of(boost::json::value const& row) {
    auto const client_id = text_of(row, "client_id");
    return doors::app(client_id.empty() ? "none" : client_id, vectors::text(row, "secret"));
}

bool same_people(bcauth::verified_load const& got, boost::json::value const& decoded) {
    auto const& user = decoded.at("user");
    auto const* const owner = decoded.as_object().if_contains("owner");
    return got.user().id == user.at("id").as_int64() &&
           got.user().email == vectors::text(user, "email") &&
           got.owner().has_value() == (owner != nullptr) &&
           (owner == nullptr || (got.owner()->id == owner->at("id").as_int64() &&
                                 got.owner()->email == vectors::text(*owner, "email")));
}

bool same_load(bcauth::verified_load const& got, boost::json::value const& expect) {
    auto const* const decoded = expect.as_object().if_contains("decoded");
    if (decoded == nullptr) {
        return true;
    }
    auto const legacy = vectors::text(*decoded, "store_hash");
    auto const store = legacy.empty() ? vectors::text(expect, "store_hash") : legacy;
    return got.store() == bcauth::store_hash::make(store).value() && same_people(got, *decoded) &&
           got.token_id() == vectors::text(*decoded, "jti");
}

error_code judge_load(boost::json::value const& row, bool jwt) {
    auto const app = app_of(row);
    auto const door = doors::open<doors::load>(app, when(row));
    auto const token = vectors::text(row, "input");
    auto const got = jwt ? door.verify_jwt(token) : door.verify_payload(token);
    if (got && !same_load(*got, row.at("expect"))) {
        ADD_FAILURE() << "another content: " << vectors::text(row, "name");
    }
    return doors::why(got);
}

error_code judge_customer(boost::json::value const& row) {
    auto const app = app_of(row);
    auto const door = doors::open<doors::customer>(app, when(row));
    auto const store = bcauth::store_hash::make(text_of(row, "store_hash"));
    auto const token = vectors::text(row, "input");
    auto const got = door(token, store ? *store : bcauth::store_hash::make("none").value());
    if (got) {
        auto const& decoded = row.at("expect").at("decoded");
        auto const& customer = decoded.at("customer");
        EXPECT_EQ(got->id(), customer.at("id").as_int64());
        EXPECT_EQ(got->email(), vectors::text(customer, "email"));
        EXPECT_EQ(got->group_id(), vectors::text(customer, "group_id"));
        EXPECT_EQ(got->expires_at().time_since_epoch().count(), decoded.at("exp").as_int64());
        EXPECT_EQ(got->issued_at().time_since_epoch().count(), decoded.at("iat").as_int64());
    }
    return doors::why(got);
}

// at the codec and the MAC alone
error_code judge_signature(boost::json::value const& row, bool jwt) {
    auto const ring = bcauth::key_ring::make({vectors::text(row, "secret")}).value();
    auto const token = vectors::text(row, "input");
    if (!jwt) {
        bcauth::signed_payload<>::buffer decoded;
        return doors::why(
            bcauth::signed_payload<>::make(ring).value().authenticate(token, 16384, decoded));
    }
    constexpr std::array hs256{bcauth::mac_algorithm::hs256};
    return doors::why(bcauth::jwt::verifier<>::make(ring, hs256).value().authenticate(token));
}

// nothing for a kind that is judged elsewhere
std::optional<error_code> judge(boost::json::value const& row) {
    auto const kind = vectors::text(row, "kind");
    if (kind == "signed_payload") {
        return vectors::text(row, "level") == "signature" ? judge_signature(row, false)
                                                          : judge_load(row, false);
    }
    if (kind == "signed_payload_jwt") {
        return judge_load(row, true);
    }
    if (kind == "current_customer_jwt") {
        return judge_customer(row);
    }
    if (kind == "jwt_hs256_generic" || kind == "customer_login_jwt") {
        return judge_signature(row, true);
    }
    return std::nullopt;
}

TEST(PeersVerbatim, TokensAreJudgedAndRefusedForTheReasonNamed) {
    auto const file = vectors::load("peers_verbatim.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("peers_verbatim.json (tokens)");
    for (auto const& row : file->as_array()) {
        auto const why = judge(row);
        if (!why) {
            continue;
        }
        auto const& expect = row.at("expect");
        auto const category = vectors::text(expect, "category");
        bool const right = vectors::text(expect, "result") != "reject"
                               ? !*why
                               : *why && (category.empty() || is_category(*why, category));
        tally.judge(right, vectors::text(row, "name") + ": " + why->message());
    }
    EXPECT_EQ(tally.rows(), 32U);
}

// they sign well and say nothing that a door could use
TEST(PeersVerbatim, WhatOnlySignsWellIsStillNoLoad) {
    auto const file = vectors::load("peers_verbatim.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    std::size_t rows = 0;
    for (auto const& row : file->as_array()) {
        if (vectors::text(row, "level") == "signature") {
            ++rows;
            EXPECT_EQ(judge_load(row, false), errc::missing_claim) << vectors::text(row, "name");
        }
    }
    EXPECT_EQ(rows, 2U);
}

// the claims of a login token that is made of a row's input, or why none is made
bcauth::result<boost::json::object> login_of(boost::json::value const& row) {
    auto const& input = row.at("input");
    auto ring = bcauth::key_ring::make({vectors::text(row, "secret")});
    if (!ring) {
        return ring.error();
    }
    auto const app = bcauth::app_config::make(
        {.client_id = vectors::text(input, "client_id"), .client_secrets = std::move(*ring)});
    auto const maker = logins::maker<>::make(*app, doors::clock{logins::now}).value();
    bcauth::customer_login_options who{
        .store = bcauth::store_hash::make(vectors::text(input, "store_hash")).value(),
        .customer_id = input.at("customer_id").as_int64()};
    // where that library says 1 by itself, ours leaves the channel to the platform, which takes the first
    auto const* const claims = row.at("expect").as_object().if_contains("claims_subset");
    if (claims != nullptr && claims->as_object().contains("channel_id")) {
        who.channel_id = claims->at("channel_id").as_int64();
    }
    bcauth::diagnostics why;
    auto const token = maker.token(who, why);
    if (!token) {
        return token.error();
    }
    auto const parts = logins::open(token->expose(), vectors::text(row, "secret"));
    EXPECT_TRUE(parts) << "HS256 over the whole";
    EXPECT_EQ(boost::json::parse(parts->header).at("alg"), "HS256");
    return boost::json::parse(parts->payload).as_object();
}

TEST(PeersVerbatim, LoginTokensSayWhatPeersExpect) {
    auto const file = vectors::load("peers_verbatim.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("peers_verbatim.json (login tokens)");
    for (auto const& row : file->as_array()) {
        if (vectors::text(row, "kind") != "mint_customer_login") {
            continue;
        }
        auto const& expect = row.at("expect");
        auto const made = login_of(row);
        bool right = made.has_value();
        if (vectors::text(expect, "result") == "reject") {
            right = made.has_error() && made.error() == errc::empty_secret;
        } else if (made) {
            for (auto const& claim : expect.at("claims_subset").as_object()) {
                auto const* const said = made->if_contains(claim.key());
                right = right && said != nullptr && *said == claim.value();
            }
            right =
                right && made->at("iat") == logins::now && made->at("jti").as_string().size() >= 21;
        }
        tally.judge(right, vectors::text(row, "name"));
    }
    EXPECT_EQ(tally.rows(), 4U);
}

// which test judges how many of which kind
TEST(PeersVerbatim, EveryRowIsJudgedByATest) {
    auto const file = vectors::load("peers_verbatim.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    std::map<std::string, std::size_t> rows;
    for (auto const& row : file->as_array()) {
        auto const kind = vectors::text(row, "kind");
        ++rows[judge(row) ? "here" : kind];
    }
    std::map<std::string, std::size_t> const known{
        {"here", 32},           {"mint_customer_login", 4},      {"store_context", 16},
        {"store_hash", 3},      {"token_exchange_response", 11}, {"token_exchange_request", 6},
        {"install_callback", 3}};
    EXPECT_EQ(rows, known);
}

}  // namespace
