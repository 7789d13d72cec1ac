// SPDX-License-Identifier: BSL-1.0
#include <bcauth/connection/setting_list.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using bcauth::diagnostics;
using bcauth::errc;
using bcauth::origin_kind;
using bcauth::setting;
using bcauth::setting_list;
using bcauth::setting_origin;
using settings = std::map<setting, std::string>;

template <class List>
concept gives_views = requires(List&& list) {
    std::forward<List>(list).given();
}
|| requires(List&& list) {
    std::forward<List>(list).find(setting::timeout);
};
static_assert(gives_views<setting_list const&> && !gives_views<setting_list>);

settings all_of(setting_list const& list) {
    settings found;
    for (auto const& each : list.given()) {
        EXPECT_EQ(list.find(each.which), &each);
        EXPECT_TRUE(found.emplace(each.which, each.value.expose()).second);
    }
    return found;
}

settings string_of(std::string_view text) {
    diagnostics why;
    auto const list = setting_list::from_connection_string(text, why);
    EXPECT_TRUE(list) << text << "\n" << why.message();
    return list ? all_of(*list) : settings{};
}

settings file_of(std::string_view text) {
    diagnostics why;
    auto const list = setting_list::from_file_text(text, why);
    EXPECT_TRUE(list) << text << "\n" << why.message();
    return list ? all_of(*list) : settings{};
}

struct refusal {
    errc code{};
    std::string subject;
    std::string message;
};

template <class Read>
refusal refusal_of(Read read, std::string_view text) {
    diagnostics why;
    auto const list = read(text, why);
    EXPECT_FALSE(list) << text;
    if (list) return {};
    return {static_cast<errc>(list.error().value()), std::string(why.subject()), why.message()};
}
refusal string_refusal(std::string_view text) {
    return refusal_of(setting_list::from_connection_string, text);
}
refusal file_refusal(std::string_view text) {
    return refusal_of(setting_list::from_file_text, text);
}

TEST(ConnectionString, FollowsTheTableOfQuoting) {
    struct {
        std::string_view text;
        std::string_view value;
    } const rows[] = {
        {"ProxyUser=plain", "plain"},
        {"ProxyUser=plain;", "plain"},
        {" \t\r\nProxyUser \t=\r\n plain \t", "plain"},
        {"proxyUSER=plain", "plain"},
        {"ProxyUser=two words", "two words"},
        {"ProxyUser=a=b==", "a=b=="},
        {"ProxyUser==a", "=a"},
        {"ProxyUser=", ""},
        {"ProxyUser=  ;", ""},
        {"ProxyUser=''", ""},
        {"ProxyUser=\"\"", ""},
        {"ProxyUser='a;b'", "a;b"},
        {"ProxyUser=\"a;b\"", "a;b"},
        {"ProxyUser=' a '", " a "},
        {"ProxyUser= ' a ' ;", " a "},
        {"ProxyUser='it''s'", "it's"},
        {"ProxyUser=\"say \"\"x\"\"\"", "say \"x\""},
        {"ProxyUser='say \"x\"'", "say \"x\""},
        {"ProxyUser=\"it's\"", "it's"},
        {"ProxyUser=''''", "'"},
        {"ProxyUser=''''''", "''"},
        {"ProxyUser='''a'''", "'a'"},
        {"ProxyUser=it's", "it's"},
        {"ProxyUser=a\"b\"", "a\"b\""},
        {"ProxyUser=a''b", "a''b"},
        {"ProxyUser=#a", "#a"},
        {"ProxyUser={a;", "{a"},
        {"ProxyUser=\\x;", "\\x"},
        {"ProxyUser='a\nb'", "a\nb"},
        {"ProxyUser=a\nb", "a\nb"},
        {"ProxyUser=\xc3\xa4\xff", "\xc3\xa4\xff"},
        {";;ProxyUser=x; ;", "x"},
    };
    for (auto const& row : rows) {
        EXPECT_EQ(string_of(row.text), (settings{{setting::proxy_user, std::string(row.value)}}))
            << row.text;
    }
}

