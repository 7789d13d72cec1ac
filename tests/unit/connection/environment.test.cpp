// SPDX-License-Identifier: BSL-1.0
#include <bcauth/connection/environment.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace {

using bcauth::process_environment;

// one model that misses each requirement
struct takes_a_number {
    std::optional<std::string> operator()(int) const;
};
struct gives_a_number {
    int operator()(std::string_view) const;
};
struct lookup_in_a_map {
    std::optional<std::string> operator()(std::string_view) const;
};
static_assert(bcauth::environment<lookup_in_a_map> && bcauth::environment<process_environment>);
static_assert(!bcauth::environment<takes_a_number> && !bcauth::environment<gives_a_number>);

TEST(ProcessEnvironment, GivesWhatIsSetAndTellsEmptyFromUnset) {
    ASSERT_EQ(setenv("BCAUTH_TEST_SET", "a value", 1), 0);
    ASSERT_EQ(setenv("BCAUTH_TEST_EMPTY", "", 1), 0);
    ASSERT_EQ(unsetenv("BCAUTH_TEST_UNSET"), 0);
    process_environment const variables;
    EXPECT_EQ(variables("BCAUTH_TEST_SET"), "a value");
    EXPECT_EQ(variables("BCAUTH_TEST_EMPTY"), "");
    EXPECT_EQ(variables("BCAUTH_TEST_UNSET"), std::nullopt);
}

TEST(ProcessEnvironment, TakesAViewThatNoNulEnds) {
    ASSERT_EQ(setenv("BCAUTH_TEST_SET", "a value", 1), 0);
    std::string_view const longer = "BCAUTH_TEST_SET_AND_MORE";
    EXPECT_EQ(process_environment{}(longer.substr(0, 15)), "a value");
}

}  // namespace
