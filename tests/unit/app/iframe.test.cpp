// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app/iframe.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::iframe;
using bcauth::http::response;

template <class Frame>
concept gives_policy = requires(Frame&& frame) {
    static_cast<Frame&&>(frame).policy();
};
static_assert(gives_policy<iframe const&> && !gives_policy<iframe>);

response dressed(iframe const& frame, std::vector<std::pair<std::string, std::string>> fields) {
    response page;
    for (auto const& [name, value] : fields) {
        EXPECT_TRUE(page.fields.add(name, value));
    }
    frame.dress(page);
    return page;
}

TEST(Iframe, NamesThePlatformsOriginsByDefault) {
    auto const page = dressed(iframe{}, {});
    EXPECT_EQ(page.fields.find("Content-Security-Policy"),
              "frame-ancestors https://*.mybigcommerce.com https://*.bigcommerce.com "
              "https://login.bigcommerce.com");
    EXPECT_EQ(page.fields.find("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(page.fields.find("Cache-Control"), "no-store");
    EXPECT_EQ(page.fields.find("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(page.fields.size(), 4U);
}

TEST(Iframe, TakesOriginsAndNothingElse) {
    std::vector<std::string> const good{"https://a.example",   "http://cp.localhost:8080",
                                        "https://*.a.example", "https://*.a.example:443",
                                        "http://127.0.0.1:1",  "https://[::1]:65535"};
    EXPECT_EQ(iframe::make(good)->policy(),
              "frame-ancestors https://a.example http://cp.localhost:8080 https://*.a.example "
              "https://*.a.example:443 http://127.0.0.1:1 https://[::1]:65535");
    for (std::string const bad : {"",
                                  "*",
                                  "https:",
                                  "https://",
                                  "https://*",
                                  "https://*.",
                                  "https://a.*.example",
                                  "https://**.a.example",
                                  "a.example",
                                  "'self'",
                                  "data:",
                                  "https://a.example/",
                                  "https://a.example/x",
                                  "https://a.example?x",
                                  "https://a.example#x",
                                  "https://a.example;script-src",
                                  "https://a.example,https://b.example",
                                  "https://a.example https://b.example",
                                  "https://a.example\r\nX: y",
                                  "https://u@a.example",
                                  "https://a.example:",
                                  "https://a.example:0",
                                  "https://a.example:65536",
                                  "https://a.example:*",
                                  "javascript://a.example",
                                  "HTTPS://a.example"}) {
        std::vector<std::string> const list{"https://a.example", bad};
        EXPECT_EQ(iframe::make(list).error(), errc::invalid_frame_ancestor) << bad;
    }
    std::vector<std::string> const many(300, "https://a.example");
    EXPECT_EQ(iframe::make(many).error(), errc::invalid_frame_ancestor);
}

TEST(Iframe, LetsNobodyFrameAnAppWithoutAncestors) {
    EXPECT_EQ(iframe::make({})->policy(), "frame-ancestors 'none'");
}

TEST(Iframe, KeepsAnAppsOwnPolicyBesideItsOwn) {
    auto const page = dressed(iframe{}, {{"Content-Security-Policy", "default-src 'self'"},
                                         {"Content-Type", "text/html"},
                                         {"Set-Cookie", "a=b"},
                                         {"Set-Cookie", "c=d"}});
    EXPECT_EQ(page.fields.count("Content-Security-Policy"), 2U) << "browsers hold to both";
    EXPECT_EQ(page.fields.count("Set-Cookie"), 2U);
    EXPECT_EQ(page.fields.find("Content-Type"), "text/html");
}

TEST(Iframe, LeavesOutWhatWouldUndoItOrIsTheServersToWrite) {
    for (std::string const name :
         {"X-Frame-Options", "x-frame-options", "X-FRAME-OPTIONS", "Cache-Control",
          "Referrer-Policy", "X-Content-Type-Options", "Content-Length", "content-length",
          "Transfer-Encoding", "Connection", "Keep-Alive", "Upgrade", "Trailer", "TE"}) {
        auto const page = dressed(iframe{}, {{name, "own value"}, {name, "own value"}});
        for (auto const& field : page.fields) {
            EXPECT_NE(field.value.expose(), "own value") << name;
        }
        EXPECT_EQ(page.fields.size(), 4U) << name;
    }
    EXPECT_EQ(dressed(iframe{}, {{"X-Frame-Option", "a"}, {"T", "b"}, {"Content-Lengthy", "c"}})
                  .fields.size(),
              7U);
}

TEST(Iframe, DressesTheSameOnceAndTwice) {
    auto page = dressed(iframe{}, {{"X-Own", "a"}});
    EXPECT_EQ(page.fields.size(), 5U);
    iframe{}.dress(page);
    EXPECT_EQ(page.fields.count("Cache-Control"), 1U);
    EXPECT_EQ(page.fields.count("X-Own"), 1U);
}

}  // namespace
