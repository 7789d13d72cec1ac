// SPDX-License-Identifier: BSL-1.0
#include <bcauth/connection/event.hpp>

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using bcauth::connection_event;
using bcauth::connection_stage;
using bcauth::connection_trouble;
using bcauth::connection_warning;

// every enumerator from the first to the last
template <class Enum>
std::set<std::string_view> names_up_to(Enum last) {
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        auto const each = name(static_cast<Enum>(i));
        EXPECT_TRUE(names.insert(each).second) << each << " comes twice";
        EXPECT_EQ(each.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789"),
                  std::string_view::npos)
            << each;
    }
    return names;
}

TEST(ConnectionEvent, EachStageHasANameOfItsOwn) {
    EXPECT_EQ(names_up_to(connection_stage::done),
              (std::set<std::string_view>{"setup", "resolve", "connect", "proxy", "tls", "send",
                                          "receive", "done"}));
    EXPECT_EQ(name(connection_stage::setup), "setup");
    EXPECT_EQ(name(connection_stage::done), "done");
}

TEST(ConnectionEvent, EachTroubleHasANameOfItsOwn) {
    auto const names = names_up_to(connection_trouble::other);
    EXPECT_EQ(names.size(), 16U);
    EXPECT_EQ(name(connection_trouble::none), "none");
    EXPECT_EQ(name(connection_trouble::certificate_name), "certificate_name");
    EXPECT_EQ(name(connection_trouble::proxy_authentication), "proxy_authentication");
    EXPECT_EQ(name(connection_trouble::other), "other");
}

TEST(ConnectionEvent, EachWarningHasANameOfItsOwn) {
    EXPECT_EQ(names_up_to(connection_warning::sha1_pin),
              (std::set<std::string_view>{"none", "anything_trusted", "sha1_pin"}));
}

// what is made of numbers and views alone owns no text that could be kept by mistake
TEST(ConnectionEvent, OwnsNothing) {
    static_assert(std::is_trivially_copyable_v<connection_event>);
    static_assert(std::is_trivially_destructible_v<connection_event>);
}

TEST(ConnectionEvent, BeginsWithNothingToTell) {
    connection_event const event;
    EXPECT_EQ(event.stage, connection_stage::setup);
    EXPECT_EQ(event.trouble, connection_trouble::none);
    EXPECT_EQ(event.warning, connection_warning::none);
    EXPECT_FALSE(event.error.failed());
    EXPECT_EQ(event.via, bcauth::proxy_kind::none);
    EXPECT_FALSE(event.reused);
    EXPECT_EQ(event.status, 0);
    EXPECT_EQ(event.times.total.count(), 0);
    EXPECT_TRUE(event.certificate.subject.empty());
}

}  // namespace
