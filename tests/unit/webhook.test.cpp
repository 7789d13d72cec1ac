// SPDX-License-Identifier: BSL-1.0
#include <bcauth/webhook.hpp>
#include "support/failing_mac.hpp"
#include "support/webhooks.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::strict_policy;
using webhooks::answer;
using webhooks::letter;
using webhooks::sealed;

constexpr std::string_view secret = "a client secret of the webhook tests";
constexpr std::int64_t now = 1'700'000'000;

std::string const id = "msg_2b8uG7NvZ4rJk";
std::string const body =
    R"({"producer":"stores/abc123","hash":"352e4afc6dd3fc85ea26bfdf3f91852604d57528",)"
    R"("created_at":1700000000,"store_id":"1025646","scope":"store/order/created",)"
    R"("data":{"type":"order","id":173331}})";

letter genuine(std::string text = body, std::int64_t at = now) {
    return sealed(secret, id, std::to_string(at), std::move(text));
}

bcauth::app_config app(std::initializer_list<std::string_view> secrets = {secret}) {
    return bcauth::app_config::make(
               {.client_id = "any", .client_secrets = bcauth::key_ring::make(secrets).value()})
        .value();
}

template <class Policy = strict_policy>
auto door(std::int64_t at = now, bcauth::tolerances<Policy> limits = {}) {
    return bcauth::webhook_verifier<Policy, doors::clock>::make(app(), limits, doors::clock{at})
        .value();
}

auto judge(letter const& one, std::int64_t at = now) {
    return door(at)(one.delivery());
}

TEST(Webhook, GivesWhatThePlatformSigned) {
    auto const got = judge(genuine());
    ASSERT_TRUE(got) << name(answer(got));
    EXPECT_EQ(got->id(), id);
    EXPECT_EQ(got->sent_at().time_since_epoch().count(), now);
    EXPECT_EQ(got->body(), body);
    EXPECT_EQ(got->store().value().view(), "abc123");
    EXPECT_EQ(got->matched_secret(), 1U);
}

// the example of the specification, whose secret is base64 of the key
TEST(Webhook, TakesTheKnownAnswerOfStandardWebhooks) {
    auto const key = webhooks::key_of("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    auto const made = bcauth::app_config::make(
        {.client_id = "any", .client_secrets = bcauth::key_ring::make({key}).value()});
    webhooks::door const at(*made, {}, doors::clock{1614265330});
    letter const one{"msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330",
                     "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", R"({"test": 2432232314})"};
    auto const got = at(one.delivery());
    ASSERT_TRUE(got) << name(answer(got));
    EXPECT_EQ(got->body(), one.body);
    EXPECT_EQ(sealed(key, one.id, one.timestamp, one.body).signature, one.signature);
}

TEST(Webhook, ReadsTheHeadersOfARequestInAnyCase) {
    auto const one = genuine();
    auto const all = webhooks::fields(one);
    EXPECT_TRUE(door()(all, one.body));
    EXPECT_EQ(answer(door()(all, one.body + ' ')), errc::signature_mismatch);
    bcauth::http::incoming const request{"POST", "/hooks", webhooks::fields(one), one.body};
    auto const got = door()(request);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->id(), id);
}

TEST(Webhook, RefusesAHeaderThatIsAbsentOrComesTwice) {
    auto const one = genuine();
    for (auto const& field : webhooks::fields(one)) {
        bool const counts = field.name != "Host";
        bcauth::http::fields without;
        bcauth::http::fields twice;
        for (auto const& each : webhooks::fields(one)) {
            if (each.name != field.name) {
                ASSERT_TRUE(without.add(each.name, each.value.expose()));
            }
            ASSERT_TRUE(twice.add(each.name, each.value.expose()));
        }
        ASSERT_TRUE(twice.add(field.name, field.value.expose()));
        EXPECT_EQ(answer(door()(without, one.body)), counts ? errc::missing_credentials : errc{})
            << field.name;
        EXPECT_EQ(answer(door()(twice, one.body)), counts ? errc::invalid_credentials : errc{})
            << field.name;
    }
    EXPECT_EQ(answer(door()(bcauth::http::fields{}, body)), errc::missing_credentials);
}

