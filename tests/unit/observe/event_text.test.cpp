// SPDX-License-Identifier: BSL-1.0
#include <bcauth/observe/event_text.hpp>
#include <bcauth/observe/observed_client.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/observe.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace {

namespace http = bcauth::http;
using bcauth::app_event;
using bcauth::connection_event;
using bcauth::connection_stage;
using bcauth::connection_trouble;
using bcauth::connection_warning;
using bcauth::errc;
using bcauth::event_text;
using bcauth::exchange_event;
using bcauth::detail::prose_of;
using bcauth::detail::utc_text;
using std::chrono::milliseconds;

bcauth::store_hash store() {
    return bcauth::store_hash::make("g5cd38").value();
}

// an error of another library, whose words are its own affair
struct foreign_category final : boost::system::error_category {
    char const* name() const noexcept override { return "other lib"; }
    std::string message(int) const override { return "g3y3ab5cctiu0edpy9n8gzl0p25og9u"; }
};
foreign_category const foreign;

exchange_event exchange() {
    struct keeping {
        exchange_event last;
        void on_event(exchange_event const& event) { last = event; }
        [[nodiscard]] bool wants_messages() const noexcept { return true; }
    };
    keeping seen;
    http::request message;
    message.verb = http::method::put;
    message.url = "https://api.bigcommerce.com/stores/g5cd38/v3/customers?limit=1";
    message.body = bcauth::secret("{\"scope\":\"a\"}");
    EXPECT_TRUE(message.fields.add("Accept", "application/json"));
    http::function_client inside{[](http::request const&) {
        return bcauth::result<http::response>(
            bcauth::testing::make_response(429, "[]", {{"Retry-After", "7"}}));
    }};
    EXPECT_TRUE((bcauth::observed_client<decltype(inside), keeping, observe_support::quarter_watch>(
                     inside, seen)
                     .send(message)));
    seen.last.attempt = 3;
    seen.last.delay = milliseconds{1500};
    return seen.last;
}

TEST(EventText, OfAnAppTellsTheDoorAndWhatCameOfIt) {
    EXPECT_EQ(event_text(app_event{.at = bcauth::door::load}), "app load error=none");
    EXPECT_EQ(
        event_text(app_event{
            .at = bcauth::door::remove_user, .error = errc::signature_mismatch, .store = store()}),
        "app remove-user store=g5cd38 error=signature_mismatch condition=unauthenticated");
    EXPECT_EQ(event_text(app_event{}, 0), "");
}

TEST(EventText, OfAnAppTellsThePlatformsWordsFromTwoOn) {
    bcauth::diagnostics why;
    why.status(400);
    why.message("Invalid client id. Ask g3y3ab5cctiu0edpy9n8gzl0p25og9u", {});
    why.missing_scopes("store_v2_orders store_v2_products");
    why.subject("scope");
    app_event event{.error = errc::exchange_refused};
    event.exchange = &why;
    EXPECT_EQ(event_text(event, 1),
              "app auth error=exchange_refused condition=upstream platform_status=400");
    auto const full = event_text(event, 2);
    EXPECT_EQ(full,
              "app auth error=exchange_refused condition=upstream platform_status=400 "
              "platform_message=\"Invalid client id. Ask [redacted]\" "
              "missing_scopes=\"store_v2_orders store_v2_products\" subject=scope");
    EXPECT_EQ(event_text(event, 5), full);
}

TEST(EventText, OfAnExchangeTellsMoreAtEachOfThreeLevels) {
    auto const event = exchange();
    std::string const one =
        "exchange PUT api.bigcommerce.com/stores/g5cd38/v3/customers status=429 error=none "
        "duration=0.250000s";
    std::string const two = one +
                            " port=443 query=limit credentials=no sent=13 received=2 attempt=3 "
                            "delay=1.500000s";
    std::string const three = two +
                              " request_fields=\"Accept: application/json\" "
                              "request_body=\"json of 13 bytes: {scope:1}\" "
                              "response_fields=\"Retry-After: 7\" "
                              "response_body=\"json of 2 bytes: [0]\"";
    EXPECT_EQ(event_text(event), one);
    EXPECT_EQ(event_text(event, 2), two);
    EXPECT_EQ(event_text(event, 3), three);
    EXPECT_EQ(event_text(event, 4), three);
    EXPECT_EQ(event_text(event, 5), three);
    EXPECT_EQ(event_text(event, 0), "");
}

