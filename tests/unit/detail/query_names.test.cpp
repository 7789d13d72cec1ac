// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/query_names.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using bcauth::detail::check_many_names;
using bcauth::detail::check_names;
using bcauth::detail::names_verdict;
using bcauth::detail::segment_has_name;

TEST(QueryNames, ComparesTheDecodedNameOfTheFirstSegment) {
    for (auto const query :
         {"ab", "ab=", "ab=1", "ab&", "ab&cd=2", "%61b=1", "a%62", "%61%62&ab"}) {
        EXPECT_TRUE(segment_has_name(query, "ab")) << query;
    }
    for (auto const query :
         {"a", "a=b", "a&b", "abc", "abc=1", "Ab=1", "b", "=ab", "=", "%61", "%61=b", "a%3db"}) {
        EXPECT_FALSE(segment_has_name(query, "ab")) << query;
    }
    EXPECT_TRUE(segment_has_name("a+b=1", "a b"));
    EXPECT_TRUE(segment_has_name("a%2Bb=1", "a+b"));
    EXPECT_TRUE(segment_has_name("a%3Db=1", "a=b"));
    EXPECT_TRUE(segment_has_name("a%26b", "a&b"));
}

TEST(QueryNames, FindsNoNameInAnEmptySegment) {
    EXPECT_FALSE(segment_has_name("&", ""));
    EXPECT_FALSE(segment_has_name("&a=1", ""));
    EXPECT_FALSE(segment_has_name("&a=1", "a"));
    EXPECT_TRUE(segment_has_name("=1", ""));
}

// few names are compared with each other, many are sorted: both tell the same
TEST(QueryNames, TellsANameThatComesTwiceHoweverManyThereAre) {
    std::string many;
    for (int i = 0; i < 40; ++i) {
        auto const name = "n" + std::to_string(i);
        auto const query = many + name + "=1&&";
        EXPECT_EQ(check_names(query, 100), names_verdict::unique) << query;
        EXPECT_EQ(check_many_names(query, 100), names_verdict::unique) << query;
        for (std::string const again : {"n0", "n%30=x", "%6E0="}) {
            EXPECT_EQ(check_names(query + again, 100), names_verdict::duplicate) << query + again;
            EXPECT_EQ(check_many_names(query + again, 100), names_verdict::duplicate) << again;
        }
        many += name + "=" + std::to_string(i) + (i % 3 == 0 ? "&&" : "&");
    }
}

TEST(QueryNames, CountsUpToTheLimitAndNoFurther) {
    std::string query;
    for (int i = 1; i <= 50; ++i) {
        query += "&n" + std::to_string(i) + "&";
        EXPECT_EQ(check_many_names(query, 49),
                  i <= 49 ? names_verdict::unique : names_verdict::too_many);
        EXPECT_EQ(check_names(query, 49),
                  i <= 49 ? names_verdict::unique : names_verdict::too_many);
    }
}

TEST(QueryNames, TakesAPlusAndAnEscapedSpaceForTheSame) {
    for (auto const query : {"a+b=1&a%20b=2", "a+b&a+b", "%61=1&a=2", "=1&=2", "a%26b&a%26b"}) {
        EXPECT_EQ(check_names(query, 100), names_verdict::duplicate) << query;
        EXPECT_EQ(check_many_names(query, 100), names_verdict::duplicate) << query;
    }
    for (auto const query :
         {"a+b=1&a%2Bb=2", "a&A", "a&ab", "ab&a", "a&a%00", "a=b&b=a", "", "a", "&&", "a&&b&"}) {
        EXPECT_EQ(check_names(query, 100), names_verdict::unique) << query;
        EXPECT_EQ(check_many_names(query, 100), names_verdict::unique) << query;
    }
}

}  // namespace
