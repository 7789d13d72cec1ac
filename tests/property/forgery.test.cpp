// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/rapidcheck.hpp>
#include "support/kinds.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace {

namespace arbitrary = bcauth::testing::arbitrary;
using bcauth::errc;
using kinds::kind;
using kinds::mint_options;

// the documented example; all that JSON and base64 have to escape; the other algorithm, lengths that end otherwise
std::vector<mint_options> samples() {
    std::vector<mint_options> all(3);
    all[1].user_email = all[1].customer_email = "\"\\<>??~~\xc3\xbc\xf0\x9f\x92\xa9@example.com";
    all[1].url = "/a?b=%20c";
    all[1].channel_id = 1;
    all[1].client_secret = bcauth::secret(std::string_view("a\0b\xff", 4));
    all[2].algorithm = bcauth::mac_algorithm::hs512;
    all[2].user_email = all[2].customer_email = "a@b.c";
    all[2].store = "a";
    return all;
}

// threats row 12
TEST(Forgery, AnyFlippedBitIsRefusedAtEveryDoor) {
    std::size_t judged = 0;
    std::size_t accepted = 0;
    for (auto const& options : samples()) {
        auto const doors = kinds::all_doors(options);
        for (auto const& door : doors) {
            auto const token = kinds::valid(door.takes, options);
            ASSERT_FALSE(door.judge(token)) << door.name << ": " << door.judge(token).message();
            for (std::size_t bit = 0; bit < token.size() * 8; ++bit) {
                auto other = token;
                other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << (bit % 8)));
                bool const taken = door.opens(other);
                EXPECT_FALSE(taken) << door.name << ", bit " << bit;
                accepted += taken ? 1U : 0U;
                ++judged;
            }
            EXPECT_FALSE(door.judge(token)) << "nothing of the attempts is left behind";
        }
    }
    std::printf("[ forgery  ] %zu tokens with a flipped bit, %zu accepted\n", judged, accepted);
    EXPECT_GT(judged, 100'000U);
}

// a login is for the store alone, which checks its signature as this does
TEST(Forgery, AnyFlippedBitOfALoginIsRefusedAtTheStoreAndAtEveryDoor) {
    constexpr std::array hs256{bcauth::mac_algorithm::hs256};
    std::size_t judged = 0;
    std::size_t accepted = 0;
    for (auto const& options : samples()) {
        auto const ring = bcauth::key_ring::make({options.client_secret.expose()}).value();
        auto const store = bcauth::jwt::verifier<>::make(ring, hs256).value();
        auto const doors = kinds::all_doors(options);
        auto const token = kinds::valid(kind::login, options);
        ASSERT_TRUE(store.authenticate(token));
        for (std::size_t bit = 0; bit < token.size() * 8; ++bit, ++judged) {
            auto other = token;
            other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << (bit % 8)));
            bool taken = store.authenticate(other).has_value();
            for (auto const& door : doors) {
                taken = door.opens(other) || taken;
            }
            EXPECT_FALSE(taken) << "bit " << bit;
            accepted += taken ? 1U : 0U;
        }
    }
    std::printf("[ forgery  ] %zu logins with a flipped bit, %zu accepted\n", judged, accepted);
    EXPECT_GT(judged, 5'000U);
}

RC_GTEST_PROP(Forgery, AFlippedBitIsRefusedWhateverTheTokenSays, ()) {
    auto const options = *arbitrary::options();
    for (auto const& door : kinds::all_doors(options)) {
        auto token = kinds::valid(door.takes, options);
        RC_ASSERT(door.opens(token));
        auto const bit = *rc::gen::inRange<std::size_t>(0, token.size() * 8);
        token[bit / 8] = static_cast<char>(token[bit / 8] ^ (1 << (bit % 8)));
        RC_ASSERT(!door.opens(token));
    }
}

// threats rows 43 and 48: one secret and one audience, and each kind passes at its own doors alone
RC_GTEST_PROP(Forgery, EachKindPassesAtItsOwnDoorsAlone, ()) {
    auto const options = *arbitrary::options();
    for (auto const& door : kinds::all_doors(options)) {
        for (auto const each : kinds::all_kinds) {
            auto const token = kinds::valid(each, options);
            if (door.opens(token) != (door.takes == each)) {
                RC_FAIL(door.name + " and " + std::string(kinds::name(each)) + ": " +
                        door.judge(token).message());
            }
        }
    }
}

