// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/json_scanner.hpp>

#include <boost/json.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

using bcauth::detail::each_element;
using bcauth::detail::json_member;

// the elements, or "no list"
std::vector<std::string> elements(std::string_view list) {
    std::vector<std::string> found;
    bool const whole = each_element(list, [&](std::string_view each) {
        found.emplace_back(each);
        return true;
    });
    return whole ? found : std::vector<std::string>{"no list"};
}

TEST(JsonScanner, FindsAMemberOfTheOutermostObject) {
    std::string_view const text =
        R"( { "a" : 1 , "b":{"c":2,"d":[{"c":3}]},"c": "x\"c\":4", "\u0065":5, "f":"]}" ,"g":[]} )";
    EXPECT_EQ(json_member(text, "a"), "1");
    EXPECT_EQ(json_member(text, "b"), R"({"c":2,"d":[{"c":3}]})");
    EXPECT_EQ(json_member(text, "c"), R"("x\"c\":4")");
    EXPECT_EQ(json_member(text, "f"), R"("]}")");
    EXPECT_EQ(json_member(text, "g"), "[]");
    for (std::string_view const none : {"d", "e", "", "\"a\"", "h"}) {
        EXPECT_EQ(json_member(text, none), "") << none;
    }
}

TEST(JsonScanner, FindsNothingInWhatIsNoObject) {
    for (std::string_view const text : {"", " ", "[]", "{", "{}", "{\"a\"", "{\"a\":", "{\"a\" 1}",
                                        "{\"a", "\"a\"", "{a", "{:1}", "{\"a\":}", "{\"a\":{"}) {
        EXPECT_EQ(json_member(text, "a"), "") << text;
    }
}

TEST(JsonScanner, GivesEachElementOfAList) {
    EXPECT_EQ(elements("[]"), std::vector<std::string>{});
    EXPECT_EQ(elements(" [ ] "), std::vector<std::string>{});
    EXPECT_EQ(
        elements(R"([1,"a,]",{"b":[2,3]},[ [4] ],null , true])"),
        (std::vector<std::string>{"1", R"("a,]")", R"({"b":[2,3]})", "[ [4] ]", "null", "true"}));
    for (std::string_view const text : {"", "{}", "[", "[1", "[1,", "[,]", "[1,]", "[1 2]", "[\"a",
                                        "[\"\\", "[{]", "[}]", "1", "[:]"}) {
        EXPECT_EQ(elements(text), std::vector<std::string>{"no list"}) << text;
    }
    std::size_t seen = 0;
    EXPECT_FALSE(each_element("[1,2,3]", [&](std::string_view) { return ++seen < 2; }));
    EXPECT_EQ(seen, 2U);
}

// any text may be given to it
RC_GTEST_PROP(JsonScanner, EndsWithAnyText, ()) {
    auto const text = *rc::gen::container<std::string>(
        rc::gen::element('{', '}', '[', ']', '"', '\\', ',', ':', ' ', 'a', '1', '\0', '\xff'));
    auto const member = json_member(text, "a");
    RC_ASSERT(member.size() <= text.size());
    elements(text);
}

// of what a parser takes, the parts are the parser's
RC_GTEST_PROP(JsonScanner, AgreesWithAParser, ()) {
    auto const texts =
        *rc::gen::container<std::vector<std::string>>(rc::gen::container<std::string>(
            rc::gen::element('{', ']', '"', '\\', ',', ':', 'a', '\n')));
    boost::json::array list;
    for (auto const& each : texts) {
        list.push_back(boost::json::value{{"k", each}, {"l", {each, {1, each}}}});
    }
    auto const whole = boost::json::serialize(boost::json::value{{"data", list}});
    std::size_t at = 0;
    RC_ASSERT(each_element(json_member(whole, "data"), [&](std::string_view each) {
        return at < list.size() &&
               boost::json::parse(boost::json::string_view(each.data(), each.size())) == list[at++];
    }));
    RC_ASSERT(at == list.size());
}

}  // namespace