// what another library calls its error, never its words: they may quote anything
TEST(EventText, TellsAForeignErrorByItsNumber) {
    exchange_event event;
    event.error = {42, foreign};
    EXPECT_EQ(event_text(event),
              "exchange GET  status=0 error=\"other lib:42\" duration=0.000000s");
}

connection_event connection() {
    connection_event event;
    event.stage = connection_stage::done;
    event.host = "api.bigcommerce.com";
    event.port = 443;
    event.via = bcauth::proxy_kind::socks5;
    event.reused = false;
    event.tls_version = "TLSv1.3";
    event.tls_cipher = "TLS_AES_256_GCM_SHA384";
    event.certificate = {.subject = "CN=*.bigcommerce.com",
                         .issuer = "CN=E1, O=Let's Encrypt",
                         .sha256 = "00ff",
                         .not_before = std::chrono::sys_seconds{std::chrono::seconds{1}},
                         .not_after = std::chrono::sys_seconds{std::chrono::seconds{2}}};
    event.status = 200;
    event.bytes_sent = 10;
    event.bytes_received = 20;
    event.times.connect = milliseconds{7};
    event.times.total = milliseconds{1234};
    return event;
}

TEST(EventText, OfAConnectionThatSucceededIsToldFromFourOn) {
    auto const event = connection();
    for (int verbosity = 0; verbosity < 4; ++verbosity) {
        EXPECT_EQ(event_text(event, verbosity), "") << verbosity;
    }
    std::string const four =
        "connection stage=done trouble=none host=api.bigcommerce.com port=443 via=socks5 "
        "error=none status=200 duration=1.234000s connected=0.007000s sent=10 received=20 "
        "reused=no tls=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 subject=\"CN=*.bigcommerce.com\"";
    EXPECT_EQ(event_text(event, 4), four);
    EXPECT_EQ(event_text(event, 5),
              four +
                  " issuer=\"CN=E1, O=Let's Encrypt\" sha256=00ff "
                  "not_before=1970-01-01T00:00:01Z not_after=1970-01-01T00:00:02Z");
}

TEST(EventText, OfATroubleOrAWarningIsToldAlways) {
    auto event = connection();
    event.stage = connection_stage::tls;
    event.trouble = connection_trouble::certificate_name;
    event.error = errc::transport_failed;
    event.status = 0;
    std::string const one =
        "connection stage=tls trouble=certificate_name host=api.bigcommerce.com port=443 "
        "via=socks5 error=transport_failed duration=1.234000s";
    EXPECT_EQ(event_text(event, 1), one);
    EXPECT_EQ(event_text(event, 2), one + " connected=0.007000s sent=10 received=20");
    EXPECT_EQ(event_text(event, 0), "");
    connection_event warning;
    warning.warning = connection_warning::anything_trusted;
    EXPECT_EQ(event_text(warning, 1),
              "connection warning=anything_trusted stage=setup trouble=none via=none error=none "
              "duration=0.000000s");
}

TEST(EventText, OfAStageOnTheWayIsToldAtFive) {
    connection_event event;
    event.stage = connection_stage::connect;
    EXPECT_EQ(event_text(event, 4), "");
    EXPECT_NE(event_text(event, 5).find("stage=connect"), std::string::npos);
}

TEST(EventText, NamesEachWayOut) {
    for (auto const& [via, expected] :
         {std::pair(bcauth::proxy_kind::none, " via=none "),
          std::pair(bcauth::proxy_kind::environment, " via=environment "),
          std::pair(bcauth::proxy_kind::http, " via=http "),
          std::pair(bcauth::proxy_kind::socks4, " via=socks4 "),
          std::pair(bcauth::proxy_kind::socks5, " via=socks5 ")}) {
        auto event = connection();
        event.via = via;
        EXPECT_NE(event_text(event, 4).find(expected), std::string::npos) << expected;
    }
}

