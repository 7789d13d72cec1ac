// SPDX-License-Identifier: BSL-1.0
#include <bcauth/observer.hpp>

#include <gtest/gtest.h>

namespace {

struct rain {};
struct wind {};

struct hears_both {
    void on_event(rain const&) {}
    void on_event(wind const&) const noexcept {}
};
struct hears_rain {
    void on_event(rain const&) {}
};
struct answers {
    int on_event(rain const&) { return 1; }
};
struct changes {
    void on_event(rain&) {}
};
struct hears_nothing {};

// One that misses each requirement.
TEST(Observer, TakesEachEventThatItIsAskedForAndAnswersNothing) {
    static_assert(bcauth::observer<hears_both, rain>);
    static_assert(bcauth::observer<hears_both, rain, wind>);
    static_assert(bcauth::observer<hears_rain, rain>);
    static_assert(!bcauth::observer<hears_rain, wind>);
    static_assert(!bcauth::observer<hears_rain, rain, wind>);
    static_assert(!bcauth::observer<hears_nothing, rain>);
    static_assert(!bcauth::observer<answers, rain>);
    static_assert(!bcauth::observer<changes, rain>);
}

// who asks for no event asks for nothing
TEST(Observer, IsAskedForAtLeastOneEvent) {
    static_assert(!bcauth::observer<hears_both>);
}

TEST(Observer, MayBeConst) {
    static_assert(bcauth::observer<hears_both const, wind>);
    static_assert(!bcauth::observer<hears_both const, rain>);
}

}  // namespace
