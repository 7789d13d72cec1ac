// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/detail/webhook_draft.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

// the example of the specification
TEST(WebhookDraft, SignsIdentifierTimeAndBodyWithDotsBetween) {
    bcauth::detail::webhook_draft draft;
    unsigned char const key[] = {0x31, 0xf2, 0x90, 0xf6, 0xbf, 0x06, 0x29, 0x8a,
                                 0xab, 0x4f, 0x08, 0xd4, 0x3c, 0x3f, 0x08, 0x2c,
                                 0xf6, 0x48, 0xa3, 0x62, 0xda, 0x2d, 0xa4, 0xb0};
    draft.key = bcauth::secret{std::string_view(reinterpret_cast<char const*>(key), sizeof key)};
    draft.id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    draft.timestamp = "1614265330";
    draft.body = R"({"test": 2432232314})";
    ASSERT_TRUE(draft.sign());
    EXPECT_EQ(draft.signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    draft.write_headers();
    ASSERT_EQ(draft.headers.size(), 3U);
    EXPECT_EQ(draft.headers[2].second, draft.signature);
}

}  // namespace
