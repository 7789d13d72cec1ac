// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/claim_reader.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Through a table of its own, what the platform's tables leave untried.
namespace {

using bcauth::errc;
using bcauth::detail::claim_handler;
using bcauth::detail::read_claims;
using bcauth::jwt::claim_context;
using bcauth::jwt::claim_rule;
using bcauth::jwt::claim_type;
using bcauth::jwt::claim_value;
using bcauth::jwt::presence;

constexpr std::array table{
    claim_rule{.name = "sub", .member = 0, .need = presence::optional},
    claim_rule{.name = "aud",
               .member = 1,
               .type = claim_type::audience,
               .need = presence::optional,
               .check = bcauth::jwt::rules::is_audience},
    claim_rule{.object = "user",
               .name = "id",
               .member = 2,
               .type = claim_type::integer,
               .need = presence::required_in_object},
    claim_rule{.object = "user",
               .name = "email",
               .member = 3,
               .type = claim_type::nullable_text,
               .need = presence::optional},
    claim_rule{.name = "never",
               .member = 4,
               .type = claim_type::anything,
               .need = presence::forbidden,
               .otherwise = errc::unsupported_header},
};

struct reading {
    errc why;
    std::array<claim_value, table.size()> values;
    std::string json;
    std::vector<char> spare;