TEST(ConnectionString, HasManySettingsOrNone) {
    EXPECT_EQ(string_of(""), settings{});
    EXPECT_EQ(string_of(" ; ;;\n"), settings{});
    EXPECT_EQ(
        string_of("Timeout=5;ProxyServer='a;b' ; ProxyPort=80"),
        (settings{
            {setting::timeout, "5"}, {setting::proxy_server, "a;b"}, {setting::proxy_port, "80"}}));
}

TEST(ConnectionString, TellsWhichSettingIsMalformed) {
    struct {
        std::string_view text;
        std::string_view message;
    } const rows[] = {
        {"Timeout", "in the connection string, setting 1: there is no ="},
        {"Timeout=5;;ProxyPort;", "in the connection string, setting 2: there is no ="},
        {"Timeout=5; = 7", "in the connection string, setting 2: there is no name before the ="},
        {"=", "in the connection string, setting 1: there is no name before the ="},
        {"ProxyUser='a;Timeout=5", "in the connection string, setting 1: the quote is not closed"},
        {"ProxyUser='a''", "in the connection string, setting 1: the quote is not closed"},
        {"ProxyUser='a'b",
         "in the connection string, setting 1: there is text behind the closing quote; a quote in "
         "a "
         "value is doubled"},
        {"ProxyUser='a' 'b'",
         "in the connection string, setting 1: there is text behind the closing quote; a quote in "
         "a "
         "value is doubled"},
    };
    for (auto const& row : rows) {
        auto const refused = string_refusal(row.text);
        EXPECT_EQ(refused.code, errc::settings_syntax) << row.text;
        EXPECT_EQ(refused.message, row.message) << row.text;
        EXPECT_EQ(refused.subject, "") << row.text;
    }
}

TEST(SettingList, RefusesNamesThatItDoesNotKnow) {
    auto const near = string_refusal("Timeout=1;FirewalType=NONE");
    EXPECT_EQ(near.code, errc::unknown_setting);
    EXPECT_EQ(near.subject, "FirewallType");
    EXPECT_EQ(near.message,
              "in the connection string, setting 2: no setting has that name; is FirewallType "
              "meant?");
    auto const far = file_refusal("\nDatabase=x");
    EXPECT_EQ(far.code, errc::unknown_setting);
    EXPECT_EQ(far.subject, "");
    EXPECT_EQ(far.message, "in the file, line 2: no setting has that name");
}

TEST(SettingList, NamesASettingOfOtherConnectors) {
    auto const refused = string_refusal("initiateOAUTH=GETANDREFRESH");
    EXPECT_EQ(refused.code, errc::unsupported_setting);
    EXPECT_EQ(refused.subject, "InitiateOAuth");
    EXPECT_EQ(refused.message,
              "in the connection string, setting 1: a setting of other connectors; here, the app "
              "itself takes the callback and keeps tokens");
    for (auto const* const name : {"OAuthSettingsLocation", "Scope", "MaxLogFileCount",
                                   "LogModules", "SSLClientCert", "Readonly"}) {
        EXPECT_EQ(string_refusal(std::string(name) + "=x").code, errc::unsupported_setting) << name;
        EXPECT_EQ(string_refusal(std::string(name) + "=x").subject, name);
    }
}

TEST(SettingList, RefusesASettingThatComesTwiceInOneText) {
    auto const refused = file_refusal("Timeout=1\n\nVerbosity=2\nTIMEOUT=1");
    EXPECT_EQ(refused.code, errc::duplicate_setting);
    EXPECT_EQ(refused.subject, "Timeout");
    EXPECT_EQ(refused.message,
              "in the file, line 4: it comes a second time; first in the file, line 1");
    EXPECT_EQ(string_refusal("Timeout=;Timeout=").code, errc::duplicate_setting);
}

TEST(SettingList, RefusesATextThatIsTooLong) {
    std::string text(setting_list::max_text_bytes, ' ');
    EXPECT_EQ(string_of(text), settings{});
    text += ' ';
    EXPECT_EQ(string_refusal(text).code, errc::settings_syntax);
    EXPECT_EQ(string_refusal(text).message, "in the connection string: more than 1048576 bytes");
    EXPECT_EQ(file_refusal(text).message, "in the file: more than 1048576 bytes");
}

