// SPDX-License-Identifier: BSL-1.0
#include <bcauth/customer_login.hpp>
// what must not take a login token, and what makes others
#include <bcauth/app/session_keys.hpp>
#include <bcauth/testing/mint.hpp>
#include "support/doors.hpp"
#include "support/failing_mac.hpp"
#include "support/logins.hpp"

#include <boost/json.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace {

using bcauth::customer_login_options;
using bcauth::errc;
using doors::why;
using logins::shopper;

std::string payload(bcauth::secret const& token) {
    auto const opened = logins::open(token.expose());
    return opened ? opened->payload : "not signed";
}

// the option's name, after a refusal for it
std::string_view refused(customer_login_options const& who) {
    bcauth::diagnostics told;
    told.subject("of an earlier call");
    auto const made = logins::make().token(who, told);
    EXPECT_EQ(why(made), made ? bcauth::error_code{} : errc::invalid_parameter);
    return told.subject();
}

// the platform's "Customer Login API", and its first table
TEST(CustomerLogin, MakesTheTokenThatThePlatformDocuments) {
    auto const token = logins::make().token(shopper()).value();
    auto const opened = logins::open(token.expose());
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->header, R"({"alg":"HS256","typ":"JWT"})");
    EXPECT_EQ(opened->payload,
              R"({"iss":"m8e1mkkmjw2xjinydqz7ie05to1y2nk","iat":1529512970,)"
              R"("jti":"000102030405060708090a0b0c0d0e0f","operation":"customer_login",)"
              R"("store_hash":"z4zn3wo","customer_id":4927})");
}

TEST(CustomerLogin, SaysAllThatItIsAskedFor) {
    auto who = shopper();
    who.customer_id = std::numeric_limits<std::int64_t>::max();
    who.redirect_to = R"(/search.php?q="a"&x=1#top)";
    who.channel_id = 667251;
    who.request_ip = "203.0.113.7";
    who.enable_persistent_cart = true;
    EXPECT_EQ(payload(logins::make().token(who).value()),
              R"({"iss":"m8e1mkkmjw2xjinydqz7ie05to1y2nk","iat":1529512970,)"
              R"("jti":"000102030405060708090a0b0c0d0e0f","operation":"customer_login",)"
              R"("store_hash":"z4zn3wo","customer_id":9223372036854775807,"channel_id":667251,)"
              R"("redirect_to":"/search.php?q=\"a\"&x=1#top","request_ip":"203.0.113.7",)"
              R"("enable_persistent_cart":true})");
}

TEST(CustomerLogin, MakesWhatIsMintedForTests) {
    bcauth::testing::mint_options options;
    options.client_id = R"(an"ID"\)";
    options.at = std::chrono::sys_seconds{std::chrono::seconds{logins::now}};
    options.token_id = "000102030405060708090a0b0c0d0e0f";
    options.url = "/cart.php?a=b";
    options.channel_id = 2;
    auto const app = doors::app(options.client_id, options.client_secret.expose());
    auto const maker = logins::maker<>::make(app, doors::clock{logins::now}).value();
    auto who = shopper();
    who.redirect_to = options.url;
    who.channel_id = options.channel_id;
    auto const ours = maker.token(who).value();
    auto const theirs =
        bcauth::testing::mint(bcauth::testing::token_kind::customer_login, options).value();
    auto const claims_of = [&](bcauth::secret const& token) {
        auto const opened = logins::open(token.expose(), options.client_secret.expose());
        return opened ? boost::json::parse(opened->payload) : boost::json::value("not signed");
    };
    EXPECT_EQ(claims_of(ours), claims_of(theirs));
}

TEST(CustomerLogin, SignsWithTheCurrentSecret) {
    auto const app =
        bcauth::app_config::make(
            {.client_id = "id",
             .client_secrets = bcauth::key_ring::make({"the new one", "the old one"}).value()})
            .value();
    auto const token = bcauth::customer_login<>::make(app).value().token(shopper()).value();
    EXPECT_TRUE(logins::open(token.expose(), "the new one"));
    EXPECT_FALSE(logins::open(token.expose(), "the old one"));
}

// -- what is asked for

TEST(CustomerLogin, RefusesCustomersAndChannelsThatAreNone) {
    for (std::int64_t const id : {std::int64_t{0}, std::int64_t{-1}, INT64_MIN}) {
        auto who = shopper();
        who.customer_id = id;
        EXPECT_EQ(refused(who), "customer_id") << id;
        who = shopper();
        who.channel_id = id;
        EXPECT_EQ(refused(who), "channel_id") << id;
    }
    auto who = shopper();
    who.customer_id = 1;
    who.channel_id = 1;
    EXPECT_EQ(refused(who), "");
}

