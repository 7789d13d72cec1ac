// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app/application.hpp>
#include "support/app.hpp"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

namespace http = bcauth::http;
using app_support::auth_target;
using app_support::claims;
using app_support::cookie_of;
using app_support::faulty_store;
using app_support::installer;
using app_support::now;
using app_support::owner;
using app_support::staff;
using app_support::store_of;
using bcauth::condition;
using bcauth::errc;
using bcauth::multi_user;
using bcauth::testing::make_response;
using plain_world = app_support::world<>;
using faulty_world = app_support::world<faulty_store>;

static_assert(std::is_move_constructible_v<plain_world::application>);
static_assert(std::is_invocable_v<plain_world::application const&, http::incoming const&>);

// what every response has, whatever it says
void expect_dressed(http::response const& page) {
    EXPECT_EQ(page.fields.find("Content-Security-Policy"),
              "frame-ancestors https://*.mybigcommerce.com https://*.bigcommerce.com "
              "https://login.bigcommerce.com");
    EXPECT_EQ(page.fields.count("Content-Security-Policy"), 1U);
    EXPECT_EQ(page.fields.find("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(page.fields.find("Cache-Control"), "no-store");
    EXPECT_EQ(page.fields.find("X-Content-Type-Options"), "nosniff");
    EXPECT_FALSE(page.fields.find("X-Frame-Options"));
}

// a refusal tells the condition and nothing else, and begins no session
void expect_refused(http::response const& page, errc why) {
    EXPECT_EQ(page.status, bcauth::http_status(why)) << bcauth::name(why);
    EXPECT_EQ(page.body.expose(), bcauth::name(bcauth::condition_of(why)));
    EXPECT_EQ(page.fields.find("Content-Type"), "text/plain");
    EXPECT_FALSE(page.fields.find("Set-Cookie"));
    expect_dressed(page);
}

template <class World>
bool is_installed(World& world, std::string_view name = app_support::store_name) {
    return world.store.find_installation(store_of(name)).value().has_value();
}

template <class World>
bool is_user(World& world, std::int64_t id) {
    return world.store.find_user(store_of(), id).value().has_value();
}

bcauth::result<http::response> good_answer() {
    return make_response(200, oauth_support::token_body);
}

std::string changed_answer(std::string_view what, std::string_view with) {
    return oauth_support::replaced(std::string(oauth_support::token_body), what, with);
}

// -- installation

TEST(Application, InstallsAndShowsThePage) {
    plain_world world(app_support::options(), plain_world::answered_by(good_answer()));
    auto const page = world.get(auth_target());
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.body.expose(), "install stores/g5cd38");
    EXPECT_EQ(page.fields.find("Content-Type"), "text/html");
    expect_dressed(page);
    EXPECT_TRUE(world.client.finished());
    auto const installed = world.store.find_installation(store_of()).value();
    ASSERT_TRUE(installed);
    EXPECT_EQ(installed->access_token.expose(), "g3y3ab5cctiu0edpy9n8gzl0p25og9u");
    EXPECT_EQ(world.store.find_user(store_of(), installer).value()->email, "john@success.com");
    ASSERT_TRUE(world.seen.grant);
    EXPECT_FALSE(world.seen.grant->earlier_scopes);
    EXPECT_FALSE(world.seen.grant->external_install);
    ASSERT_EQ(world.seen.events.size(), 1U);
    EXPECT_EQ(world.seen.events[0].at, bcauth::door::auth);
    EXPECT_FALSE(world.seen.events[0].error);
    EXPECT_EQ(world.seen.events[0].store, store_of());
}

TEST(Application, BeginsASessionForTheInstaller) {
    plain_world world(app_support::options(), plain_world::answered_by(good_answer()));
    auto const cookie = cookie_of(world.get(auth_target()));
    auto const who = world.app.session_of(plain_world::request("GET", "/", {{"Cookie", cookie}}));
    ASSERT_TRUE(who);
    EXPECT_EQ(who->user_id(), installer);
    EXPECT_FALSE(who->is_owner());

    plain_world by_owner(app_support::options(), plain_world::answered_by(make_response(
                                                     200, changed_answer("24655", "24654"))));
    auto const page = by_owner.get(auth_target());
    EXPECT_TRUE(
        by_owner.app.session_of(plain_world::request("GET", "/", {{"Cookie", cookie_of(page)}}))
            ->is_owner());
}

TEST(Application, ReplacesAnInstallationAndTellsItsScopes) {
    plain_world world(app_support::options(), plain_world::answered_by(good_answer()));
    world.install();
    ASSERT_TRUE(world.store.put_user(store_of(), {.id = staff, .username = {}, .email = "s"}));
    EXPECT_EQ(world.get(auth_target()).status, 200);
    EXPECT_EQ(world.store.find_installation(store_of()).value()->access_token.expose(),
              "g3y3ab5cctiu0edpy9n8gzl0p25og9u");
    ASSERT_TRUE(world.seen.grant && world.seen.grant->earlier_scopes);
    EXPECT_EQ(world.seen.grant->earlier_scopes->canonical(),
              bcauth::scope_set(oauth_support::needs).canonical());
    EXPECT_TRUE(is_user(world, staff)) << "people stay";
}

// old answers of the platform say nothing of the owner; whoever installs is then nobody's owner
TEST(Application, InstallsWithoutAnOwner) {
    auto const answer = make_response(
        200, changed_answer(R"("owner":{"id":24655,"username":"Jane","email":"jane@success.com"},)",
                            ""));
    plain_world world(app_support::options(), plain_world::answered_by(answer));
    EXPECT_EQ(world.get(auth_target()).status, 200);
    EXPECT_FALSE(world.store.find_installation(store_of()).value()->owner);
}

// what the token endpoint may answer instead of a token, and what comes of it
struct bad_exchange {
    std::string_view what;
    bcauth::result<http::response> reply;
    errc why;
};

std::vector<bad_exchange> bad_exchanges() {
    return {{"a redirect", make_response(302, "", {{"Location", "https://a.example/"}}),
             errc::unexpected_redirect},
            {"a page", make_response(200, "<html>welcome</html>"), errc::invalid_response},
            {"an empty object", make_response(200, "{}"), errc::invalid_response},
            {"nothing", make_response(200, ""), errc::invalid_response},
            {"a failure", make_response(500, "oops"), errc::unexpected_status},
            {"a refusal", make_response(400, R"({"error":"x"})"), errc::exchange_refused},
            {"another store", make_response(200, changed_answer("stores/g5cd38", "stores/other")),
             errc::context_mismatch},
            {"fewer scopes", make_response(200, changed_answer("store_v2_orders ", "")),
             errc::missing_scopes},
            {"no connection", errc::transport_failed, errc::transport_failed},
            {"a broken connection", errc::timed_out, errc::outcome_unknown}};
}

// threats row 45
TEST(Application, LeavesNothingHalfInstalledWhateverTheTokenEndpointAnswers) {
    for (auto const& row : bad_exchanges()) {
        plain_world world(app_support::options(), plain_world::answered_by(row.reply));
        auto const page = world.get(auth_target());
        EXPECT_EQ(world.last_error(), row.why) << row.what;
        expect_refused(page, row.why);
        EXPECT_TRUE(world.client.finished()) << row.what;
        EXPECT_FALSE(is_installed(world)) << row.what;
        EXPECT_FALSE(is_installed(world, "other")) << row.what;
        EXPECT_TRUE(world.seen.calls.empty()) << row.what;
        ASSERT_EQ(world.seen.events.size(), 1U);
        EXPECT_FALSE(world.seen.events[0].store) << "nothing proved a store";
        EXPECT_NE(world.seen.words[0], "none") << "the exchange is told";
    }
}

TEST(Application, KeepsTheEarlierInstallationWhereAnotherGrantFails) {
    for (auto const& row : bad_exchanges()) {
        plain_world world(app_support::options(), plain_world::answered_by(row.reply));
        world.install();
        expect_refused(world.get(auth_target()), row.why);
        EXPECT_EQ(world.store.find_installation(store_of()).value()->access_token.expose(),
                  "an earlier token")
            << row.what;
    }
}

TEST(Application, InstallsAsAWholeOrNotAtAllWhereTheStoreFails) {
    for (int failing = 0; failing < 4; ++failing) {
        faulty_world world(app_support::options(), faulty_world::answered_by(good_answer()));
        world.store.failing = failing;
        auto const page = world.get(auth_target());
        world.store.failing = -1;
        if (failing == 3) {
            EXPECT_EQ(page.status, 200) << "three calls are all";
            continue;
        }
        expect_refused(page, errc::store_failed);
        EXPECT_EQ(world.last_error(), errc::store_failed);
        EXPECT_TRUE(world.seen.calls.empty());
        // behind the second call the installation is whole, and the next load takes its installer in
        EXPECT_EQ(is_installed(world), failing == 2);
        auto const load = world.get(claims{.user = installer}.at("/load"));
        EXPECT_EQ(load.status, failing == 2 ? 200 : 403);
        EXPECT_EQ(is_user(world, installer), failing == 2);
    }
}

TEST(Application, AsksForNoTokenWithoutAWellFormedCallback) {
    struct {
        std::string_view query;
        errc why;
    } const rows[] = {
        {"", errc::missing_parameter},
        {"code=x&scope=store_v2_orders", errc::missing_parameter},
        {"code=x&code=y&scope=store_v2_orders&context=stores/g5cd38", errc::duplicate_parameter},
        {"code=x&scope=store_v2_orders&context=stores/../x", errc::invalid_store_hash},
        {"code=x&scope=store_v2_content&context=stores/g5cd38", errc::missing_scopes},
        {"error=access_denied", errc::authorization_refused},
        {"code=%zz", errc::invalid_query},
        {"code=x#y", errc::invalid_query},
    };
    for (auto const& row : rows) {
        plain_world world;
        expect_refused(world.get("/oauth?" + std::string(row.query)), row.why);
        EXPECT_EQ(world.last_error(), row.why) << row.query;
        EXPECT_EQ(world.seen.words.at(0), "none") << "words of the request are not told";
        EXPECT_TRUE(world.client.finished()) << "nothing was sent";
    }
}

TEST(Application, SendsAnExternalInstallationBackToThePlatform) {
    plain_world good(app_support::options(), plain_world::answered_by(good_answer()));
    auto const page = good.get(auth_target("&external_install=1"));
    EXPECT_EQ(page.status, 303);
    EXPECT_EQ(
        page.fields.find("Location"),
        "https://login.bigcommerce.com/app/m8e1mkkmjw2xjinydqz7ie05to1y2nk/install/succeeded");
    EXPECT_FALSE(page.fields.find("Set-Cookie"));
    expect_dressed(page);
    EXPECT_TRUE(good.seen.grant->external_install);
    EXPECT_TRUE(is_installed(good));
    EXPECT_FALSE(good.last_error());

    plain_world bad(app_support::options(), plain_world::answered_by(make_response(500)));
    auto const failed = bad.get(auth_target("&external_install=1"));
    EXPECT_EQ(failed.status, 303);
    EXPECT_EQ(failed.fields.find("Location"),
              "https://login.bigcommerce.com/app/m8e1mkkmjw2xjinydqz7ie05to1y2nk/install/failed");
    expect_dressed(failed);
    EXPECT_EQ(bad.last_error(), errc::unexpected_status);
    EXPECT_EQ(bad.get("/oauth?error=access_denied&external_install").status, 303);
    expect_refused(bad.get("/oauth?code=x&external_install=1"), errc::missing_parameter);
}

// -- load

TEST(Application, ShowsThePageToWhoeverMayUseIt) {
    struct {
        multi_user mode;
        std::int64_t user;
        bool known;
        std::string_view call;  // empty: refused
    } const rows[] = {
        {multi_user::on, staff, false, "load 77"},
        {multi_user::on, staff, true, "load 77"},
        {multi_user::off, staff, false, ""},
        {multi_user::off, staff, true, "load 77"},
        {multi_user::off, owner, false, "load 24655 owner"},
        {multi_user::off, installer, false, "load 24654"},
    };
    for (auto const& row : rows) {
        plain_world world(app_support::options(row.mode));
        world.install();
        if (row.known) {
            ASSERT_TRUE(world.store.put_user(
                store_of(), {.id = row.user, .username = "u", .email = "staff@example.com"}));
        }
        auto const page = world.get(claims{.user = row.user}.at("/load"));
        EXPECT_EQ(is_user(world, row.user), !row.call.empty()) << row.user;
        EXPECT_EQ(world.seen.events.at(0).store, store_of());
        if (row.call.empty()) {
            expect_refused(page, errc::unknown_user);
            EXPECT_EQ(world.last_error(), errc::unknown_user);
            EXPECT_TRUE(world.seen.calls.empty());
        } else {
            EXPECT_EQ(page.body.expose(), row.call);
            EXPECT_EQ(page.status, 200);
            expect_dressed(page);
            EXPECT_FALSE(world.last_error());
        }
    }
}

// threats row 86
TEST(Application, SetsTheSessionCookieForTheFrameAlone) {
    plain_world world;
    world.install();
    auto const page = world.get(claims{}.at("/load"));
    EXPECT_EQ(page.fields.count("Set-Cookie"), 1U);
    std::string const cookie(page.fields.find("Set-Cookie").value());
    EXPECT_TRUE(cookie.starts_with("__Host-bcauth=eyJ")) << cookie;
    EXPECT_TRUE(
        cookie.ends_with("; Max-Age=3600; Path=/; Secure; HttpOnly; SameSite=None; Partitioned"))
        << cookie;
}

TEST(Application, LearnsAnotherAddressOfSomebodyKnown) {
    faulty_world world;
    world.install();
    ASSERT_TRUE(world.store.put_user(store_of(), {.id = staff, .username = "u", .email = "old"}));
    EXPECT_EQ(world.get(claims{}.at("/load")).status, 200);
    auto const user = world.store.find_user(store_of(), staff).value();
    EXPECT_EQ(user->email, "staff@example.com");
    EXPECT_EQ(user->username, "u");
    auto const calls = world.store.calls;
    EXPECT_EQ(world.get(claims{}.at("/load")).status, 200);
    EXPECT_EQ(world.store.calls - calls, 2) << "nothing is written when nothing changed";
}

TEST(Application, OffersToInstallAgainWhereItIsNotInstalled) {
    plain_world world;
    auto const page = world.get(claims{}.at("/load"));
    EXPECT_EQ(page.status, 403) << "whatever the handler says";
    EXPECT_EQ(page.body.expose(), "install me again");
    EXPECT_FALSE(page.fields.find("Set-Cookie"));
    expect_dressed(page);
    EXPECT_EQ(world.last_error(), errc::not_installed);
    EXPECT_EQ(world.seen.calls.at(0), "not installed stores/g5cd38");
    world.seen.page = [](http::response&) { throw std::runtime_error("no page"); };
    expect_refused(world.get(claims{}.at("/load")), errc::handler_failed);
}

TEST(Application, RefusesWhatTheLoadDoorRefuses) {
    auto const shopper = doors::jwt(
        oauth_support::client_secret,
        R"({"customer":{"id":1,"email":"c@x.example","group_id":"1"},"iss":"bc/apps","sub":"g5cd38",)"
        R"("iat":1700000000,"exp":1700000900,"version":1,"aud":"m8e1mkkmjw2xjinydqz7ie05to1y2nk",)"
        R"("store_hash":"g5cd38","operation":"current_customer"})");
    struct {
        std::string target;
        errc why;
    } const rows[] = {
        {"/load", errc::missing_parameter},
        {"/load?signed_payload_jwt=", errc::token_shape},
        {"/load?signed_payload_jwt=a.b.c&signed_payload_jwt=a.b.c", errc::duplicate_parameter},
        {claims{.secret = "another secret"}.at("/load"), errc::signature_mismatch},
        {claims{.audience = "another-app"}.at("/load"), errc::wrong_audience},
        {claims{.issued_at = now - 86400 - 11}.at("/load"), errc::expired},
        {claims{.issued_at = now + 60}.at("/load"), errc::not_yet_valid},
        {"/load?signed_payload_jwt=" + shopper, errc::wrong_issuer},
    };
    plain_world world;
    world.install();
    for (auto const& row : rows) {
        expect_refused(world.get(row.target), row.why);
        EXPECT_EQ(world.last_error(), row.why);
        EXPECT_FALSE(world.seen.events.back().store) << "nothing proved a store";
    }
    EXPECT_TRUE(world.seen.calls.empty());
}

TEST(Application, ShowsNoPageWhereTheStoreFails) {
    for (int failing = 0; failing < 3; ++failing) {
        faulty_world world;
        world.install();
        world.store.failing = world.store.calls + failing;
        expect_refused(world.get(claims{}.at("/load")), errc::store_failed);
        EXPECT_TRUE(world.seen.calls.empty()) << failing;
    }
}

// -- handlers

TEST(Application, AnswersForAHandlerThatThrows) {
    auto script = plain_world::answered_by(good_answer());
    script.push_back(plain_world::asked(401));
    plain_world world(app_support::options(), script);
    world.install();
    world.seen.page = [](http::response&) { throw 1; };
    expect_refused(world.get(claims{}.at("/load")), errc::handler_failed);
    EXPECT_EQ(world.last_error(), errc::handler_failed);
    expect_refused(world.get(auth_target()), errc::handler_failed);
    world.seen.before = [] { throw std::runtime_error("a word"); };
    expect_refused(world.get(claims{}.at("/remove-user")), errc::handler_failed);
    expect_refused(world.get(claims{}.at("/uninstall")), errc::handler_failed);
    EXPECT_FALSE(is_installed(world)) << "erased before the handler is called";
}

TEST(Application, LetsWantOfMemoryThrough) {
    plain_world world(app_support::options(), {plain_world::asked(401)});
    world.install();
    world.seen.page = [](http::response&) { throw std::bad_alloc(); };
    EXPECT_THROW(static_cast<void>(world.get(claims{}.at("/load"))), std::bad_alloc);
    world.seen.before = [] { throw std::bad_alloc(); };
    EXPECT_THROW(static_cast<void>(world.get(claims{}.at("/uninstall"))), std::bad_alloc);
}

TEST(Application, SendsNoStatusThatEndsNothing) {
    plain_world world;
    world.install();
    for (auto const status : {-1, 0, 100, 199, 600, 1000}) {
        world.seen.page = [status](http::response& page) { page.status = status; };
        expect_refused(world.get(claims{}.at("/load")), errc::handler_failed);
    }
    for (auto const status : {200, 303, 404, 599}) {
        world.seen.page = [status](http::response& page) { page.status = status; };
        EXPECT_EQ(world.get(claims{}.at("/load")).status, status);
    }
}

TEST(Application, LeavesOutTheFieldsThatAHandlerHasNoSayIn) {
    plain_world world;
    world.install();
    world.seen.page = [](http::response& page) {
        for (auto const field : {"X-Frame-Options", "Cache-Control", "Content-Length",
                                 "Transfer-Encoding", "Referrer-Policy"}) {
            EXPECT_TRUE(page.fields.add(field, "1"));
        }
        EXPECT_TRUE(page.fields.add("X-Own", "kept"));
    };
    auto const page = world.get(claims{}.at("/load"));
    expect_dressed(page);
    EXPECT_FALSE(page.fields.find("Content-Length"));
    EXPECT_FALSE(page.fields.find("Transfer-Encoding"));
    EXPECT_EQ(page.fields.find("X-Own"), "kept");
}

struct throwing_observer : bcauth::default_handlers {
    static http::response on_install(bcauth::installation const&, bcauth::grant_info const&,
                                     bcauth::session const&) {
        return {};
    }
    static http::response on_load(bcauth::verified_load const&, bcauth::installation const&,
                                  bcauth::session const&) {
        return {};
    }
    static void on_uninstall(bcauth::verified_uninstall const&) {}
    static void on_event(bcauth::app_event const&) { throw std::bad_alloc(); }
};

TEST(Application, GoesOnWithoutAnObserverThatThrows) {
    bcauth::memory_store store;
    bcauth::memory_replay_guard replays{10, bcauth::testing::fixed_clock(now)};
    bcauth::testing::scripted_client client({});
    auto const app =
        bcauth::make_application(oauth_support::app(), store, replays, client, throwing_observer{},
                                 app_support::options(), bcauth::testing::fixed_clock(now))
            .value();
    EXPECT_EQ(app(plain_world::request("GET", claims{}.at("/uninstall"))).status, 200);
    auto const page = app(plain_world::request("GET", claims{}.at("/load")));
    EXPECT_EQ(page.status, 403);
    EXPECT_EQ(page.body.expose(), "forbidden") << "the default of default_handlers";
}

// -- uninstall and remove-user

TEST(Application, UninstallsForWhoeverMay) {
    for (auto const user : {owner, installer, staff}) {
        plain_world world(app_support::options(), {plain_world::asked(401)});
        world.install();
        ASSERT_TRUE(world.store.put_user(store_of(), {.id = staff, .username = {}, .email = "s"}));
        for (int time = 0; time < 2; ++time) {
            auto const reply = world.get(claims{.user = user}.at("/uninstall"));
            EXPECT_EQ(reply.status, 200) << "also when nothing is there";
            EXPECT_EQ(reply.body.expose(), "{}");
            EXPECT_EQ(reply.fields.find("Content-Type"), "application/json");
            EXPECT_FALSE(reply.fields.find("Set-Cookie"));
            expect_dressed(reply);
            EXPECT_FALSE(is_installed(world));
            EXPECT_FALSE(is_user(world, staff));
        }
        EXPECT_EQ(world.seen.calls,
                  (std::vector<std::string>{"uninstall stores/g5cd38", "uninstall stores/g5cd38"}));
        EXPECT_EQ(world.seen.events.at(1).at, bcauth::door::uninstall);
        EXPECT_EQ(world.seen.events.at(1).store, store_of());
    }
}

TEST(Application, LeavesOtherStoresAlone) {
    plain_world world(app_support::options(), {plain_world::asked(401, "other")});
    world.install();
    world.install("other");
    EXPECT_EQ(world.get(claims{.store = "other"}.at("/uninstall")).status, 200);
    EXPECT_TRUE(is_installed(world));
    EXPECT_FALSE(is_installed(world, "other"));
}

// threats row 87
TEST(Application, RemovesTheUserOfTheTokenAndNobodyElse) {
    plain_world world;
    world.install();
    for (auto const id : {staff, owner}) {
        ASSERT_TRUE(world.store.put_user(store_of(), {.id = id, .username = {}, .email = "e"}));
    }
    for (int time = 0; time < 2; ++time) {
        auto const reply = world.get(claims{}.at("/remove-user"));
        EXPECT_EQ(reply.status, 200) << "also for somebody unknown";
        EXPECT_EQ(reply.body.expose(), "{}");
        EXPECT_FALSE(is_user(world, staff));
        EXPECT_TRUE(is_user(world, owner));
        EXPECT_TRUE(is_installed(world));
    }
    EXPECT_EQ(world.seen.calls, (std::vector<std::string>{"remove 77", "remove 77"}));
    EXPECT_EQ(world.get(claims{.store = "other"}.at("/remove-user")).status, 200);
    EXPECT_EQ(world.seen.events.at(2).at, bcauth::door::remove_user);
}

TEST(Application, ErasesNothingForATokenOfTenMinutesAgo) {
    for (auto const path : {"/uninstall", "/remove-user"}) {
        plain_world world(app_support::options(), {plain_world::asked(401)});
        world.install();
        ASSERT_TRUE(world.store.put_user(store_of(), {.id = staff, .username = {}, .email = "s"}));
        expect_refused(world.get(claims{.issued_at = now - 600}.at(path)), errc::stale);
        EXPECT_EQ(world.last_error(), errc::stale);
        expect_refused(world.get(claims{.secret = "another"}.at(path)), errc::signature_mismatch);
        EXPECT_TRUE(is_installed(world));
        EXPECT_TRUE(is_user(world, staff));
        EXPECT_TRUE(world.seen.calls.empty());
        EXPECT_EQ(world.get(claims{.issued_at = now - 300}.at(path)).status, 200);
    }
}

TEST(Application, CallsNoHandlerWhereErasingFails) {
    for (auto const path : {"/uninstall", "/remove-user"}) {
        faulty_world world;
        world.store.failing = 0;
        expect_refused(world.get(claims{}.at(path)), errc::store_failed);
        EXPECT_TRUE(world.seen.calls.empty());
    }
}

// -- routes

TEST(Application, AnswersOtherPathsAndMethodsAsHttpHasIt) {
    plain_world world;
    world.install();
    for (auto const target : {"/", "", "/Load", "/load/", "/lo%61d", "//load", "load", "*",
                              "https://app.example.com/load"}) {
        auto const reply = world.get(target);
        EXPECT_EQ(reply.status, 404) << target;
        EXPECT_EQ(reply.body.expose(), "not found");
        expect_dressed(reply);
        EXPECT_FALSE(world.app.has(plain_world::request("GET", target)));
    }
    for (auto const method : {"HEAD", "POST", "get", "", "OPTIONS"}) {
        for (auto const& target :
             {auth_target(), claims{}.at("/load"), claims{}.at("/uninstall")}) {
            auto const reply = world.ask(method, target);
            EXPECT_EQ(reply.status, 405) << method;
            EXPECT_EQ(reply.fields.find("Allow"), "GET");
            expect_dressed(reply);
            EXPECT_TRUE(world.app.has(plain_world::request(method, target)));
        }
    }
    EXPECT_TRUE(world.seen.events.empty());
    EXPECT_TRUE(is_installed(world));
}

TEST(Application, HasNoDoorThatIsNotRegistered) {
    plain_world world(bcauth::application_options<>{.load = "/load"});
    world.install();
    EXPECT_EQ(world.get(claims{}.at("/uninstall")).status, 404);
    EXPECT_EQ(world.get(claims{}.at("")).status, 404);
    EXPECT_EQ(world.get(claims{}.at("/load")).status, 200);
}

TEST(Application, IsNotMadeOfWhatCannotBeServed) {
    bcauth::memory_store store;
    bcauth::memory_replay_guard replays;
    bcauth::testing::scripted_client client({});
    app_support::notes seen;
    auto const why = [&](bcauth::application_options<> options,
                         bcauth::app_config app = oauth_support::app()) {
        auto const made = bcauth::make_application(std::move(app), store, replays, client,
                                                   app_support::handlers(seen), std::move(options));
        return made ? bcauth::error_code{} : made.error();
    };
    EXPECT_FALSE(why({.load = "/load"}));
    EXPECT_FALSE(why({.load = "https://app.example.com"})) << "the path is /";
    EXPECT_FALSE(why({.load = "https://app.example.com/a?b=/c", .uninstall = "/c"}));
    EXPECT_EQ(why({.load = ""}), errc::invalid_route);
    EXPECT_EQ(why({.load = "/oauth"}), errc::invalid_route) << "the auth callback's";
    EXPECT_EQ(why({.load = "/a", .uninstall = "/b", .remove_user = "https://x.example/b?c"}),
              errc::invalid_route);
    for (auto const bad : {"load", "/a b", "/a?b", "/a#b", "//a", "/../a", "http://x.example/a",
                           "https://x.example/a#b", "ftp://x.example/a"}) {
        EXPECT_EQ(why({.load = bad}), errc::invalid_route) << bad;
    }
    EXPECT_EQ(why({.load = "/load", .frame_ancestors = {"https://a.example;"}}),
              errc::invalid_frame_ancestor);
    EXPECT_EQ(why({.load = "/load", .session_lifetime = std::chrono::seconds{0}}),
              errc::tolerance_too_wide);
    bcauth::application_options<> wide{.load = "/load"};
    wide.limits.leeway = std::chrono::seconds{601};
    EXPECT_EQ(why(wide), errc::tolerance_too_wide);
    auto without = oauth_support::options();
    without.redirect_uri.clear();
    EXPECT_EQ(why({.load = "/load"}, bcauth::app_config::make(std::move(without)).value()),
              errc::missing_redirect_uri);
    auto from = oauth_support::app();
    auto const to = std::move(from);
    // NOLINTNEXTLINE(bugprone-use-after-move): what is left is the question
    EXPECT_EQ(why({.load = "/load"}, from), errc::invalid_client_id);
}

TEST(Application, LetsTheRegisteredOriginsFrameIt) {
    auto options = app_support::options();
    options.frame_ancestors = {"http://cp.localhost:8080"};
    plain_world world(std::move(options));
    auto const page = world.get("/");
    EXPECT_EQ(page.fields.find("Content-Security-Policy"),
              "frame-ancestors http://cp.localhost:8080");
    http::response own = make_response(200, "own");
    world.app.dress(own);
    EXPECT_EQ(own.fields.find("Content-Security-Policy"),
              "frame-ancestors http://cp.localhost:8080");
}

// -- the page's own requests

TEST(Application, KnowsWhoseSessionARequestHas) {
    plain_world world;
    world.install();
    auto const cookie = cookie_of(world.get(claims{.user = owner}.at("/load")));
    auto const who = world.app.session_of(plain_world::request("GET", "/", {{"Cookie", cookie}}));
    ASSERT_TRUE(who);
    EXPECT_EQ(who->store(), store_of());
    EXPECT_EQ(who->user_id(), owner);
    EXPECT_TRUE(who->is_owner());
    EXPECT_EQ(world.app.session_of(plain_world::request("GET", "/")).error(),
              errc::missing_session);
    world.clock.advance(std::chrono::seconds{3600 + 10});
    EXPECT_EQ(world.app.session_of(plain_world::request("GET", "/", {{"Cookie", cookie}})).error(),
              errc::expired);
}

// threats row 85
TEST(Application, AsksForTheCsrfTokenWhereARequestMayChangeSomething) {
    plain_world world;
    world.install();
    auto const cookie = cookie_of(world.get(claims{}.at("/load")));
    auto const token = world.seen.csrf_token;
    auto const other = cookie_of(world.get(claims{.user = owner}.at("/load")));
    for (auto const method : {"POST", "PUT", "PATCH", "DELETE", "anything"}) {
        EXPECT_EQ(
            world.app.session_of(plain_world::request(method, "/", {{"Cookie", cookie}})).error(),
            errc::csrf_mismatch);
        EXPECT_TRUE(world.app.session_of(
            plain_world::request(method, "/", {{"Cookie", cookie}, {"X-CSRF-Token", token}})));
        EXPECT_EQ(world.app
                      .session_of(plain_world::request(
                          method, "/", {{"Cookie", other}, {"X-CSRF-Token", token}}))
                      .error(),
                  errc::csrf_mismatch)
            << "another session's";
    }
    for (auto const method : {"GET", "HEAD", "OPTIONS"}) {
        EXPECT_TRUE(world.app.session_of(plain_world::request(method, "/", {{"Cookie", cookie}})));
    }
}

TEST(Application, EndsTheSessionOfWhoeverWasRemoved) {
    plain_world world(app_support::options(), {plain_world::asked(401)});
    world.install();
    auto const cookie = cookie_of(world.get(claims{}.at("/load")));
    auto const request = plain_world::request("GET", "/", {{"Cookie", cookie}});
    EXPECT_TRUE(world.app.session_of(request));
    EXPECT_EQ(world.get(claims{}.at("/remove-user")).status, 200);
    EXPECT_EQ(world.app.session_of(request).error(), errc::unknown_user);
    EXPECT_EQ(world.get(claims{}.at("/uninstall")).status, 200);
    EXPECT_EQ(world.app.session_of(request).error(), errc::not_installed);
    auto const page = world.app.refusal(errc::not_installed);
    expect_refused(page, errc::not_installed);
}

TEST(Application, GivesNoSessionWhereTheStoreFails) {
    faulty_world world;
    world.install();
    auto const cookie = cookie_of(world.get(claims{}.at("/load")));
    auto const request = faulty_world::request("GET", "/", {{"Cookie", cookie}});
    world.store.failing = world.store.calls;
    EXPECT_EQ(world.app.session_of(request).error(), errc::store_failed);
    EXPECT_TRUE(world.store.erase_user(store_of(), staff));
    world.store.failing = world.store.calls + 1;
    EXPECT_EQ(world.app.session_of(request).error(), errc::store_failed);
}

// threats row 43
TEST(Application, TakesNoTokenOfThePlatformForASessionNorTheOtherWayRound) {
    plain_world world;
    world.install();
    auto const cookie = cookie_of(world.get(claims{}.at("/load")));
    auto const token = cookie.substr(cookie.find('=') + 1);
    for (auto const path : {"/load", "/uninstall", "/remove-user"}) {
        expect_refused(world.get(std::string(path) + "?signed_payload_jwt=" + token),
                       errc::signature_mismatch);
        EXPECT_EQ(world.last_error(), errc::signature_mismatch);
    }
    auto const platform = "__Host-bcauth=" + claims{}.token();
    EXPECT_EQ(
        world.app.session_of(plain_world::request("GET", "/", {{"Cookie", platform}})).error(),
        errc::signature_mismatch);
}

// threats row 52
TEST(Application, RefusesWhereTheClockIsOutOfRange) {
    plain_world world(app_support::options(), plain_world::answered_by(good_answer()));
    world.clock.set(std::chrono::sys_seconds{std::chrono::seconds{-1}});
    expect_refused(world.get(auth_target()), errc::clock_out_of_range);
    expect_refused(world.get(claims{}.at("/load")), errc::clock_out_of_range);
    EXPECT_EQ(world.app.session_of(plain_world::request("GET", "/")).error(),
              errc::clock_out_of_range);
}

TEST(Application, ServesTwoThreads) {
    plain_world world;
    world.install();
    auto const go = [&world](std::int64_t user) {
        auto const target = claims{.user = user}.at("/load");
        for (int i = 0; i < 200; ++i) {
            auto const page = world.get(target);
            EXPECT_EQ(page.status, 200);
            EXPECT_EQ(page.body.expose(), "load " + std::to_string(user));
            auto const cookie = cookie_of(page);
            auto const request = plain_world::request("GET", "/", {{"Cookie", cookie}});
            EXPECT_EQ(world.app.session_of(request)->user_id(), user);
            EXPECT_EQ(world.get(claims{.user = user}.at("/remove-user")).status, 200);
            EXPECT_EQ(world.app.session_of(request).error(), errc::unknown_user);
        }
    };
    std::thread first(go, 1001);
    std::thread second(go, 1002);
    first.join();
    second.join();
}

}  // namespace
