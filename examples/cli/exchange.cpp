// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app_config.hpp>
#include <bcauth/http/query.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/op/token_exchange.hpp>
#include <bcauth/policy.hpp>
#include "connection.hpp"
#include "files.hpp"
#include "input.hpp"
#include "verbs.hpp"
#include "verdict.hpp"

#include <boost/json/serialize.hpp>

#include <memory>

namespace cli {

namespace {

namespace json = boost::json;

struct exchange_arguments {
    std::string query;
    settings_options settings;
    secret_options secrets;
    std::string client_id;
    std::string redirect_uri;
    std::string required;
    std::string login_host = "https://login.bigcommerce.com";
    std::string token_file;
    bool json_body = false;
    bool json = false;
};

std::string given_or(std::string const& argument, std::string_view setting, char const* missing) {
    if (argument.empty() && setting.empty()) {
        throw misuse{missing};
    }
    return argument.empty() ? std::string(setting) : argument;
}

bcauth::key_ring secrets_of(exchange_arguments const& arguments,
                            bcauth::connection_settings const& settings) {
    if (auto named = arguments.secrets.read_if_any()) {
        return std::move(*named);
    }
    if (settings.client_secret().empty()) {
        return arguments.secrets.read();  // says where it may stand
    }
    auto ring = bcauth::key_ring::make({settings.client_secret()});
    if (!ring) {
        throw misuse{ring.error().message()};
    }
    return std::move(*ring);
}

bcauth::app_config app_of(exchange_arguments const& arguments,
                          bcauth::connection_settings const& settings) {
    auto required = bcauth::scope_set::parse(arguments.required);
    if (!required) {
        throw misuse{"--required is not a list of scopes"};
    }
    auto app = bcauth::app_config::make<bcauth::loopback_http<>>(
        {.client_id = given_or(arguments.client_id, settings.client_id(),
                               "there is no client ID: give --client-id, or OAuthClientId"),
         .client_secrets = secrets_of(arguments, settings),
         .redirect_uri = given_or(arguments.redirect_uri, settings.callback_url(),
                                  "there is no callback: give --redirect-uri, or CallbackURL"),
         .required_scopes = std::move(*required),
         .login_url = arguments.login_host});
    if (!app) {
        throw misuse{app.error().message()};
    }
    return std::move(*app);
}

json::value json_of(bcauth::user const& who) {
    return json::object{{"id", who.id}, {"email", who.email}};
}

outcome tell_refusal(console& to, bcauth::error_code const& error, bcauth::diagnostics const& why,
                     std::string const& advice, bool as_json) {
    std::string more = why.message();
    if (!why.missing_scopes().empty()) {
        more += (more.empty() ? "" : "; ") + std::string("missing: ") + why.missing_scopes();
    }
    auto told = refusal_json({}, error, more.empty() ? std::string(why.subject()) : more);
    told["status"] = why.status();
    if (!advice.empty()) {
        told["advice"] = advice;
    }
    if (as_json) {
        to.line(json::serialize(told));
    } else {
        to.error(std::string(told.at("message").as_string()) +
                 (advice.empty() ? "" : "\n" + advice));
    }
    return outcome_of({told, error});
}

outcome tell_installation(console& to, bcauth::installation const& installed,
                          exchange_arguments const& arguments) {
    json::object told{{"ok", true},
                      {"store_hash", installed.store.view()},
                      {"user", json_of(installed.user)},
                      {"owner", installed.owner ? json_of(*installed.owner) : json::value(nullptr)},
                      {"scopes", installed.scopes.canonical()},
                      {"account_uuid", installed.account_uuid},
                      {"token_file", printable(arguments.token_file)}};
    if (arguments.json) {
        to.line(json::serialize(told));
        return outcome::done;
    }
    to.out(to.paint(colour::good, "installed") + "  " + installed.store.context() +
           "\nuser       " + std::to_string(installed.user.id) + ' ' +
           printable(installed.user.email) + "\nscopes     " + installed.scopes.canonical() +
           "\ntoken      in " + printable(arguments.token_file) + '\n');
    return outcome::done;
}

outcome exchange(console& to, exchange_arguments const& arguments) {
    auto const settings = arguments.settings.read(to);
    auto const app = app_of(arguments, settings);
    auto const query = arguments.query == "-" ? input{}.all() : arguments.query;
    bcauth::diagnostics why;
    auto grant = bcauth::oauth::parse_auth_callback(query, app, why);
    if (!grant) {
        return tell_refusal(to, grant.error(), why, {}, arguments.json);
    }
    new_secret_file file(arguments.token_file);
    if (!file.is_open()) {
        throw misuse{
            "the file of --token-file is there already, or can't be made; nothing was sent"};
    }
    connection over(settings, true);
    auto const format =
        arguments.json_body ? bcauth::oauth::body_format::json : bcauth::oauth::body_format::form;
    auto const installed = carry_out(
        over, bcauth::op::token_exchange{app, std::move(*grant), {.format = format}}, why);
    if (!installed) {
        return tell_refusal(to, installed.error(), why, advice_of(over.seen().event),
                            arguments.json);
    }
    if (!file.keep(installed->access_token.expose())) {
        to.error("the token could not be written to its file and is lost: install the app again");
        return outcome::failed;
    }
    return tell_installation(to, *installed, arguments);
}

void add_options(CLI::App& verb, exchange_arguments& arguments) {
    verb.add_option(
            "query", arguments.query,
            "The auth callback's query (code=...&scope=...&context=...), or - for standard input")
        ->required()
        ->type_name("QUERY");
    verb.add_option("--token-file", arguments.token_file,
                    "New file that the access token is written to; it is printed nowhere")
        ->required()
        ->type_name("PATH");
    verb.add_option("--client-id", arguments.client_id, "Client ID (OAuthClientId)")
        ->type_name("ID");
    verb.add_option("--redirect-uri", arguments.redirect_uri,
                    "The registered auth callback, byte for byte (CallbackURL)")
        ->type_name("URL");
    verb.add_option("--required", arguments.required, "Scopes without which it fails")
        ->type_name("SCOPES");
    verb.add_option("--login-host", arguments.login_host, "Origin of the login service")
        ->type_name("URL")
        ->capture_default_str();
    verb.add_flag("--json-body", arguments.json_body, "Send JSON instead of a form")
        ->disable_flag_override();
    verb.add_flag("--json", arguments.json, "Answer in JSON")->disable_flag_override();
    arguments.secrets.add_to(verb);
    arguments.settings.add_to(verb);
}

}  // namespace

void add_exchange(CLI::App& command, action& chosen) {
    auto& verb = *command.add_subcommand(
        "exchange", "Exchanges the code of an auth callback for the store's access token");
    auto const arguments = std::make_shared<exchange_arguments>();
    add_options(verb, *arguments);
    verb.footer(
        "A code works once: where it may have been used up, the installation has to be started "
        "again.\n"
        "Example: bcauth exchange --client-id \"$ID\" --redirect-uri https://app.example.com/auth "
        "--token-file token - <query");
    verb.callback([&chosen, arguments] {
        chosen = [arguments](console& to) { return exchange(to, *arguments); };
    });
}

}  // namespace cli