// threats row 89
TEST(Webhook, TheTimeIsJudgedToTheSecondOnBothSides) {
    struct {
        std::int64_t tolerance;
        std::int64_t sent_at;
        errc expected;
    } const rows[] = {
        {300, now - 300, errc{}},
        {300, now - 301, errc::stale},
        {300, now + 300, errc{}},
        {300, now + 301, errc::not_yet_valid},
        {600, now - 600, errc{}},
        {600, now - 601, errc::stale},
        {600, now + 600, errc{}},
        {600, now + 601, errc::not_yet_valid},
        {0, now, errc{}},
        {0, now - 1, errc::stale},
        {0, now + 1, errc::not_yet_valid},
        {300, 0, errc::stale},
        {300, 253'402'300'799, errc::not_yet_valid},
    };
    for (auto const& row : rows) {
        auto const at = door(now, {.webhook_tolerance = std::chrono::seconds{row.tolerance}});
        auto const one = genuine(body, row.sent_at);
        EXPECT_EQ(answer(at(one.delivery())), row.expected) << row.sent_at - now;
    }
    auto const forged = sealed("another", id, std::to_string(now - 301), body);
    EXPECT_EQ(answer(judge(forged)), errc::signature_mismatch)
        << "stale is said of the genuine only";
}

// threats row 89: signed as they are, so that the time's form alone is the reason
TEST(Webhook, TheTimeIsDecimalDigitsInTheirOneSpelling) {
    for (std::string const text :
         {"", "0x6553f100", "+1700000000", "-1700000000", "01700000000", "00", "1700000000.0",
          "1.7e9", " 1700000000", "1700000000 ", "1700000000abc", "17 00000000", "hello",
          "1,700,000,000", "253402300800", "9999999999999", "99999999999999999999",
          "18446744075409551616", "\xd9\xa1\xd9\xa7"}) {
        EXPECT_EQ(answer(judge(sealed(secret, id, text, body))), errc::invalid_claim) << text;
    }
    EXPECT_EQ(answer(judge(sealed(secret, id, std::string("1700000000\0", 11), body))),
              errc::invalid_claim);
    EXPECT_EQ(answer(judge(sealed(secret, id, "0", body))), errc::stale);
}

TEST(Webhook, TheIdentifierIsVisibleAsciiAndNotLong) {
    for (std::string const text :
         {"", " ", "a b", "a\tb", "a\n", "\xc3\xbc", "a\x7f", "a\"b", "a\\b"}) {
        EXPECT_EQ(answer(judge(sealed(secret, text, std::to_string(now), body))),
                  errc::invalid_claim)
            << text;
    }
    EXPECT_TRUE(judge(sealed(secret, std::string(256, 'i'), std::to_string(now), body)));
    EXPECT_EQ(answer(judge(sealed(secret, std::string(257, 'i'), std::to_string(now), body))),
              errc::invalid_claim);
    EXPECT_TRUE(judge(sealed(secret, "!#$%&'()*+,-./:;<=>?@[]^_`{|}~", std::to_string(now), body)));
}

// threats row 89: only the split that was signed
TEST(Webhook, ADotMayNotBeMovedFromOnePartToAnother) {
    auto const time = std::to_string(now);
    auto const whole = sealed(secret, "a." + time, time, "1." + body);
    EXPECT_TRUE(judge(whole));
    EXPECT_EQ(answer(judge({"a", time + '.' + time, whole.signature, whole.body})),
              errc::invalid_claim);
    EXPECT_EQ(answer(judge({"a." + time + '.' + time, "1", whole.signature, body})), errc::stale)
        << "the bytes are the same, but the time is another";
    EXPECT_EQ(answer(judge({"a." + time + '.', time, whole.signature, whole.body})),
              errc::signature_mismatch);
}

// A person chooses an address such that the JSON of a legacy payload, which the same secret signs, reads as a delivery.
TEST(Webhook, ALegacyPayloadIsNone) {
    auto const time = std::to_string(now);
    auto const json = R"({"user":{"id":7,"email":"a.)" + time +
                      R"(.b@example.com"},)"
                      R"("store_hash":"abc123","timestamp":)" +
                      time + "}";
    auto const first = json.find('.');
    letter const one{json.substr(0, first), time, "v1," + webhooks::mac(secret, json),
                     json.substr(first + time.size() + 2)};
    ASSERT_EQ(one.id + '.' + one.timestamp + '.' + one.body, json);
    EXPECT_EQ(answer(judge(one)), errc::invalid_claim);
}

// a JWT is signed over a text with one dot, a delivery over one with two at least
TEST(Webhook, AJwtOfTheSameSecretIsNone) {
    auto const token = doors::jwt(secret, R"({"a":"b"})");
    auto const input = token.substr(0, token.rfind('.'));
    auto const dot = input.find('.');
    auto const signature = "v1," + webhooks::mac(secret, input);
    auto const time = std::to_string(now);
    EXPECT_EQ(answer(judge({input.substr(0, dot), time, signature, input.substr(dot + 1)})),
              errc::signature_mismatch);
    EXPECT_EQ(answer(judge({input, time, signature, ""})), errc::signature_mismatch);
}