// a server may call itself what it likes
TEST(EventText, StaysOneLineWhateverAServerSays) {
    auto event = connection();
    event.certificate.subject =
        "CN=a\n2026-01-01T00:00:00Z app load error=none\r\"\\\x1b[2J\xc3\xbc";
    EXPECT_NE(
        event_text(event, 4).find("subject=\"CN=a\\x0a2026-01-01T00:00:00Z app load error=none"
                                  "\\x0d\\x22\\x5c\\x1b[2J\\xc3\\xbc\""),
        std::string::npos)
        << event_text(event, 4);
    std::string const endless(100'000, 'a');
    event.certificate.subject = endless;
    event.certificate.issuer = endless;
    event.host = endless;
    EXPECT_LT(event_text(event, 5).size(), 6000U);
}

TEST(EventText, ShowsOfWordsFromOutsideWhatCanBeNothingElse) {
    EXPECT_EQ(
        prose_of("Unauthorized - the v3 Auth client ID or token in the request are not a valid "
                 "combination for this store."),
        "Unauthorized - the v3 Auth client ID or token in the request are not a valid "
        "combination for this store.");
    EXPECT_EQ(prose_of("You don't have a required scope"), "You [redacted] have a required scope");
    EXPECT_EQ(prose_of("SERVICE (unavailable): 'try' later!"),
              "SERVICE (unavailable): 'try' later!");
    EXPECT_EQ(prose_of("g3y3ab5cctiu0edpy9n8gzl0p25og9u"), "[redacted]");
    EXPECT_EQ(prose_of("(g3y3ab5cctiu0edpy9n8gzl0p25og9u)."), "[redacted]");
    EXPECT_EQ(prose_of("aBcDeFgH"), "[redacted]");
    EXPECT_EQ(prose_of("ABCDEFGHI"), "[redacted]");
    EXPECT_EQ(prose_of("abcdefghijklmnopq"), "[redacted]");
    EXPECT_EQ(prose_of("abcdefghijklmnop"), "abcdefghijklmnop");
    EXPECT_EQ(prose_of("1234 123"), "[redacted] 123");
    EXPECT_EQ(prose_of("a  b"), "a  b");
    EXPECT_EQ(prose_of(""), "");
    EXPECT_EQ(prose_of("..."), "...");
}

TEST(EventText, SpellsTimesInUtc) {
    auto const at = [](std::int64_t seconds) {
        return utc_text(std::chrono::sys_seconds{std::chrono::seconds{seconds}});
    };
    EXPECT_EQ(at(0), "1970-01-01T00:00:00Z");
    EXPECT_EQ(at(951'782'399), "2000-02-28T23:59:59Z");
    EXPECT_EQ(at(951'782'400), "2000-02-29T00:00:00Z");
    EXPECT_EQ(at(1'795'440'651), "2026-11-23T13:30:51Z");
    EXPECT_EQ(at(253'402'300'799), "9999-12-31T23:59:59Z");
    EXPECT_EQ(at(253'402'300'800), "253402300800");
    // whose year is 3970 in 16 bits
    EXPECT_EQ(at(2'131'249'100'000), "2131249100000");
    EXPECT_EQ(at(-1), "-1");
    EXPECT_EQ(at(std::numeric_limits<std::int64_t>::max()), "9223372036854775807");
    EXPECT_EQ(at(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
}

// threats row 83
RC_GTEST_PROP(EventTextProperty, IsOneLineOfPrintableAscii, (std::string const& any)) {
    bcauth::diagnostics why;
    why.message(any, {});
    why.missing_scopes(any);
    app_event event{.error = errc::exchange_refused};
    event.exchange = &why;
    auto connected = connection();
    connected.host = any;
    connected.tls_version = any;
    connected.tls_cipher = any;
    connected.certificate.subject = any;
    connected.certificate.issuer = any;
    for (auto const& text : {event_text(event, 5), event_text(connected, 5)}) {
        RC_ASSERT(
            std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; }));
        // every quotation mark that is not the writer's own is escaped
        RC_ASSERT(std::count(text.begin(), text.end(), '"') % 2 == 0);
    }
}

}  // namespace
