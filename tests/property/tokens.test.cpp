// SPDX-License-Identifier: BSL-1.0
#include "support/doors.hpp"

#include <boost/json.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace {

using bcauth::errc;
using doors::why;

constexpr std::string_view client_id = "client-of-the-tests";
constexpr std::string_view secret = "secret of the token properties";
constexpr std::int64_t now = 1'700'000'000;

bcauth::app_config const& app() {
    static auto const made = doors::app(client_id, secret);
    return made;
}

boost::json::object callback_claims() {
    return {{"iss", "bc"},
            {"aud", boost::json::string(client_id)},
            {"sub", "stores/abc123"},
            {"iat", now},
            {"exp", now + 86400},
            {"user", {{"id", 7}, {"email", "u@example.com"}}},
            {"owner", {{"id", 8}, {"email", "o@example.com"}}}};
}

boost::json::object customer_claims() {
    return {{"iss", "bc/apps"},
            {"aud", boost::json::string(client_id)},
            {"sub", "abc123"},
            {"store_hash", "abc123"},
            {"operation", "current_customer"},
            {"iat", now},
            {"exp", now + 900},
            {"customer", {{"id", 7}, {"email", "c@example.com"}, {"group_id", "6"}}}};
}

std::string jwt(boost::json::object const& claims,
                bcauth::mac_algorithm algorithm = bcauth::mac_algorithm::hs256) {
    return doors::jwt(secret, boost::json::serialize(claims), algorithm);
}

// a kind of token: a valid one, and whether its door takes a text
struct kind {
    std::string name;
    std::string token;
    std::function<bool(std::string const&)> takes;
};

std::vector<kind> const& kinds() {
    static auto const load = doors::open<doors::load>(app(), {.now = now});
    static auto const shopper = doors::open<doors::customer>(app(), {.now = now});
    // 119 bytes are no multiple of three, nor one less: the padding is "==", all or nothing of it
    static std::vector<kind> const all = {
        {"load", jwt(callback_claims()),
         [](std::string const& text) { return load.verify_jwt(text).has_value(); }},
        {"legacy payload",
         doors::payload(secret, R"({"user":{"id":7,"email":"u@example.com"},"store_hash":"abc123")"
                                R"(,"timestamp":1700000000.5,"x":"??>>"})"),
         [](std::string const& text) { return load.verify_payload(text).has_value(); }},
        {"current customer", jwt(customer_claims(), bcauth::mac_algorithm::hs512),
         [](std::string const& text) {
             return shopper(text, bcauth::store_hash::make("abc123").value()).has_value();
         }},
    };
    return all;
}

TEST(Tokens, AnyPrefixOrSuffixIsRefused) {
    for (auto const& each : kinds()) {
        for (std::size_t size = 0; size < each.token.size(); ++size) {
            // without its padding a legacy payload is another spelling that is taken on purpose
            bool const padding_only = each.token.find_first_not_of('=', size) == std::string::npos;
            bool const whole_padding = padding_only && each.token[size - 1] != '=';
            EXPECT_EQ(each.takes(each.token.substr(0, size)), whole_padding)
                << each.name << ' ' << size;
            EXPECT_FALSE(each.takes(each.token.substr(each.token.size() - size)));
        }
    }
}

RC_GTEST_PROP(Tokens, AnyBytePutInIsRefused, ()) {
    auto const& each = kinds()[*rc::gen::inRange<std::size_t>(0, kinds().size())];
    auto other = each.token;
    auto const at = *rc::gen::inRange<std::size_t>(0, other.size() + 1);
    other.insert(at, 1, *rc::gen::arbitrary<char>());
    RC_ASSERT(!each.takes(other));
}

RC_GTEST_PROP(Tokens, AnyByteTakenOutIsRefused, ()) {
    auto const& each = kinds()[*rc::gen::inRange<std::size_t>(0, kinds().size())];
    auto other = each.token;
    other.erase(*rc::gen::inRange<std::size_t>(0, other.size()), 1);
    RC_ASSERT(!each.takes(other));
}

