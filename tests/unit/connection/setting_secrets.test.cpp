// SPDX-License-Identifier: BSL-1.0
#include <bcauth/connection/settings.hpp>
#include "support/heap_watch.hpp"

#include <gtest/gtest.h>

#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace {

using bcauth::connection_settings;
using bcauth::diagnostics;
using bcauth::setting_list;

// more than a std::string holds in itself, which the watch could not see
constexpr std::string_view password = "w4tched'p4ssword;0f.the.settings'tests";
constexpr std::string_view quoted = "\"w4tched'p4ssword;0f.the.settings'tests\"";

// what is read from, made before the watch, which would see it freed
struct texts {
    std::string connection_string =
        "FirewallType=SOCKS5;FirewallServer=f;FirewallUser=u;FirewallPassword=" +
        std::string(quoted);
    std::string secrets = "OAuthClientSecret=" + std::string(quoted) +
                          "\nOAuthAccessToken=" + std::string(password) + "\nTimeout=5";
    std::string refused = "Timeout=x\nOAuthClientSecret=" + std::string(quoted);
    std::string malformed = "OAuthClientSecret=" + std::string(quoted) + "\nTimeout";
};

void read_all(texts const& from) {
    diagnostics why;
    auto list = setting_list::from_connection_string(from.connection_string, why);
    ASSERT_TRUE(list);
    auto later = setting_list::from_file_text(from.secrets, why);
    ASSERT_TRUE(later);
    list->merge(*later);
    list->merge(std::move(*later));
    list->set(bcauth::setting::oauth_client_secret, password);
    auto const made = connection_settings::make(*list, why);
    ASSERT_TRUE(made);
    auto const copy = *made;
    ASSERT_EQ(copy.via().password.expose(), password);
    ASSERT_EQ(copy.client_secret().expose(), password);
    ASSERT_FALSE(setting_list::from_file_text(from.malformed, why));
    auto const bad = setting_list::from_file_text(from.refused, why);
    ASSERT_TRUE(bad && !connection_settings::make(*bad, why));
}

// threats row 58
TEST(SettingSecrets, AreWipedOnEveryWayOut) {
    texts const from;
    heap_watch::watch const watch(password);
    read_all(from);
    EXPECT_EQ(watch.leaked(), 0);
}

TEST(SettingSecrets, OfTheEnvironmentAreWipedToo) {
    std::string const url = "http://u:" + std::string(password) + "@proxy:1";
    heap_watch::watch const watch(password);
    auto const proxy = [&](std::string_view name) {
        return name == "https_proxy" ? std::optional<std::string>(url) : std::nullopt;
    };
    auto const variables = [&](std::string_view name) {
        return name == "BCAUTH_OAUTHCLIENTSECRET" ? std::optional<std::string>(password)
                                                  : std::nullopt;
    };
    {
        EXPECT_EQ(bcauth::environment_proxy(proxy, "host")->password.expose(), password);
        auto const list = setting_list::from_environment(variables);
        EXPECT_EQ(list.given().size(), 1U);
    }
    EXPECT_EQ(watch.leaked(), 0);
}

TEST(SettingSecrets, TheWatchSeesAPlainText) {
    heap_watch::watch const watch(password);
    { std::string const plain(password); }
    EXPECT_GE(watch.leaked(), 1);
}

// threats row 68: every allocation fails in turn
TEST(SettingSecrets, NoFailedAllocationIsMoreThanBadAlloc) {
    texts const from;
    long injected = 0;
    for (bool done = false; !done; ++injected) {
        auto const before = heap_watch::blocks.load();
        try {
            heap_watch::failing_allocation const next(injected);
            read_all(from);
            done = heap_watch::allocations_until_failure >= 0;
        } catch (std::bad_alloc const&) {
            EXPECT_EQ(heap_watch::blocks.load(), before) << injected;
        }
    }
    EXPECT_GT(injected, 20);
}

}  // namespace
