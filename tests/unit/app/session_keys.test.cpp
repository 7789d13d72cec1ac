// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app/session_keys.hpp>
#include "support/doors.hpp"
#include "support/failing_mac.hpp"
#include "support/oauth.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace {

using bcauth::app_config;
using bcauth::errc;
using bcauth::session_keys;
using bcauth::http::incoming;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr sys_seconds now{seconds{1'700'000'000}};

app_config app_of(std::initializer_list<std::string_view> secrets,
                  std::string_view client_id = oauth_support::client_id) {
    return app_config::make({.client_id = std::string(client_id),
                             .client_secrets = bcauth::key_ring::make(secrets).value()})
        .value();
}

bcauth::store_hash store() {
    return bcauth::store_hash::make("g5cd38").value();
}

session_keys<> keys_of(app_config const& app) {
    return session_keys<>::make(app).value();
}

std::string token_of(session_keys<> const& keys, bool is_owner = false) {
    auto const minted = keys.mint(store(), 7, is_owner, now).value();
    return std::string(minted.token.expose());
}

bcauth::error_code why(session_keys<> const& keys, std::string const& token, sys_seconds at = now) {
    return doors::why(keys.verify(token, at));
}

TEST(SessionKeys, VerifyWhatTheyMint) {
    auto const keys = keys_of(app_of({"a secret"}));
    for (auto const is_owner : {false, true}) {
        for (std::int64_t const user : {std::int64_t{1}, INT64_MAX}) {
            auto const minted = keys.mint(store(), user, is_owner, now).value();
            auto const who = keys.verify(minted.token.expose(), now);
            ASSERT_TRUE(who);
            EXPECT_EQ(who->store(), store());
            EXPECT_EQ(who->user_id(), user);
            EXPECT_EQ(who->is_owner(), is_owner);
            EXPECT_EQ(who->issued_at(), now);
            EXPECT_EQ(who->expires_at(), now + seconds{3600});
            EXPECT_TRUE(who->csrf_token() == minted.who.csrf_token());
            EXPECT_EQ(minted.who.is_owner(), is_owner);
        }
    }
}

TEST(SessionKeys, EndASessionAfterItsLife) {
    auto const keys = session_keys<>::make(app_of({"a secret"}), seconds{60}).value();
    auto const token = token_of(keys);
    EXPECT_FALSE(why(keys, token, now + seconds{69}));
    EXPECT_EQ(why(keys, token, now + seconds{70}), errc::expired);
    EXPECT_FALSE(why(keys, token, now - seconds{10}));
    EXPECT_EQ(why(keys, token, now - seconds{11}), errc::not_yet_valid);
}

TEST(SessionKeys, RefuseALifeOfNothingOrOfMoreThanADay) {
    for (auto const life : {seconds{-1}, seconds{0}, seconds{86401}}) {
        EXPECT_EQ(session_keys<>::make(app_of({"a secret"}), life).error(),
                  errc::tolerance_too_wide);
    }
    for (auto const life : {seconds{1}, seconds{86400}}) {
        EXPECT_TRUE(session_keys<>::make(app_of({"a secret"}), life));
    }
}

TEST(SessionKeys, TakeSessionsOfEachSecretWhileOneIsRotated) {
    auto const before = keys_of(app_of({"old secret"}));
    auto const after = keys_of(app_of({"new secret", "old secret"}));
    auto const minted = before.mint(store(), 7, true, now).value();
    auto const who = after.verify(minted.token.expose(), now);
    ASSERT_TRUE(who);
    EXPECT_TRUE(who->csrf_token() == minted.who.csrf_token()) << "pages that are open go on";
    EXPECT_EQ(why(before, token_of(after)), errc::signature_mismatch) << "minted with the new one";
    EXPECT_EQ(why(keys_of(app_of({"new secret"})), token_of(before)), errc::signature_mismatch);
}

TEST(SessionKeys, RefuseTheSessionsOfAnotherApp) {
    auto const mine = keys_of(app_of({"a secret"}, "mine"));
    auto const other = keys_of(app_of({"a secret"}, "other"));
    EXPECT_EQ(why(mine, token_of(other)), errc::signature_mismatch);
    auto const odd = keys_of(app_of({"a secret"}, R"(a"b\c)"));
    EXPECT_FALSE(why(odd, token_of(odd))) << "a client ID that JSON has to escape";
}

TEST(SessionKeys, RefuseEveryChangedByte) {
    auto const keys = keys_of(app_of({"a secret"}));
    auto const token = token_of(keys);
    for (std::size_t at = 0; at < token.size(); ++at) {
        auto changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_TRUE(why(keys, changed).failed()) << at;
    }
    EXPECT_EQ(why(keys, ""), errc::token_shape);
}

// threats row 43
TEST(SessionKeys, AreNoKeysOfThePlatform) {
    auto const app = oauth_support::app();
    auto const keys = keys_of(app);
    auto const secret = oauth_support::client_secret;
    auto const load =
        R"({"iss":"bc","aud":"m8e1mkkmjw2xjinydqz7ie05to1y2nk","sub":"stores/g5cd38",)"
        R"("iat":1700000000,"exp":1700086400,"user":{"id":7,"email":"e"}})";
    doors::at const when{.now = 1'700'000'000};
    auto const door = doors::open<doors::load>(app, when);
    EXPECT_TRUE(door.verify_jwt(doors::jwt(secret, load)));
    EXPECT_EQ(why(keys, doors::jwt(secret, load)), errc::signature_mismatch);

    auto const session = token_of(keys);
    EXPECT_EQ(doors::why(door.verify_jwt(session)), errc::signature_mismatch);
    EXPECT_EQ(doors::why(doors::open<doors::uninstall>(app, when).verify_jwt(session)),
              errc::signature_mismatch);
    EXPECT_EQ(doors::why(doors::open<doors::removal>(app, when).verify_jwt(session)),
              errc::signature_mismatch);
    EXPECT_EQ(doors::why(doors::open<doors::customer>(app, when)(session, store())),
              errc::signature_mismatch);

    // and were the key the same, the claims would tell them apart
    auto const derived =
        bcauth::hkdf(bcauth::secret(secret), oauth_support::client_id, "bcauth session token", 32)
            .value();
    EXPECT_EQ(why(keys, doors::jwt(derived.expose(), load)), errc::claim_type);
    auto const payload = R"({"iss":"bcauth/session","aud":"m8e1mkkmjw2xjinydqz7ie05to1y2nk",)"
                         R"("sub":"stores/g5cd38","iat":1700000000,"exp":1700003600,)"
                         R"("user":7,"owner":0})";
    EXPECT_EQ(doors::jwt(derived.expose(), payload), session) << "as it is written";
    EXPECT_EQ(doors::why(door.verify_jwt(doors::jwt(secret, payload))), errc::claim_type);
}

TEST(SessionKeys, JudgeEachClaim) {
    auto const keys = keys_of(oauth_support::app());
    auto const derived = bcauth::hkdf(bcauth::secret(oauth_support::client_secret),
                                      oauth_support::client_id, "bcauth session token", 32)
                             .value();
    std::string const good = R"({"iss":"bcauth/session","aud":"m8e1mkkmjw2xjinydqz7ie05to1y2nk",)"
                             R"("sub":"stores/g5cd38","iat":1700000000,"exp":1700003600,)"
                             R"("user":7,"owner":0})";
    struct {
        std::string_view what;
        std::string_view with;
        errc why;
    } const rows[] = {
        {"bcauth/session", "bcauth", errc::wrong_issuer},
        {"m8e1", "m8e2", errc::wrong_audience},
        {"stores/g5cd38", "g5cd38", errc::invalid_store_hash},
        {R"("user":7)", R"("user":0)", errc::invalid_claim},
        {R"("user":7)", R"("user":"7")", errc::claim_type},
        {R"(,"owner":0)", "", errc::missing_claim},
        {R"("owner":0)", R"("owner":-1)", errc::invalid_claim},
        {R"("owner":0)", R"("owner":true)", errc::claim_type},
        {R"(,"exp":1700003600)", "", errc::missing_claim},
    };
    EXPECT_FALSE(why(keys, doors::jwt(derived.expose(), good)));
    for (auto const& row : rows) {
        auto const bad = oauth_support::replaced(good, row.what, row.with);
        EXPECT_EQ(why(keys, doors::jwt(derived.expose(), bad)), row.why) << bad;
    }
}

TEST(SessionKeys, DeriveCsrfTokensWithAKeyOfTheirOwn) {
    auto const minted = keys_of(oauth_support::app()).mint(store(), 7, false, now).value();
    std::string_view const payload =
        R"({"iss":"bcauth/session","aud":"m8e1mkkmjw2xjinydqz7ie05to1y2nk",)"
        R"("sub":"stores/g5cd38","iat":1700000000,"exp":1700003600,"user":7,"owner":0})";
    for (std::string_view const purpose : {"bcauth session csrf", "bcauth session token"}) {
        auto const derived = bcauth::hkdf(bcauth::secret(oauth_support::client_secret),
                                          oauth_support::client_id, purpose, 32)
                                 .value();
        auto const key =
            bcauth::openssl_mac::make_key(bcauth::mac_algorithm::hs256, derived.expose());
        bcauth::mac_digest digest{};
        ASSERT_TRUE(bcauth::openssl_mac::sign(*key, {&payload, 1}, digest));
        auto const text =
            bcauth::base64_encode({reinterpret_cast<char const*>(digest.data()), 32},
                                  bcauth::base64_alphabet::url, bcauth::base64_padding::none);
        EXPECT_EQ(minted.who.csrf_token().expose() == text, purpose == "bcauth session csrf");
    }
}

// threats row 86
TEST(SessionKeys, WriteACookieForTheFrameAlone) {
    auto const keys = session_keys<>::make(oauth_support::app(), seconds{600}).value();
    auto const cookie = keys.cookie(bcauth::secret("a.b.c"));
    EXPECT_EQ(cookie.expose(),
              "__Host-bcauth=a.b.c; Max-Age=600; Path=/; Secure; HttpOnly; SameSite=None; "
              "Partitioned");
    EXPECT_EQ(keys.cookie_name(), "__Host-bcauth");
    EXPECT_EQ(keys_of(app_of({"a secret"})).cookie_name(), "__Host-bcauth");
}

// threats row 86: no token has what would end a cookie's value or begin another field
TEST(SessionKeys, MintNothingThatACookieCannotHold) {
    for (std::string_view const client_id : {"a", "x;y", "a\"b", "a,b c", "\\"}) {
        auto const made = app_config::make({.client_id = std::string(client_id),
                                            .client_secrets = *bcauth::key_ring::make({"s"})});
        if (!made) {
            EXPECT_EQ(made.error(), errc::invalid_client_id) << client_id;
            continue;
        }
        auto const keys = keys_of(*made);
        for (std::int64_t const user : {std::int64_t{1}, INT64_MAX}) {
            auto const minted = keys.mint(store(), user, true, now).value();
            auto const cookie = keys.cookie(minted.token);
            auto const text = cookie.expose();
            EXPECT_EQ(minted.token.expose().find_first_not_of(
                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."),
                      std::string_view::npos);
            EXPECT_EQ(text.substr(text.find(';')),
                      "; Max-Age=3600; Path=/; Secure; HttpOnly; SameSite=None; Partitioned");
            bcauth::http::fields fields;
            EXPECT_TRUE(fields.add("Set-Cookie", text));
        }
    }
    bcauth::http::fields fields;
    auto const split = keys_of(app_of({"s"})).cookie(bcauth::secret("a\r\nSet-Cookie: b=c"));
    EXPECT_EQ(fields.add("Set-Cookie", split.expose()).error(), errc::invalid_field);
}

TEST(SessionKeys, LeaveThePrefixOutWhereBrowsersDoNotTakeIt) {
    auto options = oauth_support::options();
    options.redirect_uri = "http://127.0.0.1:8080/oauth";
    auto const app = app_config::make<bcauth::loopback_http<>>(std::move(options)).value();
    auto const keys = keys_of(app);
    EXPECT_EQ(keys.cookie_name(), "bcauth");
    auto const cookie = keys.cookie(bcauth::secret("a.b.c"));
    EXPECT_EQ(cookie.expose(),
              "bcauth=a.b.c; Max-Age=3600; Path=/; Secure; HttpOnly; SameSite=None; Partitioned");
}

TEST(SessionKeys, ReadTheCookieThatIsThereOnce) {
    auto const keys = keys_of(app_of({"a secret"}));
    auto const own = "__Host-bcauth=" + token_of(keys);
    auto const why_not = [&](std::initializer_list<std::string> cookies) {
        incoming request{.method = "GET", .target = "/", .fields = {}, .body = {}};
        for (auto const& each : cookies) {
            EXPECT_TRUE(request.fields.add("cookie", each)) << each;
        }
        return doors::why(keys.of_request(request, now));
    };
    EXPECT_FALSE(why_not({own}));
    EXPECT_FALSE(why_not({"a=b; " + own + "; c=d; e"}));
    EXPECT_FALSE(why_not({"a=b;" + own + " ;c"}));
    EXPECT_FALSE(why_not({own + ";"}));
    EXPECT_FALSE(why_not({"x__Host-bcauth=a; " + own + "; __host-bcauth=b; __Host-bcauth"}));
    EXPECT_EQ(why_not({}), errc::missing_session);
    EXPECT_EQ(why_not({""}), errc::missing_session);
    EXPECT_EQ(why_not({";;; ;"}), errc::missing_session);
    EXPECT_EQ(why_not({"a=b"}), errc::missing_session);
    EXPECT_EQ(why_not({"__Host-bcauth="}), errc::missing_session);
    EXPECT_EQ(why_not({own + "; " + own}), errc::missing_session);
    EXPECT_EQ(why_not({"__Host-bcauth=; " + own}), errc::missing_session);
    EXPECT_EQ(why_not({own, "a=b"}), errc::missing_session) << "two fields";
    EXPECT_EQ(why_not({"bcauth=" + token_of(keys)}), errc::missing_session);
    EXPECT_EQ(why_not({"__Host-bcauth=\"" + token_of(keys) + "\""}), errc::invalid_base64);
}

TEST(SessionKeys, RefuseAConfigurationThatWasMovedFrom) {
    auto app = oauth_support::app();
    auto const to = std::move(app);
    // NOLINTNEXTLINE(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(session_keys<>::make(app).error(), errc::invalid_client_id);
}

TEST(SessionKeys, FailWithTheirBackendAtEachCall) {
    using backend = support::failing_mac;
    using keys = session_keys<bcauth::strict_policy, backend>;
    auto const app = app_of({"a secret", "another"});
    int failing = 0;
    for (backend::fail_at(0); !keys::make(app); backend::fail_at(++failing)) {
        backend::fail_at(failing);
        EXPECT_EQ(keys::make(app).error(), errc::crypto_failure) << failing;
    }
    EXPECT_EQ(failing, 21)
        << "16 to derive four keys, two each for verifying and CSRF, one to sign";
    backend::fail_at(-1);
    auto const made = keys::make(app).value();
    auto const token = made.mint(store(), 7, false, now).value().token;
    for (int call = 0; call < 2; ++call) {
        backend::fail_at(call);
        EXPECT_EQ(made.mint(store(), 7, false, now).error(), errc::crypto_failure);
    }
    for (int call = 0; call < 3; ++call) {
        backend::fail_at(call);
        EXPECT_EQ(made.verify(token.expose(), now).error(), errc::crypto_failure);
    }
    backend::fail_at(-1);
}

}  // namespace
