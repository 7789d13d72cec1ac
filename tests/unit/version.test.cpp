// SPDX-License-Identifier: BSL-1.0
#include <bcauth/version.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

TEST(Version, TextIsThePartsJoinedByDots) {
    const auto joined = std::to_string(bcauth::version_major) + '.' +
                        std::to_string(bcauth::version_minor) + '.' +
                        std::to_string(bcauth::version_patch);
    EXPECT_EQ(bcauth::version, joined);
}

TEST(Version, IsTheOneCMakeKnows) {
    EXPECT_EQ(bcauth::version, BCAUTH_PROJECT_VERSION);
}

}  // namespace
