// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_ONE_OPERATION_HPP
#define BCAUTH_TESTS_SUPPORT_ONE_OPERATION_HPP

#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/testing/client_battery.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/sample_operations.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

// One operation, the same object in all ways of running one. A way is a type with
//     bcauth::testing::client_lab lab();                                 a server as the client battery wants it
//     template <class Operation> auto run(Operation, bcauth::diagnostics&);   gives the operation's result
// and INSTANTIATE_TYPED_TEST_SUITE_P(Name, OneOperation, way) runs the suite: unit/async/one_operation.test.cpp has the
// ways that need no network, a transport's own tests have theirs.

// What a lab answers, for clients that have none.
inline bcauth::testing::client_lab imagined_lab() {
    return {.origin = "https://lab.example", .dead_origin = "https://dead.example"};
}
inline bcauth::result<bcauth::http::response> imagined_answer(bcauth::http::request const& asked) {
    std::string const statuses = imagined_lab().origin + "/status/";
    if (asked.url.compare(0, statuses.size(), statuses) != 0) {
        return bcauth::errc::transport_failed;
    }
    return bcauth::testing::make_response(std::stoi(asked.url.substr(statuses.size())));
}

template <class Way>
class OneOperation : public testing::Test {
protected:
    Way x_way;
};

TYPED_TEST_SUITE_P(OneOperation);

TYPED_TEST_P(OneOperation, IsCarriedThroughItsRequestsAndItsWait) {
    auto const lab = this->x_way.lab();
    bcauth::diagnostics why;
    why.message("of an earlier call", {});
    std::chrono::milliseconds const pause{40};
    auto const begin = std::chrono::steady_clock::now();
    auto const sum = this->x_way.run(
        sum_of_two(lab.origin + "/status/201", lab.origin + "/status/404", pause), why);
    ASSERT_TRUE(sum) << sum.error().message();
    EXPECT_EQ(**sum, 201 + 404);
    EXPECT_EQ(why.status(), 404);
    EXPECT_TRUE(why.message().empty());
    EXPECT_GE(std::chrono::steady_clock::now() - begin, pause);
}

TYPED_TEST_P(OneOperation, IsToldOfEachFailure) {
    auto const lab = this->x_way.lab();
    auto const alive = lab.origin + "/status/200";
    auto const dead = lab.dead_origin + "/status/200";
    for (bool const first : {true, false}) {
        bcauth::diagnostics why;
        auto const sum =
            this->x_way.run(sum_of_two(first ? dead : alive, first ? alive : dead), why);
        ASSERT_FALSE(sum);
        EXPECT_EQ(sum.error(), bcauth::errc::transport_failed);
        EXPECT_EQ(why.status(), first ? 0 : 200);
        EXPECT_EQ(why.message(), "no answer");
    }
}

TYPED_TEST_P(OneOperation, MayBeDoneAtOnce) {
    bcauth::diagnostics why;
    why.status(500);
    auto const one = this->x_way.run(done_at_once{}, why);
    ASSERT_TRUE(one);
    EXPECT_EQ(*one, 1);
    EXPECT_EQ(why.status(), 0);
}

REGISTER_TYPED_TEST_SUITE_P(OneOperation, IsCarriedThroughItsRequestsAndItsWait,
                            IsToldOfEachFailure, MayBeDoneAtOnce);

#endif
