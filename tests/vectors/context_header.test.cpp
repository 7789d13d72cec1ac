// SPDX-License-Identifier: BSL-1.0
#include <bcauth/http/fields.hpp>
#include <bcauth/store_hash.hpp>
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using bcauth::store_hash;

// threats row 44
TEST(ContextVectors, ContextsAreStrict) {
    auto const file = vectors::load("context_redirect_header.json");
    if (!file) GTEST_SKIP() << vectors::skipped;
    vectors::tally tally("context_redirect_header.json, context");
    for (auto const& row : file->at("context").as_array()) {
        auto const text = vectors::from_hex(vectors::text(row, "in_hex"));
        auto const store = store_hash::from_context(text);
        bool const right =
            store.has_value() == row.at("valid").as_bool() && (!store || store->context() == text);
        tally.judge(right, vectors::text(row, "in_hex").substr(0, 100));
    }
    EXPECT_EQ(tally.rows(), 20U);
}

// threats row 82
TEST(ContextVectors, HeaderValuesCannotSplit) {
    auto const file = vectors::load("context_redirect_header.json");
    if (!file) GTEST_SKIP() << vectors::skipped;
    vectors::tally tally("context_redirect_header.json, header_value");
    for (auto const& row : file->at("header_value").as_array()) {
        auto const text = vectors::from_hex(vectors::text(row, "in_hex"));
        bcauth::http::fields all;
        tally.judge(all.add("X-Auth-Token", text).has_value() == row.at("valid").as_bool(),
                    vectors::text(row, "in_hex"));
    }
    EXPECT_EQ(tally.rows(), 8U);
}

TEST(ContextVectors, StoresOfPeersTests) {
    auto const file = vectors::load("peers_verbatim.json");
    if (!file) GTEST_SKIP() << vectors::skipped;
    vectors::tally tally("peers_verbatim.json, store_context and store_hash");
    for (auto const& row : file->as_array()) {
        auto const kind = vectors::text(row, "kind");
        if (kind != "store_context" && kind != "store_hash") continue;
        auto const input = vectors::text(row, "input");
        auto const store =
            kind == "store_hash" ? store_hash::make(input) : store_hash::from_context(input);
        auto const& expect = row.at("expect");
        bool const accepted = vectors::text(expect, "result") == "accept";
        auto const named = vectors::text(expect, "store_hash");
        tally.judge(
            store.has_value() == accepted && (!store || named.empty() || store->view() == named),
            vectors::text(row, "name"));
    }
    EXPECT_EQ(tally.rows(), 19U);
}

}  // namespace
