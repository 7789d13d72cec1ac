// SPDX-License-Identifier: BSL-1.0
#include <bcauth/http/query.hpp>
#include "support/heap_watch.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::http::parameter;
using bcauth::http::plus_sign;
using bcauth::http::query;

template <class T>
concept streamable = requires(std::ostream& out, T const& value) {
    out << value;
};
static_assert(!streamable<query> && !streamable<parameter>);
static_assert(!std::is_convertible_v<parameter, std::string_view>);
static_assert(std::is_trivially_copyable_v<query>);

query of(std::string_view text) {
    return query::parse(text).value();
}

std::string value(query const& all, std::string_view name) {
    auto const text = all.find(name).value().text(plus_sign::space);
    return std::string(text.expose());
}

// the callbacks of the platform's summary of OAuth
TEST(Query, ReadsTheCallbacksOfTheOAuthSummary) {
    auto const first =
        query::of_target("/auth?code=qr6h3thvbvag2ffq&scope=store_v2_orders&context=stores/g5cd38");
    ASSERT_TRUE(first);
    EXPECT_EQ(value(*first, "code"), "qr6h3thvbvag2ffq");
    EXPECT_EQ(value(*first, "scope"), "store_v2_orders");
    EXPECT_EQ(value(*first, "context"), "stores/g5cd38");
    auto const updated = query::of_target(
        "/auth?code=qr6h3thvbvag2ffq&scope=store_v2_orders+store_v2_products&context=stores/"
        "g5cd38");
    ASSERT_TRUE(updated);
    EXPECT_EQ(value(*updated, "scope"), "store_v2_orders store_v2_products");
    for (std::string_view const path : {"/load", "/uninstall", "/remove-user"}) {
        auto const target = std::string(path) + "?signed_payload=hw9fhkx2ureq.t73sk8y80jx9";
        auto const load = query::of_target(target);
        ASSERT_TRUE(load);
        EXPECT_EQ(load->find("signed_payload")->raw(), "hw9fhkx2ureq.t73sk8y80jx9");
    }
}

TEST(Query, FindsNamesExactlyAndDecoded) {
    auto const all = of("code=1&%73cope=2&a+b=3&%2B=4&Code=5&code[]=6&codex=7&cod=8&=9");
    EXPECT_EQ(value(all, "code"), "1");
    EXPECT_EQ(value(all, "scope"), "2");
    EXPECT_EQ(value(all, "a b"), "3");
    EXPECT_EQ(value(all, "+"), "4");
    EXPECT_EQ(value(all, "Code"), "5");
    EXPECT_EQ(value(all, "code[]"), "6");
    EXPECT_EQ(value(all, "codex"), "7");
    EXPECT_EQ(value(all, "cod"), "8");
    EXPECT_EQ(value(all, ""), "9");
    for (std::string_view const name : {"co", "a+b", "%73cope", "1", "code=1", "codexx", "CODE"}) {
        EXPECT_FALSE(all.find(name)) << name;
    }
    EXPECT_FALSE(of("&&").find(""));
    EXPECT_FALSE(query{}.find(""));
}

TEST(Query, SplitsAtTheFirstEqualsSign) {
    auto const all = of("a=b=c&d&e=&=f");
    EXPECT_EQ(all.find("a")->raw(), "b=c");
    EXPECT_EQ(all.find("d")->raw(), "");
    EXPECT_EQ(all.find("e")->raw(), "");
    EXPECT_EQ(all.find("a")->raw_name(), "a");
    EXPECT_EQ(all.find("d")->raw_name(), "d");
    EXPECT_EQ(all.find("")->raw(), "f");
}

// threats row 72
TEST(Query, RefusesAParameterThatComesTwice) {
    for (std::string_view const text : {
             "code=x&code=y",
             "code=x&code=x",
             "code&code",
             "code=x&scope=s&context=c&code=y",
             "context=stores/a&context=stores/b",
             "signed_payload_jwt=a.b.c&signed_payload_jwt=d.e.f",
             "unknown=1&unknown=2",
             "=&=",
             "=a&=b",
         }) {
        ASSERT_FALSE(query::parse(text)) << text;
        EXPECT_EQ(query::parse(text).error(), errc::duplicate_parameter) << text;
    }
}

