// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/tell.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using bcauth::detail::append_words;
using bcauth::detail::tell;
using bcauth::detail::wiped_text;

TEST(AppendWords, PutsAColonBetweenWordsAndNothingElse) {
    wiped_text words;
    append_words(words, "");
    EXPECT_EQ(words, "");
    append_words(words, "first");
    EXPECT_EQ(words, "first");
    append_words(words, "");
    EXPECT_EQ(words, "first");
    append_words(words, "second");
    EXPECT_EQ(words, "first: second");
}

// threats row 82: whichever secret somebody repeats, and the words around it stay
TEST(Tell, LeavesOutTheCodeTheTokenAndEachSecretOfTheRing) {
    constexpr std::string_view secrets[] = {"first-secret-of-ring", "second-secret-ring-2",
                                            "third-secret-ring-33", "fourth-secret-ring-4",
                                            "fifth-secret-ring-55", "sixth-secret-ring-66",
                                            "seventh-secret-ring7", "eighth-secret-ring-8"};
    auto const ring = bcauth::key_ring::make({secrets[0], secrets[1], secrets[2], secrets[3],
                                              secrets[4], secrets[5], secrets[6], secrets[7]})
                          .value();
    bcauth::secret const code("the-code-of-the-grant");
    constexpr std::string_view token = "the-token-of-the-store";
    auto const said = [&](std::string_view hidden) {
        bcauth::diagnostics why;
        tell(why, "bad " + std::string(hidden) + " sent", code, ring, token);
        return why.message();
    };
    for (auto const hidden : secrets) {
        EXPECT_EQ(said(hidden), "bad [redacted] sent") << hidden;
    }
    EXPECT_EQ(said(code.expose()), "bad [redacted] sent");
    EXPECT_EQ(said(token), "bad [redacted] sent");
    EXPECT_EQ(said("request"), "bad request sent");
}

TEST(Tell, NeedsNoSecret) {
    bcauth::diagnostics why;
    tell(why, "no answer", {}, {});
    EXPECT_EQ(why.message(), "no answer");
    tell(why, "no one-secret-of-ring", {}, bcauth::key_ring::make({"one-secret-of-ring"}).value());
    EXPECT_EQ(why.message(), "no [redacted]");
}

}  // namespace
