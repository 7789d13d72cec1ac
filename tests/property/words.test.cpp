// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/flaws.hpp>
#include <bcauth/testing/mint_webhook.hpp>
#include <bcauth/testing/rapidcheck.hpp>
#include "support/app.hpp"
#include "support/kinds.hpp"

#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Nothing that the library says to anybody - an error, an event, a diagnostic, a response - has eight bytes in a row of a
// secret or token.
namespace {

namespace http = bcauth::http;
using app_support::claims;
using bcauth::errc;
using bcauth::testing::make_response;
using bcauth::testing::token_kind;
using oauth_support::shows_a_part;
using world = app_support::world<>;

// what must never be said: texts of at least eight bytes, with a name for the report
using hidden_texts = std::vector<std::pair<std::string, std::string>>;

void expect_silence(std::string const& words, hidden_texts const& hidden) {
    for (auto const& [name, text] : hidden) {
        if (shows_a_part(words, text)) {
            RC_FAIL("eight bytes of the " + name + " are in: " + words);
        }
    }
}

// every way in which an error is turned into words
std::string words_of(bcauth::error_code const& error) {
    std::ostringstream out;
    out << error << ' ' << error.message() << ' ' << error.what() << ' '
        << bcauth::name(static_cast<errc>(error.value())) << ' '
        << bcauth::name(bcauth::condition_of(error)) << ' '
        << boost::system::system_error(error).what();
    return out.str();
}

// threats row 57
RC_GTEST_PROP(Words, NoDoorSaysAnythingOfASecretOrToken, ()) {
    namespace arbitrary = bcauth::testing::arbitrary;
    auto options = *arbitrary::options();
    options.client_secret =
        bcauth::secret(*rc::gen::container<std::string>(24, rc::gen::inRange<char>('!', '~')));
    options.user_email = options.customer_email =
        *rc::gen::container<std::string>(20, rc::gen::inRange<char>('!', '~'));
    auto const kind = *arbitrary::kind();
    auto const flaw = *arbitrary::flaw_of(kind);
    auto const flawed = bcauth::testing::mint_flawed(kind, flaw, options).value();
    std::string const token(flawed.expose());
    hidden_texts hidden{{"secret", std::string(options.client_secret.expose())},
                        {"address", options.user_email}};
    // in the JSON form a token's parts stand between names that anybody may say
    for (std::size_t at = 0; at < token.size();) {
        auto const end = std::min(token.find_first_of("\",:{}", at), token.size());
        if (end - at > 16) {
            hidden.emplace_back("token", token.substr(at, end - at));
        }
        at = end + 1;
    }
    for (auto const& door : kinds::all_doors(options)) {
        expect_silence(words_of(door.judge(token)), hidden);
        expect_silence(words_of(door.judge(kinds::valid(door.takes, options) + token)), hidden);
    }
}

RC_GTEST_PROP(Words, AWebhookRefusedSaysNothingOfItself, ()) {
    namespace arbitrary = bcauth::testing::arbitrary;
    auto const options = *arbitrary::options();
    auto const flaw = *arbitrary::flaw_of(token_kind::webhook);
    auto const minted = bcauth::testing::mint_flawed_webhook(flaw, options).value();
    bcauth::webhook_verifier<bcauth::strict_policy, doors::clock> const door(
        kinds::app_of(options), {}, doors::clock{kinds::seconds_of(options)});
    auto const fields = minted.fields();
    RC_PRE(fields.has_value());
    auto const judged = door(*fields, minted.body);
    hidden_texts hidden{{"body", minted.body}};
    for (auto const& [name, value] : minted.headers) {
        hidden.emplace_back(name, value);
    }
    expect_silence(words_of(doors::why(judged)), hidden);
}

// -- the whole app: what it answers, and what its observer hears

std::string text_of(http::response const& page) {
    std::string text = std::to_string(page.status) + '\n';
    for (auto const& each : page.fields) {
        if (each.name != "Set-Cookie") {  // the one place where a session's token belongs
            text += each.name + ": " + std::string(each.value.expose()) + '\n';
        }
    }
    return text + std::string(page.body.expose());
}

constexpr std::string_view access_token = "g3y3ab5cctiu0edpy9n8gzl0p25og9u";
constexpr std::string_view earlier_token = "an earlier token";
constexpr std::string_view code = "qr6h3thvbvag2ffq";

hidden_texts secrets_of_the_app() {
    return {{"client secret", std::string(oauth_support::client_secret)},
            {"access token", std::string(access_token)},
            {"stored token", std::string(earlier_token)},
            {"code", std::string(code)}};
}

// words in which the platform, or whoever sits in its place, repeats all that the one who reads them knows to be secret
rc::Gen<std::string> parroting(std::string token) {
    auto const piece = rc::gen::element<std::string>(
        std::string(oauth_support::client_secret), std::move(token), std::string(code), "qr6h3thv",
        "0gk3rlt0sab7", "invalid grant", "<b>", "\\u0022", " ", "\\n", "=");
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                        [](std::vector<std::string> const& pieces) {
                            std::string text;
                            for (auto const& each : pieces) {
                                text += each;
                            }
                            return text;
                        });
}

rc::Gen<int> any_status() {
    return rc::gen::element(200, 400, 401, 403, 404, 422, 429, 500, 503, 302);
}

