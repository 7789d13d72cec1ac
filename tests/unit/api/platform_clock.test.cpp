// SPDX-License-Identifier: BSL-1.0
#include <bcauth/api/platform_clock.hpp>

#include <bcauth/customer_login.hpp>
#include "support/logins.hpp"
#include "support/oauth.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>

namespace {

using bcauth::api::platform_clock;
using std::chrono::seconds;
using std::chrono::sys_seconds;

struct turned_clock {
    sys_seconds const* at;
    [[nodiscard]] sys_seconds now() const { return *at; }
};

sys_seconds at(std::int64_t second) {
    return sys_seconds{seconds{second}};
}

TEST(PlatformClock, GoesWithItsBaseAndIsAsFarFromIt) {
    auto now = at(1'000);
    auto const clock = platform_clock<turned_clock>::at(at(1'529'512'970), {&now});
    EXPECT_EQ(clock.now(), at(1'529'512'970));
    EXPECT_EQ(clock.offset(), seconds{1'529'511'970});
    now = at(1'061);
    EXPECT_EQ(clock.now(), at(1'529'513'031));
    now = at(900);
    EXPECT_EQ(clock.now(), at(1'529'512'870));
}

TEST(PlatformClock, MayBeBehind) {
    auto now = at(1'000);
    EXPECT_EQ(platform_clock<turned_clock>::at(at(0), {&now}).offset(), seconds{-1'000});
    EXPECT_EQ(platform_clock<turned_clock>(seconds{-5}, {&now}).now(), at(995));
    EXPECT_EQ(platform_clock<turned_clock>(seconds{0}, {&now}).now(), at(1'000));
}

// a difference that no number holds is none, and the time stays one that nothing accepts
TEST(PlatformClock, DoesNotFollowABaseOutOfRange) {
    for (auto const bad :
         {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{253'402'300'800},
          std::numeric_limits<std::int64_t>::max()}) {
        auto now = at(bad);
        auto const clock = platform_clock<turned_clock>::at(at(1'529'512'970), {&now});
        EXPECT_EQ(clock.offset(), seconds{0});
        EXPECT_EQ(clock.now(), now);
    }
    auto last = at(253'402'300'799);
    EXPECT_EQ(platform_clock<turned_clock>::at(at(0), {&last}).now(), at(0));
}

TEST(PlatformClock, GivesALoginThePlatformsTime) {
    using clock = platform_clock<turned_clock>;
    auto now = at(1'000);
    auto const app = oauth_support::app();
    auto const login = bcauth::customer_login<bcauth::strict_policy, clock>::make(
        app, clock::at(at(1'529'512'970), {&now}));
    ASSERT_TRUE(login);
    auto const token =
        login->token({.store = *bcauth::store_hash::make("g5cd38"), .customer_id = 7});
    ASSERT_TRUE(token);
    auto const opened = logins::open(token->expose());
    ASSERT_TRUE(opened);
    EXPECT_NE(opened->payload.find(R"("iat":1529512970,)"), std::string::npos);
}

}  // namespace
