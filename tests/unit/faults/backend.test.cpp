// SPDX-License-Identifier: BSL-1.0
// A backend whose calls fail in turn, as one with a key in hardware does when that is pulled out.
#include "support/failing_mac.hpp"
#include "unit/faults/doors_under_fault.hpp"
#include "unit/faults/tally.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace under_fault;
using backend = support::failing_mac;

constexpr int never = -1;

// how many calls `use` makes; each of them fails once
template <class Use>
int each_call_fails(tally& all, Use const& use) {
    backend::fail_at(never);
    auto const usual = use();
    for (int call = 0;; ++call) {
        backend::fail_at(call);
        auto const why = use();
        if (!backend::failed()) {
            return call;
        }
        all.count(!why);
        EXPECT_EQ(why, errc::crypto_failure) << "call " << call;
        backend::fail_at(never);
        EXPECT_EQ(use(), usual) << "after call " << call;
    }
}

// threats row 62
TEST(BackendFaults, NoDoorAcceptsWhileACallFails) {
    tally all("backend, doors");
    each_door<backend>([&]<class Under>(Under) {
        SCOPED_TRACE(Under::name);
        auto const& [right, forged] = Under::inputs();
        backend::fail_at(never);
        auto const door = Under::make().value();
        EXPECT_EQ(Under::judge(door, right), error_code{});
        EXPECT_EQ(Under::judge(door, forged), errc::signature_mismatch);
        for (auto const* const input : {&right, &forged}) {
            // one for each secret at least, whichever of them matches
            EXPECT_GE(each_call_fails(all, [&] { return Under::judge(door, *input); }), 3);
            EXPECT_GE(each_call_fails(all, [&] { return make_and_judge(Under{}, *input); }), 6);
        }
    });
}

TEST(BackendFaults, NothingIsMintedWhileACallFails) {
    tally all("backend, minting");
    each_mint<backend>([&]<class Under>(Under) {
        SCOPED_TRACE(Under::name);
        EXPECT_GE(each_call_fails(all, [&] { return make_and_judge(Under{}, {}); }), 2);
    });
}

}  // namespace
