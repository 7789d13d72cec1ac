// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/detail/store_samples.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace {

namespace battery = bcauth::detail::battery;

// a battery that takes two installations for the same would let every store pass
TEST(StoreSamples, DifferInEachMember) {
    auto const full = battery::full_installation();
    EXPECT_TRUE(battery::same(full, battery::full_installation()));
    std::vector<bcauth::installation> others(11, full);
    others[0].store = battery::sample_store("other");
    others[1].access_token = bcauth::secret("other");
    others[2].scopes = {};
    others[3].user.id = 7;
    others[4].user.username.reset();
    others[5].user.email = "other";
    others[6].owner.reset();
    others[7].owner->id = 7;
    others[8].owner->username = "";
    others[9].owner->email = "a";
    others[10].account_uuid = "other";
    for (auto const& other : others) {
        EXPECT_FALSE(battery::same(full, other)) << &other - others.data();
    }
    EXPECT_FALSE(battery::same(battery::variant(0), battery::variant(1)));
}

TEST(StoreSamples, AreJudgedWithWhatWasFound) {
    using found = bcauth::result<std::optional<bcauth::user>>;
    auto const person = battery::full_user();
    EXPECT_TRUE(battery::is(found(person), person));
    EXPECT_FALSE(battery::is(found(battery::nobody), person));
    EXPECT_FALSE(battery::is(found(person), battery::nobody));
    EXPECT_TRUE(battery::is(found(battery::nobody), battery::nobody));
    EXPECT_FALSE(battery::is(found(bcauth::errc::store_failed), battery::nobody));
    EXPECT_FALSE(
        battery::is(bcauth::result<std::vector<bcauth::store_hash>>(bcauth::errc::store_failed),
                    std::vector<bcauth::store_hash>{}));
}

TEST(StoreVerdict, KeepsTheFirstComplaint) {
    battery::store_verdict verdict;
    verdict.expect(true, "right");
    EXPECT_EQ(verdict.text(), "");
    verdict.expect(false, "first");
    verdict.expect(false, "second");
    EXPECT_EQ(verdict.text(), "first");
}

}  // namespace
