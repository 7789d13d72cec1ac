// SPDX-License-Identifier: BSL-1.0
#include "input.hpp"
#include "judge.hpp"
#include "verbs.hpp"

#include <boost/json/serialize.hpp>

#include <memory>

namespace cli {

namespace {

outcome verify_batch(console& to, judge const& door) {
    auto result = outcome::done;
    input lines;
    std::string token;
    while (!to.broken() && lines.line(token)) {
        auto const judged = door(token);
        to.line(boost::json::serialize(judged.json));
        result = judged.error ? outcome::refused : result;
    }
    return result;
}

// of a webhook every byte counts, the last newline too
std::string token_of(verify_options const& options) {
    if (options.kind == "webhook") {
        return input{}.bytes();
    }
    return options.token == "-" ? input{}.all() : options.token;
}

outcome verify_one(console& to, judge const& door, verify_options const& options) {
    auto const judged = door(token_of(options));
    if (options.json) {
        to.line(boost::json::serialize(judged.json));
    } else {
        tell(to, judged);
    }
    return outcome_of(judged);
}

outcome verify(console& to, verify_options const& options) {
    auto const door = judge_of(options);
    if (options.allow_stale) {
        to.error(
            "warning: --allow-stale takes a payload of any age, so whoever ever saw one can "
            "use it for ever");
    }
    return options.batch ? verify_batch(to, door) : verify_one(to, door, options);
}

void add_options(CLI::App& verb, verify_options& options) {
    verb.add_option("--door", options.door, "load (default), uninstall or remove-user")
        ->type_name("DOOR");
    verb.add_option("--client-id", options.client_id, "Client ID; required for the JWT kinds")
        ->type_name("ID");
    verb.add_option("--store", options.store,
                    "Take tokens of this store alone; required for current-customer")
        ->type_name("HASH");
    verb.add_option("--at", options.at, "Judge as if it were that time")->type_name("UNIX_SECONDS");
    verb.add_option("--header", options.headers,
                    "A header of a webhook, whose body is standard input byte for byte; repeatable")
        ->type_name("NAME:VALUE")
        ->allow_extra_args(false);
    verb.add_option("--leeway", options.leeway,
                    "How far clocks may be apart (10; of a webhook 300; at most 600)")
        ->type_name("S");
    verb.add_option("--max-age", options.max_age,
                    "How old a signed payload, or a token at the doors that destroy, may be (300)")
        ->type_name("S");
    verb.add_flag("--allow-stale", options.allow_stale, "Take a signed payload of any age")
        ->disable_flag_override();
    verb.add_flag("--json", options.json, "Answer in JSON")->disable_flag_override();
    verb.add_flag("--batch", options.batch,
                  "Judge one token a line of standard input; answers one JSON object a line")
        ->disable_flag_override();
    options.secrets.add_to(verb);
}

}  // namespace

void add_verify(CLI::App& command, action& chosen) {
    auto& verb = *command.add_subcommand("verify", "Judges a token as its door would");
    auto const options = std::make_shared<verify_options>();
    verb.add_option("KIND", options->kind,
                    "signed-payload, load-jwt (signed_payload_jwt), current-customer, callback "
                    "(a whole query string, which nobody signed) or webhook")
        ->required()
        ->type_name("");
    auto* const token =
        verb.add_option("TOKEN", options->token,
                        "The token, or - for standard input, of which one final newline is dropped")
            ->type_name("");
    add_options(verb, *options);
    verb.footer(
        "Example: bcauth verify load-jwt --client-id \"$ID\" --json \"$TOKEN\"\n"
        "Example: bcauth verify webhook --header \"webhook-id: $WEBHOOK_ID\" \\\n"
        "           --header \"webhook-timestamp: $TIME\" --header \"webhook-signature: "
        "$SIGNATURE\" "
        "< body");
    verb.callback([&chosen, options, token] {
        bool const has_input = options->batch || token->count() != 0 || options->kind == "webhook";
        if (!has_input || (options->batch && token->count() != 0)) {
            throw misuse{options->batch ? "--batch takes its tokens from standard input"
                                        : "the token is missing: give it, or - or --batch"};
        }
        chosen = [options](console& to) { return verify(to, *options); };
    });
}

}  // namespace cli
