// SPDX-License-Identifier: BSL-1.0
#include "support/logins.hpp"
#include <bcauth/customer_login.hpp>
#include <bcauth/testing/rapidcheck.hpp>

#include <boost/json.hpp>
#include <boost/url.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <arpa/inet.h>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace {

namespace arbitrary = bcauth::testing::arbitrary;
using doors::why;

std::string ipv4() {
    std::string text;
    for (int i = 0; i < 4; ++i) {
        text += (i == 0 ? "" : ".") + std::to_string(*rc::gen::inRange(0, 256));
    }
    return text;
}

std::string ipv6() {
    std::array<unsigned char, 16> bytes{};
    for (auto& byte : bytes) {
        byte = *rc::gen::weightedOneOf<unsigned char>(
            {{3, rc::gen::just<unsigned char>(0)}, {1, rc::gen::arbitrary<unsigned char>()}});
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    return inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
}

bool is_address_to_the_system(std::string const& text) {
    std::array<unsigned char, 16> bytes{};
    bool const whole = text.find('\0') == std::string::npos;
    return whole && (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
                     inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1);
}

bcauth::customer_login_options wish() {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    auto const positive = rc::gen::inRange<std::int64_t>(1, most);
    bcauth::customer_login_options who{.store =
                                           bcauth::store_hash::make(*arbitrary::store()).value()};
    who.customer_id = *positive;
    who.redirect_to = *rc::gen::oneOf(rc::gen::just(std::string()), arbitrary::relative_url());
    if (!who.redirect_to.empty() && *rc::gen::arbitrary<bool>()) {
        who.redirect_to += '?' + *arbitrary::text_of(R"(abc/?&=+%20"'<>:@.~#)", 40);
    }
    if (*rc::gen::arbitrary<bool>()) {
        who.channel_id = *positive;
    }
    auto const family = *rc::gen::inRange(0, 3);
    who.request_ip = family == 0 ? "" : family == 1 ? ipv4() : ipv6();
    who.enable_persistent_cart = *rc::gen::arbitrary<bool>();
    return who;
}

// what the platform reads out of a token that was made for this
boost::json::object expected(std::string_view client_id, std::int64_t now,
                             bcauth::customer_login_options const& who) {
    boost::json::object claims{{"iss", client_id},
                               {"iat", now},
                               {"jti", "000102030405060708090a0b0c0d0e0f"},
                               {"operation", "customer_login"},
                               {"store_hash", std::string(who.store.view())},
                               {"customer_id", who.customer_id}};
    if (who.channel_id) claims["channel_id"] = *who.channel_id;
    if (!who.redirect_to.empty()) claims["redirect_to"] = who.redirect_to;
    if (!who.request_ip.empty()) claims["request_ip"] = who.request_ip;
    if (who.enable_persistent_cart) claims["enable_persistent_cart"] = true;
    return claims;
}

RC_GTEST_PROP(Logins, ATokenSaysWhatWasAskedForAndNothingElse, ()) {
    auto const client_id = *arbitrary::text_of(R"(abcXYZ019!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~)", 128);
    auto const key = *arbitrary::secret_bytes();
    auto const now = *rc::gen::inRange<std::int64_t>(0, 253'402'300'800);
    auto const who = wish();
    auto const maker =
        logins::maker<>::make(doors::app(client_id, key), doors::clock{now}, {}).value();
    auto const token = maker.token(who).value();
    auto const opened = logins::open(token.expose(), key);
    RC_ASSERT(opened);
    RC_ASSERT(opened->header == R"({"alg":"HS256","typ":"JWT"})");
    RC_ASSERT(opened->payload == boost::json::serialize(expected(client_id, now, who)));
}

// no letter of the token needs an escape, so that the platform reads the very same
RC_GTEST_PROP(Logins, AnAddressIsTheStoresAndItsPathTheToken, ()) {
    auto const host = *arbitrary::text_of("abcxyz019", 20) + ".example.com";
    auto const who = wish();
    auto const token = logins::make().token(who).value();
    auto const address = logins::make().url("https://" + host, who).value();
    auto const read = boost::urls::parse_uri(address.expose());
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->scheme() == "https");
    RC_ASSERT(read->encoded_authority() == host);
    RC_ASSERT(read->encoded_path() == "/login/token/" + std::string(token.expose()));
    RC_ASSERT(read->segments().size() == 3U);
    RC_ASSERT(!read->has_query() && !read->has_fragment());
    RC_ASSERT(
        token.expose().find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "0123456789-_.") == std::string_view::npos);
}

// threats row 84: wherever a browser would go by RFC 3986, it is the store it came from
RC_GTEST_PROP(Logins, NoRedirectThatIsTakenLeavesTheStore, ()) {
    auto who = logins::shopper();
    who.redirect_to = *rc::gen::element<std::string>("/", "/", "/", "", "//", "\\") +
                      *arbitrary::text_of("/.?#:@%2eab\\", 10);
    if (!logins::make().token(who)) {
        RC_DISCARD("refused");
    }
    auto const base = boost::urls::url("https://shop.example.com/login/token/x");
    auto const relative = boost::urls::parse_uri_reference(who.redirect_to);
    if (!relative) {
        // a half escape: what a browser makes of it is still a path
        RC_ASSERT(who.redirect_to.find('%') != std::string::npos ||
                  who.redirect_to.find('#') != std::string::npos);
        return;
    }
    RC_ASSERT(!relative->has_scheme() && !relative->has_authority());
    boost::urls::url target;
    RC_ASSERT(boost::urls::resolve(base, *relative, target).has_value());
    RC_ASSERT(target.encoded_host() == "shop.example.com");
    RC_ASSERT(target.encoded_path().starts_with("/"));
    RC_ASSERT(!target.encoded_path().starts_with("//"));
}

RC_GTEST_PROP(Logins, AnIpAddressIsWhatTheSystemTakesForOne, ()) {
    auto text = *rc::gen::arbitrary<bool>() ? ipv4() : ipv6();
    auto const changes = *rc::gen::inRange(0, 3);
    for (int i = 0; i < changes; ++i) {
        auto const at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
        auto const piece = *rc::gen::elementOf(std::string("0123456789abfF.:.:% []/g"));
        if (*rc::gen::arbitrary<bool>()) {
            text.insert(at, 1, piece);
        } else if (at < text.size()) {
            text.erase(at, 1);
        }
    }
    if (text.empty()) {
        RC_DISCARD("no address is asked for");
    }
    auto who = logins::shopper();
    who.request_ip = text;
    RC_ASSERT(logins::make().token(who).has_value() == is_address_to_the_system(text));
}

}  // namespace
