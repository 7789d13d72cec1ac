// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/api_failure.hpp>

#include <gtest/gtest.h>

namespace {

TEST(ApiFailure, KnowsWhichStatusesPass) {
    for (int status = -1; status < 1000; ++status) {
        bool const passing = status / 100 == 5 && status != 501 && status != 507;
        EXPECT_EQ(bcauth::detail::is_passing_status(status), passing) << status;
    }
}

}  // namespace