// threats row 84; SECURITY.md, "How it is checked"
TEST(CustomerLogin, RefusesToSendTheBrowserAnywhereElse) {
    for (std::string_view const address : {"https://evil.example",
                                           "http://evil.example/",
                                           "//evil.example",
                                           "///evil.example",
                                           R"(/\evil.example)",
                                           R"(\\evil.example)",
                                           R"(\/evil.example)",
                                           "/\t/evil.example",
                                           "\t//evil.example",
                                           " /a",
                                           "/a b",
                                           "/a\r\nSet-Cookie: x=1",
                                           "javascript:alert(1)",
                                           "data:text/html,x",
                                           "evil.example",
                                           "a",
                                           "./a",
                                           "../a",
                                           "/..",
                                           "/.",
                                           "/./a",
                                           "/a/../b",
                                           "/.//evil.example",
                                           "/a/..//evil.example",
                                           "/a//b",
                                           "?x",
                                           "#x",
                                           "https:/evil.example",
                                           "/\xc3\xa9",
                                           "/\xe2\x81\x84"
                                           "evil.example",
                                           "/\x7f",
                                           "@evil.example",
                                           ":80/"}) {
        auto who = shopper();
        who.redirect_to = address;
        EXPECT_EQ(refused(who), "redirect_to") << address;
    }
    auto who = shopper();
    who.redirect_to = std::string_view("/a\0b", 4);
    EXPECT_EQ(refused(who), "redirect_to");
}

TEST(CustomerLogin, SendsTheBrowserToAnyPageOfTheStore) {
    for (std::string_view const address :
         {"/", "/account.php", "/a/b?x=1&y=//z#//w", "/%2f%2fevil.example",
          "/a?u=https://b.example", "/..a/b..", "/.well-known/x", "/login.php?action=logout"}) {
        auto who = shopper();
        who.redirect_to = address;
        EXPECT_EQ(refused(who), "") << address;
        auto const token = logins::make().token(who).value();
        EXPECT_EQ(logins::claims(token).at("redirect_to").as_string(), address);
    }
}

TEST(CustomerLogin, BoundsTheRedirect) {
    auto who = shopper();
    who.redirect_to = '/' + std::string(logins::maker<>::max_redirect_bytes - 1, 'a');
    EXPECT_EQ(refused(who), "");
    who.redirect_to += 'a';
    EXPECT_EQ(refused(who), "redirect_to");
}

TEST(CustomerLogin, TakesAnAddressOfEitherFamilyAndNothingElse) {
    auto who = shopper();
    for (std::string_view const address :
         {"203.0.113.7", "0.0.0.0", "255.255.255.255", "::", "::1", "2001:db8::1",
          "2001:0DB8:0:0:8:800:200C:417A", "::ffff:203.0.113.7"}) {
        who.request_ip = address;
        EXPECT_EQ(refused(who), "") << address;
        auto const token = logins::make().token(who).value();
        EXPECT_EQ(logins::claims(token).at("request_ip").as_string(), address);
    }
    for (std::string_view const text : {" ",
                                        "localhost",
                                        "203.0.113",
                                        "203.0.113.7.",
                                        "203.0.113.256",
                                        "203.0.113.07",
                                        "203.0.113.7 ",
                                        " 203.0.113.7",
                                        "203.0.113.7:80",
                                        "203.0.113.7/32",
                                        "203.0.113.7,::1",
                                        "0x7f.0.0.1",
                                        "2130706433",
                                        "-1.0.0.0",
                                        "127.0.0.1.example.com",
                                        "[::1]",
                                        "fe80::1%eth0",
                                        ":::",
                                        "1::2::3",
                                        "2001:db8",
                                        "12345::",
                                        "::1/64",
                                        "::g",
                                        "1:2:3:4:5:6:7:8:9",
                                        "\xd9\xa1.0.0.1"}) {
        who.request_ip = text;
        EXPECT_EQ(refused(who), "request_ip") << text;
    }
    who.request_ip = std::string_view("::1\0", 4);
    EXPECT_EQ(refused(who), "request_ip");
}

TEST(CustomerLogin, SaysNothingThatItIsNotAskedFor) {
    auto const claims = logins::claims(logins::make().token(shopper()).value());
    for (auto const* const absent : {"exp", "nbf", "aud", "sub", "redirect_to", "channel_id",
                                     "request_ip", "enable_persistent_cart"}) {
        EXPECT_FALSE(claims.contains(absent)) << absent;
    }
    EXPECT_EQ(claims.size(), 6U);
}

// -- time and randomness