// threats row 89: any one v1 signature may be right, and other versions count for nothing
TEST(Webhook, JudgesAListOfSignatures) {
    auto const one = genuine();
    auto const good = one.signature;
    auto const digest = good.substr(3);
    std::string const wrong = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";
    struct {
        std::string header;
        errc expected;
    } const rows[] = {
        {good + ' ' + wrong, errc{}},
        {wrong + ' ' + good, errc{}},
        {wrong + " v2," + digest + ' ' + good + ' ' + wrong, errc{}},
        {"v1a,AAAA " + good, errc{}},
        {"v1,AAAA  " + good, errc{}},
        {' ' + good + ' ', errc{}},
        {good + ' ' + good, errc{}},
        {wrong + ' ' + wrong, errc::signature_mismatch},
        {"", errc::token_shape},
        {"   ", errc::token_shape},
        {"v2," + digest, errc::algorithm_mismatch},
        {"v1a," + digest, errc::algorithm_mismatch},
        {"V1," + digest, errc::algorithm_mismatch},
        {"v1", errc::algorithm_mismatch},
        {digest, errc::algorithm_mismatch},
        {"v1 ," + digest, errc::algorithm_mismatch},
        {"\t" + good, errc::algorithm_mismatch},
        {"v1,", errc::signature_mismatch},
        {"v1, " + digest, errc::signature_mismatch},
        {"v1,v1," + digest, errc::signature_mismatch},
        {good + ",x", errc::signature_mismatch},
        {good + "=", errc::signature_mismatch},
        {good + "\n", errc::signature_mismatch},
        {good.substr(0, good.size() - 1), errc::signature_mismatch},
        {good.substr(0, 20), errc::signature_mismatch},
    };
    for (auto const& row : rows) {
        auto const got = judge({one.id, one.timestamp, row.header, one.body});
        EXPECT_EQ(answer(got), row.expected) << row.header;
    }
}

TEST(Webhook, ASignatureHasOneSpelling) {
    // the MAC of this body has both letters that the alphabets differ in
    auto one = genuine();
    for (int i = 0; one.signature.find('+') == std::string::npos ||
                    one.signature.find('/') == std::string::npos;
         ++i) {
        one = genuine(body + std::to_string(i));
    }
    ASSERT_TRUE(judge(one));
    auto url = one;
    for (auto& c : url.signature) {
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    }
    EXPECT_EQ(answer(judge(url)), errc::signature_mismatch);
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    auto spare = one;
    auto& last = spare.signature[spare.signature.size() - 2];
    last = letters[letters.find(last) + 1];
    EXPECT_EQ(answer(judge(spare)), errc::signature_mismatch) << "spare bits";
}

TEST(Webhook, TakesSixteenSignaturesAndTwoKibibytesOfThem) {
    auto const one = genuine();
    std::string const wrong = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= ";
    std::string fifteen;
    for (int i = 0; i < 15; ++i) {
        fifteen += wrong;
    }
    auto const with = [&](std::string const& header) {
        return answer(judge({one.id, one.timestamp, header, one.body}));
    };
    EXPECT_EQ(with(fifteen + one.signature), errc{});
    EXPECT_EQ(with(fifteen + wrong + one.signature), errc::token_too_large);
    EXPECT_EQ(with(one.signature + ' ' + fifteen + wrong), errc::token_too_large);
    auto const room = 2048 - one.signature.size();
    EXPECT_EQ(with(std::string(room, ' ') + one.signature), errc{});
    EXPECT_EQ(with(std::string(room + 1, ' ') + one.signature), errc::token_too_large);
}

TEST(Webhook, TellsWhichSecretSignedAtEachPlace) {
    std::string_view const other = "one that signed nothing";
    for (std::size_t size = 1; size <= bcauth::key_ring::max_secrets; ++size) {
        for (std::size_t place = 0; place < size; ++place) {
            std::vector<bcauth::secret> ring;
            for (std::size_t i = 0; i < size; ++i) {
                ring.emplace_back(i == place ? std::string(secret)
                                             : std::string(other) + std::to_string(i));
            }
            auto const made = bcauth::app_config::make(
                {.client_id = "any",
                 .client_secrets = bcauth::key_ring::make(std::move(ring)).value()});
            webhooks::door const at(*made, {}, doors::clock{now});
            auto const one = genuine();
            EXPECT_EQ(at(one.delivery())->matched_secret(), place + 1);
            auto two = one;
            two.signature =
                sealed(other, one.id, one.timestamp, one.body).signature + ' ' + one.signature;
            EXPECT_EQ(at(two.delivery())->matched_secret(), place + 1);
        }
    }
}

