// SPDX-License-Identifier: BSL-1.0
#include <bcauth/oauth/auth_callback.hpp>
#include "support/oauth.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using bcauth::diagnostics;
using bcauth::errc;
using bcauth::http::query;
using bcauth::oauth::parse_auth_callback;
using bcauth::oauth::unproven_grant;

template <class Value>
concept streamable = requires(std::ostream& out, Value const& value) {
    out << value;
};
static_assert(!streamable<unproven_grant> && streamable<int>);

template <class Grant>
concept gives_views = requires(Grant&& grant) {
    std::forward<Grant>(grant).code();
}
|| requires(Grant&& grant) {
    std::forward<Grant>(grant).scope_text();
}
|| requires(Grant&& grant) {
    std::forward<Grant>(grant).scopes();
}
|| requires(Grant&& grant) {
    std::forward<Grant>(grant).account_uuid();
};
static_assert(gives_views<unproven_grant const&> && !gives_views<unproven_grant>);

// nobody but the parser makes one
static_assert(!std::is_default_constructible_v<unproven_grant> &&
              !std::is_aggregate_v<unproven_grant>);
static_assert(!std::is_constructible_v<unproven_grant, bcauth::secret, std::string,
                                       bcauth::scope_set, bcauth::store_hash>);

struct refusal {
    bcauth::error_code error;
    diagnostics why;
};

refusal refusal_of(std::string_view text) {
    refusal made;
    made.error = parse_auth_callback(text, oauth_support::app(), made.why).error();
    return made;
}

TEST(AuthCallback, GivesWhatTheQueryHas) {
    auto const grant = parse_auth_callback(
        "code=qr6h3thvbvag2ffq&scope=store_v2_orders+store_channel_listings_read_only&context="
        "stores/g5cd38"
        "&account_uuid=12345678-90ab-cdef-1234-567890ABCDEF",
        oauth_support::app());
    ASSERT_TRUE(grant);
    EXPECT_EQ(grant->code().expose(), "qr6h3thvbvag2ffq");
    EXPECT_EQ(grant->scope_text(), "store_v2_orders store_channel_listings_read_only");
    EXPECT_EQ(
        grant->scopes(),
        bcauth::scope_set(bcauth::scopes("store_channel_listings_read_only store_v2_orders")));
    EXPECT_EQ(grant->store().view(), "g5cd38");
    EXPECT_EQ(grant->account_uuid(), "12345678-90ab-cdef-1234-567890ABCDEF");
    EXPECT_FALSE(grant->external_install());
}

TEST(AuthCallback, TakesAQueryThatWasParsedBefore) {
    auto const parsed = query::parse(oauth_support::callback_query);
    ASSERT_TRUE(parsed);
    diagnostics why;
    why.subject("of an earlier call");
    EXPECT_TRUE(parse_auth_callback(*parsed, oauth_support::app(), why));
    EXPECT_TRUE(why.subject().empty());
    EXPECT_TRUE(parse_auth_callback(*parsed, oauth_support::app()));
}

TEST(AuthCallback, ForgetsAnEarlierCallWhereTheQueryIsNone) {
    diagnostics why;
    why.subject("of an earlier call");
    EXPECT_EQ(parse_auth_callback("code=%zz", oauth_support::app(), why).error(),
              errc::invalid_query);
    EXPECT_TRUE(why.subject().empty());
}

TEST(AuthCallback, TakesAPercentEncodedContext) {
    auto const grant = parse_auth_callback("code=x&scope=store_v2_orders&context=stores%2Fg5cd38",
                                           oauth_support::app());
    ASSERT_TRUE(grant);
    EXPECT_EQ(grant->store().view(), "g5cd38");
    EXPECT_TRUE(grant->account_uuid().empty());
}

TEST(AuthCallback, TakesNamesThatAreEscaped) {
    auto const grant = parse_auth_callback(
        "other=1&%63ode=x&scop%65=store_v2_orders&con%74ext=stores/a&account%5Fuuid="
        "12345678-90ab-cdef-1234-567890abcdef&external%5finstall",
        oauth_support::app());
    ASSERT_TRUE(grant);
    EXPECT_EQ(grant->code().expose(), "x");
    EXPECT_EQ(grant->scope_text(), "store_v2_orders");
    EXPECT_EQ(grant->store().view(), "a");
    EXPECT_EQ(grant->account_uuid(), "12345678-90ab-cdef-1234-567890abcdef");
    EXPECT_TRUE(grant->external_install());
    EXPECT_EQ(refusal_of("%65rror=no").error, errc::authorization_refused);
    auto const refused = refusal_of("error=no&error%5fdescription=x");
    EXPECT_EQ(refused.why.message(), "no: x");
}

