// SPDX-License-Identifier: BSL-1.0
#include <bcauth/scope_set.hpp>
#include "verbs.hpp"
#include "verdict.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <memory>

namespace cli {

namespace {

struct check_options {
    std::string granted;
    std::string required;
    bool json = false;
};

boost::json::array names_of(bcauth::scope_set const& set) {
    boost::json::array names;
    for (auto const name : set.names()) {
        names.emplace_back(name);
    }
    return names;
}

outcome refuse(console& to, bcauth::error_code const& error, bool json) {
    if (json) {
        to.line(boost::json::serialize(refusal_json({}, error, {})));
    } else {
        to.error(error.message());
    }
    return outcome::refused;
}

void tell(console& to, bool covered, bcauth::scope_set const& missing,
          bcauth::scope_set const& extra) {
    to.line(covered ? to.paint(colour::good, "covered") : to.paint(colour::bad, "not covered"));
    for (auto const name : missing.names()) {
        to.line("  missing  " + std::string(name));
    }
    for (auto const name : extra.names()) {
        to.line("  extra    " + std::string(name));
    }
}

outcome check(console& to, check_options const& options) {
    auto const granted = bcauth::scope_set::parse(options.granted);
    auto const required = bcauth::scope_set::parse(options.required);
    if (!granted || !required) {
        return refuse(to, granted ? required.error() : granted.error(), options.json);
    }
    bool const covered = granted->covers(*required);
    auto const missing = required->missing_from(*granted);
    auto const extra = granted->missing_from(*required);
    if (options.json) {
        to.line(boost::json::serialize(boost::json::object{
            {"covered", covered}, {"missing", names_of(missing)}, {"extra", names_of(extra)}}));
    } else {
        tell(to, covered, missing, extra);
    }
    return covered ? outcome::done : outcome::refused;
}

outcome list(console& to) {
    bcauth::scope_set const all = bcauth::known_scopes::all();
    std::string text;
    for (auto const name : all.names()) {
        text += name;
        text += '\n';
    }
    to.out(text);
    return outcome::done;
}

outcome normalize(console& to, std::string const& text) {
    auto const set = bcauth::scope_set::parse(text);
    if (!set) {
        return refuse(to, set.error(), false);
    }
    to.line(set->canonical());
    return outcome::done;
}

void add_check(CLI::App& scopes, action& chosen) {
    auto& verb = *scopes.add_subcommand("check", "Whether granted scopes cover required ones");
    auto const options = std::make_shared<check_options>();
    verb.add_option("--granted", options->granted, "What the merchant granted")->required();
    verb.add_option("--required", options->required, "What the app needs")->required();
    verb.add_flag("--json", options->json, "Answer in JSON")->disable_flag_override();
    verb.footer(
        "Example: bcauth scopes check --granted \"store_v2_orders\" --required "
        "\"store_v2_orders_read_only\"");
    verb.callback(
        [&chosen, options] { chosen = [options](console& to) { return check(to, *options); }; });
}

void add_normalize(CLI::App& scopes, action& chosen) {
    auto& verb = *scopes.add_subcommand("normalize", "The one text for all that allows the same");
    auto const text = std::make_shared<std::string>();
    verb.add_option("SCOPES", *text, "Names, separated by spaces or commas")->required();
    verb.footer("Example: bcauth scopes normalize \"store_v2_orders, store_v2_orders_read_only\"");
    verb.callback(
        [&chosen, text] { chosen = [text](console& to) { return normalize(to, *text); }; });
}

}  // namespace

void add_scopes(CLI::App& command, action& chosen) {
    auto& verb = *command.add_subcommand("scopes", "Lists, compares and normalizes OAuth scopes");
    verb.require_subcommand(1);
    verb.footer("Example: bcauth scopes list");
    auto& listing = *verb.add_subcommand("list", "The scopes that the library knows");
    listing.footer("Example: bcauth scopes list");
    listing.callback([&chosen] { chosen = [](console& to) { return list(to); }; });
    add_check(verb, chosen);
    add_normalize(verb, chosen);
}

}  // namespace cli