    [[nodiscard]] std::string_view text(std::size_t member) const { return values[member].text; }
};

reading read(std::string json, std::size_t spare, std::size_t depth = 32) {
    reading made{errc{}, {}, std::move(json), std::vector<char>(spare)};
    claim_context const context{.audience = "me"};
    made.why = read_claims(made.json, table, context, depth, made.values, made.spare);
    return made;
}

reading read(std::string json) {
    auto const size = json.size();
    return read(std::move(json), size);
}

TEST(ClaimReader, ReadsEscapedTextsWithASpareAsLongAsTheText) {
    auto const made =
        read(R"({"s\u0075b":"\u0041b\u0043","user":{"\u0069d":7,"email":"a\u0062"}})");
    ASSERT_EQ(made.why, errc{});
    EXPECT_EQ(made.text(0), "AbC");
    EXPECT_EQ(made.values[2].number, 7);
    EXPECT_EQ(made.text(3), "ab");
}

TEST(ClaimReader, RefusesWhatItsSpareHasNoRoomFor) {
    // in a name's first part and in its last, in a text's first part and in its last
    for (std::string const json :
         {R"({"abcdef\u0041":1})", R"({"\u0041bcdef":1})", R"({"sub":"abcdef\u0041"})",
          R"({"sub":"\u0041bcdef"})", R"({"aud":["\u0041bcdef"]})"}) {
        EXPECT_EQ(read(json, 3).why, errc::invalid_json) << json;
        EXPECT_NE(read(json, json.size()).why, errc::invalid_json) << json;
    }
    // what nobody asked for needs no room
    EXPECT_EQ(read(R"({"x":"abcdef\u0041\u0042"})", 1).why, errc{});
}

TEST(ClaimReader, WantsAClaimOfAnObjectOnlyWhereTheObjectIs) {
    EXPECT_EQ(read("{}").why, errc{});
    EXPECT_EQ(read(R"({"user":{"id":1}})").why, errc{});
    EXPECT_EQ(read(R"({"user":{}})").why, errc::missing_claim);
    EXPECT_EQ(read(R"({"user":{"email":"a"}})").why, errc::missing_claim);
    EXPECT_EQ(read(R"({"id":1,"other":{"id":1}})").why, errc{});
    EXPECT_EQ(read(R"({"user":1})").why, errc::claim_type);
    EXPECT_EQ(read(R"({"user":[{"id":1}]})").why, errc::claim_type);
}

// the table's order is where a search begins, and nothing else
TEST(ClaimReader, FindsNamesInWhateverOrderTheyCome) {
    std::vector<std::string> members{R"("aud":"me")", R"("sub":"s")",
                                     R"("user":{"id":7,"email":"e"})", R"("other":1)"};
    std::sort(members.begin(), members.end());
    std::size_t orders = 0;
    do {
        auto json = '{' + members[0] + ',' + members[1] + ',' + members[2] + ',' + members[3] + '}';
        for (bool const turned : {false, true}) {
            if (turned) {
                json.replace(json.find(R"("id":7,"email":"e")"), 18, R"("email":"e","id":7)");
            }
            auto const made = read(json);
            ASSERT_EQ(made.why, errc{}) << json;
            EXPECT_EQ(made.text(0), "s") << json;
            EXPECT_EQ(made.text(1), "me") << json;
            EXPECT_EQ(made.values[2].number, 7) << json;
            EXPECT_EQ(made.text(3), "e") << json;
            for (auto const& member : members) {
                auto const twice = json.substr(0, json.size() - 1) + ',' + member + '}';
                EXPECT_EQ(read(twice).why, errc::duplicate_member) << twice;
            }
            ++orders;
        }
    } while (std::next_permutation(members.begin(), members.end()));
    EXPECT_EQ(orders, 48U);
}

// names of one object that stand at different places in memory, and one longer than any that is compared at once
TEST(ClaimReader, KnowsAnObjectByItsNameAndNotByItsAddress) {
    std::string const first = "an object of the table";
    std::string const second = first;
    std::array const own{
        claim_rule{.object = first, .name = "a", .member = 0},
        claim_rule{.object = second, .name = "a name of more than sixteen bytes", .member = 1},
        claim_rule{.object = "an object of the tablf", .name = "b", .member = 2}};
    auto const judge = [&](std::string_view json) {
        std::array<claim_value, own.size()> values;
        return read_claims(json, own, {}, 32, values, {});
    };
    EXPECT_EQ(
        judge(R"({"an object of the table":{"a":"1","a name of more than sixteen bytes":"2"},)"
              R"("an object of the tablf":{"b":"3"}})"),
        errc{});
    EXPECT_EQ(
        judge(R"({"an object of the table":{"a":"1","a name of more than sixteen bytez":"2"},)"
              R"("an object of the tablf":{"b":"3"}})"),
        errc::missing_claim);
    EXPECT_EQ(judge(R"({"an object of the table":{"a":"1","b":"3"},)"
                    R"("an object of the tablf":{"a name of more than sixteen bytes":"2"}})"),
              errc::missing_claim);
}

TEST(ClaimReader, RefusesAnObjectBeyondItsBits) {
    std::vector<std::string> names;
    for (int i = 0; i < 66; ++i) {
        names.push_back("o" + std::to_string(i));
    }
    std::vector<claim_rule> own;
    for (auto const& name : names) {
        own.push_back({.object = name, .name = "x", .need = presence::required_in_object});
    }
    auto const judge = [&own](std::string const& json) {
        claim_value value;
        return read_claims(json, own, {}, 32, {&value, 1}, {});
    };
    EXPECT_EQ(judge("{}"), errc{});
    EXPECT_EQ(judge(R"({"o63":{"x":"1"}})"), errc{});
    EXPECT_EQ(judge(R"({"o63":{}})"), errc::missing_claim);
    EXPECT_EQ(judge(R"({"o64":{"x":"1"}})"), errc::duplicate_member);
    EXPECT_EQ(judge(R"({"o65":{}})"), errc::duplicate_member);
}

TEST(ClaimReader, ReadsAnObjectThatComesOnceAndNoDeeperOne) {
    EXPECT_EQ(read(R"({"user":{"id":1},"user":{"id":1}})").why, errc::duplicate_member);
    EXPECT_EQ(read(R"({"user":{"id":1,"user":{"id":2}}})").why, errc{});
    EXPECT_EQ(read(R"({"x":{"user":{"id":"text"}}})").why, errc{});
    auto const behind = read(R"({"user":{"id":1,"x":{"id":2}},"sub":"s"})");
    EXPECT_EQ(behind.why, errc{});
    EXPECT_EQ(behind.values[2].number, 1);
    EXPECT_EQ(behind.text(0), "s");
}

TEST(ClaimReader, KeepsOfAListTheExpectedAudience) {
    EXPECT_EQ(read(R"({"aud":["you","me","they"]})").text(1), "me");
    EXPECT_EQ(read(R"({"aud":["you","me","me"],"sub":"s"})").text(0), "s");
    EXPECT_EQ(read(R"({"aud":["you"]})").why, errc::wrong_audience);
    EXPECT_EQ(read(R"({"aud":[]})").why, errc::wrong_audience);
    for (std::string const item : {"1", "null", "true", "1.5", "[]", "{}", "[\"me\"]"}) {
        EXPECT_EQ(read(R"({"aud":["me",)" + item + "]}").why, errc::claim_type) << item;
    }
}

TEST(ClaimReader, RefusesAForbiddenClaimWithItsOwnError) {
    for (std::string const value : {"1", "null", "\"\"", "[]", "{}", "18446744073709551615"}) {
        EXPECT_EQ(read(R"({"never":)" + value + "}").why, errc::unsupported_header) << value;
    }
}

TEST(ClaimReader, WantsOneObjectAndNothingBehindIt) {
    for (std::string const json : {"", " ", "1", "\"a\"", "null", "true", "[]", "1.5", "{", "{}x",
                                   "{} {}", "{\"a\"", "{}\n,"}) {
        EXPECT_EQ(read(json).why, errc::invalid_json) << json;
    }
    EXPECT_EQ(read(" {} \n").why, errc{});
}

TEST(ClaimReader, CountsEachLevelOfDepth) {
    EXPECT_EQ(read(R"({"x":{"y":[1]}})", 20, 3).why, errc{});
    EXPECT_EQ(read(R"({"x":{"y":[1]}})", 20, 2).why, errc::invalid_json);
}

// The parser asks for these by name; comments are off, and a text in one piece has no part of a number.
TEST(ClaimHandler, LetsPassWhatTheParserNeverSays) {
    std::array<claim_value, table.size()> values;
    claim_handler handler(table, values, "me", "{}", {});
    claim_handler::error_code ec;
    EXPECT_TRUE(handler.on_comment_part("x", ec) && handler.on_comment("x", ec));
    EXPECT_TRUE(handler.on_number_part("1", ec));
    EXPECT_EQ(handler.why(), errc{});
    EXPECT_FALSE(ec.failed());
    EXPECT_FALSE(handler.saw_object("user") || handler.saw_object("nobody"));
}

}  // namespace