// "+" and "%20" are spaces in a scope; order and repetition stay as they came, since the exchange repeats the text
TEST(AuthCallback, KeepsTheScopeTextAsItCame) {
    auto const grant = parse_auth_callback(
        "code=x&scope=store_v2_products%20store_v2_orders+store_v2_products&context=stores/a",
        oauth_support::app());
    ASSERT_TRUE(grant);
    EXPECT_EQ(grant->scope_text(), "store_v2_products store_v2_orders store_v2_products");
}

TEST(AuthCallback, NeedsCodeScopeAndContext) {
    for (auto const& [text, subject] :
         {std::pair{"scope=store_v2_orders&context=stores/a", "code"},
          {"code=&scope=store_v2_orders&context=stores/a", "code"},
          {"code&scope=store_v2_orders&context=stores/a", "code"},
          {"code=x&context=stores/a", "scope"},
          {"code=x&scope=&context=stores/a", "scope"},
          {"code=x&scope=store_v2_orders", "context"},
          {"code=x&scope=store_v2_orders&context=", "context"},
          {"code=x", "scope"},
          {"context=stores/a", "code"},
          {"scope=store_v2_orders", "code"},
          {"", "code"},
          {"Code=x&code[]=y&scope=store_v2_orders&context=stores/a", "code"}}) {
        auto const refused = refusal_of(text);
        EXPECT_EQ(refused.error, errc::missing_parameter) << text;
        EXPECT_EQ(refused.why.subject(), subject) << text;
    }
}

TEST(AuthCallback, TakesAScopeTextOfAnyLengthThatAScopeSetTakes) {
    for (std::size_t const names : {1U, 30U, 31U, 32U, 33U, 34U, 200U}) {
        std::string scope = "store_v2_orders";
        for (std::size_t i = 1; i < names; ++i) {
            scope += "+store_v2_orders";
        }
        auto const grant =
            parse_auth_callback("code=x&context=stores/a&scope=" + scope, oauth_support::app());
        ASSERT_TRUE(grant) << names;
        EXPECT_EQ(grant->scope_text().size(), names * 16 - 1);
        EXPECT_EQ(grant->scope_text().find('+'), std::string_view::npos);
        EXPECT_EQ(grant->scopes().size(), 1U);
    }
}

// threats rows 72, 73 and 75
TEST(AuthCallback, RefusesWhatTheQueryRefuses) {
    EXPECT_EQ(refusal_of("code=x&code=y&scope=store_v2_orders&context=stores/a").error,
              errc::duplicate_parameter);
    EXPECT_EQ(refusal_of("%63ode=x&code=y&scope=store_v2_orders&context=stores/a").error,
              errc::duplicate_parameter);
    EXPECT_EQ(refusal_of("code=x&scope=store_v2_orders&context=stores/a&context=stores/b").error,
              errc::duplicate_parameter);
    EXPECT_EQ(refusal_of("code=x&scope=store_v2_orders&scope=&context=stores/a").error,
              errc::duplicate_parameter);
    EXPECT_EQ(refusal_of("code=%zz&scope=store_v2_orders&context=stores/a").error,
              errc::invalid_query);
}

TEST(AuthCallback, RefusesACodeThatIsNotVisibleAscii) {
    std::string const rest = "&scope=store_v2_orders&context=stores/a&code=";
    EXPECT_FALSE(refusal_of(rest + std::string(512, 'x')).error);
    EXPECT_FALSE(refusal_of(rest + "%21~").error);
    for (auto const& code :
         {std::string(513, 'x'), std::string("a+b"), std::string("a%20b"), std::string("%C3%A9")}) {
        auto const refused = refusal_of(rest + code);
        EXPECT_EQ(refused.error, errc::invalid_parameter) << code;
        EXPECT_EQ(refused.why.subject(), "code");
    }
}