TEST(CustomerLogin, ReadsTheClockForEachToken) {
    // the platform's time, as a program keeps it: the difference that `GET /v2/time` has shown
    struct platform_time {
        std::shared_ptr<std::atomic<std::int64_t>> ahead;
        [[nodiscard]] std::chrono::sys_seconds now() const {
            return std::chrono::sys_seconds{std::chrono::seconds{logins::now + *ahead}};
        }
    };
    auto const ahead = std::make_shared<std::atomic<std::int64_t>>(0);
    using maker = bcauth::customer_login<bcauth::strict_policy, platform_time>;
    auto const logins_of = maker::make(logins::app(), platform_time{ahead}).value();
    for (std::int64_t const seconds : {0, -45, 3600}) {
        *ahead = seconds;
        auto const claims = logins::claims(logins_of.token(shopper()).value());
        EXPECT_EQ(claims.at("iat").as_int64(), logins::now + seconds);
    }
}

TEST(CustomerLogin, RefusesAClockOfNoYear) {
    constexpr std::int64_t last = 253'402'300'799;
    for (auto const at : {std::int64_t{-1}, last + 1, INT64_MIN / 2, INT64_MAX / 2}) {
        EXPECT_EQ(why(logins::make(at).token(shopper())), errc::clock_out_of_range) << at;
    }
    for (auto const at : {std::int64_t{0}, last}) {
        EXPECT_TRUE(logins::make(at).token(shopper())) << at;
    }
}

// threats row 88
TEST(CustomerLogin, GivesEachTokenAnIdOfItsOwn) {
    auto const maker = bcauth::customer_login<>::make(logins::app()).value();
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        auto const claims = logins::claims(maker.token(shopper()).value());
        std::string const id(claims.at("jti").as_string());
        EXPECT_EQ(id.size(), 32U);
        EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos) << id;
        EXPECT_TRUE(seen.insert(id).second) << id;
    }
}

// threats row 88: no fallback, whatever the source has filled before it failed
TEST(CustomerLogin, MakesNothingWhereThereIsNoRandomness) {
    auto const maker = logins::make(logins::now, {.good_calls = 1});
    EXPECT_TRUE(maker.token(shopper()));
    EXPECT_EQ(why(maker.token(shopper())), errc::random_failure);
    EXPECT_EQ(why(maker.url("https://shop.example.com", shopper())), errc::random_failure);
    EXPECT_EQ(bcauth::http_status(why(maker.token(shopper()))), 503);
}

// threats row 62
TEST(CustomerLogin, MakesNothingWhereTheBackendFails) {
    using maker = logins::maker<bcauth::strict_policy, support::failing_mac>;
    support::failing_mac::fail_at(0);
    EXPECT_EQ(why(maker::make(logins::app(), {})), errc::crypto_failure);
    support::failing_mac::fail_at(1);
    auto const made = maker::make(logins::app(), doors::clock{logins::now}).value();
    EXPECT_EQ(why(made.token(shopper())), errc::crypto_failure);
    EXPECT_TRUE(made.token(shopper()));
}

TEST(CustomerLogin, RefusesAConfigurationThatWasMovedFrom) {
    auto from = logins::app();
    auto const to = std::move(from);
    EXPECT_TRUE(bcauth::customer_login<>::make(to));
    // NOLINTNEXTLINE(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(why(bcauth::customer_login<>::make(from)), errc::invalid_client_id);
}

TEST(CustomerLogin, MakesNothingOnceItWasMovedFrom) {
    auto from = logins::make();
    auto const to = std::move(from);
    EXPECT_TRUE(to.token(shopper()));
    // NOLINTNEXTLINE(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(why(from.token(shopper())), errc::crypto_failure);
}

// -- the address

TEST(CustomerLogin, PutsTheTokenBehindTheStoresOrigin) {
    for (std::string const store : {"https://shop.example.com", "https://shop.example.com:8443",
                                    "HTTPS://SHOP.example.com", "https://[2001:db8::1]"}) {
        auto const token = logins::make().token(shopper()).value();
        auto const address = logins::make().url(store, shopper()).value();
        EXPECT_EQ(address.expose(), store + "/login/token/" + std::string(token.expose()));
    }
}

TEST(CustomerLogin, PutsTheTokenBehindNoOtherAddress) {
    auto const maker = logins::make();
    for (std::string_view const store : {"",
                                         "shop.example.com",
                                         "//shop.example.com",
                                         "http://shop.example.com",
                                         "http://127.0.0.1",
                                         "http://localhost:8300",
                                         "ftp://shop.example.com",
                                         "https://",
                                         "https://shop.example.com/",
                                         "https://shop.example.com/path",
                                         "https://shop.example.com?",
                                         "https://shop.example.com?x=1",
                                         "https://shop.example.com#",
                                         "https://shop.example.com#x",
                                         "https://user@shop.example.com",
                                         "https://user:password@shop.example.com",
                                         "https://shop.example.com@evil.example",
                                         R"(https://shop.example.com\@evil.example)",
                                         "https://shop.example.com:0",
                                         "https://shop.example.com:65536",
                                         "https://shop.example.com:",
                                         "https://127.0.0.1.example.com/",
                                         " https://shop.example.com",
                                         "https://shop.example.com ",
                                         "https://shop.exa\nmple.com",
                                         "https://sh%6fp.example.com",
                                         "javascript:alert(1)"}) {
        bcauth::diagnostics told;
        EXPECT_EQ(why(maker.url(store, shopper(), told)), errc::invalid_store_url) << store;
        EXPECT_EQ(told.subject(), "store_url");
    }
    std::string const host(2048 - 8 - 4, 'a');
    EXPECT_TRUE(maker.url("https://" + host + ".com", shopper()));
    EXPECT_EQ(why(maker.url("https://a" + host + ".com", shopper())), errc::invalid_store_url);
}

