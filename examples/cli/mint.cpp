// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/flaws.hpp>
#include <bcauth/testing/mint.hpp>
#include <bcauth/testing/mint_webhook.hpp>
#include "input.hpp"
#include "verbs.hpp"

#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

using bcauth::testing::token_kind;

struct mint_arguments {
    std::string kind;
    std::string client_id;
    std::string store;
    std::string at;
    std::string algorithm = "HS256";
    std::string flaw;
    std::vector<std::string> claims;
    bool query = false;
    bool list_flaws = false;
    bool body = false;
    bool headers_only = false;
    secret_options secrets;
};

token_kind kind_of(mint_arguments const& arguments) {
    auto const kind = bcauth::testing::find_token_kind(arguments.kind);
    if (!kind) {
        throw misuse{
            "KIND is signed-payload, load-jwt, current-customer, customer-login or webhook"};
    }
    return *kind;
}

bcauth::testing::claim_override override_of(std::string const& text) {
    auto const equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
        throw misuse{"--claim takes NAME=JSON; NAME= takes the claim away"};
    }
    return {text.substr(0, equals), text.substr(equals + 1)};
}

bcauth::testing::mint_options options_of(mint_arguments const& arguments, token_kind kind) {
    bcauth::testing::mint_options options;
    bool const is_customer = kind == token_kind::current_customer;
    bool const is_jwt = kind != token_kind::signed_payload && kind != token_kind::webhook;
    if (arguments.client_id.empty() && is_jwt) {
        throw misuse{"the kinds of JWT need --client-id"};
    }
    options.client_id = arguments.client_id;
    if (!arguments.store.empty()) {
        auto const store = store_of(arguments.store);
        options.store = store.view();
    }
    bool const is_hs512 = arguments.algorithm == "HS512";
    if ((!is_hs512 && arguments.algorithm != "HS256") || (is_hs512 && !is_customer)) {
        throw misuse{"--algorithm is HS256, or HS512 for current-customer"};
    }
    options.algorithm = is_hs512 ? bcauth::mac_algorithm::hs512 : bcauth::mac_algorithm::hs256;
    options.at = time_of(arguments.at);
    for (auto const& each : arguments.claims) {
        options.claims.push_back(override_of(each));
    }
    auto const secrets = arguments.secrets.read();
    options.client_secret = secrets.current();
    return options;
}

// null where none is asked for
bcauth::testing::flaw const* flaw_of(mint_arguments const& arguments, token_kind kind) {
    auto const* const flaw = bcauth::testing::find_flaw(arguments.flaw);
    if (!arguments.flaw.empty() && (flaw == nullptr || !flaw->applies_to(kind))) {
        throw misuse{"tokens of this kind have no such flaw; see --list-flaws"};
    }
    return flaw;
}

bcauth::result<bcauth::secret> make_token(mint_arguments const& arguments, token_kind kind) {
    auto const options = options_of(arguments, kind);
    auto const* const flaw = flaw_of(arguments, kind);
    auto made = flaw == nullptr ? bcauth::testing::mint(kind, options)
                                : bcauth::testing::mint_flawed(kind, *flaw, options);
    return made && arguments.query ? bcauth::testing::as_query(kind, made->expose()) : made;
}

// the headers, and behind an empty line the body, as HTTP has them
bcauth::result<bcauth::secret> make_webhook(mint_arguments const& arguments) {
    auto const options = options_of(arguments, token_kind::webhook);
    auto const* const flaw = flaw_of(arguments, token_kind::webhook);
    std::optional<std::string> body;
    if (arguments.body) {
        body = input{}.bytes();
        if (body->size() >= input::kept_bytes) {
            throw misuse{"the body is above 256 KiB"};
        }
    }
    auto const made = flaw == nullptr
                          ? bcauth::testing::mint_webhook(options, std::move(body))
                          : bcauth::testing::mint_flawed_webhook(*flaw, options, std::move(body));
    if (!made) {
        return made.error();
    }
    std::string text;
    for (auto const& [name, value] : made->headers) {
        text += name + ": " + value + '\n';
    }
    return bcauth::secret(arguments.headers_only ? text : text + '\n' + made->body);
}