// threats row 44
TEST(AuthCallback, RefusesAContextThatIsNotAStoreBeforeItGoesAnywhere) {
    for (auto const context :
         {"g5cd38", "stores/", "stores/G5CD38", "stores/a/b", "stores/..", "stores/%2e%2e",
          "stores/a%3fb", "stores/a%23", "stores/a%40evil.com", "stores/a%5cb", "/stores/a",
          "store/a", "stores//a", "stores/a+", "stores/%C3%A9", "stores%252Fa",
          "stores/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
        auto const refused =
            refusal_of(std::string("code=x&scope=store_v2_orders&context=") + context);
        EXPECT_EQ(refused.error, errc::invalid_store_hash) << context;
        EXPECT_EQ(refused.why.subject(), "context");
    }
}

TEST(AuthCallback, RefusesAScopeListThatIsNone) {
    for (auto const scope : {"a%22b", "store_v2_orders%09x", "%C3%A9"}) {
        auto const refused = refusal_of(std::string("code=x&context=stores/a&scope=") + scope);
        EXPECT_TRUE(refused.error == errc::invalid_scope || refused.error == errc::invalid_query)
            << scope;
    }
    auto const refused = refusal_of("code=x&context=stores/a&scope=a%22b");
    EXPECT_EQ(refused.error, errc::invalid_scope);
    EXPECT_EQ(refused.why.subject(), "scope");
}

TEST(AuthCallback, TellsWhichRequiredScopesWereNotGranted) {
    auto const app = oauth_support::app(bcauth::scopes(
        "store_v2_products store_v2_orders store_v2_content_read_only store_v2_content"));
    diagnostics why;
    auto const refused = parse_auth_callback(oauth_support::callback_query, app, why);
    EXPECT_EQ(refused.error(), errc::missing_scopes);
    EXPECT_EQ(why.missing_scopes(), "store_v2_content store_v2_products");
    EXPECT_EQ(why.subject(), "scope");
    EXPECT_TRUE(why.message().empty());
}

TEST(AuthCallback, TakesMoreScopesThanAreRequired) {
    EXPECT_FALSE(refusal_of("code=x&context=stores/"
                            "a&scope=store_v2_default+users_basic_information+store_v2_orders")
                     .error);
    auto const app = oauth_support::app(bcauth::scopes("store_v2_orders_read_only"));
    EXPECT_TRUE(parse_auth_callback(oauth_support::callback_query, app));
}

TEST(AuthCallback, TakesAnAccountUuidOnlyIfItIsOne) {
    for (auto const uuid :
         {"", "x", "12345678-90ab-cdef-1234-567890abcde", "12345678-90ab-cdef-1234-567890abcdef0",
          "12345678-90ab-cdef-1234-567890abcdeg", "1234567890ab-cdef-1234-567890abcdef-",
          "{2345678-90ab-cdef-1234-567890abcde}"}) {
        auto const refused =
            refusal_of(std::string(oauth_support::callback_query) + "&account_uuid=" + uuid);
        EXPECT_EQ(refused.error, errc::invalid_parameter) << uuid;
        EXPECT_EQ(refused.why.subject(), "account_uuid");
    }
}

TEST(AuthCallback, SeesThatAnInstallationBeganOutside) {
    for (auto const end : {"&external_install", "&external_install=", "&external_install=1",
                           "&external_install=0"}) {
        auto const grant = parse_auth_callback(std::string(oauth_support::callback_query) + end,
                                               oauth_support::app());
        ASSERT_TRUE(grant) << end;
        EXPECT_TRUE(grant->external_install()) << end;
    }
}

// the summary's second bullet speaks of them, its own table and example don't
TEST(AuthCallback, IgnoresAClientIdAndSecretThatCameAlong) {
    std::string const secret = "a secret that nobody asked for";
    auto const grant =
        parse_auth_callback(std::string(oauth_support::callback_query) +
                                "&client_id=other&client_secret=a+secret+that+nobody+asked+for&x=y",
                            oauth_support::app());
    ASSERT_TRUE(grant);
    for (auto const kept : {grant->code().expose(), grant->scope_text(), grant->account_uuid()}) {
        EXPECT_FALSE(oauth_support::shows_a_part(kept, secret));
    }
}

// threats row 83
TEST(AuthCallback, TellsTheWordsOfARefusalEscapedAndBounded) {
    auto const refused = refusal_of(
        "error=access_denied&error_description=The+user%20said+%3Cno%3E+%C3%A9&scope=store_v2_"
        "orders");
    EXPECT_EQ(refused.error, errc::authorization_refused);
    EXPECT_EQ(refused.why.message(), "access_denied: The user said <no> \\xc3\\xa9");
    EXPECT_EQ(refused.why.subject(), "error");
    auto const empty = refusal_of("error");
    EXPECT_EQ(empty.error, errc::authorization_refused);
    EXPECT_TRUE(empty.why.message().empty());
    auto const with_code = refusal_of("error=no&" + std::string(oauth_support::callback_query));
    EXPECT_EQ(with_code.error, errc::authorization_refused);
    auto const lengthy = refusal_of("error=" + std::string(5000, 'x'));
    EXPECT_EQ(lengthy.error, errc::authorization_refused);
    EXPECT_LE(lengthy.why.message().size(), diagnostics::max_message_bytes);
    for (auto const* const control : {"%0d%0aSet-Cookie:x", "%00", "%1b%5b31m", "%7f", "%c2%9b"}) {
        auto const split = refusal_of(std::string("error=no&error_description=a") + control);
        EXPECT_TRUE(split.error.failed());
        auto const& words = split.why.message();
        EXPECT_EQ(words.find_first_of("\r\n\x1b\x7f\x9b"), std::string_view::npos) << control;
        EXPECT_EQ(words.find('\0'), std::string_view::npos) << control;
    }
    // the words are data: they stand in no message of the library's own
    EXPECT_EQ(refused.error.message(), make_error_code(errc::authorization_refused).message());
    EXPECT_EQ(refused.error.message().find("user said"), std::string::npos);
}

TEST(AuthCallback, KeepsTheCodeAndTheSecretOutOfARefusal) {
    std::string const code = "qr6h3thvbvag2ffq";
    auto const refused = refusal_of("error=code+" + code + "+is+bad&error_description=" +
                                    std::string(oauth_support::client_secret) + "&code=" + code);
    EXPECT_EQ(refused.error, errc::authorization_refused);
    EXPECT_EQ(refused.why.message(), "code [redacted] is bad: [redacted]");
}

TEST(AuthCallback, KeepsEverySecretOfTheKeyRingOutOfARefusal) {
    std::vector<bcauth::secret> secrets;
    std::string words = "error=";
    for (char digit = '1'; digit <= '8'; ++digit) {
        secrets.emplace_back("secret-" + std::string(9, digit));
        words += "secret-" + std::string(9, digit) + '+';
    }
    auto options = oauth_support::options();
    options.client_secrets = bcauth::key_ring::make(std::move(secrets)).value();
    diagnostics why;
    auto const app = bcauth::app_config::make(std::move(options)).value();
    EXPECT_EQ(parse_auth_callback(words, app, why).error(), errc::authorization_refused);
    for (char digit = '1'; digit <= '8'; ++digit) {
        EXPECT_FALSE(oauth_support::shows_a_part(why.message(), "secret-" + std::string(9, digit)))
            << why.message();
    }
}

// threats row 67
TEST(AuthCallback, RefusesAConfigurationThatWasMovedFrom) {
    auto from = oauth_support::app();
    auto const to = std::move(from);
    EXPECT_TRUE(parse_auth_callback(oauth_support::callback_query, to));
    // NOLINTNEXTLINE(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(parse_auth_callback(oauth_support::callback_query, from).error(),
              errc::invalid_client_id);
}

RC_GTEST_PROP(AuthCallback, NeverShowsTheCodeInAnyFailure, (std::string const& tail)) {
    std::string const code = "0123456789abcdefghijklmnop";
    std::string const text = "code=" + code + "&scope=" + code + "&context=" + code +
                             "&error_description=x" + code + tail;
    for (auto const& each :
         {text, "error=" + code + '&' + text, "code=" + code + "&scope=x%22" + code,
          "code=" + code + "%20" + code + "&scope=store_v2_orders&context=stores/a"}) {
        auto const refused = refusal_of(each);
        RC_ASSERT(refused.error.failed());
        RC_ASSERT(!oauth_support::shows_a_part(oauth_support::all_words(refused.error, refused.why),
                                               code));
    }
}

}  // namespace
