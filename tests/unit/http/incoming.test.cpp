// SPDX-License-Identifier: BSL-1.0
#include <bcauth/http/incoming.hpp>

#include <gtest/gtest.h>

#include <ostream>
#include <string_view>

namespace {

using bcauth::http::incoming;

template <class T>
concept streamable = requires(std::ostream& out, T const& value) {
    out << value;
};
static_assert(!streamable<incoming>, "its target may carry a token");

TEST(Incoming, HasThePathBeforeTheFirstQuestionMark) {
    struct {
        std::string_view target;
        std::string_view path;
    } const rows[] = {
        {"/load?a=b?c", "/load"},  {"/load", "/load"}, {"/load?", "/load"}, {"?a", ""}, {"", ""},
        {"/lo%3Fad?x", "/lo%3Fad"}};
    for (auto const& row : rows) {
        incoming const request{.method = "GET", .target = row.target, .fields = {}, .body = {}};
        EXPECT_EQ(request.path(), row.path) << row.target;
    }
}

}  // namespace