// an answer to an exchange; a token that it repeats stands in it as such
rc::Gen<http::response> exchange_parrot() {
    return rc::gen::exec([] {
        auto const words = *parroting("");
        auto const words_and_token = *parroting(std::string(access_token));
        auto const given = R"({"access_token":")" + std::string(access_token) + R"(",)";
        std::string const body(oauth_support::token_body);
        return make_response(
            *any_status(),
            *rc::gen::element<std::string>(
                R"({"error":")" + words + "\"}",
                R"({"error":"x","error_description":")" + words + "\"}",
                R"({"title":")" + words + R"(","status":401})", words, "<html>" + words + "</html>",
                body, oauth_support::replaced(body, "g5cd38", "other"),
                oauth_support::replaced(body, "store_v2_orders", words_and_token),
                oauth_support::replaced(body, "John Smith", words_and_token),
                given + R"("error":")" + words_and_token + "\"}",
                given + R"("error":"x","error_description":")" + words_and_token + "\"}"));
    });
}

// an answer to a question that the stored token asked
rc::Gen<http::response> store_parrot() {
    return rc::gen::exec([] {
        auto const words = *parroting(std::string(earlier_token));
        return make_response(*any_status(),
                             *rc::gen::element<std::string>(
                                 std::string(words), R"({"error":")" + words + "\"}",
                                 R"([{"status":401,"message":")" + words + "\"}]",
                                 R"({"title":")" + words + "\"}", R"({"id":")" + words + "\"}"));
    });
}

// threats rows 57 and 83
RC_GTEST_PROP(Words, AnInstallationSaysNothingSecretWhateverThePlatformAnswers, ()) {
    world all(app_support::options(), world::answered_by(*exchange_parrot()));
    auto const page = all.get(app_support::auth_target(*rc::gen::element<std::string>(
        "", "&external_install=1", "&account_uuid=x", "&context=stores/x")));
    auto hidden = secrets_of_the_app();
    auto const cookie = page.fields.find("Set-Cookie");
    if (cookie) {
        hidden.emplace_back("session", std::string(*cookie).substr(40, 200));
    }
    expect_silence(text_of(page) + all.seen.told, hidden);
}

RC_GTEST_PROP(Words, ARefusedInstallationSaysNothingOfTheSecretOrCode, ()) {
    auto const words = *parroting("");
    auto const error = "x" + words;
    bcauth::form_field const fields[] = {
        {"error", error}, {"error_description", words}, {"code", code}};
    auto const query = bcauth::form_encode(fields);
    world all;
    auto const page = all.get("/oauth?" + std::string(query.expose()));
    RC_ASSERT(page.status >= 400);
    // of the words themselves only what nobody keeps is told: the client's secret and the code are not in them
    expect_silence(text_of(page) + all.seen.told,
                   {{"client secret", std::string(oauth_support::client_secret)},
                    {"code", std::string(code)}});
}

RC_GTEST_PROP(Words, NoCallbackSaysAnythingOfItsToken, ()) {
    namespace arbitrary = bcauth::testing::arbitrary;
    bcauth::testing::mint_options options;
    options.client_id = oauth_support::client_id;
    options.client_secret = bcauth::secret(oauth_support::client_secret);
    options.store = *rc::gen::element<std::string>(std::string(app_support::store_name), "other");
    options.at = std::chrono::sys_seconds{std::chrono::seconds{app_support::now}};
    options.user_id = *rc::gen::element(app_support::staff, app_support::owner);
    auto const kind = *rc::gen::element(token_kind::load_jwt, token_kind::signed_payload);
    auto const flawed = *rc::gen::arbitrary<bool>();
    auto const token =
        flawed ? bcauth::testing::mint_flawed(kind, *arbitrary::flaw_of(kind), options).value()
               : bcauth::testing::mint(kind, options).value();
    auto const query = bcauth::testing::as_query(kind, token.expose()).value();
    auto const path = *rc::gen::element<std::string>("/load", "/uninstall", "/remove-user");

    world all(app_support::options(),
              *rc::gen::element(std::vector{world::asked(*store_parrot())},
                                std::vector{world::asked(errc::transport_failed)}));
    all.install();
    auto const page = all.get(path + '?' + std::string(query.expose()));
    auto hidden = secrets_of_the_app();
    std::string const text(token.expose());
    hidden.emplace_back("token", text);
    hidden.emplace_back("address", options.user_email);
    std::string words = text_of(page) + all.seen.told;
    if (auto const cookie = page.fields.find("Set-Cookie")) {
        std::string const session(*cookie);
        auto const own = session.substr(session.find('='), session.find(';') - session.find('='));
        expect_silence(words, {{"session", own}});
        // its owner alone changes things by it, and nobody hears it in a refusal
        for (auto const method : {"GET", "POST"}) {
            auto const request = world::request(
                method, "/", {{"Cookie", "__Host-bcauth" + own + 'x'}, {"X-CSRF-Token", "wrong"}});
            auto const who = all.app.session_of(request);
            RC_ASSERT(!who);
            words += words_of(who.error()) + text_of(all.app.refusal(who.error()));
        }
        hidden.emplace_back("session", own);
        hidden.emplace_back("CSRF token", all.seen.csrf_token);
    }
    expect_silence(words, hidden);
}

// the check itself sees what it is to see
TEST(Words, AreSearchedInEverything) {
    EXPECT_TRUE(shows_a_part("..0gk3rlt0..", oauth_support::client_secret));
    EXPECT_FALSE(shows_a_part("..0gk3rlt..", oauth_support::client_secret));
    world all(app_support::options(),
              world::answered_by(make_response(400, R"({"error":"of the platform's own words"})")));
    auto const page = all.get(app_support::auth_target());
    EXPECT_TRUE(shows_a_part(all.seen.told, "of the platform's own words")) << all.seen.told;
    EXPECT_FALSE(shows_a_part(text_of(page), "of the platform's own words"))
        << "a stranger is told the condition alone";
}

}  // namespace