TEST(SettingFile, HasASettingInEachLine) {
    EXPECT_EQ(file_of(""), settings{});
    EXPECT_EQ(file_of("\n\r\n \t\n"), settings{});
    EXPECT_EQ(
        file_of("Timeout=5\nProxyUser = me \r\nProxyPort=80"),
        (settings{
            {setting::timeout, "5"}, {setting::proxy_user, "me"}, {setting::proxy_port, "80"}}));
    EXPECT_EQ(file_of("\xef\xbb\xbfTimeout=5\n"), (settings{{setting::timeout, "5"}}));
    EXPECT_EQ(file_of("Timeout="), (settings{{setting::timeout, ""}}));
    EXPECT_EQ(file_of("Timeout=\nProxyPort=1"),
              (settings{{setting::timeout, ""}, {setting::proxy_port, "1"}}));
}

TEST(SettingFile, KeepsSemicolonsAndHashesInAValue) {
    EXPECT_EQ(file_of("ProxyPassword=a;b#c ; d"),
              (settings{{setting::proxy_password, "a;b#c ; d"}}));
    EXPECT_EQ(file_of("ProxyPassword=\"a;b\" \nTimeout=1"),
              (settings{{setting::proxy_password, "a;b"}, {setting::timeout, "1"}}));
}

TEST(SettingFile, SkipsCommentsAndItsOwnSection) {
    EXPECT_EQ(file_of("# Timeout=1\n ; Timeout=2\n\t#\n[bcauth]\nTimeout=3\n#"),
              (settings{{setting::timeout, "3"}}));
    EXPECT_EQ(file_of(" [ BCAuth ] \r\nTimeout=3"), (settings{{setting::timeout, "3"}}));
    for (auto const* const section : {"[other]", "[]", "[", "[bcauth", "[bcauth] x", "[bcauthx]"}) {
        auto const refused = file_refusal("Timeout=1\n" + std::string(section));
        EXPECT_EQ(refused.code, errc::settings_syntax) << section;
        EXPECT_EQ(refused.message, "in the file, line 2: the one section is [bcauth]") << section;
    }
}

TEST(SettingFile, LetsAQuotedValueGoOverLines) {
    diagnostics why;
    auto const list = setting_list::from_file_text(
        "Timeout=1\nSSLServerCert='one\ntwo\n\nfour'\n#\nVerbosity=2\n", why);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->find(setting::ssl_server_cert)->value.expose(), "one\ntwo\n\nfour");
    EXPECT_EQ(list->find(setting::ssl_server_cert)->origin, (setting_origin{origin_kind::file, 2}));
    EXPECT_EQ(list->find(setting::verbosity)->origin, (setting_origin{origin_kind::file, 7}));
    EXPECT_EQ(file_refusal("Timeout=1\nSSLServerCert='one\ntwo\n").message,
              "in the file, line 2: the quote is not closed");
    EXPECT_EQ(file_refusal("SSLServerCert='one\ntwo'\nx").message,
              "in the file, line 3: there is no =");
    EXPECT_EQ(file_refusal("SSLServerCert=-----BEGIN CERTIFICATE-----\nMIIB\n").message,
              "in the file, line 2: there is no =");
}

// threats row 57: a `;` in a password makes a name of its end
TEST(SettingList, RepeatsNothingOfAText) {
    for (std::string const text :
         {"ProxyPassword=correct;horse-battery=staple", "ProxyPassword=correct;horse-battery",
          "ProxyPassword='correct'horse-battery", "horse-battery=correct", "Timeouthorse-battery=1",
          "ProxyPassword='horse-battery", "ProxyPassword=horse-battery;ProxyPassword=horse-battery",
          "ProxyPassword=horse-battery;Scope=horse-battery"}) {
        for (auto const& refused : {string_refusal(text), file_refusal(text + "\n" + text)}) {
            EXPECT_EQ(refused.message.find("horse"), std::string::npos) << refused.message;
            EXPECT_EQ(refused.subject.find("horse"), std::string::npos);
        }
    }
}

