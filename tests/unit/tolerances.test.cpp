// SPDX-License-Identifier: BSL-1.0
#include <bcauth/tolerances.hpp>

#include <gtest/gtest.h>

#include <chrono>

namespace {

using std::chrono::seconds;

struct narrow_policy : bcauth::strict_policy {
    static constexpr seconds leeway{0};
    static constexpr seconds max_leeway{5};
    static constexpr seconds payload_max_age{7};
    static constexpr seconds payload_max_ahead{3};
    static constexpr seconds max_age_ceiling{20};
    static constexpr seconds destructive_max_age{11};
    static constexpr seconds webhook_tolerance{13};
    static constexpr seconds max_webhook_tolerance{17};
};

template <class Policy>
bool refused(bcauth::tolerances<Policy> const& some) {
    auto const checked = some.check();
    EXPECT_TRUE(checked || checked.error() == bcauth::errc::tolerance_too_wide);
    return !checked;
}

// the member takes `least` to `most` and nothing on either side
template <class Policy>
void expect_range(seconds bcauth::tolerances<Policy>::*member, seconds least, seconds most) {
    bcauth::tolerances<Policy> some;
    for (auto const fine : {least, most}) {
        some.*member = fine;
        EXPECT_FALSE(refused(some)) << fine.count();
    }
    for (auto const wrong :
         {least - seconds{1}, most + seconds{1}, seconds::min(), seconds::max()}) {
        some.*member = wrong;
        EXPECT_TRUE(refused(some)) << wrong.count();
    }
}

TEST(Tolerances, StartFromThePolicysDefaultsAndPass) {
    bcauth::tolerances<> const some;
    EXPECT_EQ(some.leeway, bcauth::strict_policy::leeway);
    EXPECT_EQ(some.payload_max_age, bcauth::strict_policy::payload_max_age);
    EXPECT_EQ(some.payload_max_ahead, bcauth::strict_policy::payload_max_ahead);
    EXPECT_EQ(some.destructive_max_age, bcauth::strict_policy::destructive_max_age);
    EXPECT_EQ(some.webhook_tolerance, bcauth::strict_policy::webhook_tolerance);
    EXPECT_FALSE(refused(some));
}

TEST(Tolerances, MoveWithinTheStrictCeilings) {
    using tolerances = bcauth::tolerances<>;
    expect_range(&tolerances::leeway, seconds{0}, seconds{600});
    expect_range(&tolerances::payload_max_age, seconds{0}, seconds{86400});
    expect_range(&tolerances::payload_max_ahead, seconds{0}, seconds{600});
    expect_range(&tolerances::destructive_max_age, seconds{0}, seconds{300});
    expect_range(&tolerances::webhook_tolerance, seconds{0}, seconds{600});
}

TEST(Tolerances, MoveWithinTheCeilingsOfAnotherPolicy) {
    using tolerances = bcauth::tolerances<narrow_policy>;
    expect_range(&tolerances::leeway, seconds{0}, seconds{5});
    expect_range(&tolerances::payload_max_age, seconds{0}, seconds{20});
    expect_range(&tolerances::payload_max_ahead, seconds{0}, seconds{5});
    expect_range(&tolerances::destructive_max_age, seconds{0}, seconds{11});
    expect_range(&tolerances::webhook_tolerance, seconds{0}, seconds{17});
    EXPECT_EQ(tolerances{}.leeway, seconds{0});
}

}  // namespace