// the same with the claims of one kind under the signature of another's form
RC_GTEST_PROP(Forgery, TheClaimsOfAKindPassInNoOtherForm, ()) {
    auto const options = *arbitrary::options();
    auto const secret = options.client_secret.expose();
    namespace detail = bcauth::detail;
    auto const payload = detail::payload_claims(options).text();
    auto const callback = detail::load_claims(options, "1").text();
    auto const customer = detail::current_customer_claims(options).text();
    auto const key = kinds::session_key(options);
    for (auto const& door : kinds::all_doors(options)) {
        for (auto const& [claims, form] : {std::pair{payload, kind::payload},
                                           {callback, kind::callback},
                                           {customer, kind::customer}}) {
            bool const right = door.takes == form;
            RC_ASSERT(door.opens(doors::jwt(secret, claims)) == (right && form != kind::payload));
            RC_ASSERT(door.opens(doors::payload(secret, claims)) ==
                      (right && form == kind::payload));
            RC_ASSERT(!door.opens(doors::jwt(key.expose(), claims)));
            RC_ASSERT(!door.opens(doors::payload(key.expose(), claims)));
            RC_ASSERT(door.opens(doors::jwt(secret, claims, bcauth::mac_algorithm::hs512)) ==
                      (right && form == kind::customer));
        }
    }
}

// threats row 56: of a token that nobody signed, its form is told and nothing that is in it
RC_GTEST_PROP(Forgery, OfAnUnsignedTokenNothingButItsFormIsTold, ()) {
    auto const options = *arbitrary::options();
    auto forger = options;
    forger.client_secret = bcauth::secret(std::string(options.client_secret.expose()) + 'x');
    auto const type = *arbitrary::kind();
    auto const flaw = *arbitrary::flaw_of(type);
    auto const flawed = bcauth::testing::mint_flawed(type, flaw, forger).value();
    for (auto const& door : kinds::all_doors(options)) {
        if (door.takes == kind::webhook) {
            continue;
        }
        auto const why = door.judge(flawed.expose());
        bool const form = why == errc::signature_mismatch || why == errc::token_shape ||
                          why == errc::invalid_base64 || why == errc::token_too_large ||
                          why == errc::invalid_query;
        if (!form) {
            RC_FAIL(door.name + ", " + std::string(flaw.name) + ": " + why.message());
        }
    }
}

// parts of two genuine tokens make no third
RC_GTEST_PROP(Forgery, PartsOfTwoTokensMakeNoThird, ()) {
    auto const one = *arbitrary::options();
    auto two = one;
    two.at += std::chrono::seconds{1};
    for (auto const& door : kinds::all_doors(two)) {
        auto const first = kinds::valid(door.takes, one);
        auto const second = kinds::valid(door.takes, two);
        RC_ASSERT(door.opens(second));
        RC_ASSERT(first != second);
        // where the signature begins
        auto const last = [&](std::string const& text) {
            return door.takes == kind::webhook ? text.find('\n', text.find('\n') + 1)
                                               : text.rfind('.');
        };
        RC_ASSERT(!door.opens(first.substr(0, last(first)) + second.substr(last(second))));
        RC_ASSERT(!door.opens(second.substr(0, last(second)) + first.substr(last(first))));
    }
}

// another secret, app or store has other tokens
RC_GTEST_PROP(Forgery, TokensOfAnotherAppOrSecretAreRefused, ()) {
    auto const options = *arbitrary::options();
    auto other = options;
    bool const same_secret = *rc::gen::arbitrary<bool>();
    if (same_secret) {
        other.client_id += 'x';
    } else {
        other.client_secret = bcauth::secret(std::string(options.client_secret.expose()) + 'x');
    }
    for (auto const& door : kinds::all_doors(options)) {
        auto const why = door.judge(kinds::valid(door.takes, other));
        // legacy payloads and webhooks name no app: the secret alone tells whose they are
        bool const nameless =
            same_secret && (door.takes == kind::payload || door.takes == kind::webhook);
        RC_ASSERT(nameless == !why.failed());
        if (why.failed()) {
            bool const by_name = same_secret && door.takes != kind::session;
            RC_ASSERT(why == (by_name ? errc::wrong_audience : errc::signature_mismatch));
        }
    }
}

}  // namespace