// threats row 89: the bytes as they are, not base64 of them, and no prefix is taken away
TEST(Webhook, TheKeyIsTheExactBytesOfTheSecret) {
    std::string const key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    auto const made = bcauth::app_config::make(
        {.client_id = "any", .client_secrets = bcauth::key_ring::make({key}).value()});
    webhooks::door const at(*made, {}, doors::clock{now});
    auto const time = std::to_string(now);
    auto const raw = sealed(key, id, time, body);
    EXPECT_TRUE(at(raw.delivery()));
    auto const cut = sealed(key.substr(6), id, time, body);
    EXPECT_EQ(answer(at(cut.delivery())), errc::signature_mismatch);
    auto const none = sealed("", id, time, body);
    EXPECT_EQ(answer(at(none.delivery())), errc::signature_mismatch);
    EXPECT_EQ(bcauth::key_ring::make({std::string_view()}).error(), errc::empty_secret);
}

struct small : strict_policy {
    static constexpr std::size_t webhook_bytes = 1024;
};

TEST(Webhook, ABodyMayBeOfAnyBytesUpToTheLimit) {
    for (auto const& text : {std::string(), std::string("\0\xff", 2), std::string(1024, '[')}) {
        auto const one = genuine(text);
        auto const got = door<small>()(one.delivery());
        ASSERT_TRUE(got) << name(answer(got));
        EXPECT_EQ(got->body(), text);
    }
    auto const over = genuine(std::string(1025, 'x'));
    EXPECT_EQ(answer(door<small>()(over.delivery())), errc::token_too_large);
    auto const most = genuine(std::string(262144, 'x'));
    EXPECT_EQ(judge(most)->body().size(), 262144U);
    EXPECT_EQ(answer(judge(genuine(std::string(262145, 'x')))), errc::token_too_large);
}

TEST(Webhook, SaysWhoseItIsOrWhyThatIsNotToBeRead) {
    struct {
        std::string body;
        errc expected;
    } const rows[] = {
        {R"({"scope":"x","producer":"stores\/abc123"})", errc{}},
        {R"({"data":{"producer":"stores/evil"},"producer":"stores/abc123"})", errc{}},
        {"", errc::invalid_json},
        {"x=y", errc::invalid_json},
        {"[]", errc::invalid_json},
        {R"({"producer":"stores/abc123"} x)", errc::invalid_json},
        {R"({"producer":"stores/abc123","data":)" + std::string(40, '[') + std::string(40, ']') +
             '}',
         errc::invalid_json},
        {R"({"producer":"stores/evil","producer":"stores/abc123"})", errc::duplicate_member},
        {R"({"producer":"stores/abc123","a":1,"a":2})", errc::duplicate_member},
        {R"({"store_hash":"abc123"})", errc::missing_claim},
        {R"({"producer":["stores/abc123"]})", errc::claim_type},
        {R"({"producer":null})", errc::claim_type},
        {R"({"producer":"abc123"})", errc::invalid_store_hash},
        {R"({"producer":"stores/../admin"})", errc::invalid_store_hash},
        {R"({"producer":"stores/abc123\u0000"})", errc::invalid_claim},
    };
    for (auto const& row : rows) {
        auto const got = judge(genuine(row.body));
        ASSERT_TRUE(got) << row.body << name(answer(got));
        EXPECT_EQ(answer(got->store()), row.expected) << row.body;
        EXPECT_TRUE(!got->store() || got->store()->view() == "abc123");
    }
    std::string const large =
        R"({"data":")" + std::string(5000, 'x') + R"(\n","producer":"stores/abc123"})";
    EXPECT_EQ(judge(genuine(large))->store()->view(), "abc123");
}

