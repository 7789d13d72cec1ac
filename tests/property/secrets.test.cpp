// SPDX-License-Identifier: BSL-1.0
#include "support/doors.hpp"
#include "support/heap_watch.hpp"

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
