// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/app_uninstalls.hpp>

#include "support/app.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What an application does at its destructive doors before it erases anything.
namespace {

namespace http = bcauth::http;
using app_support::claims;
using app_support::now;
using app_support::owner;
using app_support::staff;
using app_support::store_of;
using bcauth::errc;
using bcauth::testing::scripted_exchange;
using world = app_support::world<>;

template <class World>
std::optional<bcauth::installation> kept(World& of, std::string_view name = "g5cd38") {
    return *of.store.find_installation(store_of(name));
}

void expect_refused(world& of, std::string const& target, errc why) {
    auto const reply = of.get(target);
    EXPECT_EQ(reply.status, bcauth::http_status(why)) << bcauth::name(why);
    EXPECT_EQ(of.last_error(), why);
}

// threats row 50
TEST(Replay, OfALoadTokenIsRefusedAtBothDestructiveDoors) {
    for (std::string const path : {"/uninstall", "/remove-user"}) {
        world app;
        app.install();
        claims const mine;
        EXPECT_EQ(app.get(mine.at("/load")).status, 200);
        EXPECT_EQ(app.get(mine.at("/load")).status, 200) << "pages are reloaded";
        expect_refused(app, mine.at(path), errc::replayed);
        expect_refused(app, mine.at(path), errc::replayed);
        EXPECT_TRUE(kept(app));
        EXPECT_TRUE(*app.store.find_user(store_of(), staff));
        EXPECT_EQ(app.get(mine.at("/load")).status, 200);
        EXPECT_TRUE(app.client.received().empty()) << "the platform need not be asked";
    }
}

TEST(Replay, OfALoadThatWasRefusedIsRefusedToo) {
    world app;  // nothing is installed
    claims const mine;
    EXPECT_EQ(app.get(mine.at("/load")).status, 403);
    app.install();
    expect_refused(app, mine.at("/uninstall"), errc::replayed);
}

TEST(Replay, OfADestructiveCallbackIsRefusedAtEveryDestructiveDoor) {
    world app(app_support::options(), {world::asked(401)});
    app.install();
    claims const removal;
    EXPECT_EQ(app.get(removal.at("/remove-user")).status, 200);
    expect_refused(app, removal.at("/remove-user"), errc::replayed);
    expect_refused(app, removal.at("/uninstall"), errc::replayed);
    claims const uninstall;
    EXPECT_EQ(app.get(uninstall.at("/uninstall")).status, 200);
    expect_refused(app, uninstall.at("/uninstall"), errc::replayed);
    EXPECT_EQ(app.get(claims{}.at("/uninstall")).status, 200) << "another one of the platform's";
}

// the parameter of the older form, escaped
std::string older_form(std::string_view secret = oauth_support::client_secret,
                       std::int64_t issued_at = now) {
    auto const json = R"({"user":{"id":)" + std::to_string(staff) +
                      R"(,"email":"staff@example.com"},"store_hash":"g5cd38","timestamp":)" +
                      std::to_string(issued_at) + '}';
    auto const payload = doors::payload(secret, json);
    bcauth::form_field const field{"signed_payload", payload};
    auto const query = bcauth::form_encode({&field, 1});
    return std::string(query.expose());
}

// of a callback that has both forms the JWT is judged; no door takes the other one behind it
TEST(Replay, OfTheOlderFormBesideATokenIsRefusedToo) {
    for (std::string const first : {"/load", "/uninstall", "/remove-user"}) {
        for (std::string const second : {"/uninstall", "/remove-user"}) {
            world app(app_support::options(), {world::asked(200)});
            app.install();
            EXPECT_NE(app.get(claims{}.at(first) + '&' + older_form()).status, 401);
            EXPECT_NE(app.last_error(), errc::replayed);
            expect_refused(app, second + '?' + older_form(), errc::replayed);
            EXPECT_EQ(app.get("/load?" + older_form()).status, 200) << "pages are reloaded";
            EXPECT_EQ(app.get(claims{}.at("/load") + '&' + older_form()).status, 200);
        }
    }
}

// a clock that is behind, and a leeway that takes the JWT all the same: the older form's time comes
TEST(Replay, OfAnOlderFormWhoseTimeHasNotComeIsRefusedToo) {
    for (auto const& [leeway, ahead] : {std::pair{600, 60}, {600, 600}, {10, 0}, {10, 60}}) {
        auto with = app_support::options();
        with.limits.leeway = std::chrono::seconds{leeway};
        with.limits.payload_max_ahead = std::chrono::seconds{ahead};
        world app(with, {world::asked(200)});
        app.install();
        claims mine;
        mine.issued_at = now + leeway;
        auto const older = older_form(oauth_support::client_secret, mine.issued_at);
        EXPECT_EQ(app.get(mine.at("/load") + '&' + older).status, 200) << leeway << ' ' << ahead;
        app.clock.set(app.clock.now() + std::chrono::seconds{leeway});
        expect_refused(app, "/uninstall?" + older, errc::replayed);
        expect_refused(app, "/remove-user?" + older, errc::replayed);
    }
}

TEST(Replay, NothingIsRememberedOfAnOlderFormThatIsNotGood) {
    for (auto const& older : {older_form("another"), older_form(oauth_support::client_secret, 7),
                              std::string("signed_payload="), std::string("signed_payload")}) {
        world app;
        app.install();
        EXPECT_EQ(app.get(claims{}.at("/load") + '&' + older).status, 200) << older;
        EXPECT_EQ(app.replays.size(), 1U) << older;
    }
}

TEST(Replay, NobodyIsLetInWhereTheOlderFormCannotBeRemembered) {
    for (std::string const path : {"/load", "/uninstall", "/remove-user"}) {
        world app;
        app.install();
        for (std::size_t i = 1; i < world::guard::default_capacity; ++i) {
            ASSERT_TRUE(app.replays.first_use("filler " + std::to_string(i), app.clock.now()));
        }
        expect_refused(app, claims{}.at(path) + '&' + older_form(), errc::replay_guard_full);
        EXPECT_TRUE(kept(app));
    }
}

// the guard looks at its clock after the door, and on another machine
TEST(Replay, OfATokenInItsLastSecondIsRefusedByAGuardWhoseClockIsAhead) {
    for (auto const ahead : {0, 1, 10, 70}) {
        claims mine;
        mine.issued_at = now - 300;
        auto const seen = bcauth::testing::fixed_clock(now + ahead);
        bcauth::memory_replay_guard<bcauth::testing::fixed_clock> guard(10, seen);
        auto const door =
            bcauth::uninstall_verifier<bcauth::strict_policy, bcauth::testing::fixed_clock>(
                oauth_support::app(), {}, bcauth::testing::fixed_clock(now));
        auto const who = door.verify_jwt(mine.token());
        ASSERT_TRUE(who) << "a door still takes it";
        EXPECT_TRUE(first_use(guard, *who));
        EXPECT_EQ(first_use(guard, *who).error(), errc::replayed) << ahead;
    }
}

TEST(Replay, TakesATokenWithoutIdentifierForNothing) {
    world app;
    app.install();
    auto json = claims{}.json();
    auto const at = json.find(R"("jti":)");
    json.erase(at, json.find(',', at) + 1 - at);
    auto const query = "?signed_payload_jwt=" + doors::jwt(oauth_support::client_secret, json);
    EXPECT_EQ(app.get("/load" + query).status, 200);
    expect_refused(app, "/uninstall" + query, errc::missing_claim);
    expect_refused(app, "/remove-user" + query, errc::missing_claim);
}

TEST(Replay, GuardThatIsFullLetsNothingThrough) {
    world app;
    app.install();
    for (std::size_t i = 0; i < world::guard::default_capacity; ++i) {
        ASSERT_TRUE(app.replays.first_use("filler " + std::to_string(i),
                                          app.clock.now() + std::chrono::seconds{60}));
    }
    for (std::string const path : {"/load", "/uninstall", "/remove-user"}) {
        expect_refused(app, claims{}.at(path), errc::replay_guard_full);
    }
    EXPECT_TRUE(kept(app));
    app.clock.advance(std::chrono::seconds{61});
    EXPECT_EQ(app.get(claims{}.at("/load")).status, 200);
}

// threats row 87
TEST(Uninstall, ByAStaffMembersFreshLoadTokenIsRefusedAndTold) {
    for (int const status : {200, 403}) {
        world app(app_support::options(), {world::asked(status)});
        app.install();
        expect_refused(app, claims{.user = staff}.at("/uninstall"), errc::still_installed);
        EXPECT_EQ(app.seen.events.back().at, bcauth::door::uninstall);
        EXPECT_EQ(app.seen.events.back().store, store_of());
        ASSERT_TRUE(kept(app));
        EXPECT_EQ(kept(app)->access_token.expose(), "an earlier token") << "as it was";
        EXPECT_TRUE(app.seen.calls.empty());
        EXPECT_EQ(app.client.received().at(0).fields.find("X-Auth-Token"), "an earlier token");
    }
}

TEST(Uninstall, WithoutAnAnswerPutsTheTokenOutOfUse) {
    for (auto const& reply : std::vector<bcauth::result<http::response>>{
             errc::transport_failed, errc::timed_out, bcauth::testing::make_response(500),
             bcauth::testing::make_response(429), bcauth::testing::make_response(302)}) {
        world app(app_support::options(), {world::asked(reply)});
        app.install();
        expect_refused(app, claims{}.at("/uninstall"), errc::uninstall_pending);
        ASSERT_TRUE(kept(app)) << "nothing is erased on no answer";
        EXPECT_TRUE(kept(app)->access_token.empty());
        EXPECT_TRUE(kept(app)->is_withheld());
        EXPECT_EQ(kept(app)->withheld_token.expose(), "an earlier token");
        EXPECT_TRUE(app.seen.calls.empty());
    }
}

world in_doubt(scripted_exchange later) {
    return world(app_support::options(), {world::asked(errc::timed_out), std::move(later)});
}

TEST(Uninstall, InDoubtIsSettledByTheNextLoad) {
    struct {
        int status;
        int load;
        bool is_kept;
    } const cases[] = {{401, 403, false}, {200, 200, true}, {503, 503, true}};
    for (auto const& each : cases) {
        auto app = std::make_unique<world>(
            app_support::options(),
            std::vector{world::asked(errc::timed_out), world::asked(each.status)});
        app->install();
        expect_refused(*app, claims{}.at("/uninstall"), errc::uninstall_pending);
        EXPECT_EQ(app->get(claims{}.at("/load")).status, each.load);
        EXPECT_TRUE(app->client.finished()) << app->client.complaint();
        EXPECT_EQ(app->client.received().at(1).fields.find("X-Auth-Token"), "an earlier token");
        EXPECT_EQ(kept(*app).has_value(), each.is_kept);
        if (each.is_kept) {
            EXPECT_EQ(kept(*app)->is_withheld(), each.status == 503);
        }
        auto const& calls = app->seen.calls;
        EXPECT_EQ(std::count(calls.begin(), calls.end(), "late uninstall stores/g5cd38"),
                  each.is_kept ? 0 : 1);
        ASSERT_EQ(app->seen.events.size(), 3U) << "one for the door, one for the check";
        EXPECT_EQ(app->seen.events[1].at, bcauth::door::uninstall);
        EXPECT_EQ(app->seen.events[1].store, store_of());
        EXPECT_EQ(app->seen.events[1].error, each.status == 401 ? bcauth::error_code()
                                             : each.status == 200
                                                 ? make_error_code(errc::still_installed)
                                                 : make_error_code(errc::uninstall_pending));
    }
}

TEST(Uninstall, InDoubtIsSettledByTheNextCallback) {
    world app(app_support::options(), {world::asked(errc::timed_out), world::asked(401)});
    app.install();
    expect_refused(app, claims{}.at("/uninstall"), errc::uninstall_pending);
    EXPECT_EQ(app.get(claims{}.at("/uninstall")).status, 200);
    EXPECT_FALSE(kept(app));
    EXPECT_EQ(app.seen.calls, std::vector<std::string>{"uninstall stores/g5cd38"});
}

TEST(Uninstall, InDoubtIsSettledByASweep) {
    world app(app_support::options(),
              {world::asked(errc::timed_out, "aa"), world::asked(errc::timed_out, "bb"),
               world::asked(errc::timed_out, "cc"), world::asked(401, "aa"),
               world::asked(200, "bb"), world::asked(503, "cc"), world::asked(401, "cc")});
    for (auto const* const name : {"aa", "bb", "cc", "dd"})
        app.install(name);
    for (auto const* const name : {"aa", "bb", "cc"}) {
        expect_refused(app, claims{.store = name}.at("/uninstall"), errc::uninstall_pending);
    }
    EXPECT_EQ(*app.app.check_uninstalls(), 1U);
    EXPECT_FALSE(kept(app, "aa"));
    EXPECT_FALSE(kept(app, "bb")->is_withheld());
    EXPECT_TRUE(kept(app, "cc")->is_withheld());
    EXPECT_EQ(app.seen.events.size(), 6U) << "of dd nothing is asked or told";
    EXPECT_EQ(*app.app.check_uninstalls(), 1U);
    EXPECT_FALSE(kept(app, "cc"));
    EXPECT_EQ(*app.app.check_uninstalls(), 0U);
    EXPECT_TRUE(app.client.finished()) << app.client.complaint();
    EXPECT_EQ(app.seen.calls,
              (std::vector<std::string>{"late uninstall stores/aa", "late uninstall stores/cc"}));
}

TEST(Uninstall, SweepGoesThroughEveryPageOfStores) {
    world app;
    for (int i = 0; i < 250; ++i)
        app.install("s" + std::to_string(1000 + i));
    EXPECT_EQ(*app.app.check_uninstalls(), 0U);
    world last(app_support::options(), {world::asked(401, "s1249")});
    for (int i = 0; i < 250; ++i)
        last.install("s" + std::to_string(1000 + i));
    auto doubted = *kept(last, "s1249");
    doubted.withhold();
    ASSERT_TRUE(last.store.put_installation(doubted));
    EXPECT_EQ(*last.app.check_uninstalls(), 1U);
}

// what installs the app again while the platform is asked
struct meddling_client {
    std::function<void()> meanwhile;
    bcauth::result<http::response> send(http::request const&) {
        meanwhile();
        return bcauth::testing::make_response(401);
    }
};

TEST(Uninstall, DoesNotEraseWhatWasInstalledMeanwhile) {
    bcauth::memory_store store;
    bcauth::installation made{.store = store_of(),
                              .access_token = bcauth::secret("the old one"),
                              .scopes = {},
                              .user = {},
                              .owner = {},
                              .account_uuid = {}};
    ASSERT_TRUE(store.put_installation(made));
    auto again = made;
    again.access_token = bcauth::secret("the new one");
    meddling_client client{[&] { ASSERT_TRUE(store.put_installation(again)); }};
    bcauth::detail::app_uninstalls<bcauth::memory_store, meddling_client> const uninstalls(
        oauth_support::app(), store, client, {});
    bcauth::diagnostics why;
    EXPECT_EQ(*uninstalls.settle(store_of(), why), bcauth::op::uninstall_verdict::still_installed);
    EXPECT_EQ((*store.find_installation(store_of()))->access_token.expose(), "the new one");

    client.meanwhile = [&] { ASSERT_TRUE(store.erase_installation(store_of())); };
    EXPECT_EQ(*uninstalls.settle(store_of(), why), bcauth::op::uninstall_verdict::gone);
    client.meanwhile = [] { FAIL() << "nobody is to be asked about nothing"; };
    EXPECT_EQ(*uninstalls.settle(store_of(), why), bcauth::op::uninstall_verdict::gone);
}

TEST(Uninstall, TellsAStoreThatFails) {
    for (int failing = 0; failing < 3; ++failing) {
        app_support::world<app_support::faulty_store> app(app_support::options(),
                                                          {world::asked(401)});
        app.install();
        app.store.failing = app.store.calls + failing;
        EXPECT_EQ(app.get(claims{}.at("/uninstall")).status, 503) << failing;
        EXPECT_EQ(app.last_error(), errc::store_failed);
        EXPECT_TRUE(app.seen.calls.empty());
        EXPECT_TRUE(kept(app));
    }
}

// SECURITY.md, "What is left": a callback is remembered before it is acted on
TEST(Uninstall, ThatTheStoreFailedIsRefusedWhenItComesAgainAndNotTheNext) {
    for (std::string const path : {"/uninstall", "/remove-user"}) {
        app_support::world<app_support::faulty_store> app(app_support::options(),
                                                          {world::asked(401), world::asked(401)});
        app.install();
        app.store.failing = app.store.calls;
        claims const callback;
        EXPECT_EQ(app.get(callback.at(path)).status, 503);
        EXPECT_EQ(app.get(callback.at(path)).status, 401);
        EXPECT_EQ(app.last_error(), errc::replayed);
        EXPECT_TRUE(kept(app));
        EXPECT_EQ(app.get(claims{}.at(path)).status, 200);
        EXPECT_EQ(app.seen.calls.size(), 1U);
    }
}

// whichever call it is that fails, before or after the platform has answered
TEST(Uninstall, SettlesNothingWhereTheStoreFails) {
    for (int const status : {401, 200, 503}) {
        int failing = 0;
        bool failed = true;
        for (; failed; ++failing) {
            app_support::world<app_support::faulty_store> app(app_support::options(),
                                                              {world::asked(status)});
            app.install();
            auto doubted = *kept(app);
            doubted.withhold();
            ASSERT_TRUE(app.store.put_installation(doubted));
            app.store.failing = app.store.calls + failing;
            auto const swept = app.app.check_uninstalls();
            failed = app.store.calls > app.store.failing;
            EXPECT_EQ(swept.has_value(), !failed) << status << ' ' << failing;
            app.store.failing = -1;
            if (failed) {
                EXPECT_EQ(swept.error(), errc::store_failed);
                EXPECT_TRUE(kept(app) && kept(app)->is_withheld()) << status << ' ' << failing;
            }
        }
        EXPECT_GE(failing, status == 503 ? 4 : 5) << status;
    }
}

TEST(Uninstall, InDoubtShowsNoPageWhereTheStoreFails) {
    int failing = 0;
    bool failed = true;
    for (; failed; ++failing) {
        app_support::world<app_support::faulty_store> app(app_support::options(),
                                                          {world::asked(200)});
        app.install();
        auto doubted = *kept(app);
        doubted.withhold();
        ASSERT_TRUE(app.store.put_installation(doubted));
        app.store.failing = app.store.calls + failing;
        auto const status = app.get(claims{}.at("/load")).status;
        failed = app.store.calls > app.store.failing;
        EXPECT_EQ(status, failed ? 503 : 200) << failing;
    }
    EXPECT_GE(failing, 5);
}

// an installation without a token can't be asked about
TEST(Uninstall, TellsOfAnInstallationThatLacksItsToken) {
    bcauth::memory_store store;
    ASSERT_TRUE(store.put_installation({.store = store_of(),
                                        .access_token = {},
                                        .scopes = {},
                                        .user = {},
                                        .owner = {},
                                        .account_uuid = {}}));
    meddling_client client{[] { FAIL() << "nobody is asked without a token"; }};
    bcauth::detail::app_uninstalls<bcauth::memory_store, meddling_client> const uninstalls(
        oauth_support::app(), store, client, {});
    bcauth::diagnostics why;
    EXPECT_EQ(uninstalls.settle(store_of(), why).error(), errc::invalid_access_token);
    EXPECT_TRUE(*store.find_installation(store_of()));
}

// one that was erased by another process while the sweep went on
TEST(Uninstall, SweepPassesOverWhatIsGoneOrInUse) {
    bcauth::memory_store store;
    bcauth::installation const used{.store = store_of(),
                                    .access_token = bcauth::secret("a token"),
                                    .scopes = {},
                                    .user = {},
                                    .owner = {},
                                    .account_uuid = {}};
    ASSERT_TRUE(store.put_installation(used));
    auto gone = used;
    gone.store = store_of("h5cd38");
    gone.withhold();
    ASSERT_TRUE(store.put_installation(gone));
    auto doubted = used;
    doubted.store = store_of("a5cd38");
    doubted.withhold();
    ASSERT_TRUE(store.put_installation(doubted));
    meddling_client client{[&] { ASSERT_TRUE(store.erase_installation(gone.store)); }};
    bcauth::detail::app_uninstalls<bcauth::memory_store, meddling_client> const uninstalls(
        oauth_support::app(), store, client, {});
    std::vector<std::string> told;
    auto const erased =
        uninstalls.settle_all([&](bcauth::store_hash const& about,
                                  bcauth::result<void> const& outcome, bcauth::diagnostics const&) {
            told.push_back(std::string(about.view()) + (outcome ? " gone" : ""));
        });
    EXPECT_EQ(*erased, 1U);
    EXPECT_EQ(told, std::vector<std::string>{"a5cd38 gone"});
    EXPECT_TRUE(*store.find_installation(used.store));
}

TEST(Uninstall, TellsAHandlerThatThrowsLate) {
    auto app = in_doubt(world::asked(401));
    app.install();
    expect_refused(app, claims{}.at("/uninstall"), errc::uninstall_pending);
    app.seen.before = [] { throw 1; };
    EXPECT_EQ(*app.app.check_uninstalls(), 1U);
    EXPECT_EQ(app.last_error(), errc::handler_failed);
    EXPECT_FALSE(kept(app));
}

TEST(Uninstall, IsTakenAtItsWordByThePolicyThatSaysSo) {
    using trusting = bcauth::trust_uninstalls<>;
    bcauth::memory_store store;
    bcauth::memory_replay_guard seen(10, bcauth::testing::fixed_clock(now));
    bcauth::testing::scripted_client client({});
    app_support::notes notes;
    auto const app = *bcauth::make_application<trusting>(
        oauth_support::app(), store, seen, client, app_support::handlers(notes),
        {.load = "/load", .uninstall = "/uninstall"}, bcauth::testing::fixed_clock(now));
    ASSERT_TRUE(store.put_installation({.store = store_of(),
                                        .access_token = bcauth::secret("t"),
                                        .scopes = {},
                                        .user = {},
                                        .owner = {},
                                        .account_uuid = {}}));
    EXPECT_EQ(app(world::request("GET", claims{}.at("/uninstall"))).status, 200);
    EXPECT_FALSE(*store.find_installation(store_of()));
    EXPECT_TRUE(client.received().empty());
}

}  // namespace
