// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/callback_claims.hpp>
#include <bcauth/detail/customer_claims.hpp>
#include <bcauth/detail/session_claims.hpp>
#include <bcauth/detail/token_claims.hpp>
#include <bcauth/detail/webhook_claims.hpp>
#include <bcauth/oauth/token_response.hpp>
#include <bcauth/testing/detail/claim_tree.hpp>
#include <bcauth/testing/rapidcheck.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/kinds.hpp"
#include "support/oauth.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Every row of every table of claims, broken in every way that its type, its presence and its rule can be, in a token
// that is signed with the right secret and right in all else. The tables are the library's own, so a row that is added
// is broken here too, and one with a rule that is not known here fails.
namespace {

namespace detail = bcauth::detail;
namespace jwt = bcauth::jwt;
namespace rules = bcauth::jwt::rules;
using bcauth::errc;
using jwt::claim_type;
using jwt::presence;
using kinds::kind;
using kinds::mint_options;

constexpr std::int64_t now = 1'700'000'000;
constexpr std::int64_t last_second = 253'402'300'799;

struct wrong {
    std::string json;
    errc why;
};

using wrongs = std::vector<wrong>;

void add(wrongs& all, errc why, std::initializer_list<std::string> texts) {
    for (auto const& text : texts) {
        all.push_back({text, why});
    }
}

std::string in_quotes(std::string_view text) {
    return detail::json_quoted(text);
}

std::int64_t number(std::int64_t least, std::int64_t below) {
    return *rc::gen::inRange(least, below);
}

std::string letters(std::size_t least, std::size_t most) {
    auto text = *bcauth::testing::arbitrary::text_of("abcXYZ019-_ /.,", most);
    text.resize(std::max(text.size(), least), 'x');
    return text;
}

// -- what has another JSON type, or lies outside what the type can hold

void break_text(wrongs& all) {
    std::string text = letters(0, 20);
    char const control = static_cast<char>(number(0, 0x20));
    text.insert(static_cast<std::size_t>(number(0, static_cast<std::int64_t>(text.size()) + 1)), 1,
                control);
    add(all, errc::invalid_claim, {in_quotes(text), R"("\u0000")", "\"a\x7f\""});
}

void break_number(wrongs& all) {
    add(all, errc::invalid_claim, {"9223372036854775808", "18446744073709551615"});
}

std::string any_integer() {
    return std::to_string(number(-1000, 1000));
}

void break_type(claim_type type, wrongs& all) {
    auto const other = [&all](std::initializer_list<std::string> texts) {
        add(all, errc::claim_type, texts);
    };
    auto const text = in_quotes(letters(0, 10));
    if (type != claim_type::anything) {
        other({"{}", "[[]]", R"({"a":1})"});
    }
    if (type != claim_type::anything && type != claim_type::nullable_boolean) {
        other({"true", "false"});
    }
    if (type != claim_type::anything && type != claim_type::audience) {
        other({"[]", '[' + text + ']'});
    }
    switch (type) {
        case claim_type::text:
        case claim_type::nullable_text:
            other({any_integer(), "1.5", "1e400", "18446744073709551615"});
            break_text(all);
            break;
        case claim_type::time:
            other({text, "null"});
            add(all, errc::invalid_claim,
                {std::to_string(number(-1'000'000'000'000, 0)), "-0.5", "1e400", "-1e400", "1e308",
                 std::to_string(last_second + number(1, 1'000'000'000'000)), "253402300799.5",
                 std::string(400, '9'), std::to_string(std::numeric_limits<std::int64_t>::min())});
            break_number(all);
            break;
        case claim_type::integer:
        case claim_type::nullable_integer:
            other({text, "1.0", "1e3", "1e400", any_integer() + ".5"});
            break_number(all);
            break;
        case claim_type::text_or_integer:
            other({"1.0", "1e400"});
            break_text(all);
            break_number(all);
            break;
        case claim_type::audience:
            other({any_integer(), "1.5", "null", "[1]", "[null]", '[' + text + ",1]",
                   '[' + text + ",[]]", "[{}]"});
            break_text(all);
            break;
        case claim_type::nullable_boolean: other({text, any_integer(), "1.5", "1e400"}); break;
        case claim_type::anything: break;
    }
    bool const may_be_null = type == claim_type::nullable_text ||
                             type == claim_type::nullable_boolean ||
                             type == claim_type::nullable_integer ||
                             type == claim_type::text_or_integer || type == claim_type::anything;
    if (!may_be_null) {
        other({"null"});
    }
}

// -- what a rule refuses

void break_store(std::string const& before, wrongs& all) {
    add(all, errc::invalid_store_hash,
        {in_quotes(""), in_quotes(before), in_quotes(before + std::string(33, 'a')),
         in_quotes(before + "A"), in_quotes(before + "../a"), in_quotes(before + "a/b"),
         in_quotes(before + "a?b"), in_quotes(before + "a#b"), in_quotes(before + "a@evil.example"),
         in_quotes(before + "a\\b"), in_quotes(before + "%61"), in_quotes(before + "\xd0\xb0"),
         in_quotes(before + "a "), in_quotes(" " + before + "a"), in_quotes('/' + before + "a"),
         in_quotes("STORES/a"), in_quotes(before.empty() ? "stores/a" : "a"),
         in_quotes(before + letters(0, 10) + '.')});
}

void break_equality(errc why, std::string_view expected, wrongs& all) {
    std::string const right(expected);
    for (auto const& text :
         {std::string(), right + ' ', ' ' + right, right + letters(1, 5), right.substr(1),
          right.substr(0, right.size() - 1), right + right, right + ',' + right, '"' + right + '"',
          '[' + right + ']', letters(1, 30)}) {
        if (text != right) {
            all.push_back({in_quotes(text), why});
        }
    }
    auto other = right;
    auto& byte =
        other[static_cast<std::size_t>(number(0, static_cast<std::int64_t>(right.size())))];
    byte = byte == 'x' ? 'y' : 'x';
    all.push_back({in_quotes(other), why});
}

void break_audience(std::string_view client_id, wrongs& all) {
    break_equality(errc::wrong_audience, client_id, all);
    add(all, errc::wrong_audience,
        {"[]", R"([""])", '[' + in_quotes(letters(1, 9) + '?') + ']',
         '[' + in_quotes(std::string(client_id) + 'x') + ',' + in_quotes("another") + ']'});
}

void break_time(wrongs& all, errc why, std::int64_t edge, int outward) {
    add(all, why,
        {std::to_string(edge), std::to_string(edge + outward * number(1, 1'000'000'000)),
         std::to_string(edge + outward * number(1, 1000)) + ".5"});
}

// what a rule says to values of the right type; false for a rule that is not known here
bool break_rule(jwt::claim_rule const& rule, std::string_view client_id, wrongs& all) {
    doors::at const when{.now = now};
    auto const is = [&rule](jwt::claim_check check) { return rule.check == check; };
    if (is(nullptr)) {
        return true;
    }
    if (is(rules::equals)) {
        break_equality(rule.otherwise, rule.expected, all);
    } else if (is(rules::is_audience)) {
        break_audience(client_id, all);
    } else if (is(rules::not_expired)) {
        // that of sessions has the leeway of the policy, that of the others none
        break_time(all, errc::expired, now - bcauth::strict_policy::leeway.count(), -1);
    } else if (is(rules::has_begun)) {
        break_time(all, errc::not_yet_valid, now + bcauth::strict_policy::leeway.count() + 1, +1);
    } else if (is(rules::is_recent)) {
        break_time(all, errc::not_yet_valid, now + 1, +1);
        break_time(all, errc::stale, now - when.destructive_max_age - 1, -1);
    } else if (is(rules::is_fresh)) {
        break_time(all, errc::not_yet_valid, now + when.max_ahead + 1, +1);
        break_time(all, errc::stale, now - std::max(when.max_age, when.destructive_max_age) - 1,
                   -1);
    } else if (is(rules::is_context)) {
        break_store("stores/", all);
    } else if (is(rules::is_store_hash)) {
        break_store("", all);
    } else if (is(rules::is_id)) {
        add(all, errc::invalid_claim, {"0", "-0", std::to_string(number(-1'000'000, 0))});
    } else if (is(rules::is_natural)) {
        add(all, errc::invalid_claim, {"-1", std::to_string(number(-1'000'000, 0))});
    } else if (is(rules::is_not_empty)) {
        add(all, errc::invalid_claim, {R"("")"});
    } else if (is(detail::stays_at_origin)) {
        add(all, errc::invalid_claim,
            {R"("")", R"("a")", R"("//evil.example")", R"("/\\evil.example")", R"("\\/evil")",
             R"("https://evil.example/")", R"j("javascript:alert(1)")j", R"("/.//evil.example")",
             R"("/a/../b")", R"("/a//b")", R"("/ a")", R"("/\u00e9")", R"("?a")", R"("#a")"});
    } else if (is(detail::tells_tokens_apart)) {
        add(all, errc::invalid_claim,
            {R"("")", in_quotes(letters(detail::max_token_id_bytes + 1, 200))});
    } else if (is(detail::is_group)) {
        add(all, errc::invalid_claim,
            {R"("6 or 1")", R"("-1")", "-1", R"("0x6")", R"("+6")", R"("6.0")", R"(" 6")",
             in_quotes(std::string(21, '1')), in_quotes("\xd9\xa3"),
             in_quotes(letters(1, 9) + 'x')});
    } else {
        return false;
    }
    return true;
}

// -- the tables, each with the doors that judge it

struct table {
    std::string name;
    jwt::claim_table rows;
    kind form;
    std::string doors;  // the names of the doors begin so
    std::function<detail::claim_tree(mint_options const&)> valid;
};

// each with every claim that its table has a row for, but those that are forbidden
std::vector<table> tables() {
    auto const callback = [](mint_options const& options) {
        auto claims = detail::load_claims(options, "one-of-its-kind");
        claims.set("channel_id", "3");
        return claims;
    };
    auto const payload = [](mint_options const& options) {
        auto claims = detail::payload_claims(options);
        claims.set("channel_id", "3");
        return claims;
    };
    return {
        {"load JWT", detail::callback_table<false>, kind::callback, "load", callback},
        {"uninstall JWT", detail::callback_table<true>, kind::callback, "uninstall", callback},
        {"removal JWT", detail::callback_table<true>, kind::callback, "removal", callback},
        {"payload", detail::payload_table, kind::payload, "", payload},
        {"current customer", detail::customer_table, kind::customer, "",
         [](mint_options const& options) {
             auto claims = detail::current_customer_claims(options);
             claims.set("nbf", std::to_string(now));
             return claims;
         }},
        {"session", detail::session_table, kind::session, "", kinds::session_claims},
    };
}

std::string path_of(jwt::claim_rule const& rule) {
    return (rule.object.empty() ? std::string() : std::string(rule.object) + '.') +
           std::string(rule.name);
}

// the claims with a member more at the end of the object that a row stands in, whose objects are flat
std::string with_member(std::string json, jwt::claim_rule const& rule, std::string const& name) {
    auto at = json.size() - 1;
    if (!rule.object.empty()) {
        at = json.find('}', json.find(in_quotes(rule.object) + ":{"));
    }
    return json.insert(at, "," + name + ":null");
}

struct judge {
    kind form;
    mint_options const& options;
    std::vector<kinds::door> doors;
    std::size_t judged = 0;

    void operator()(std::string const& json, errc why, std::string const& what) {
        auto const secret = options.client_secret.expose();
        auto const key = kinds::session_key(options);
        auto const token = form == kind::payload   ? doors::payload(secret, json)
                           : form == kind::session ? doors::jwt(key.expose(), json)
                                                   : doors::jwt(secret, json);
        for (auto const& door : doors) {
            auto const got = door.judge(token);
            ++judged;
            if (got.failed() != (why != errc{}) || (got.failed() && got != why)) {
                RC_FAIL(door.name + ", " + what + ": " + got.message() + "\n" + json);
            }
        }
    }
};

void break_row(judge& judged, table const& of, jwt::claim_rule const& rule) {
    auto const& options = judged.options;
    auto const path = path_of(rule);
    auto const right = of.valid(options);
    if (rule.need == presence::forbidden) {
        for (auto const& json :
             {any_integer(), std::string("null"), std::string("[]"), std::string("{}"),
              std::string("1e400"), in_quotes(letters(0, 9))}) {
            auto claims = right;
            claims.set(path, json);
            judged(claims.text(), rule.otherwise, path + " = " + json);
        }
        return;
    }
    if (right.text().find(in_quotes(rule.name) + ':') == std::string::npos) {
        RC_FAIL(of.name + ": the valid claims lack " + path);
    }
    auto absent = right;
    absent.erase(path);
    bool const needed = rule.need != presence::optional;
    judged(absent.text(), needed ? errc::missing_claim : errc{}, "no " + path);

    judged(with_member(right.text(), rule, in_quotes(rule.name)), errc::duplicate_member,
           path + " twice");
    constexpr char digits[] = "0123456789abcdef";
    auto const first = static_cast<unsigned char>(rule.name.front());
    auto const escaped = std::string("\"\\u00") + digits[first >> 4] + digits[first & 15] +
                         std::string(rule.name.substr(1)) + '"';
    judged(with_member(right.text(), rule, escaped), errc::duplicate_member, path + " twice");

    wrongs all;
    break_type(rule.type, all);
    if (!break_rule(rule, options.client_id, all)) {
        RC_FAIL(of.name + ": the rule of " + path + " is not known to this test");
    }
    for (auto const& each : all) {
        auto claims = right;
        claims.set(path, each.json);
        judged(claims.text(), each.why, path + " = " + each.json);
    }
    if (!rule.object.empty()) {
        for (auto const* const json : {"1", "null", "[]", "\"x\"", "true", "1e400", "[{}]"}) {
            auto claims = right;
            claims.set(rule.object, json);
            judged(claims.text(), errc::claim_type, std::string(rule.object) + " = " + json);
        }
    }
}

// the number of tokens that were judged
std::size_t break_each_row(mint_options const& options) {
    std::size_t judged = 0;
    for (auto const& each : tables()) {
        std::vector<kinds::door> doors;
        for (auto& door : kinds::all_doors(options, {.now = now})) {
            if (door.takes == each.form && door.name.starts_with(each.doors)) {
                doors.push_back(std::move(door));
            }
        }
        RC_ASSERT(!doors.empty());
        judge by{each.form, options, std::move(doors)};
        by(each.valid(options).text(), errc{}, "nothing wrong");
        for (auto const& rule : each.rows) {
            break_row(by, each, rule);
        }
        judged += by.judged;
    }
    return judged;
}

// threats rows 27, 32, 33, 37, 38, 41 to 44, 48 and 49
TEST(ForgedClaims, EachRowOfEachTableRefusesWhatBreaksIt) {
    std::size_t judged = 0;
    EXPECT_TRUE(rc::check([&judged] {
        mint_options options;
        options.client_id = *bcauth::testing::arbitrary::text_of("abcABC019-_./", 40);
        options.store = *bcauth::testing::arbitrary::store();
        options.at = std::chrono::sys_seconds{std::chrono::seconds{now}};
        judged += break_each_row(options);
    }));
    std::printf(
        "[ forgery  ] %zu tokens with a forged claim under the right signature, each "
        "refused for its row\n",
        judged);
}

// -- what is walked above is the library's own tables; that no row, type, need or rule was lost is held here

std::string words_of(jwt::claim_rule const& rule) {
    constexpr std::string_view types[] = {"text",         "time",         "integer",
                                          "integer|null", "text|null",    "text|integer|null",
                                          "text|texts",   "boolean|null", "anything"};
    constexpr std::string_view needs[] = {"", "optional ", "in-object ", "never "};
    std::pair<jwt::claim_check, std::string> const checks[] = {
        {nullptr, ""},
        {rules::equals, " = " + std::string(rule.expected)},
        {rules::is_audience, " holds the client ID"},
        {rules::not_expired, " is not over"},
        {rules::has_begun, " has begun"},
        {rules::is_recent, " is recent"},
        {rules::is_fresh, " is fresh"},
        {rules::is_context, " is a context"},
        {rules::is_store_hash, " is a store hash"},
        {rules::is_id, " is an id"},
        {rules::is_natural, " is natural"},
        {rules::is_not_empty, " is not empty"},
        {detail::stays_at_origin, " stays at the origin"},
        {detail::tells_tokens_apart, " tells tokens apart"},
        {detail::is_group, " is a group"},
    };
    auto const* const known =
        std::find_if(std::begin(checks), std::end(checks),
                     [&](auto const& each) { return each.first == rule.check; });
    return std::string(needs[static_cast<std::size_t>(rule.need)]) + path_of(rule) + ": " +
           std::string(types[static_cast<std::size_t>(rule.type)]) +
           (known == std::end(checks) ? " by another rule" : known->second);
}

std::vector<std::string> words_of(jwt::claim_table rows) {
    std::vector<std::string> all;
    for (auto const& each : rows) {
        all.push_back(words_of(each));
    }
    std::sort(all.begin(), all.end());
    return all;
}

using words = std::vector<std::string>;

// what the platform's pages say of callbacks, "App Callbacks" and "Processing the Signed Payload"
words const people{"user.id: integer is an id", "user.email: text",
                   "in-object owner.id: integer is an id", "in-object owner.email: text",
                   "optional channel_id: integer|null is natural"};
words const callback_claims{"aud: text|texts holds the client ID",
                            "iss: text = bc",
                            "optional nbf: time has begun",
                            "exp: time is not over",
                            "sub: text is a context",
                            "optional user.locale: text|null",
                            "optional url: text stays at the origin",
                            "never operation: anything"};

words joined(words one, words const& two, words const& three = {}) {
    one.insert(one.end(), two.begin(), two.end());
    one.insert(one.end(), three.begin(), three.end());
    std::sort(one.begin(), one.end());
    return one;
}

TEST(ForgedClaims, NoTableHasLostARule) {
    EXPECT_EQ(
        words_of(detail::callback_table<false>),
        joined(people, callback_claims, {"optional iat: time has begun", "optional jti: text"}));
    EXPECT_EQ(
        words_of(detail::callback_table<true>),
        joined(people, callback_claims, {"iat: time is recent", "jti: text tells tokens apart"}));
    EXPECT_EQ(words_of(detail::payload_table),
              joined(people, {"optional context: text is a context",
                              "store_hash: text is a store hash", "timestamp: time is fresh"}));
    EXPECT_EQ(
        words_of(detail::customer_table),
        joined({"iss: text = bc/apps", "aud: text|texts holds the client ID",
                "operation: text = current_customer", "sub: text is a store hash",
                "store_hash: text is a store hash", "iat: time has begun", "exp: time is not over",
                "optional nbf: time has begun", "customer.id: integer is an id",
                "customer.email: text", "optional customer.group_id: text|integer|null is a group",
                "optional version: anything", "optional application_id: anything"},
               {}));
    EXPECT_EQ(words_of(detail::session_table),
              joined({"iss: text = bcauth/session", "aud: text|texts holds the client ID",
                      "sub: text is a context", "iat: time has begun", "exp: time is not over",
                      "user: integer is an id", "owner: integer is natural"},
                     {}));
    EXPECT_EQ(words_of(detail::webhook_table), words{"producer: text is a context"});
}

// -- a webhook is genuine whatever its body says, and what the body says of its store is judged apart

RC_GTEST_PROP(ForgedClaims, EachMemberOfAWebhooksBodyRefusesWhatBreaksIt, ()) {
    mint_options options;
    auto const at = kinds::seconds_of(options);
    using webhook_door = bcauth::webhook_verifier<bcauth::strict_policy, doors::clock>;
    auto const door = doors::open<webhook_door>(kinds::app_of(options), {.now = at});
    auto const judge = [&](std::string const& body, errc why) {
        auto const minted = bcauth::testing::mint_webhook(options, body).value();
        auto const text = kinds::webhook_text(minted);
        auto const genuine = door(kinds::delivery_of(text));
        RC_ASSERT(genuine.has_value());
        auto const got = doors::why(genuine->store());
        bool const as_told = why == errc{} ? !got.failed() : got == why;
        RC_ASSERT(as_told);
    };
    for (auto const& rule : detail::webhook_table) {
        detail::claim_tree right;
        right.set("scope", R"("store/order/created")");
        right.set("producer", R"("stores/z4zn3wo")");
        judge(right.text(), errc{});
        judge(with_member(right.text(), rule, in_quotes(rule.name)), errc::duplicate_member);
        wrongs all;
        break_type(rule.type, all);
        RC_ASSERT(break_rule(rule, options.client_id, all));
        for (auto const& each : all) {
            auto claims = right;
            claims.set(path_of(rule), each.json);
            judge(claims.text(), each.why);
        }
        right.erase(path_of(rule));
        judge(right.text(), errc::missing_claim);
    }
}

// -- the answer of the token endpoint, which nobody signs: a wrong member gives no installation

RC_GTEST_PROP(ForgedClaims, EachMemberOfATokenAnswerRefusesWhatBreaksIt, ()) {
    auto const app = oauth_support::app();
    auto const grant = oauth_support::grant();
    auto const judge = [&](std::string const& body) {
        return bcauth::oauth::parse_token_response(bcauth::testing::make_response(200, body), app,
                                                   grant);
    };
    detail::claim_tree right;
    right.set("access_token", R"("a-token")");
    right.set("scope", R"("store_v2_orders")");
    right.set("context", R"("stores/g5cd38")");
    right.set("account_uuid", R"("7f5b3ba4-0000-4000-8000-000000000000")");
    for (auto const* const person : {"user", "owner"}) {
        right.set(std::string(person) + ".id", "7");
        right.set(std::string(person) + ".username", R"("u")");
        right.set(std::string(person) + ".email", R"("e@example.com")");
    }
    RC_ASSERT(judge(right.text()).has_value());
    for (auto const& rule : detail::token_table) {
        wrongs all;
        break_type(rule.type, all);
        if (rule.type ==
            claim_type::anything) {  // `error` and `errors`: there is no token beside one
            add(all, errc::exchange_refused, {"null", "1", "{}", R"("x")", "[]"});
        }
        if (rule.type == claim_type::text_or_integer) {
            add(all, errc::invalid_response, {"null", "0", "-1", R"("0")", R"("01")", R"("x")"});
        }
        for (auto const& each : all) {
            auto body = right;
            body.set(path_of(rule), each.json);
            auto const made = judge(body.text());
            if (made) {
                RC_FAIL(path_of(rule) + " = " + each.json + " gives an installation");
            }
            bool const told =
                made.error() == errc::invalid_response ||
                made.error() == errc::invalid_access_token ||
                (each.why == errc::exchange_refused && made.error() == errc::exchange_refused);
            RC_ASSERT(told);
        }
        if (rule.type != claim_type::anything) {
            RC_ASSERT(!judge(with_member(right.text(), rule, in_quotes(rule.name))).has_value());
        }
    }
}

}  // namespace
