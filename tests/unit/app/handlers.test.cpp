// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app/handlers.hpp>
#include "support/doors.hpp"

#include <gtest/gtest.h>

namespace {

using bcauth::door;

TEST(Handlers, NameTheirDoors) {
    EXPECT_EQ(bcauth::name(door::auth), "auth");
    EXPECT_EQ(bcauth::name(door::load), "load");
    EXPECT_EQ(bcauth::name(door::uninstall), "uninstall");
    EXPECT_EQ(bcauth::name(door::remove_user), "remove-user");
}

TEST(Handlers, SayNoMoreByDefaultThanARefusalSays) {
    auto const app = doors::app("client", "a secret");
    auto const load = doors::open<doors::load>(app, {.now = 1'700'000'000})
                          .verify_jwt(doors::jwt(
                              "a secret", R"({"iss":"bc","aud":"client","sub":"stores/g5cd38",)"
                                          R"("exp":1700000100,"user":{"id":7,"email":"e"}})"));
    auto const page = bcauth::default_handlers{}.on_not_installed(*load);
    EXPECT_EQ(page.status, 403);
    EXPECT_EQ(page.body.expose(), "forbidden");
    EXPECT_EQ(page.fields.find("Content-Type"), "text/plain");
    EXPECT_EQ(page.fields.size(), 1U);
}

TEST(Handlers, NeedDoNothingAboutWhatIsErased) {
    auto const app = doors::app("client", "a secret");
    auto const removal =
        doors::open<doors::removal>(app, {.now = 1'700'000'000})
            .verify_jwt(doors::jwt(
                "a secret", R"({"iss":"bc","aud":"client","sub":"stores/g5cd38","jti":"1",)"
                            R"("iat":1700000000,"exp":1700000100,"user":{"id":7,"email":"e"}})"));
    ASSERT_TRUE(removal) << removal.error();
    bcauth::default_handlers{}.on_remove_user(*removal);
    bcauth::default_handlers{}.on_late_uninstall(removal->store());
    EXPECT_EQ(removal->user().id, 7);
}

TEST(Handlers, AreToldOfAnEventWithNothingOfARequestInIt) {
    bcauth::app_event const event;
    EXPECT_FALSE(event.error);
    EXPECT_FALSE(event.store);
    EXPECT_EQ(event.exchange, nullptr);
    bcauth::default_handlers{}.on_event(event);
}

}  // namespace
