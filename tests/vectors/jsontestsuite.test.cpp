// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/claim_reader.hpp>
#include "support/vectors.hpp"

#include <boost/json.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::jwt::claim_rule;
using bcauth::jwt::claim_type;
using bcauth::jwt::claim_value;

constexpr std::size_t depth = 32;

errc read(std::string_view text, std::vector<claim_rule> const& table = {}) {
    // a copy of its exact size, so that a sanitizer sees a read too far
    std::vector<char> const json(text.begin(), text.end());
    std::vector<char> spare(json.size());
    std::array<claim_value, 1> values{};
    return bcauth::detail::read_claims({json.data(), json.size()}, table, {}, depth, values, spare);
}

// The reader takes objects only: another text is judged as the value of a member.
std::string as_object(std::string const& text) {
    auto const start = text.find_first_not_of(" \t\r\n");
    bool const object = start != std::string::npos && text[start] == '{';
    return object ? text : "{\"v\":" + text + '}';
}

// Valid JSON that is refused all the same, by our own rule: a member that comes twice (threats
// row 27).
std::map<std::string, errc> const& refused_by_rule() {
    static std::map<std::string, errc> const rows = {
        {"test_parsing/y_object_duplicated_key.json", errc::duplicate_member},
        {"test_parsing/y_object_duplicated_key_and_value.json", errc::duplicate_member},
    };
    return rows;
}

// a claim of any type may refuse more than no claim at all, never less
bool no_type_takes_more(std::string const& text) {
    bool const refused = read(text) != errc{};
    for (auto const type :
         {claim_type::text, claim_type::time, claim_type::integer, claim_type::nullable_integer,
          claim_type::nullable_text, claim_type::text_or_integer, claim_type::audience,
          claim_type::nullable_boolean, claim_type::anything}) {
        for (auto const* const object : {"", "v"}) {
            if (refused && read(text, {{.object = object, .name = "v", .type = type}}) == errc{}) {
                return false;
            }
        }
    }
    return true;
}

// threats rows 27, 28, 30 and 31
TEST(JsonTestSuite, IsJudgedThroughTheClaimReader) {
    auto const file = vectors::load("jsontestsuite.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally fixed("jsontestsuite.json (fixed verdicts)");
    vectors::tally open("jsontestsuite.json (either verdict, no crash)");
    for (auto const& row : file->at("files").as_array()) {
        auto const name = vectors::text(row, "file");
        auto const text = as_object(vectors::from_base64(vectors::text(row, "b64")));
        auto const why = read(text);
        auto const rule = refused_by_rule().find(name);
        auto const expect = vectors::text(row, "expect");
        if (expect == "either") {
            open.judge(no_type_takes_more(text), name);
        } else if (rule != refused_by_rule().end()) {
            fixed.judge(why == rule->second, name);
        } else {
            fixed.judge((why == errc{}) == (expect == "accept") && no_type_takes_more(text), name);
        }
    }
    EXPECT_EQ(fixed.rows(), 283U);
    EXPECT_EQ(open.rows(), 57U);
}

TEST(JsonTestSuite, NoTextButAnObjectIsTaken) {
    auto const file = vectors::load("jsontestsuite.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    std::size_t others = 0;
    for (auto const& row : file->at("files").as_array()) {
        auto const text = vectors::from_base64(vectors::text(row, "b64"));
        if (as_object(text) != text) {
            ++others;
            EXPECT_EQ(read(text), errc::invalid_json) << vectors::text(row, "file");
        }
    }
    EXPECT_GT(others, 200U);
}

// Old crashes of the parser underneath: none here, and nothing is accepted that the same library's
// own door refuses.
TEST(BoostJsonOldCrashes, DoNotCrashAndAreNotTakenForMore) {
    auto const file = vectors::load("boost_json_old_crashes.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("boost_json_old_crashes.json");
    for (auto const& row : file->at("files").as_array()) {
        auto const raw = vectors::from_base64(vectors::text(row, "b64"));
        bool right = true;
        for (auto const& text : {raw, as_object(raw)}) {
            boost::system::error_code ec;
            auto const value = boost::json::parse(text, ec);
            bool const object = !ec && value.is_object();
            right = right && no_type_takes_more(text) && (object || read(text) != errc{});
        }
        tally.judge(right, vectors::text(row, "file"));
    }
    EXPECT_EQ(tally.rows(), 15U);
}

}  // namespace