TEST(SettingList, AsksTheEnvironmentForEachName) {
    std::vector<std::string> asked;
    auto const list = setting_list::from_environment([&](std::string_view name) {
        asked.emplace_back(name);
        return name == "BCAUTH_TIMEOUT"         ? std::optional<std::string>("5")
               : name == "BCAUTH_PROXYPASSWORD" ? std::optional<std::string>(" 'as it is;' ")
               : name == "BCAUTH_PROXYUSER"     ? std::optional<std::string>("")
                                                : std::nullopt;
    });
    EXPECT_EQ(all_of(list),
              (settings{{setting::timeout, "5"}, {setting::proxy_password, " 'as it is;' "}}));
    EXPECT_EQ(list.find(setting::timeout)->origin, (setting_origin{origin_kind::environment, 0}));
    EXPECT_EQ(asked.size(), bcauth::settings_table().size());
    EXPECT_EQ(asked.front(), "BCAUTH_AUTHSCHEME");
}

TEST(SettingList, TheLaterListCountsAndKeepsItsOrigin) {
    diagnostics why;
    auto list = *setting_list::from_file_text("Timeout=1\nProxyUser=file\nVerbosity=2", why);
    list.merge(*setting_list::from_connection_string("ProxyUser=string;Verbosity=;Logfile=x", why));
    EXPECT_EQ(all_of(list), (settings{{setting::timeout, "1"},
                                      {setting::proxy_user, "string"},
                                      {setting::verbosity, ""},
                                      {setting::log_file, "x"}}));
    EXPECT_EQ(list.find(setting::timeout)->origin, (setting_origin{origin_kind::file, 1}));
    EXPECT_EQ(list.find(setting::proxy_user)->origin,
              (setting_origin{origin_kind::connection_string, 1}));
    list.set(setting::timeout, "3");
    list.set(setting::store_id, "abc");
    EXPECT_EQ(list.find(setting::timeout)->value.expose(), "3");
    EXPECT_EQ(list.find(setting::timeout)->origin, setting_origin{});
    EXPECT_EQ(list.find(setting::store_id)->value.expose(), "abc");
    EXPECT_EQ(list.find(setting::callback_url), nullptr);
}

std::string in_quotes(std::string_view value, char quote) {
    std::string text(1, quote);
    for (auto const c : value) {
        text.append(c == quote ? 2 : 1, c);
    }
    return text + quote;
}

// every setting at most once, in any order, with any bytes
std::vector<std::pair<setting, std::string>> some_settings() {
    auto const bytes = rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::arbitrary<char>(), rc::gen::elementOf(std::string("'\";= \n#[]"))));
    std::vector<std::pair<setting, std::string>> some;
    for (auto const& row : bcauth::settings_table()) {
        if (*rc::gen::arbitrary<bool>()) {
            auto const at = *rc::gen::inRange<std::size_t>(0, some.size() + 1);
            some.insert(some.begin() + static_cast<std::ptrdiff_t>(at), {row.which, *bytes});
        }
    }
    return some;
}

void check_round_trip(char separator) {
    auto const some = some_settings();
    std::string text;
    for (auto const& [which, value] : some) {
        auto const quote = *rc::gen::element('\'', '"');
        text += std::string(bcauth::name(which)) + "=" + in_quotes(value, quote) + separator;
    }
    diagnostics why;
    auto const list = separator == ';' ? setting_list::from_connection_string(text, why)
                                       : setting_list::from_file_text(text, why);
    RC_ASSERT(list.has_value());
    RC_ASSERT(all_of(*list) == settings(some.begin(), some.end()));
    std::size_t line = 1;
    for (std::size_t i = 0; i < some.size(); ++i) {
        auto const place = list->find(some[i].first)->origin.place;
        RC_ASSERT(place == (separator == ';' ? i + 1 : line));
        auto const& value = some[i].second;
        line += 1 + static_cast<std::size_t>(std::count(value.begin(), value.end(), '\n'));
    }
}

RC_GTEST_PROP(SettingListProperty, AStringGivesBackWhatWasQuoted, ()) {
    check_round_trip(';');
}

RC_GTEST_PROP(SettingListProperty, AFileGivesBackWhatWasQuoted, ()) {
    check_round_trip('\n');
}

}  // namespace
