// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_UNIT_FAULTS_TALLY_HPP
#define BCAUTH_TESTS_UNIT_FAULTS_TALLY_HPP

#include <gtest/gtest.h>

#include <cstdio>

#include <pthread.h>

namespace under_fault {

// What became of the faults of one test. Tells it when the test ends.
class tally {
public:
    explicit tally(char const* what) : x_what(what) {}
    ~tally() {
        std::printf("[ faults   ] %s: %ld faults injected, %ld accepted\n", x_what, x_injected,
                    x_accepted);
        EXPECT_GT(x_injected, 0);
        EXPECT_EQ(x_accepted, 0);
    }
    tally(tally const&) = delete;
    tally& operator=(tally const&) = delete;

    void count(bool accepted) {
        ++x_injected;
        x_accepted += accepted ? 1 : 0;
    }

private:
    char const* x_what;
    long x_injected = 0;
    long x_accepted = 0;
};

// For what a thread does once in its life. Not std::thread, since these faults are none of the thread sanitizer's.
template <class Function>
void in_a_new_thread(Function const& run) {
    pthread_t thread{};
    auto* const start = +[](void* given) -> void* {
        (*static_cast<Function const*>(given))();
        return nullptr;
    };
    auto* const given = const_cast<void*>(static_cast<void const*>(&run));
    ASSERT_EQ(pthread_create(&thread, nullptr, start, given), 0);
    ASSERT_EQ(pthread_join(thread, nullptr), 0);
}

}  // namespace under_fault

#endif
