// SPDX-License-Identifier: BSL-1.0
#include <bcauth/customer_login.hpp>
#include <bcauth/diagnostics.hpp>
#include "verbs.hpp"
#include "verdict.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>
#include <memory>
#include <string>
#include <system_error>

namespace cli {

namespace {

struct login_arguments {
    std::string store_url;
    std::string client_id;
    std::string store;
    std::string customer;
    std::string redirect_to;
    bool logout = false;
    std::string channel;
    std::string request_ip;
    bool persistent_cart = false;
    std::string at;
    bool json = false;
    secret_options secrets;
};

// the one time of this call, for the claim and for the answer
struct standing_clock {
    std::chrono::sys_seconds time;
    [[nodiscard]] std::chrono::sys_seconds now() const noexcept { return time; }
};

// any whole number; which of them are identifiers is the library's to say
std::int64_t number_of(std::string_view option, std::string const& text) {
    std::int64_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) {
        throw misuse{std::string(option) + " takes a number"};
    }
    return number;
}

bcauth::customer_login_options wish_of(login_arguments const& arguments) {
    bcauth::customer_login_options who{.store = store_of(arguments.store),
                                       .customer_id = number_of("--customer", arguments.customer)};
    who.redirect_to = arguments.logout ? bcauth::customer_logout : arguments.redirect_to;
    if (!arguments.channel.empty()) {
        who.channel_id = number_of("--channel", arguments.channel);
    }
    who.request_ip = arguments.request_ip;
    who.enable_persistent_cart = arguments.persistent_cart;
    return who;
}

outcome refuse(console& to, bcauth::error_code const& error, std::string_view subject, bool json) {
    auto const answer = refusal_json({}, error, subject);
    if (json) {
        to.line(boost::json::serialize(answer));
    } else {
        to.error(answer.at("message").as_string());
    }
    return outcome_of({answer, error});
}

outcome login_url(console& to, login_arguments const& arguments) {
    auto const who = wish_of(arguments);
    standing_clock const clock{time_of(arguments.at)};
    auto const app = config_of(arguments.client_id, arguments.secrets.read());
    using maker = bcauth::customer_login<bcauth::strict_policy, standing_clock>;
    auto const logins = maker::make(app, clock);
    bcauth::diagnostics why;
    auto const url = logins ? logins->url(arguments.store_url, who, why)
                            : bcauth::result<bcauth::secret>(logins.error());
    if (!url) {
        return refuse(to, url.error(), why.subject(), arguments.json);
    }
    if (arguments.json) {
        to.line(boost::json::serialize(
            boost::json::object{{"ok", true},
                                {"url", url->expose()},
                                {"store_hash", who.store.view()},
                                {"customer_id", who.customer_id},
                                {"issued_at", clock.time.time_since_epoch().count()}}));
    } else {
        to.line(url->expose());
    }
    return outcome::done;
}

void add_options(CLI::App& verb, login_arguments& arguments) {
    verb.add_option("--store-url", arguments.store_url, "Origin of the store's front, https")
        ->required()
        ->type_name("URL");
    verb.add_option("--client-id", arguments.client_id, "Client ID")->required()->type_name("ID");
    verb.add_option("--store", arguments.store, "Store hash")->required()->type_name("HASH");
    verb.add_option("--customer", arguments.customer, "The shopper's number")
        ->required()
        ->type_name("ID");
    auto* const redirect = verb.add_option("--redirect-to", arguments.redirect_to,
                                           "The page of the store that comes then (/account.php)")
                               ->type_name("PATH");
    verb.add_flag("--logout", arguments.logout, "Sign the shopper out instead")
        ->disable_flag_override()
        ->excludes(redirect);
    verb.add_option("--channel", arguments.channel, "Channel of the storefront (1)")
        ->type_name("ID");
    verb.add_option("--request-ip", arguments.request_ip,
                    "The one address that the browser may come from")
        ->type_name("ADDRESS");
    verb.add_flag("--persistent-cart", arguments.persistent_cart,
                  "Bring back the shopper's cart of another visit")
        ->disable_flag_override();
    verb.add_option("--at", arguments.at, "When it is issued (now)")->type_name("UNIX_SECONDS");
    verb.add_flag("--json", arguments.json, "Answer in JSON")->disable_flag_override();
    arguments.secrets.add_to(verb);
}

}  // namespace

void add_login_url(CLI::App& command, action& chosen) {
    auto& verb = *command.add_subcommand(
        "login-url", "Makes the address that signs a shopper in: good for 30 seconds, and once");
    auto const arguments = std::make_shared<login_arguments>();
    add_options(verb, *arguments);
    verb.footer(
        "Whoever opens the address first is that shopper: hand it to nobody else. The first of the "
        "secrets signs.\nExample: bcauth login-url --client-id \"$ID\" --store z4zn3wo --customer "
        "4927 --store-url https://shop.example.com");
    verb.callback([&chosen, arguments] {
        chosen = [arguments](console& to) { return login_url(to, *arguments); };
    });
}

}  // namespace cli
