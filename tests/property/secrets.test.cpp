// SPDX-License-Identifier: BSL-1.0
#include "support/app.hpp"
#include "support/doors.hpp"
#include "support/heap_watch.hpp"
#include "support/kinds.hpp"
#include "support/logins.hpp"

#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <new>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;

constexpr std::string_view client_id = "client-of-the-tests";
constexpr std::int64_t now = 1'700'000'000;

bool shares_eight_bytes(std::string_view text, std::string_view secret) {
    for (std::size_t at = 0; at + 8 <= secret.size(); ++at) {
        if (text.find(secret.substr(at, 8)) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

std::string claims(std::string_view more = {}) {
    return R"({"iss":"bc","aud":"client-of-the-tests","sub":"stores/abc","iat":1700000000,)"
           R"("exp":1700000900,"user":{"id":7,"email":"user@example.com"})" +
           std::string(more) + '}';
}

// everything that a refusal says to anybody
std::string words_of(bcauth::result<bcauth::verified_load> const& judged) {
    std::ostringstream out;
    out << judged.error() << ' ' << judged.error().message() << ' '
        << bcauth::name(static_cast<errc>(judged.error().value()));
    try {
        (void)judged.value();
    } catch (boost::system::system_error const& error) {
        out << ' ' << error.what();
    }
    return out.str();
}

// threats row 57
RC_GTEST_PROP(Secrets, NoRefusalSaysAnythingOfTheSecretOrTheToken, ()) {
    auto const key = *rc::gen::container<std::string>(24, rc::gen::inRange<char>('!', '~'));
    auto const wrong = *rc::gen::element(0, 1, 2, 3, 4);
    auto token = doors::jwt(wrong == 0 ? "another secret" : key,
                            wrong == 1   ? claims(R"(,"iss":"bc")")
                            : wrong == 2 ? claims(R"(,"operation":"zebra-crossing")")
                                         : claims());
    token = wrong == 3 ? token + "=" : wrong == 4 ? token.substr(5) : token;
    auto const door = doors::open<doors::load>(doors::app(client_id, key), {.now = now});
    auto const judged = door.verify_jwt(token);
    RC_ASSERT(!judged);
    auto const words = words_of(judged);
    RC_ASSERT(!shares_eight_bytes(words, key));
    RC_ASSERT(!shares_eight_bytes(words, token));
    RC_ASSERT(!shares_eight_bytes(words, "zebra-crossing"));
}

// threats row 58: a client secret through its whole life, from the options to the doors
using webhook_door = bcauth::webhook_verifier<bcauth::strict_policy, doors::clock>;
constexpr std::string_view watched = "w4tched.cl1ent.s3cret.0f.the.heap.tests.7d1f";

TEST(Secrets, NothingOfAClientSecretIsLeftInFreedMemory) {
    auto const token = doors::jwt(watched, claims());
    auto const payload = doors::payload(watched, "{}");
    heap_watch::watch const watch(watched);
    {
        auto ring = bcauth::key_ring::make({watched, "second"}).value();
        auto app = bcauth::app_config::make(
                       {.client_id = std::string(client_id), .client_secrets = std::move(ring)})
                       .value();
        auto copy = app;
        auto const moved = std::move(app);
        app = copy;
        copy = bcauth::app_config(moved);
        auto door = doors::open<doors::load>(copy, {.now = now});
        auto const shoppers = doors::open<doors::customer>(moved, {.now = now});
        EXPECT_TRUE(door.verify_jwt(token));
        EXPECT_FALSE(door.verify_payload(payload));
        EXPECT_FALSE(shoppers(token, bcauth::store_hash::make("abc").value()));
        auto const signer = bcauth::jwt::signer<>::make(app.client_secrets().current()).value();
        EXPECT_TRUE(signer.sign("{}"));
        auto const webhooks = doors::open<webhook_door>(moved, {.now = now});
        EXPECT_FALSE(webhooks({"id", "1700000000", "v1,x", "body"}));
        auto const logins = logins::maker<>::make(moved, doors::clock{now}).value();
        EXPECT_TRUE(logins.token(logins::shopper()));
    }
    EXPECT_EQ(watch.leaked(), 0);
}

// a token's own parts: the first is the same in all of them
std::string_view own_parts(std::string_view token) {
    return token.substr(token.find('.') + 1);
}

// within what a door has on its stack, and longer
std::string long_address(std::size_t more) {
    std::string address = "u";
    for (std::size_t i = 0; i < more / 4; ++i) {
        address += std::to_string(1000 + i * 7 % 9000);
    }
    return address;
}

TEST(Secrets, NothingOfAShoppersTokenIsLeftInFreedMemory) {
    for (std::size_t const more : {0U, 3000U}) {
        kinds::mint_options options;
        options.customer_email = long_address(more) + "\"<@example.com";
        auto const token = kinds::valid(kinds::kind::customer, options);
        auto const forged = token.substr(0, token.size() - 8) + "AAAAAAAA";
        auto const app = kinds::app_of(options);
        heap_watch::watch const watch(own_parts(token));
        {
            auto const door =
                doors::open<doors::customer>(app, {.now = kinds::seconds_of(options)});
            EXPECT_TRUE(door(token, kinds::store_of(options)));
            EXPECT_FALSE(door(forged, kinds::store_of(options)));
        }
        EXPECT_EQ(watch.leaked(), 0) << more;
    }
}

TEST(Secrets, NothingOfADeliverysSignatureIsLeftInFreedMemory) {
    kinds::mint_options const options;
    auto const text = kinds::valid(kinds::kind::webhook, options);
    auto const forged = text + ' ';
    auto const delivery = kinds::delivery_of(text);
    auto const app = kinds::app_of(options);
    heap_watch::watch const watch(delivery.signature.expose().substr(3));
    {
        auto const door = doors::open<webhook_door>(app, {.now = kinds::seconds_of(options)});
        EXPECT_TRUE(door(delivery));
        EXPECT_FALSE(door(kinds::delivery_of(forged)));
    }
    EXPECT_EQ(watch.leaked(), 0);
}

TEST(Secrets, NothingOfALoginIsLeftInFreedMemory) {
    auto const same = logins::make().token(logins::shopper()).value();
    auto const own = std::string(own_parts(same.expose()));
    heap_watch::watch const watch(own);
    {
        auto const token = logins::make().token(logins::shopper()).value();
        EXPECT_EQ(own_parts(token.expose()), own);
        auto const url = logins::make().url("https://store.example.com", logins::shopper()).value();
        EXPECT_TRUE(url.expose().ends_with(own));
    }
    EXPECT_EQ(watch.leaked(), 0);
}

// A token that the app signs is a secret until it is used. The watch is for its signature, which no token of another
// test has left behind.
TEST(Secrets, NothingOfASignedTokenIsLeftInFreedMemory) {
    auto const payload = claims(R"(,"jti":"signed here")");
    std::string const token = doors::jwt(watched, payload);
    auto const signer = bcauth::jwt::signer<>::make(bcauth::secret(watched)).value();
    heap_watch::watch const watch(std::string_view(token).substr(token.rfind('.') + 1));
    {
        auto const made = signer.sign(payload).value();
        EXPECT_EQ(made.expose(), token);
    }
    EXPECT_EQ(watch.leaked(), 0);
}

TEST(Secrets, TheWatchOfThisExecutableSeesAPlainCopy) {
    heap_watch::watch const watch(watched);
    { std::string const plain(watched); }
    EXPECT_GE(watch.leaked(), 1);
}

// -- threats row 58: a whole app from its installation to its end, watched for each thing that nobody may find later

constexpr std::string_view access_token = "g3y3ab5cctiu0edpy9n8gzl0p25og9u";
constexpr std::string_view code = "qr6h3thvbvag2ffq";

// what a browser and the platform send; made before the watch, which would see these texts freed
struct requests {
    // longer than any buffer on the stack, and with escapes in its text
    explicit requests(std::string const& more) {
        app_support::claims who;
        who.email = more + "\\u0061@example.com";
        load = who.at("/load");
        who.id = "uninstalled";
        uninstall = who.at("/uninstall");
        who.id = "removed";
        remove_user = who.at("/remove-user");
        bcauth::form_field const field{
            "signed_payload",
            legacy = doors::payload(oauth_support::client_secret,
                                    R"({"user":{"id":77,"email":")" + more +
                                        R"("},"store_hash":"g5cd38","timestamp":1700000000})")};
        auto const query = bcauth::form_encode({&field, 1});
        load_by_payload = "/load?" + std::string(query.expose());
        forged = load.substr(0, load.size() - 8) + "AAAAAAAA";
    }

    std::string install = app_support::auth_target();
    std::string load;
    std::string uninstall;
    std::string remove_user;
    std::string legacy;
    std::string load_by_payload;
    std::string forged;
    std::string cookie;
    std::string csrf;
    std::string bad_csrf = "csrf_token=another&a=b";
};

void live(requests const& what) {
    auto script = app_support::world<>::answered_by(
        bcauth::testing::make_response(200, oauth_support::token_body));
    script.push_back(app_support::world<>::asked(401));
    app_support::world<> world(app_support::options(), std::move(script));
    EXPECT_EQ(world.get(what.install).status, 200);
    EXPECT_EQ(world.get(what.load).status, 200);
    EXPECT_EQ(world.get(what.load_by_payload).status, 200);
    EXPECT_EQ(world.get(what.forged).status, 401);
    if (!what.cookie.empty()) {
        using fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;
        fields const own{{"Cookie", what.cookie}, {"X-CSRF-Token", what.csrf}};
        EXPECT_TRUE(world.app.session_of(world.request("POST", "/", own)));
        fields const wrong{{"Cookie", what.cookie},
                           {"Content-Type", "application/x-www-form-urlencoded"}};
        EXPECT_FALSE(world.app.session_of(world.request("POST", "/", wrong, what.bad_csrf)));
    }
    EXPECT_EQ(world.get(what.remove_user).status, 200);
    EXPECT_EQ(world.get(what.remove_user).status, 401) << "seen before";
    EXPECT_EQ(world.get(what.uninstall).status, 200);
    EXPECT_EQ(world.get(what.load).status, 403) << "nothing is installed";
    // what a handler of these tests has noted
    bcauth::detail::cleanse(world.seen.csrf_token.data(), world.seen.csrf_token.size());
}

// an exchange that gets no answer
void fail_to_install(requests const& what) {
    app_support::world<> world;
    EXPECT_EQ(world.get(what.install).status, 503);
}

// the session of the first load, which every life of the same second has again
void learn_session(requests& of) {
    app_support::world<> world;
    world.install();
    auto const page = world.get(of.load);
    of.cookie = app_support::cookie_of(page);
    of.csrf = world.seen.csrf_token;
    EXPECT_GT(of.cookie.size(), 100U);
    EXPECT_GT(of.csrf.size(), 40U);
}

TEST(Secrets, NothingSecretOfAnAppsLifeIsLeftInFreedMemory) {
    for (std::size_t const more : {0U, 3000U}) {
        requests what(long_address(more));
        learn_session(what);
        auto const session = what.cookie.substr(what.cookie.rfind('.') + 1);
        for (auto const& [name, marker] : {std::pair<char const*, std::string_view>{
                                               "client secret", oauth_support::client_secret},
                                           {"access token", access_token},
                                           {"code", code},
                                           {"load token", own_parts(what.load)},
                                           {"uninstall token", own_parts(what.uninstall)},
                                           {"removal token", own_parts(what.remove_user)},
                                           {"CSRF token", what.csrf},
                                           {"legacy payload", what.legacy},
                                           {"session token", session}}) {
            heap_watch::watch const watch(marker);
            live(what);
            fail_to_install(what);
            EXPECT_EQ(watch.leaked(), 0) << name << ", " << more << " bytes more";
        }
    }
}

TEST(Secrets, AnswersOfAPlatformThatRepeatsThemAreWipedToo) {
    auto const parrot = std::string(R"({"error":"x","error_description":")") +
                        std::string(oauth_support::client_secret) + std::string(code) + "\"}";
    auto const install = app_support::auth_target();
    for (auto const marker : {oauth_support::client_secret, code}) {
        heap_watch::watch const watch(marker);
        {
            app_support::world<> world(
                app_support::options(),
                app_support::world<>::answered_by(bcauth::testing::make_response(400, parrot)));
            EXPECT_EQ(world.get(install).status, 502);
        }
        EXPECT_EQ(watch.leaked(), 0);
    }
}

// threats row 21: ten million bytes cost nothing to refuse
TEST(Secrets, AnEndlessTokenIsRefusedWithoutAnAllocation) {
    kinds::mint_options const options;
    auto const app = kinds::app_of(options);
    doors::at const when{.now = kinds::seconds_of(options)};
    std::string const endless(10'000'000, 'e');
    auto const load = doors::open<doors::load>(app, when);
    auto const shoppers = doors::open<doors::customer>(app, when);
    auto const store = kinds::store_of(options);
    auto const sessions = bcauth::session_keys<>::make(app).value();
    auto const webhooks = doors::open<webhook_door>(app, when);
    std::size_t refused = 0;
    {
        heap_watch::failing_allocation const none(0);
        refused += load.verify_jwt(endless) ? 0U : 1U;
        refused += load.verify_payload(endless) ? 0U : 1U;
        refused += load(endless) ? 0U : 1U;
        refused += shoppers(endless, store) ? 0U : 1U;
        refused += sessions.verify(endless, options.at) ? 0U : 1U;
        refused += webhooks({"id", "1", "v1,x", endless}) ? 0U : 1U;
        refused += webhooks({"id", "1", endless, "x"}) ? 0U : 1U;
        refused += webhooks({endless, "1", "v1,x", "x"}) ? 0U : 1U;
    }
    EXPECT_EQ(refused, 8U);
}

// -- threats rows 68 and 69: every allocation fails in turn

// How many allocations `use` makes. Each of them fails once: then `use` throws std::bad_alloc and
// nothing else, and works again afterwards.
long fail_each_allocation(auto&& use) {
    for (long count = 0;; ++count) {
        try {
            heap_watch::failing_allocation const fails(count);
            use();
            if (heap_watch::allocations_until_failure >= 0) {
                return count;
            }
            ADD_FAILURE() << "allocation " << count << " failed and nobody said so";
        } catch (std::bad_alloc const&) {
        }
        use();
    }
}

TEST(Allocations, EachMayFailWhileAnAppAndItsDoorsAreMade) {
    auto const made = fail_each_allocation([] {
        auto const app = doors::app(client_id, "secret");
        (void)doors::open<doors::load>(app, {.now = now});
        (void)doors::open<doors::customer>(app, {.now = now});
    });
    EXPECT_GT(made, 5);
}

TEST(Allocations, EachMayFailWhileALargeTokenIsJudged) {
    auto const door = doors::open<doors::load>(doors::app(client_id, "secret"), {.now = now});
    auto const large =
        ",\"x\":\"" + std::string(3000, 'x') + "\",\"jti\":\"" + std::string(3000, 'j') + '"';
    auto const token = doors::jwt("secret", claims(large));
    auto const payload = doors::payload(
        "secret",
        R"({"user":{"id":1,"email":"a"},"store_hash":"abc","timestamp":1700000000)" + large + '}');
    auto const query = "signed_payload_jwt=" + token;
    EXPECT_GT(fail_each_allocation([&] { EXPECT_TRUE(door.verify_jwt(token)); }), 0);
    EXPECT_GT(fail_each_allocation([&] { EXPECT_TRUE(door.verify_payload(payload)); }), 0);
    EXPECT_GT(fail_each_allocation([&] { EXPECT_TRUE(door(query)); }), 0);
}

TEST(Allocations, AnOrdinaryTokenMakesNone) {
    auto const door = doors::open<doors::load>(doors::app(client_id, "secret"), {.now = now});
    auto const token = doors::jwt("secret", claims());
    auto const forged = doors::jwt("another", claims());
    EXPECT_EQ(fail_each_allocation([&] { EXPECT_TRUE(door.verify_jwt(token)); }), 0);
    EXPECT_EQ(fail_each_allocation([&] { EXPECT_FALSE(door.verify_jwt(forged)); }), 0);
}

}  // namespace
