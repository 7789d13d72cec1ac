// SPDX-License-Identifier: BSL-1.0
#include "support/child_process.hpp"
#include "unit/process/doors_at_work.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <unistd.h>

// threats row 65: the library has no global object, so a process may use it to its last moment. `_exit` tells how it
// went, where the process would else end with 1.
namespace {

doors_at_work const& lasting_doors() {
    static auto const* const doors = new doors_at_work;
    return *doors;
}

void end_by_verdict() {
    ::_exit(lasting_doors().judge() == doors_at_work::count ? 42 : 2);
}

TEST(Exit, AHandlerMayJudge) {
    child_process child([](auto const&) -> int {
        if (lasting_doors().judge() != doors_at_work::count || std::atexit(end_by_verdict) != 0) {
            return 3;
        }
        std::exit(1);
    });
    EXPECT_EQ(child.wait(), 42);
}

// what was never used before is begun in the handler
TEST(Exit, AHandlerMayBeTheFirstToJudge) {
    child_process child([](auto const&) -> int {
        if (std::atexit(end_by_verdict) != 0) {
            return 3;
        }
        std::exit(1);
    });
    EXPECT_EQ(child.wait(), 42);
}

struct judges_at_its_end {
    ~judges_at_its_end() { end_by_verdict(); }
};

// destroyed after everything that was made later, the thread's own copies of the keys among it
TEST(Exit, AStaticObjectMayJudgeInItsDestructor) {
    child_process child([](auto const&) -> int {
        static judges_at_its_end const early;
        (void)early;
        if (lasting_doors().judge() != doors_at_work::count) {
            return 3;
        }
        std::exit(1);
    });
    EXPECT_EQ(child.wait(), 42);
}

TEST(Exit, AStaticDoorMayBeDestroyed) {
    child_process child([](auto const&) -> int {
        static doors_at_work const doors;
        if (doors.judge() != doors_at_work::count) {
            return 3;
        }
        std::exit(42);
    });
    EXPECT_EQ(child.wait(), 42);
}

}  // namespace