RC_GTEST_PROP(Tokens, ArbitraryTextIsRefused, (std::string const& text)) {
    for (auto const& each : kinds()) {
        RC_ASSERT(!each.takes(text));
    }
}

// what is signed by the right secret and is no token of this kind is refused as well, and nothing
// crashes on the way
RC_GTEST_PROP(Tokens, ArbitrarySignedTextIsRefused, (std::string const& text)) {
    RC_PRE(!text.empty());
    RC_ASSERT(!kinds()[0].takes(doors::jwt(secret, text)));
    RC_ASSERT(!kinds()[1].takes(doors::payload(secret, text)));
    RC_ASSERT(!kinds()[2].takes(doors::jwt(secret, text)));
}

RC_GTEST_PROP(Tokens, AnotherSecretIsRefused, (std::string const& other)) {
    RC_PRE(!other.empty() && other != secret);
    auto const json = boost::json::serialize(callback_claims());
    auto const door = doors::open<doors::load>(app(), {.now = now});
    auto const token = doors::jwt(other, json);
    RC_ASSERT(why(door.verify_jwt(token)) == errc::signature_mismatch);
}

// -- round trip: what was signed is what is read

rc::Gen<std::string> text_without_controls() {
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(
                            rc::gen::map(rc::gen::inRange<char>(0x20, 0x7f),
                                         [](char c) { return std::string(1, c); }),
                            rc::gen::elementOf(std::vector<std::string>{
                                "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\"", "\\", "/"}))),
                        [](std::vector<std::string> const& pieces) {
                            std::string joined;
                            for (auto const& piece : pieces) {
                                joined += piece;
                            }
                            return joined;
                        });
}

// threats row 47
RC_GTEST_PROP(Tokens, ALoadSaysWhatWasSigned, ()) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    auto const user = *rc::gen::oneOf(
        rc::gen::inRange<std::int64_t>(1, 100), rc::gen::inRange<std::int64_t>(most - 100, most),
        rc::gen::inRange<std::int64_t>((1LL << 53) - 5, (1LL << 53) + 5));
    auto const email = *text_without_controls();
    auto const jti = *text_without_controls();
    auto const hash = *rc::gen::nonEmpty(rc::gen::resize(
        32, rc::gen::container<std::string>(rc::gen::elementOf(std::string("abz019")))));
    auto claims = callback_claims();
    claims["user"] = {{"id", user}, {"email", email}};
    claims["sub"] = "stores/" + hash;
    claims["jti"] = jti;
    auto const token = jwt(claims);
    auto const who = doors::open<doors::load>(app(), {.now = now}).verify_jwt(token);
    RC_ASSERT(who.has_value());
    RC_ASSERT(who->user().id == user);
    RC_ASSERT(who->user().email == email);
    RC_ASSERT(who->token_id() == jti);
    RC_ASSERT(who->store().context() == "stores/" + hash);
}

// an unknown member, wherever it stands and whatever it holds, changes nothing
RC_GTEST_PROP(Tokens, UnknownClaimsChangeNothing, ()) {
    auto const values = std::vector<std::string>{
        "1",  "null", "\"x\"", "[]", "{}", R"({"iss":"x","user":{"id":9}})", "[[1,{\"exp\":0}]]",
        "1e9"};
    auto const extra = "\"x-" + *rc::gen::container<std::string>(rc::gen::element('a', 'b')) +
                       "\":" + *rc::gen::elementOf(values);
    auto json = boost::json::serialize(callback_claims());
    std::vector<std::size_t> places{1};
    for (std::size_t i = 1; i + 1 < json.size(); ++i) {
        if (json[i] == '{' || (json[i] == ',' && json[i + 1] == '"')) {
            places.push_back(i + 1);
        }
    }
    json.insert(*rc::gen::elementOf(places), extra + ',');
    auto const token = doors::jwt(secret, json);
    auto const who = doors::open<doors::load>(app(), {.now = now}).verify_jwt(token);
    RC_ASSERT(who.has_value());
    RC_ASSERT(who->user().id == 7);
    RC_ASSERT(who->owner()->id == 8);
}

}  // namespace