// threats row 73
TEST(Query, ComparesNamesAfterDecoding) {
    for (std::string_view const text :
         {"%63ode=x&code=y", "code=x&cod%65=y", "%63%6f%64%65=x&%63%6F%64%65=y", "a+b=1&a%20b=2",
          "%2b=1&%2B=2"}) {
        EXPECT_EQ(query::parse(text).error(), errc::duplicate_parameter) << text;
    }
    for (std::string_view const text :
         {"code=x&Code=y", "code=x&code[]=y", "a+b=1&a%2Bb=2", "a%2541=1&aA=2", "code=1&codes=2",
          "codes=1&code=2", "%26=1&=2"}) {
        EXPECT_TRUE(query::parse(text)) << text;
    }
}

// threats row 74
TEST(Query, TakesASemicolonForData) {
    auto const all = of("a=1;b=2&c;d=3");
    EXPECT_EQ(value(all, "a"), "1;b=2");
    EXPECT_EQ(value(all, "c;d"), "3");
    EXPECT_FALSE(all.find("b"));
    EXPECT_TRUE(query::parse("code=x;code=y"));
}

TEST(Query, RefusesWhatIsNotWellFormed) {
    for (std::string_view const text :
         {"a=%", "a=%4", "a=%zz", "%=1", "a=b c", "a=\n", "a=%00", "a=%0d%0a", "a=%7f", "a=\x7f",
          "a=\xc3\xa9", "a=%C0%AF", "a=%80"}) {
        ASSERT_FALSE(query::parse(text)) << text;
        EXPECT_EQ(query::parse(text).error(), errc::invalid_query) << text;
    }
    EXPECT_EQ(query::parse(std::string_view("a=\0", 3)).error(), errc::invalid_query);
}

std::string numbered(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += "p" + std::to_string(i) + "=v&";
    }
    return text;
}

// threats row 77; SECURITY.md, "How it is checked"
static_assert(query::max_parameters == 1000 && query::max_bytes == 64 * std::size_t{1024});

TEST(Query, HoldsItsLimits) {
    EXPECT_TRUE(query::parse(numbered(query::max_parameters)));
    EXPECT_EQ(query::parse(numbered(query::max_parameters + 1)).error(), errc::too_many_parameters);
    EXPECT_TRUE(query::parse(std::string(query::max_bytes, '&')));
    EXPECT_TRUE(query::parse(std::string(query::max_bytes, 'a')));
    EXPECT_EQ(query::parse(std::string(query::max_bytes + 1, 'a')).error(),
              errc::too_many_parameters);
    EXPECT_EQ(query::of_target(std::string(query::max_bytes + 1, 'a')).error(),
              errc::too_many_parameters);
    EXPECT_EQ(query::parse(std::string(10'000'000, '%')).error(), errc::too_many_parameters);
}

TEST(Query, FindsRepeatedNamesAmongMany) {
    for (std::size_t const count : {1U, 2U, 15U, 16U, 17U, 18U, 100U, 999U}) {
        auto const text = numbered(count);
        ASSERT_TRUE(query::parse(text)) << count;
        auto const last = std::to_string(count - 1);
        for (auto const& again : {std::string("%700=x"), "p" + last + "=x", std::string("p0")}) {
            EXPECT_EQ(query::parse(text + again).error(), errc::duplicate_parameter) << count;
            EXPECT_EQ(query::parse(again + "&" + text).error(), errc::duplicate_parameter) << count;
        }
        EXPECT_TRUE(query::parse(text + "other=1")) << count;
        EXPECT_EQ(value(of(text), "p" + last), "v");
    }
}

TEST(Query, ComparesManyNamesAfterDecodingToo) {
    auto const many = numbered(20);
    for (std::string_view const text :
         {"a+b=1&a%20b=2", "a+b=1&a+b=2", "%63ode=x&code=y", "%2b&%2B", "=1&=2"}) {
        EXPECT_EQ(query::parse(many + std::string(text)).error(), errc::duplicate_parameter)
            << text;
    }
    for (std::string_view const text : {"a+b=1&a%2Bb=2", "a%2541=1&aA=2", "code=x&Code=y"}) {
        EXPECT_TRUE(query::parse(many + std::string(text))) << text;
    }
}

