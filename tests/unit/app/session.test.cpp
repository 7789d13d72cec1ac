// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app/session.hpp>
#include <bcauth/app/session_keys.hpp>
#include "support/oauth.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using bcauth::check_csrf;
using bcauth::errc;
using bcauth::session;
using bcauth::http::incoming;
using std::chrono::seconds;
using std::chrono::sys_seconds;

// only session_keys makes one
static_assert(!std::is_default_constructible_v<session>);
static_assert(!std::is_aggregate_v<session>);
static_assert(!std::is_constructible_v<session, bcauth::detail::session_facts, bcauth::secret>);

template <class Session>
concept gives_csrf_token = requires(Session&& who) {
    static_cast<Session&&>(who).csrf_token();
};
static_assert(gives_csrf_token<session const&> && !gives_csrf_token<session>);

session session_of(std::int64_t user, std::int64_t at = 1'700'000'000) {
    auto const keys = bcauth::session_keys<>::make(oauth_support::app()).value();
    auto const store = bcauth::store_hash::make("g5cd38").value();
    return keys.mint(store, user, false, sys_seconds{seconds{at}}).value().who;
}

incoming request(std::initializer_list<std::pair<std::string_view, std::string_view>> fields,
                 std::string_view body = {}) {
    incoming made{.method = "POST", .target = "/", .fields = {}, .body = body};
    for (auto const& [name, value] : fields) {
        EXPECT_TRUE(made.fields.add(name, value));
    }
    return made;
}

constexpr std::string_view form = "application/x-www-form-urlencoded";

TEST(Session, SaysWhoItIsUntilWhen) {
    auto const who = session_of(7);
    EXPECT_EQ(who.store().context(), "stores/g5cd38");
    EXPECT_EQ(who.user_id(), 7);
    EXPECT_FALSE(who.is_owner());
    EXPECT_EQ(who.issued_at(), sys_seconds{seconds{1'700'000'000}});
    EXPECT_EQ(who.expires_at() - who.issued_at(), seconds{3600});
}

// threats row 85; SECURITY.md, "What is left": the platform keeps no state, so what stands against forged requests is
// a token of 256 bits that only this session has
TEST(Session, HasACsrfTokenOfItsOwn) {
    auto const who = session_of(7);
    EXPECT_EQ(who.csrf_token().size(), 43U);
    EXPECT_EQ(who.csrf_token().expose().find_first_not_of(
                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"),
              std::string_view::npos);
    auto const same = session_of(7);
    auto const another_person = session_of(8);
    auto const later = session_of(7, 1'700'000'001);
    EXPECT_TRUE(who.csrf_token() == same.csrf_token());
    EXPECT_FALSE(who.csrf_token() == another_person.csrf_token());
    EXPECT_FALSE(who.csrf_token() == later.csrf_token());
}

// threats row 85; SECURITY.md, "What is left"
TEST(Session, TakesTheCsrfTokenOfAHeader) {
    auto const who = session_of(7);
    auto const token = who.csrf_token().expose();
    EXPECT_TRUE(check_csrf(request({{"X-CSRF-Token", token}}), who));
    EXPECT_TRUE(check_csrf(request({{"x-csrf-token", token}}), who));
    EXPECT_EQ(check_csrf(request({}), who).error(), errc::csrf_mismatch);
    EXPECT_EQ(check_csrf(request({{"X-CSRF-Token", ""}}), who).error(), errc::csrf_mismatch);
    EXPECT_EQ(check_csrf(request({{"X-CSRF-Token", token}, {"X-CSRF-Token", token}}), who).error(),
              errc::csrf_mismatch);
    EXPECT_EQ(check_csrf(request({{"X-CSRF-Token", token.substr(1)}}), who).error(),
              errc::csrf_mismatch);
    EXPECT_EQ(check_csrf(request({{"X-CSRF-Token", token}}), session_of(8)).error(),
              errc::csrf_mismatch);
    for (std::size_t at = 0; at < token.size(); ++at) {
        std::string other(token);
        other[at] = other[at] == 'A' ? 'B' : 'A';
        EXPECT_EQ(check_csrf(request({{"X-CSRF-Token", other}}), who).error(), errc::csrf_mismatch);
    }
}

TEST(Session, TakesTheCsrfTokenOfAForm) {
    auto const who = session_of(7);
    std::string const body = "a=b&csrf_token=" + std::string(who.csrf_token().expose());
    EXPECT_TRUE(check_csrf(request({{"Content-Type", form}}, body), who));
    EXPECT_TRUE(check_csrf(
        request({{"Content-Type", "Application/X-WWW-Form-Urlencoded ; charset=utf-8"}}, body),
        who));
    EXPECT_EQ(check_csrf(request({}, body), who).error(), errc::csrf_mismatch);
    EXPECT_EQ(check_csrf(request({{"Content-Type", "text/plain"}}, body), who).error(),
              errc::csrf_mismatch);
    EXPECT_EQ(check_csrf(request({{"Content-Type", form}}, "a=b"), who).error(),
              errc::csrf_mismatch);
    EXPECT_EQ(check_csrf(request({{"Content-Type", form}}, body + "&csrf_token=x"), who).error(),
              errc::csrf_mismatch);
    EXPECT_EQ(check_csrf(request({{"Content-Type", form}}, body + "&%zz"), who).error(),
              errc::csrf_mismatch);
    EXPECT_EQ(
        check_csrf(request({{"Content-Type", form}, {"X-CSRF-Token", "x"}}, body), who).error(),
        errc::csrf_mismatch)
        << "a wrong header is not made good by the form";
}

TEST(Session, KnowsTheMethodsThatChangeNothing) {
    for (auto const method : {"GET", "HEAD", "OPTIONS"}) {
        EXPECT_TRUE(bcauth::is_safe_method(method));
    }
    for (auto const method : {"POST", "PUT", "DELETE", "PATCH", "get", "", "TRACE", "GETS"}) {
        EXPECT_FALSE(bcauth::is_safe_method(method)) << method;
    }
}

}  // namespace
