// SPDX-License-Identifier: BSL-1.0
#include <bcauth/connection/settings.hpp>
#include "support/require.hpp"
#include "support/settings_oracle.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

namespace {

using bcauth::any_certificate;
using bcauth::errc;
using bcauth::proxy_auth;
using bcauth::proxy_kind;
using bcauth::setting;
using bcauth::trust_basis;
using fuzz::require;

// every way in which a message may go on behind the place
constexpr std::string_view words[]{
    "there is no =",
    "there is no name before the =",
    "the quote is not closed",
    "there is text behind the closing quote; a quote in a value is doubled",
    "the one section is [bcauth]",
    "no setting has that name",
    "no setting has that name; is NAME meant?",
    "a setting of other connectors; here, the app itself takes the callback and keeps tokens",
    "a setting of other connectors; here, an app asks for its scopes in the portal",
    "a setting of other connectors; here, Logfile, Verbosity and MaxLogFileSize are there",
    "a setting of other connectors; here, the platform asks for no client certificate",
    "a setting of other connectors; here, the platform takes OAuth only",
    "a setting of other connectors; here, StoreId takes the API path",
    "a setting of other connectors; here, there are no tables here",
    "it comes a second time; first PLACE",
    "allowed: ALLOWED",
    "* lets anybody read the tokens; the program has to allow it",
    "an MD5 thumbprint can be forged; give the SHA-256 one",
    "PROPRIETARY is not supported; allowed: BASIC, DIGEST, NONE, NEGOTIATE, NTLM",
    "with BASIC it has no colon",
    "SOCKS4 has no password; SOCKS5 has",
    "true excludes OTHER",
    "it needs TUNNEL, SOCKS4 or SOCKS5 as OTHER",
    "it needs OTHER",
    "a firewall excludes OTHER",
    "NONE excludes OTHER",
    "NONE excludes OTHER (PLACE)",
    "true excludes OTHER (PLACE)",
    "it needs TUNNEL, SOCKS4 or SOCKS5 as OTHER (PLACE)",
    "it needs OTHER (PLACE)",
    "a firewall excludes OTHER (PLACE)",
};

struct filling {
    std::string_view name;
    std::string_view allowed;
    std::string_view place;
};

void put(std::string& text, std::string_view mark, std::string_view instead) {
    if (auto const at = text.find(mark); at != std::string::npos) {
        text.replace(at, mark.size(), instead);
    }
}

// whether a message is one of these texts, with any setting as the other one
bool is_form(std::string_view message, std::string_view form, filling const& with) {
    if (message.substr(0, 5) != form.substr(0, 5)) return false;
    for (auto const& row : bcauth::settings_table()) {
        std::string expected(form);
        put(expected, "NAME", with.name);
        put(expected, "ALLOWED", with.allowed);
        put(expected, "OTHER", row.name);
        put(expected, "PLACE", with.place);
        if (message == expected) return true;
        if (form.find("OTHER") == std::string_view::npos) return false;
    }
    return false;
}

// Takes the numbers out of the places. What is left must be one of the texts above with names of our own, so it can't
// be anything of the input.
void check_message(bcauth::diagnostics const& why, std::string_view place) {
    auto message = why.message();
    require(message.substr(0, place.size()) == place, "the place of the mistake");
    message.erase(0, place.size());
    std::string_view const second = message;
    std::string other_place;
    if (auto const at = second.rfind("in the "); at != std::string_view::npos) {
        auto const end = std::min(second.find_first_of(")", at), second.size());
        other_place = std::string(second.substr(at, end - at));
        auto const number = other_place.find_last_not_of("0123456789") + 1;
        auto const kind = other_place.substr(0, number);
        bool const known = kind == "in the connection string, setting " ||
                           kind == "in the file, line " || kind == "in the portal";
        require(known, "the other place");
    }
    auto const subject = bcauth::find_setting(why.subject());
    auto const allowed = subject ? bcauth::row_of(*subject).allowed : std::string_view();
    bool const found = std::any_of(std::begin(words), std::end(words), [&](std::string_view form) {
        return is_form(message, form, {why.subject(), allowed, other_place});
    });
    require(found, "words of our own");
}

std::string value_of(fuzz::settings_reading const& read, setting which) {
    for (auto const& each : read.all) {
        if (each.which == which && !each.value.empty()) return each.value;
    }
    return std::string(bcauth::row_of(which).default_value);
}

// what must be refused, whatever else is right
bool contradicts_itself(fuzz::settings_reading const& read) {
    auto const value = [&](setting which) { return value_of(read, which); };
    bool const firewall = fuzz::lower(value(setting::firewall_type)) != "none";
    bool const says_detect = std::any_of(read.all.begin(), read.all.end(), [](auto const& each) {
        return each.which == setting::proxy_auto_detect && fuzz::lower(each.value) == "true";
    });
    bool const server = !value(setting::proxy_server).empty();
    bool const user = !value(setting::proxy_user).empty();
    return (firewall && (server || says_detect || user)) || (server && says_detect) ||
           firewall == value(setting::firewall_server).empty() || (user && !server) ||
           (value(setting::proxy_password).empty() < !user) ||
           (value(setting::firewall_password).empty() < value(setting::firewall_user).empty());
}

void check_way_out(bcauth::proxy const& via, fuzz::settings_reading const& read) {
    auto const value = [&](setting which) { return value_of(read, which); };
    bool const firewall = fuzz::lower(value(setting::firewall_type)) != "none";
    auto const host = value(firewall ? setting::firewall_server : setting::proxy_server);
    require((via.kind == proxy_kind::none || via.kind == proxy_kind::environment) == host.empty(),
            "a proxy is one that is named");
    require(
        via.kind != proxy_kind::none || fuzz::lower(value(setting::proxy_auto_detect)) == "false",
        "nothing is used where that is said");
    require(host.empty() || via.host == host || "[" + via.host + "]" == host, "the host");
    require(via.host.find_first_of("/@[] \n") == std::string::npos, "nothing but a host");
    require(via.port == 0 ? host.empty() : !host.empty(), "the port");
    require(via.user == value(firewall ? setting::firewall_user : setting::proxy_user), "the user");
    require(via.password.expose() ==
                value(firewall ? setting::firewall_password : setting::proxy_password),
            "the password");
    require(via.kind != proxy_kind::socks4 || via.password.empty(), "SOCKS4 has no password");
    require(via.kind == proxy_kind::http || (via.auth == proxy_auth::none && !via.tls),
            "only an HTTP proxy has a scheme");
    require(via.auth != proxy_auth::basic ||
                (!via.user.empty() && via.user.find(':') == std::string::npos),
            "what Basic can carry");
}

void check_settings(bcauth::connection_settings const& made, fuzz::settings_reading const& read,
                    bool consent) {
    auto const value = [&](setting which) { return value_of(read, which); };
    require(!contradicts_itself(read), "what contradicts itself");
    require(made.client_id() == value(setting::oauth_client_id), "the client ID");
    require(made.client_secret().expose() == value(setting::oauth_client_secret), "the secret");
    require(made.access_token().expose() == value(setting::oauth_access_token), "the token");
    require(made.callback_url() == value(setting::callback_url), "the callback");
    require(made.store().has_value() != value(setting::store_id).empty(), "the store");
    require(made.log_file() == value(setting::log_file), "the log");
    require(made.timeout().count() == std::stol(value(setting::timeout)), "the timeout");
    require(made.verbosity() == std::stoi(value(setting::verbosity)), "the verbosity");
    require(made.max_log_file_bytes() >= 100'000, "the log's size");
    check_way_out(made.via(), read);
    auto const& trust = made.trust();
    auto const given = value(setting::ssl_server_cert);
    require((trust.basis == trust_basis::anything) == (given == "*"), "anything is one star");
    require(trust.basis != trust_basis::anything || consent, "and needs consent");
    require((trust.basis == trust_basis::machine) == given.empty(), "else the machine's trust");
    require(trust.basis != trust_basis::given_only, "which a text never takes away");
    auto const gives = (trust.pem.empty() ? 0 : 1) + (trust.file.empty() ? 0 : 1) +
                       (trust.pin.has_value() ? 1 : 0);
    require(gives == (trust.basis == trust_basis::machine_and_given ? 1 : 0), "one thing is given");
}

}  // namespace

// settings as a person wrote them: a connection string, or a file
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto input = fuzz::text_of(data, size);
    fuzz::choice choice(input);
    bool const file = choice.flag();
    bool const consent = choice.flag();
    fuzz::exact_copy const copy(input);
    auto const read = fuzz::read_settings(copy.view(), file);
    std::string const place = file ? "in the file, line " : "in the connection string, setting ";