TEST(Query, SkipsEmptyPartsAsBrowsersDo) {
    auto const all = of("&&a=1&&&b=2&");
    std::vector<std::string> names;
    all.for_each([&](parameter const& each) { names.emplace_back(each.raw_name()); });
    EXPECT_EQ(names, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(all.raw(), "&&a=1&&&b=2&");
}

TEST(Query, OfATargetIsThePartBehindTheFirstQuestionMark) {
    EXPECT_EQ(query::of_target("/load?a=1")->raw(), "a=1");
    EXPECT_EQ(query::of_target("/load?a=1?b")->raw(), "a=1?b");
    EXPECT_EQ(query::of_target("/load??a=1")->raw(), "?a=1");
    EXPECT_EQ(query::of_target("?a=1")->raw(), "a=1");
    EXPECT_EQ(query::of_target("/load?")->raw(), "");
    EXPECT_EQ(query::of_target("/load")->raw(), "");
    EXPECT_EQ(query::of_target("")->raw(), "");
    EXPECT_EQ(query::of_target("/load#?a=1").error(), errc::invalid_query);
    EXPECT_EQ(query::of_target("/load?a=1#x").error(), errc::invalid_query);
    EXPECT_EQ(query::of_target("/load?a=1&a=2").error(), errc::duplicate_parameter);
    EXPECT_EQ(query::parse("?a=1")->find("?a")->raw(), "1");
}

TEST(Query, AValueDecodesAsTheReaderSays) {
    auto const all = of("signed_payload=a+b%2Bc%3D&plain=abc");
    auto const payload = all.find("signed_payload").value();
    std::array<char, 32> out{};
    EXPECT_EQ(payload.raw(), "a+b%2Bc%3D");
    EXPECT_EQ(payload.decode(plus_sign::literal, out), "a+b+c=");
    EXPECT_EQ(payload.decode(plus_sign::space, out), "a b+c=");
    EXPECT_EQ(payload.text(plus_sign::literal), bcauth::secret("a+b+c="));
    EXPECT_EQ(payload.text(plus_sign::space), bcauth::secret("a b+c="));
    auto const plain = all.find("plain").value();
    EXPECT_EQ(plain.decode(plus_sign::space, out).data(), plain.raw().data());
    EXPECT_EQ(plain.text(plus_sign::space), bcauth::secret("abc"));
    EXPECT_TRUE(of("a").find("a")->text(plus_sign::space).empty());
}

TEST(Query, AllocatesNothingUpToSixteenParameters) {
    std::string text = "signed_payload_jwt=" + std::string(490, 'a') + "%3D";
    for (int i = 1; i < 16; ++i) {
        text += "&p" + std::to_string(i) + "=%41+";
    }
    std::array<char, 600> out{};
    bool found = false;
    {
        heap_watch::failing_allocation const none(0);
        auto const all = query::parse(text);
        found = all && all->find("p15") &&
                all->find("signed_payload_jwt")->decode(plus_sign::space, out).size() == 491;
    }
    EXPECT_TRUE(found);
    text += "&one=more";
    {
        heap_watch::failing_allocation const none(0);
        EXPECT_THROW(static_cast<void>(query::parse(text)), std::bad_alloc);
    }
}

TEST(Query, ATextOfAValueIsWiped) {
    heap_watch::watch const watch("top-secret-value");
    { auto const text = of("code=top-secret%2Dvalue").find("code")->text(plus_sign::space); }
    { auto const text = of("code=top-secret-value").find("code")->text(plus_sign::space); }
    EXPECT_EQ(watch.leaked(), 0);
}

// the serialiser is here because one file of an executable can watch the heap
TEST(Query, AFormIsWrittenWithOneAllocation) {
    std::array<bcauth::form_field, 3> const fields{
        {{"client_secret", "top-secret-value"}, {"scope", "a b"}, {"context", "stores/abc"}}};
    heap_watch::watch const watch("top-secret-value");
    {
        heap_watch::failing_allocation const second(1);
        EXPECT_NO_THROW(static_cast<void>(bcauth::form_encode(fields)));
    }
    EXPECT_EQ(watch.leaked(), 0);
}

}  // namespace
