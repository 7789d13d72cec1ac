// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/uuid.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using bcauth::detail::is_uuid;

constexpr std::string_view good = "7f5b3ba4-09Af-4D00-8fE0-9c00000000aF";

// each byte at each place
TEST(Uuid, HasHyphensAtFourPlacesAndDigitsAtAllOthers) {
    ASSERT_TRUE(is_uuid(good));
    EXPECT_TRUE(is_uuid("00000000-0000-0000-0000-000000000000"));
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (unsigned byte = 0; byte < 256; ++byte) {
            std::string text(good);
            text[at] = static_cast<char>(static_cast<unsigned char>(byte));
            bool const digit =
                std::string_view("0123456789abcdefABCDEF").find(text[at]) != std::string_view::npos;
            bool const hyphen_due = at == 8 || at == 13 || at == 18 || at == 23;
            EXPECT_EQ(is_uuid(text), hyphen_due ? text[at] == '-' : digit) << at << ' ' << byte;
        }
    }
}

TEST(Uuid, HasThirtySixBytes) {
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(is_uuid(good.substr(0, size))) << size;
    }
    EXPECT_FALSE(is_uuid(std::string(good) + "0"));
    EXPECT_FALSE(is_uuid("{" + std::string(good) + "}"));
}

}  // namespace