    bcauth::diagnostics why;
    auto const list = file ? bcauth::setting_list::from_file_text(copy.view(), why)
                           : bcauth::setting_list::from_connection_string(copy.view(), why);
    require(list.has_value() == (read.why == errc{}), "what the rules take", list);
    if (!list) {
        require(list.error() == read.why, "the error that the rules give", list);
        check_message(why, place + std::to_string(read.place) + ": ");
        return 0;
    }
    require(list->given().size() == read.all.size(), "every setting once");
    for (std::size_t i = 0; i < read.all.size(); ++i) {
        auto const& given = list->given()[i];
        require(given.which == read.all[i].which, "its name");
        require(given.value.expose() == read.all[i].value, "its value");
        require(given.origin.place == read.all[i].place, "its place");
    }
    auto const made = bcauth::connection_settings::make(
        *list, why, consent ? any_certificate::unsafe_allowed : any_certificate::refused);
    if (made) {
        check_settings(*made, read, consent);
        return 0;
    }
    require(fuzz::refused_with(made, {errc::invalid_setting, errc::unsupported_setting,
                                      errc::conflicting_settings, errc::unsafe_setting}),
            "an error of settings", made);
    auto const which = bcauth::find_setting(why.subject());
    require(which && list->find(*which) != nullptr, "the setting that it was");
    check_message(why, place + std::to_string(list->find(*which)->origin.place) + ": ");
    return 0;
}