TEST(Webhook, RefusesEverythingWhereItIsSetUpWrongly) {
    auto const one = genuine();
    bcauth::tolerances<> const wide{.webhook_tolerance = std::chrono::seconds{601}};
    webhooks::door const too_wide(app(), wide, doors::clock{now});
    EXPECT_EQ(answer(too_wide(one.delivery())), errc::tolerance_too_wide);
    EXPECT_EQ(answer(webhooks::door::make(app(), wide)), errc::tolerance_too_wide);
    auto from = app();
    auto const taken = std::move(from);
    // NOLINTNEXTLINE(bugprone-use-after-move): it is empty, and that is told
    EXPECT_EQ(answer(webhooks::door::make(from)), errc::empty_secret);
    for (std::int64_t const at : {std::int64_t{-1}, std::int64_t{253'402'300'800}}) {
        EXPECT_EQ(answer(door(at)(one.delivery())), errc::clock_out_of_range);
    }
}

TEST(Webhook, AVerifierThatWasMovedFromRefusesEverything) {
    auto first = door();
    auto const second = std::move(first);
    auto const one = genuine();
    EXPECT_TRUE(second(one.delivery()));
    // NOLINTNEXTLINE(bugprone-use-after-move): what it then does is the test
    EXPECT_EQ(answer(first(one.delivery())), errc::empty_secret);
}

TEST(Webhook, AFailingBackendIsNeverAnAcceptance) {
    using failing = bcauth::webhook_verifier<strict_policy, doors::clock, support::failing_mac>;
    auto const good = genuine();
    auto bad = good;
    bad.body += ' ';
    support::failing_mac::fail_at(0);
    EXPECT_EQ(answer(failing::make(app(), {}, doors::clock{now})), errc::crypto_failure);
    auto const at = failing::make(app({"other", secret}), {}, doors::clock{now}).value();
    for (auto const& each : {good, bad}) {
        for (int call = 0; call < 2; ++call) {
            support::failing_mac::fail_at(call);
            EXPECT_EQ(answer(at(each.delivery())), errc::crypto_failure);
        }
    }
    support::failing_mac::fail_at(-1);
    EXPECT_TRUE(at(good.delivery()));
}

// -- unsigned deliveries, by policy only

template <class Policy>
concept can_judge = requires(bcauth::webhook_verifier<Policy> const& door,
                             bcauth::http::incoming const& request) {
    door.judge(request);
};
static_assert(!can_judge<strict_policy>);
static_assert(can_judge<bcauth::unsigned_webhooks<>>);

TEST(UnsignedWebhook, IsTakenAsUnproven) {
    auto const at = door<bcauth::unsigned_webhooks<>>();
    bcauth::http::fields plain;
    ASSERT_TRUE(plain.add("X-Shared", "word"));
    auto const got = at.judge(plain, body);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->verified(), nullptr);
    EXPECT_EQ(got->body(), body);
    EXPECT_EQ(answer(at(plain, body)), errc::missing_credentials) << "never a verified one";
    bcauth::http::incoming const request{"POST", "/hooks", plain, body};
    EXPECT_EQ(at.judge(request)->verified(), nullptr);
    EXPECT_EQ(answer(at.judge(plain, std::string(262145, 'x'))), errc::token_too_large);
}

TEST(UnsignedWebhook, ASignedOneIsStillProven) {
    auto const at = door<bcauth::unsigned_webhooks<>>();
    auto const one = genuine();
    auto const got = at.judge(webhooks::fields(one), one.body);
    ASSERT_TRUE(got);
    ASSERT_NE(got->verified(), nullptr);
    EXPECT_EQ(got->verified()->id(), id);
    EXPECT_EQ(got->body(), body);
}

TEST(UnsignedWebhook, AnyOfTheHeadersKeepsItFromPassingForUnsigned) {
    auto const at = door<bcauth::unsigned_webhooks<>>();
    auto bad = genuine();
    bad.body += ' ';
    EXPECT_EQ(answer(at.judge(webhooks::fields(bad), bad.body)), errc::signature_mismatch);
    for (auto const* const name : {"webhook-id", "WEBHOOK-TIMESTAMP", "Webhook-Signature"}) {
        for (auto const* const value : {"x", ""}) {
            bcauth::http::fields one;
            ASSERT_TRUE(one.add(name, value));
            EXPECT_EQ(answer(at.judge(one, body)), errc::missing_credentials) << name;
        }
    }
}

TEST(UnsignedWebhook, IsRefusedWhereTheDoorIsSetUpWrongly) {
    bcauth::tolerances<bcauth::unsigned_webhooks<>> const wide{.webhook_tolerance =
                                                                   std::chrono::seconds{-1}};
    bcauth::webhook_verifier<bcauth::unsigned_webhooks<>> const at(app(), wide);
    EXPECT_EQ(answer(at.judge(bcauth::http::fields{}, body)), errc::tolerance_too_wide);
}

}  // namespace
