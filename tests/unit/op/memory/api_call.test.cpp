// SPDX-License-Identifier: BSL-1.0
// In an executable of its own, since another test of operations watches the heap as well.
#include <bcauth/op/api_call.hpp>

#include "support/api.hpp"
#include "support/heap_watch.hpp"

#include <gtest/gtest.h>

#include <new>
#include <string>
#include <string_view>

namespace {

namespace http = bcauth::http;
using api_support::answers;
using api_support::no_chance;
using bcauth::errc;
using bcauth::op::api_call;
using bcauth::testing::make_response;

constexpr std::string_view path = "/v3/customers?limit=1";

// threats row 58; the control shows that the watch sees a plain text
TEST(ApiCallMemory, LeavesNothingSecretInFreedMemory) {
    heap_watch::watch const control(api_support::token);
    delete new std::string(
        std::string("a text that is long enough for the heap: ").append(api_support::token));
    EXPECT_GT(control.leaked(), 0);
    heap_watch::watch const watch(api_support::token);
    std::string body;
    body.append(R"({"title":"\u00673y3ab5cctiu0edpy9n8gzl0p25og9u"})");
    api_call each(api_support::access(), {.path = std::string(path)}, {}, no_chance{});
    ASSERT_FALSE(each.start().is_done());
    ASSERT_FALSE(each.resume(make_response(503, body)).is_done());
    EXPECT_EQ(each.resume(make_response(401, body)).outcome().error(), errc::api_unauthorized);
    EXPECT_EQ(each.why().message(), "[redacted]");
    EXPECT_EQ(watch.leaked(), 0);
}

// threats rows 68 and 69
TEST(ApiCallMemory, GivesBadAllocAndNothingElseWhenMemoryRunsOut) {
    auto const as = api_support::access();
    bool finished = false;
    int failures = 0;
    for (long allowed = 0; !finished && allowed < 1000; ++allowed) {
        bcauth::testing::scripted_client client(
            answers(http::method::get, path,
                    {make_response(429, "", {{"X-Rate-Limit-Time-Reset-Ms", "1"}}),
                     make_response(200, "{}")}));
        try {
            heap_watch::failing_allocation const failing(allowed);
            auto const outcome = bcauth::run(
                client, api_call(as, {.path = std::string(path)}, {}, no_chance{}), [](auto) {});
            finished = true;
            EXPECT_TRUE(outcome);
        } catch (std::bad_alloc const&) {
            ++failures;
        }
    }
    EXPECT_TRUE(finished);
    EXPECT_GT(failures, 10);
}

}  // namespace
