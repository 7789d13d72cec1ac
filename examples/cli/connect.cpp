// SPDX-License-Identifier: BSL-1.0
#include <bcauth/api/access.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/op/store_lookup.hpp>
#include <bcauth/policy.hpp>
#include "connection.hpp"
#include "verbs.hpp"
#include "verdict.hpp"

#include <boost/json/serialize.hpp>

#include <cstdlib>
#include <memory>
#include <optional>

namespace cli {

namespace {

namespace json = boost::json;

struct connect_arguments {
    settings_options settings;
    std::string api_host = "https://api.bigcommerce.com";
    std::string token_variable;
    std::string store;
    bool json = false;
};

// the token of --token-env, else the setting's; empty where there is neither
bcauth::secret token_of(connect_arguments const& arguments,
                        bcauth::connection_settings const& settings) {
    if (arguments.token_variable.empty()) {
        return settings.access_token();
    }
    auto const* const value = std::getenv(arguments.token_variable.c_str());
    if (value == nullptr || *value == '\0') {
        throw misuse{"the variable of --token-env is not set, or empty"};
    }
    return bcauth::secret{value};
}

bcauth::api::access access_of(connect_arguments const& arguments,
                              bcauth::connection_settings const& settings, bcauth::secret token) {
    auto store =
        arguments.store.empty() ? settings.store() : std::optional(store_of(arguments.store));
    if (!store) {
        throw misuse{"a token needs its store: give --store, or StoreId in the settings"};
    }
    auto made = bcauth::api::access::of_token<bcauth::loopback_http<>>(
        {.store = *store, .token = std::move(token), .api_url = arguments.api_host});
    if (!made) {
        throw misuse{made.error().message()};
    }
    return std::move(*made);
}

// what a person does about the platform's own answers
std::string advice_of_answer(bcauth::error_code const& error) {
    if (error == bcauth::make_error_code(bcauth::errc::api_unauthorized)) {
        return "The connection works, but the platform doesn't take this token for this store "
               "(401): it is "
               "another store's, was replaced by a later installation, or the app was uninstalled.";
    }
    if (error == bcauth::make_error_code(bcauth::errc::api_forbidden)) {
        return "The connection and the token work, but the token lacks the scope (403): grant "
               "store_v2_information_read_only.";
    }
    return {};
}

outcome answer(console& to, json::object told, std::string const& text, bool as_json,
               outcome code) {
    if (as_json) {
        to.line(json::serialize(told));
    } else {
        to.out(text);
    }
    return code;
}

outcome tell_failure(console& to, connection const& over, bcauth::error_code const& error,
                     bcauth::diagnostics const& why, bool as_json) {
    auto const& event = over.seen().event;
    auto const refused = advice_of_answer(error);
    auto const advice = refused.empty() ? advice_of(event) : refused;
    auto told = refusal_json({}, error, why.message());
    for (auto const& each : json_of(over.seen())) {
        told[each.key()] = each.value();
    }
    told["advice"] = advice;
    auto text = to.paint(colour::bad, refused.empty() ? "failed" : "refused");
    text += refused.empty() ? "       at " + std::string(bcauth::name(event.stage)) + ": " +
                                  std::string(bcauth::name(event.trouble))
                            : std::string();
    text += '\n' + text_of(over.seen());
    text += "error        " + std::string(told.at("message").as_string()) + '\n';
    text += advice.empty() ? std::string() : "what to do   " + advice + '\n';
    auto const code = refused.empty() ? outcome::failed : outcome::refused;
    return answer(to, std::move(told), text, as_json, code);
}

outcome tell_success(console& to, connection const& over,
                     bcauth::api::store_information const* store, bool as_json) {
    json::object told{{"ok", true}};
    for (auto const& each : json_of(over.seen())) {
        told[each.key()] = each.value();
    }
    auto text = to.paint(colour::good, "connected") + '\n' + text_of(over.seen()) +
                "answer       " + std::to_string(over.seen().event.status) + '\n';
    told["store"] = nullptr;
    if (store != nullptr) {
        told["store"] = json::object{{"store_hash", store->store.view()},
                                     {"name", store->name},
                                     {"status", store->status},
                                     {"domain", store->domain}};
        text += "store        " + std::string(store->store.view()) + ' ' + printable(store->name) +
                ", " + printable(store->status) + '\n';
    }
    return answer(to, std::move(told), text, as_json, outcome::done);
}

outcome connect(console& to, connect_arguments const& arguments) {
    auto const settings = arguments.settings.read(to);
    auto token = token_of(arguments, settings);
    if (!bcauth::detail::is_web_origin(arguments.api_host, true)) {
        throw misuse{"--api-host takes an https origin"};
    }
    connection over(settings, true);
    bcauth::diagnostics why;
    if (!token.empty()) {
        auto const access = access_of(arguments, settings, std::move(token));
        // one try: whoever looks for a fault doesn't want it waited out
        auto const store =
            carry_out(over, bcauth::op::store_lookup<>(access, {.max_tries = 1}), why);
        return store ? tell_success(to, over, &*store, arguments.json)
                     : tell_failure(to, over, store.error(), why, arguments.json);
    }
    auto const reply = with_client(over, [&](auto& client) {
        return client.send({.url = arguments.api_host + "/", .idempotent = true});
    });
    return reply ? tell_success(to, over, nullptr, arguments.json)
                 : tell_failure(to, over, reply.error(), why, arguments.json);
}

}  // namespace

void add_connect(CLI::App& command, action& chosen) {
    auto& verb = *command.add_subcommand(
        "connect",
        "Tries the way to the API: proxy, certificate, timing, and what to do where it fails");
    auto const arguments = std::make_shared<connect_arguments>();
    arguments->settings.add_to(verb);
    verb.add_option("--api-host", arguments->api_host, "Origin of the API")
        ->type_name("URL")
        ->capture_default_str();
    verb.add_option("--token-env", arguments->token_variable,
                    "Variable with an access token, with which the store is read as well")
        ->type_name("NAME");
    verb.add_option("--store", arguments->store, "Its store (StoreId)")->type_name("HASH");
    verb.add_flag("--json", arguments->json, "Answer in JSON")->disable_flag_override();
    verb.footer(
        "Exit codes: 0 there is an answer; 1 the token is refused; 2 a mistake in the settings; 3 "
        "no "
        "connection.\nExample: bcauth connect --settings "
        "\"ProxyAutoDetect=false;ProxyServer=proxy.example.com;ProxyPort=3128\"");
    verb.callback([&chosen, arguments] {
        chosen = [arguments](console& to) { return connect(to, *arguments); };
    });
}

}  // namespace cli