TEST(CustomerLogin, TakesHttpOfThisMachineByNameOfThePolicy) {
    auto const maker = logins::make<bcauth::loopback_http<>>();
    for (std::string_view const store :
         {"http://127.0.0.1:8300", "http://localhost:8300", "http://[::1]:8300"}) {
        EXPECT_TRUE(maker.url(store, shopper())) << store;
    }
    for (std::string_view const store : {"http://shop.example.com", "http://127.0.0.2",
                                         "http://127.0.0.1.example.com", "http://localhost/x"}) {
        EXPECT_EQ(why(maker.url(store, shopper())), errc::invalid_store_url) << store;
    }
}

TEST(CustomerLogin, TellsWhatIsWrongWithAnAddressOfWhom) {
    bcauth::diagnostics told;
    auto who = shopper();
    who.request_ip = "nowhere";
    EXPECT_EQ(why(logins::make().url("https://shop.example.com", who, told)),
              errc::invalid_parameter);
    EXPECT_EQ(told.subject(), "request_ip");
    EXPECT_EQ(why(logins::make().url("https://shop.example.com", who)), errc::invalid_parameter);
    EXPECT_EQ(why(logins::make().token(who)), errc::invalid_parameter);
    EXPECT_TRUE(logins::make().url("https://shop.example.com", shopper(), told));
    EXPECT_EQ(told.subject(), "");
}

// the platform's page: a login that leads to the storefront's own way out
TEST(CustomerLogin, SignsOutByWhereItLeads) {
    auto who = shopper();
    who.redirect_to = bcauth::customer_logout;
    auto const claims = logins::claims(logins::make().token(who).value());
    EXPECT_EQ(claims.at("redirect_to").as_string(), "/login.php?action=logout");
    EXPECT_EQ(claims.at("operation").as_string(), "customer_login");
}

// -- threats row 43: made with the secret of all doors, and taken at none

TEST(CustomerLogin, IsTakenAtNoDoorOfTheApp) {
    auto who = shopper();
    who.redirect_to = "/";
    who.channel_id = 1;
    auto const made = logins::make().token(who).value();
    auto const token = std::string(made.expose());
    auto const app = logins::app();
    doors::at const when{.now = logins::now};
    EXPECT_EQ(why(doors::open<doors::load>(app, when).verify_jwt(token)), errc::missing_claim);
    EXPECT_EQ(why(doors::open<doors::uninstall>(app, when).verify_jwt(token)), errc::missing_claim);
    EXPECT_EQ(why(doors::open<doors::removal>(app, when).verify_jwt(token)), errc::missing_claim);
    EXPECT_EQ(why(doors::open<doors::load>(app, when).verify_payload(token)), errc::token_shape);
    EXPECT_EQ(why(doors::open<doors::load>(app, when)("signed_payload_jwt=" + token)),
              errc::missing_claim);
    EXPECT_EQ(why(doors::open<doors::customer>(app, when)(token, who.store)), errc::wrong_issuer);
    auto const sessions = bcauth::session_keys<>::make(app).value();
    EXPECT_EQ(
        why(sessions.verify(token, std::chrono::sys_seconds{std::chrono::seconds{logins::now}})),
        errc::signature_mismatch);
}

// were the rest of it a load's, its operation would still give it away
TEST(CustomerLogin, IsGivenAwayByItsOperation) {
    auto const forged =
        doors::jwt(logins::client_secret,
                   R"({"iss":"bc","aud":"m8e1mkkmjw2xjinydqz7ie05to1y2nk","sub":"stores/z4zn3wo",)"
                   R"("iat":1529512970,"exp":1529513970,"user":{"id":7,"email":"e"},)"
                   R"("operation":"customer_login","store_hash":"z4zn3wo","customer_id":4927})");
    EXPECT_EQ(why(doors::open<doors::load>(logins::app(), {.now = logins::now}).verify_jwt(forged)),
              errc::wrong_operation);
}

}  // namespace
