// SPDX-License-Identifier: BSL-1.0
#include <bcauth/connection/setting.hpp>

#include <bcauth/connection/detail/setting_names.hpp>
#include <bcauth/diagnostics.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace {

using bcauth::find_setting;
using bcauth::setting;
using bcauth::settings_table;
using bcauth::detail::edit_distance;
using bcauth::detail::find_foreign_setting;
using bcauth::detail::nearest_setting;

static_assert(find_setting("Timeout") == setting::timeout);
static_assert(bcauth::row_of(setting::max_log_file_size).name == "MaxLogFileSize");

TEST(SettingsTable, HasEachSettingOnceInTheOrderOfTheEnumeration) {
    ASSERT_EQ(settings_table().size(), 24U);
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < settings_table().size(); ++i) {
        auto const& row = settings_table()[i];
        EXPECT_EQ(static_cast<std::size_t>(row.which), i) << row.name;
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        EXPECT_EQ(&bcauth::row_of(row.which), &row);
        EXPECT_EQ(bcauth::name(row.which), row.name);
        EXPECT_TRUE(row.meaning.ends_with('.')) << row.name;
        EXPECT_FALSE(row.allowed.empty()) << row.name;
    }
}

TEST(SettingsTable, HasTheNamesAndDefaultsOfTheConnectors) {
    std::pair<std::string_view, std::string_view> const known[] = {
        {"AuthScheme", "OAuth"},  {"OAuthClientId", ""},        {"OAuthClientSecret", ""},
        {"OAuthAccessToken", ""}, {"CallbackURL", ""},          {"StoreId", ""},
        {"SSLServerCert", ""},    {"ProxyAutoDetect", "true"},  {"ProxyServer", ""},
        {"ProxyPort", "80"},      {"ProxyAuthScheme", "BASIC"}, {"ProxyUser", ""},
        {"ProxyPassword", ""},    {"ProxySSLType", "AUTO"},     {"ProxyExceptions", ""},
        {"FirewallType", "NONE"}, {"FirewallServer", ""},       {"FirewallPort", "0"},
        {"FirewallUser", ""},     {"FirewallPassword", ""},     {"Timeout", "60"},
        {"Logfile", ""},          {"Verbosity", "1"},           {"MaxLogFileSize", "100MB"}};
    for (auto const& [name, value] : known) {
        auto const which = find_setting(name);
        ASSERT_TRUE(which) << name;
        EXPECT_EQ(bcauth::name(*which), name);
        EXPECT_EQ(bcauth::row_of(*which).default_value, value) << name;
    }
    EXPECT_EQ(std::size(known), settings_table().size());
}

TEST(SettingsTable, MarksWhatIsSecret) {
    std::set<std::string_view> secrets;
    for (auto const& row : settings_table()) {
        if (row.secret) secrets.insert(row.name);
    }
    EXPECT_EQ(secrets, (std::set<std::string_view>{"OAuthClientSecret", "OAuthAccessToken",
                                                   "ProxyPassword", "FirewallPassword"}));
}

TEST(SettingsTable, WhatIsAllowedFitsIntoAMessage) {
    std::string_view const longest = "in the connection string, setting 1048576: allowed: ";
    for (auto const& row : settings_table()) {
        EXPECT_LE(longest.size() + row.allowed.size(), bcauth::diagnostics::max_message_bytes)
            << row.name;
    }
}

TEST(FindSetting, TakesAnyCaseAndNothingElse) {
    EXPECT_EQ(find_setting("oauthclientid"), setting::oauth_client_id);
    EXPECT_EQ(find_setting("OAUTHCLIENTID"), setting::oauth_client_id);
    for (auto const* const other : {"", " Timeout", "Timeout ", "Timeouts", "Timeou", "Store Id",
                                    "Logf\xc4\xb1le", "Timeout="}) {
        EXPECT_EQ(find_setting(other), std::nullopt) << other;
    }
    EXPECT_EQ(find_setting(std::string_view("Timeout\0", 8)), std::nullopt);
}

TEST(ForeignSettings, AreNoneOfOursAndFoundInAnyCase) {
    std::set<std::string_view> names;
    for (auto const& each : bcauth::detail::foreign_settings) {
        EXPECT_EQ(find_setting(each.name), std::nullopt) << each.name;
        EXPECT_TRUE(names.insert(each.name).second) << each.name;
        EXPECT_FALSE(each.instead.empty()) << each.name;
    }
    for (auto const* const name :
         {"InitiateOAuth", "initiateoauth", "OAUTHSETTINGSLOCATION", "Scope", "MaxLogFileCount",
          "LogModules", "SSLClientCert", "Readonly"}) {
        EXPECT_NE(find_foreign_setting(name), nullptr) << name;
    }
    EXPECT_EQ(find_foreign_setting("Timeout"), nullptr);
    EXPECT_EQ(find_foreign_setting(""), nullptr);
}

TEST(EditDistance, CountsLettersLeftOutPutInChangedAndSwapped) {
    EXPECT_EQ(edit_distance("", ""), 0U);
    EXPECT_EQ(edit_distance("", "abc"), 3U);
    EXPECT_EQ(edit_distance("abc", ""), 3U);
    EXPECT_EQ(edit_distance("Timeout", "tIMEOUT"), 0U);
    EXPECT_EQ(edit_distance("Timeot", "Timeout"), 1U);
    EXPECT_EQ(edit_distance("Timmeout", "Timeout"), 1U);
    EXPECT_EQ(edit_distance("Tineout", "Timeout"), 1U);
    EXPECT_EQ(edit_distance("Tiemout", "Timeout"), 1U);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
    EXPECT_EQ(edit_distance(std::string(31, 'a'), std::string(31, 'b')), 31U);
}

TEST(NearestSetting, FindsAnyNameWithOneMistake) {
    for (auto const& row : settings_table()) {
        std::string const name(row.name);
        for (std::size_t i = 0; i < name.size(); ++i) {
            auto without = name;
            without.erase(i, 1);
            EXPECT_EQ(nearest_setting(without), row.which) << without;
            auto doubled = name;
            doubled.insert(i, 1, name[i]);
            EXPECT_EQ(nearest_setting(doubled), row.which) << doubled;
            auto swapped = name;
            std::swap(swapped[i], swapped[i == 0 ? 1 : i - 1]);
            EXPECT_EQ(nearest_setting(swapped), row.which) << swapped;
        }
    }
    EXPECT_EQ(nearest_setting("FirewalType"), setting::firewall_type);
    EXPECT_EQ(nearest_setting("ClientSecret"), std::nullopt);
    EXPECT_EQ(nearest_setting("OAuthSecret"), std::nullopt);
    EXPECT_EQ(nearest_setting("proxy_server"), setting::proxy_server);
}

TEST(NearestSetting, SaysNothingWhereNothingIsNear) {
    for (auto const* const name : {"", "x", "ab", "Database", "hunter2", "Server"}) {
        EXPECT_EQ(nearest_setting(name), std::nullopt) << name;
    }
    EXPECT_EQ(nearest_setting(std::string(32, 'a')), std::nullopt);
    EXPECT_EQ(nearest_setting("Timeout" + std::string(100'000, 'x')), std::nullopt);
}

}  // namespace
