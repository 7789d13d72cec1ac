// SPDX-License-Identifier: BSL-1.0
#include <bcauth/replay/memory.hpp>
#include <bcauth/testing/fixed_clock.hpp>
#include "unit/process/doors_at_work.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace {

// threats row 63: what is shared is only read, so the thread sanitizer has nothing to say
TEST(Threads, EightShareEveryDoor) {
    constexpr int rounds = 1000;
    doors_at_work const doors;
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int id = 0; id < 8; ++id) {
            threads.emplace_back([&] {
                int mine = 0;
                for (int round = 0; round < rounds; ++round) {
                    mine += doors.judge();
                }
                right += mine;
            });
        }
    }
    EXPECT_EQ(right, 8 * rounds * doors_at_work::count);
}

TEST(Threads, EightShareOneReplayGuard) {
    bcauth::testing::fixed_clock const clock(1'700'000'000);
    bcauth::memory_replay_guard seen(1000, clock);
    std::atomic<int> taken = 0;
    {
        std::vector<std::jthread> threads;
        for (int each = 0; each < 8; ++each) {
            threads.emplace_back([&] {
                for (int id = 0; id < 500; ++id) {
                    auto const until = clock.now() + std::chrono::seconds{60};
                    taken += seen.first_use("id " + std::to_string(id), until) ? 1 : 0;
                }
            });
        }
    }
    EXPECT_EQ(taken, 500);
    EXPECT_EQ(seen.size(), 500U);
}

// a door may go while threads that used it live on, and with them what they copied its keys into
TEST(Threads, OutliveTheDoorsThatTheyUsed) {
    std::atomic<int> right = 0;
    std::vector<std::jthread> threads;
    for (int id = 0; id < 4; ++id) {
        threads.emplace_back([&] {
            for (int round = 0; round < 10; ++round) {
                doors_at_work const passing;
                right += passing.judge();
            }
            doors_at_work const last;
            right += last.judge();
        });
    }
    threads.clear();
    EXPECT_EQ(right, 4 * 11 * doors_at_work::count);
}

// threats row 65: what a thread leaves behind may still judge while the thread ends
TEST(Threads, JudgeWhileTheyEnd) {
    struct at_end {
        doors_at_work const* doors = nullptr;
        std::atomic<int>* right = nullptr;
        ~at_end() { *right += doors->judge(); }
    };
    doors_at_work const doors;
    std::atomic<int> right = 0;
    std::jthread([&] {
        thread_local at_end late;  // made before the library's own, so destroyed after it
        late.doors = &doors;
        late.right = &right;
        right += doors.judge();
    }).join();
    EXPECT_EQ(right, 2 * doors_at_work::count);
}

}  // namespace
