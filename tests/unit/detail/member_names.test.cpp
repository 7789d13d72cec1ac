// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/member_names.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::detail::member_names;

// as texts that nobody else points to
std::vector<std::string> many(std::size_t count) {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < count; ++i) {
        made.push_back("member " + std::to_string(i));
    }
    return made;
}

TEST(MemberNames, ComeOnceInAnObject) {
    member_names names;
    names.open();
    for (auto const name : {"", "a", "ab", "b", "A"}) {
        EXPECT_EQ(names.add(name), errc{}) << name;
    }
    for (auto const name : {"", "a", "ab", "b", "A"}) {
        EXPECT_EQ(names.add(name), errc::duplicate_member) << name;
    }
}

TEST(MemberNames, DifferInAnyOneLetter) {
    for (std::size_t size = 1; size <= 20; ++size) {
        member_names names;
        names.open();
        std::vector<std::string> texts(size + 1, std::string(size, 'n'));
        for (std::size_t at = 0; at < size; ++at)
            texts[at][at] = 'm';
        for (auto const& text : texts)
            EXPECT_EQ(names.add(text), errc{}) << text;
        for (auto const& text : texts)
            EXPECT_EQ(names.add(text), errc::duplicate_member) << text;
    }
}

TEST(MemberNames, AreOfTheInnermostOpenObject) {
    member_names names;
    names.open();
    EXPECT_EQ(names.add("a"), errc{});
    for (int i = 0; i < 3; ++i) {
        names.open();
        EXPECT_EQ(names.add("a"), errc{}) << "of another object";
        EXPECT_EQ(names.add("b"), errc{});
        EXPECT_EQ(names.add("b"), errc::duplicate_member);
        names.close();
    }
    EXPECT_EQ(names.add("b"), errc{});
    EXPECT_EQ(names.add("a"), errc::duplicate_member);
    EXPECT_EQ(names.add("b"), errc::duplicate_member);
}

TEST(MemberNames, AreAsManyAsTheLimitInAllObjectsTogether) {
    auto const texts = many(member_names::max_members + 1);
    for (bool const nested : {false, true}) {
        member_names names;
        names.open();
        for (std::size_t i = 0; i < member_names::max_members; ++i) {
            if (nested) names.open();
            ASSERT_EQ(names.add(texts[i]), errc{}) << i;
            if (nested) names.close();
        }
        EXPECT_EQ(names.add(texts.back()), errc::invalid_json);
        EXPECT_EQ(names.add(texts.front()), errc::invalid_json);
    }
}

static_assert(member_names::max_depth == 32, "what a policy's json_depth can be at most");

// how many different texts of eleven bits there are at that place of the names' marks
std::size_t variety(std::vector<std::string> const& texts, unsigned place) {
    std::set<std::uint64_t> seen;
    for (auto const& text : texts) {
        seen.insert(member_names::mark_of(text) >> place & 2047U);
    }
    return seen.size();
}

// 256 names drawn at random would leave about sixteen without bits of their own
TEST(MemberNames, AreSpreadOverTheBits) {
    for (std::size_t const size : {2U, 7U, 8U, 9U, 15U, 16U, 17U, 40U}) {
        for (std::size_t at = 0; at + 2 <= size; ++at) {
            std::vector<std::string> texts;
            for (char first = 'a'; first <= 'p'; ++first) {
                for (char second = 'A'; second <= 'P'; ++second) {
                    texts.emplace_back(size, 'x');
                    texts.back().replace(at, 2, {first, second});
                }
            }
            EXPECT_GT(variety(texts, 53), 210U) << size << ' ' << at;
            EXPECT_GT(variety(texts, 42), 210U) << size << ' ' << at;
        }
    }
}

TEST(MemberNames, GoAsDeepAsTheLimit) {
    auto const texts = many(member_names::max_depth);
    member_names names;
    for (auto const& text : texts) {
        names.open();
        EXPECT_EQ(names.add(text), errc{});
        EXPECT_EQ(names.add(text), errc::duplicate_member);
    }
    for (auto at = texts.size(); at-- > 0;) {
        EXPECT_EQ(names.add(texts[at]), errc::duplicate_member) << at;
        names.close();
    }
}

}  // namespace
