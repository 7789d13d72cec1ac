// SPDX-License-Identifier: BSL-1.0
#include <bcauth/codec/form.hpp>
#include <bcauth/http/query.hpp>
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::plus_sign;
using bcauth::http::parameter;
using bcauth::http::query;
using pairs = std::vector<std::pair<std::string, std::string>>;

std::string decoded(std::string_view raw) {
    std::string out(raw.size(), '?');
    return std::string(bcauth::form_decode(raw, plus_sign::space, out));
}

pairs pairs_of(query const& all) {
    pairs found;
    all.for_each([&](parameter const& each) {
        found.emplace_back(decoded(each.raw_name()), decoded(each.raw()));
    });
    return found;
}

pairs pairs_of_hex(boost::json::value const& rows) {
    pairs expected;
    for (auto const& row : rows.as_array()) {
        expected.emplace_back(vectors::from_hex(row.at(0).as_string()),
                              vectors::from_hex(row.at(1).as_string()));
    }
    return expected;
}

bool has_reason(boost::json::value const& row, std::string_view reason) {
    auto const& reasons = row.at("reasons").as_array();
    return std::any_of(reasons.begin(), reasons.end(),
                       [&](boost::json::value const& each) { return each.as_string() == reason; });
}

// a text that is not well formed is refused as such before its names are compared
bcauth::errc expected_error(boost::json::value const& row) {
    bool const only_repeated =
        row.at("reasons").as_array().size() == 1 && has_reason(row, "duplicate-name");
    return only_repeated ? errc::duplicate_parameter : errc::invalid_query;
}

// threats rows 72 to 77
TEST(FormVectors, StrictVerdictsOfAllQueries) {
    auto const file = vectors::load("form_urlencoded_vectors.json");
    if (!file) GTEST_SKIP() << vectors::skipped;
    vectors::tally tally("form_urlencoded_vectors.json, parse");
    for (auto const& row : file->at("parse").as_array()) {
        auto const text = vectors::from_hex(vectors::text(row, "in_hex"));
        auto const all = query::parse(text);
        bool const accepted = vectors::text(row, "strict") == "accept";
        bool const right =
            accepted ? all.has_value() && pairs_of(*all) == pairs_of_hex(row.at("lenient_bytes"))
                     : all.has_error() && all.error() == expected_error(row);
        tally.judge(right, vectors::text(row, "in_hex").substr(0, 200));
    }
    EXPECT_EQ(tally.rows(), 770U);
}

// each accepted pair is also found by its name
TEST(FormVectors, AcceptedParametersAreFound) {
    auto const file = vectors::load("form_urlencoded_vectors.json");
    if (!file) GTEST_SKIP() << vectors::skipped;
    for (auto const& row : file->at("parse").as_array()) {
        auto const text = vectors::from_hex(vectors::text(row, "in_hex"));
        auto const all = query::parse(text);
        if (!all) continue;
        for (auto const& [name, value] : pairs_of_hex(row.at("lenient_bytes"))) {
            auto const found = all->find(name);
            ASSERT_TRUE(found) << text;
            EXPECT_EQ(found->text(plus_sign::space).size(), value.size()) << text;
            EXPECT_EQ(decoded(found->raw()), value) << text;
        }
    }
}

// threats row 78
TEST(FormVectors, SerialiserIsThatOfBrowsers) {
    auto const file = vectors::load("form_urlencoded_vectors.json");
    if (!file) GTEST_SKIP() << vectors::skipped;
    vectors::tally tally("form_urlencoded_vectors.json, serialize");
    for (auto const& row : file->at("serialize").as_array()) {
        std::vector<bcauth::form_field> fields;
        for (auto const& each : row.at("pairs").as_array()) {
            fields.push_back({each.at(0).as_string(), each.at(1).as_string()});
        }
        auto const body = bcauth::form_encode(fields);
        tally.judge(body.expose() == vectors::text(row, "whatwg"), vectors::text(row, "whatwg"));
    }
    EXPECT_EQ(tally.rows(), 183U);
}

}  // namespace
