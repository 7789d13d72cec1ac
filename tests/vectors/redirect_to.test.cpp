// SPDX-License-Identifier: BSL-1.0
#include <bcauth/customer_login.hpp>
#include <bcauth/detail/relative_path.hpp>
#include "support/logins.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>

namespace {

// threats row 84; SECURITY.md, "How it is checked"
TEST(RedirectVectors, LoginsLeadToThePagesOfTheirStoreOnly) {
    auto const file = vectors::load("context_redirect_header.json");
    if (!file) GTEST_SKIP() << vectors::skipped;
    vectors::tally tally("context_redirect_header.json, redirect_to");
    auto const maker = logins::make();
    for (auto const& row : file->at("redirect_to").as_array()) {
        auto who = logins::shopper();
        who.redirect_to = vectors::from_hex(vectors::text(row, "in_hex"));
        bcauth::diagnostics told;
        auto const token = maker.token(who, told);
        bool const valid = row.at("valid").as_bool();
        bool const right =
            valid ? token && logins::claims(*token).at("redirect_to").as_string() == who.redirect_to
                  : !token && token.error() == bcauth::errc::invalid_parameter &&
                        told.subject() == "redirect_to";
        tally.judge(right, vectors::text(row, "in_hex").substr(0, 100));
    }
    EXPECT_EQ(tally.rows(), 22U);
}

// threats row 84: what a signed deep link and an app's own routes are judged by; how long one may be is their own matter
TEST(RedirectVectors, PathsAreRelative) {
    auto const file = vectors::load("context_redirect_header.json");
    if (!file) GTEST_SKIP() << vectors::skipped;
    vectors::tally tally("context_redirect_header.json, redirect_to by the rule for paths");
    for (auto const& row : file->at("redirect_to").as_array()) {
        auto const text = vectors::from_hex(vectors::text(row, "in_hex"));
        bool const too_long = text.size() > 2048;
        tally.judge(
            bcauth::detail::is_relative_path(text) == (row.at("valid").as_bool() || too_long),
            vectors::text(row, "in_hex").substr(0, 100));
    }
    EXPECT_EQ(tally.rows(), 22U);
}

}  // namespace
