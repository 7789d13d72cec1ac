// SPDX-License-Identifier: BSL-1.0
#include <bcauth/op/api_call.hpp>

#include <bcauth/op/run.hpp>
#include "support/api.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace api = bcauth::api;
namespace http = bcauth::http;
using bcauth::errc;
using std::chrono::milliseconds;
using reply = bcauth::result<http::response>;

// any answer, of which those that are repeated come often
reply any_reply() {
    switch (*rc::gen::inRange(0, 6)) {
        case 0: return bcauth::testing::make_response(*rc::gen::inRange(100, 600));
        case 1: return bcauth::testing::make_response(503);
        case 2: return bcauth::testing::make_response(429);
        case 3:
            return bcauth::testing::make_response(
                429, "",
                {{"X-Rate-Limit-Time-Reset-Ms", std::to_string(*rc::gen::inRange(0, 3000))}});
        case 4: return errc::timed_out;
        default: return errc::transport_failed;
    }
}

bool is_limited(reply const& each) {
    return each && each->status == 429;
}

// whatever is answered: it ends, within the tries and waits that it may have, and a request that isn't idempotent is
// sent again after 429 alone
RC_GTEST_PROP(ApiCalls, StayWithinTheirBudget, ()) {
    bool const idempotent = *rc::gen::arbitrary<bool>();
    bcauth::op::api_call_options const options{
        .max_tries = *rc::gen::inRange(0U, 8U),
        .max_wait = milliseconds{*rc::gen::inRange(0, 5000)},
        .first_backoff = milliseconds{*rc::gen::inRange(0, 1000)},
        .max_backoff = milliseconds{*rc::gen::inRange(0, 2000)}};
    std::vector<reply> given;
    auto client = http::function_client{[&](http::request const&) -> reply {
        given.push_back(any_reply());
        return given.back();
    }};
    std::vector<long> waits;
    auto const outcome = bcauth::run(
        client,
        bcauth::op::api_call(api_support::access(), {.path = "/v3/x", .idempotent = idempotent},
                             options, api_support::no_chance{*rc::gen::arbitrary<unsigned char>()}),
        [&](auto delay) { waits.push_back(static_cast<long>(delay.count())); });
    RC_ASSERT(given.size() >= 1U);
    RC_ASSERT(given.size() <= std::max<std::size_t>(1, options.max_tries));
    RC_ASSERT(waits.size() < given.size());
    RC_ASSERT(std::all_of(waits.begin(), waits.end(), [](long each) { return each > 0; }));
    RC_ASSERT(std::accumulate(waits.begin(), waits.end(), 0L) <= options.max_wait.count());
    RC_ASSERT(idempotent || std::all_of(given.begin(), given.end() - 1, is_limited));
    // the last answer is what it came to
    auto const& last = given.back();
    if (outcome) {
        RC_ASSERT(last.has_value());
        RC_ASSERT(outcome->status == last->status);
    } else if (last) {
        RC_ASSERT(outcome.error() == api::error_of(last->status));
    }
}

// what a path may be made of when somebody means ill
std::string any_path() {
    auto const ill = rc::gen::elementOf(
        std::vector<std::string>{"/", "..", ".", "%2e", "%2F", "%5c", "\\", "//", "?", "#",
                                 "@evil.example", ":", "%25", "%", " ", "http://", "\n"});
    auto const well = rc::gen::elementOf(
        std::vector<std::string>{"/v3", "/x", "stores", "other", "a=b", "%c3%a9", ";", "&"});
    auto const piece = rc::gen::weightedOneOf<std::string>({{1, ill}, {6, well}});
    auto const pieces = *rc::gen::container<std::vector<std::string>>(piece);
    return std::accumulate(pieces.begin(), pieces.end(), std::string("/"));
}

// a parser that removes dot segments, and one that decodes first, both find the store in what is taken
RC_GTEST_PROP(ApiCalls, GoBelowTheirStoreAlone, ()) {
    auto const made = api::make_request(api_support::access(), {.path = any_path()});
    RC_TAG(made.has_value() ? "taken" : "refused");
    if (!made) return;
    auto const parsed = boost::urls::parse_uri(made->url);
    RC_ASSERT(parsed.has_value());
    boost::urls::url url(*parsed);
    url.normalize();
    RC_ASSERT(std::string_view(url.encoded_authority()) == "api.bigcommerce.com");
    RC_ASSERT(!url.has_fragment());
    auto const path = std::string(url.encoded_path());
    RC_ASSERT(path.starts_with("/stores/g5cd38/"));
    std::string decoded;
    for (std::size_t at = 0; at < path.size(); ++at) {
        auto const byte = bcauth::detail::percent_byte(path, at);
        decoded += byte < 0 ? path[at] : static_cast<char>(static_cast<unsigned char>(byte));
        at += byte < 0 ? 0U : 2U;
    }
    for (std::string_view const up : {"/../", "/./", "//", "\\"}) {
        RC_ASSERT((decoded + '/').find(up) == std::string::npos);
    }
}

}  // namespace