std::string reason(mint_arguments const& arguments, bcauth::error_code const& why) {
    return why == bcauth::errc::invalid_json ? "--claim takes NAME=JSON, and this is not JSON"
           : arguments.query                 ? "--query is for the kinds that a callback brings"
                                             : "the token can't be made: " + why.message();
}

void check_combination(mint_arguments const& arguments, token_kind kind) {
    bool const is_webhook = kind == token_kind::webhook;
    if (is_webhook && arguments.query) {
        throw misuse{"--query is for the kinds that a callback brings"};
    }
    if (!is_webhook && (arguments.body || arguments.headers_only)) {
        throw misuse{"--body and --headers-only are for webhook"};
    }
    if (arguments.body && !arguments.claims.empty()) {
        throw misuse{"--claim is for the body that is made here, not for one that is given"};
    }
}

// name, the strict door's answer, what it is
outcome list_flaws(console& to, token_kind kind) {
    std::string text;
    for (auto const& each : bcauth::testing::all_flaws) {
        if (each.applies_to(kind)) {
            text += std::string(each.name) + '\t' + std::string(bcauth::name(each.answer(kind))) +
                    '\t' + std::string(each.about) + '\n';
        }
    }
    to.out(text);
    return outcome::done;
}

outcome mint(console& to, mint_arguments const& arguments) {
    auto const kind = kind_of(arguments);
    if (arguments.list_flaws) {
        return list_flaws(to, kind);
    }
    check_combination(arguments, kind);
    bool const is_webhook = kind == token_kind::webhook;
    auto const made = is_webhook ? make_webhook(arguments) : make_token(arguments, kind);
    if (!made) {
        throw misuse{reason(arguments, made.error())};
    }
    if (is_webhook) {
        to.out(made->expose());
    } else {
        to.line(made->expose());
    }
    return outcome::done;
}

void add_options(CLI::App& verb, mint_arguments& arguments) {
    verb.add_option("--client-id", arguments.client_id, "Client ID; required for the JWT kinds")
        ->type_name("ID");
    verb.add_option("--store", arguments.store, "Store hash (z4zn3wo)")->type_name("HASH");
    verb.add_option("--at", arguments.at, "When it is issued (now)")->type_name("UNIX_SECONDS");
    verb.add_option("--algorithm", arguments.algorithm, "HS256, or HS512 for current-customer")
        ->type_name("NAME");
    verb.add_option("--claim", arguments.claims,
                    "Another claim, such as user.id=7; repeatable; NAME= takes it away")
        ->type_name("NAME=JSON")
        ->allow_extra_args(false);
    verb.add_option("--flaw", arguments.flaw, "Make it with one thing wrong, such as expired")
        ->type_name("NAME");
    verb.add_flag("--list-flaws", arguments.list_flaws,
                  "List what can be wrong with that kind, and what the door answers")
        ->disable_flag_override();
    verb.add_flag("--body", arguments.body,
                  "Deliver standard input as a webhook, byte for byte (an order that was created)")
        ->disable_flag_override();
    verb.add_flag("--headers-only", arguments.headers_only,
                  "Print the headers of a webhook without its body")
        ->disable_flag_override();
    verb.add_flag("--query", arguments.query, "Print it as the query of a callback")
        ->disable_flag_override();
    arguments.secrets.add_to(verb);
}

}  // namespace

void add_mint(CLI::App& command, action& chosen) {
    auto& verb = *command.add_subcommand("mint", "Makes a token for tests, valid or flawed");
    auto const arguments = std::make_shared<mint_arguments>();
    verb.add_option("KIND", arguments->kind,
                    "signed-payload, load-jwt, current-customer, customer-login or webhook")
        ->required()
        ->type_name("");
    add_options(verb, *arguments);
    verb.footer(
        "Example: bcauth mint load-jwt --client-id \"$ID\" --store z4zn3wo --flaw expired\n"
        "Example: bcauth mint webhook --headers-only --body < body");
    verb.callback([&chosen, arguments] {
        chosen = [arguments](console& to) { return mint(to, *arguments); };
    });
}

}  // namespace cli
