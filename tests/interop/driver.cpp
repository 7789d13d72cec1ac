// SPDX-License-Identifier: BSL-1.0
// bcauth at the other end of a pipe: takes one JSON object a line, answers each with one. Secrets
// and bodies are in hexadecimal digits, so that any byte gets through. exchange.py asks.
#include <bcauth/bcauth.hpp>
#include <bcauth/testing/fixed_clock.hpp>
#include <bcauth/testing/mint_webhook.hpp>

#include <boost/json.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <iostream>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace json = boost::json;
using bcauth::result;
using clock_type = bcauth::testing::fixed_clock;

json::object refusal(bcauth::error_code const& error) {
    return {{"ok", false}, {"error", bcauth::name(static_cast<bcauth::errc>(error.value()))}};
}

std::string text_of(json::object const& question, std::string_view member) {
    return std::string(question.at(member).as_string());
}

std::string bytes_of(json::value const& digits) {
    auto const& text = digits.as_string();
    std::string bytes(text.size() / 2, '\0');
    std::span const out(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size());
    if (!bcauth::hex_decode(text, out)) {
        throw std::invalid_argument("not hexadecimal digits");
    }
    return bytes;
}

result<bcauth::app_config> app_of(json::object const& question) {
    std::vector<bcauth::secret> secrets;
    for (auto const& each : question.at("secrets").as_array()) {
        secrets.emplace_back(bytes_of(each));
    }
    auto keys = bcauth::key_ring::make(std::move(secrets));
    if (!keys) {
        return keys.error();
    }
    auto const* const address = question.if_contains("redirect_uri");
    return bcauth::app_config::make(
        {.client_id = text_of(question, "client_id"),
         .client_secrets = std::move(*keys),
         .redirect_uri = address == nullptr ? "" : std::string(address->as_string())});
}

bcauth::tolerances<> limits_of(json::object const& question) {
    return {.leeway = std::chrono::seconds{question.at("leeway").to_number<int>()}};
}

clock_type clock_of(json::object const& question) {
    return clock_type{question.at("at").to_number<std::int64_t>()};
}

std::string name_of(bcauth::store_hash const& store) {
    return std::string(store.view());
}

json::value seconds_of(std::optional<std::chrono::sys_seconds> time) {
    return time ? json::value(time->time_since_epoch().count()) : json::value();
}

json::value person_of(std::optional<bcauth::user_ref> who) {
    return who ? json::value{{"id", who->id}, {"email", who->email}, {"locale", who->locale}}
               : json::value();
}

template <class Verifier>
json::object judge_callback(json::object const& question, bcauth::app_config const& app) {
    Verifier const door(app, limits_of(question), clock_of(question));
    auto const query = text_of(question, "query");
    auto const who = door(std::string_view(query));
    if (!who) {
        return refusal(who.error());
    }
    auto const channel = who->channel_id();
    return {{"ok", true},
            {"store", name_of(who->store())},
            {"user", person_of(who->user())},
            {"owner", person_of(who->owner())},
            {"channel_id", channel ? json::value(*channel) : json::value()},
            {"url", who->url()},
            {"issued_at", seconds_of(who->issued_at())},
            {"expires_at", seconds_of(who->expires_at())},
            {"token_id", who->token_id()},
            {"matched_secret", who->matched_secret()}};
}

json::object verify_callback(json::object const& question) {
    auto const app = app_of(question);
    if (!app) {
        return refusal(app.error());
    }
    auto const door = text_of(question, "door");
    using bcauth::strict_policy;
    if (door == "uninstall") {
        return judge_callback<bcauth::uninstall_verifier<strict_policy, clock_type>>(question,
                                                                                     *app);
    }
    if (door == "remove-user") {
        return judge_callback<bcauth::removal_verifier<strict_policy, clock_type>>(question, *app);
    }
    return judge_callback<bcauth::load_verifier<strict_policy, clock_type>>(question, *app);
}

json::object verify_customer(json::object const& question) {
    auto const app = app_of(question);
    auto const store = bcauth::store_hash::make(text_of(question, "store"));
    if (!app || !store) {
        return refusal(app ? store.error() : app.error());
    }
    bcauth::current_customer_verifier<bcauth::strict_policy, clock_type> const door(
        *app, limits_of(question), clock_of(question));
    auto const token = text_of(question, "token");
    auto const who = door(bcauth::received_token(token), *store);
    if (!who) {
        return refusal(who.error());
    }
    return {
        {"ok", true},
        {"store", name_of(who->store())},
        {"customer", {{"id", who->id()}, {"email", who->email()}, {"group_id", who->group_id()}}},
        {"issued_at", seconds_of(who->issued_at())},
        {"expires_at", seconds_of(who->expires_at())},
        {"matched_secret", who->matched_secret()}};
}

result<bcauth::secret> signature_of(json::object const& question, bcauth::secret const& key) {
    auto const claims = text_of(question, "json");
    auto const* const algorithm = question.if_contains("alg");
    if (algorithm == nullptr) {
        return bcauth::signed_payload<>::sign(key, claims);
    }
    bool const is_long = algorithm->as_string() == "HS512";
    auto const signer = bcauth::jwt::signer<>::make(
        key, is_long ? bcauth::mac_algorithm::hs512 : bcauth::mac_algorithm::hs256);
    return signer ? signer->sign(claims) : result<bcauth::secret>(signer.error());
}

json::object sign(json::object const& question) {
    auto const token = signature_of(question, bcauth::secret(bytes_of(question.at("secret"))));
    return token ? json::object{{"ok", true}, {"token", token->expose()}} : refusal(token.error());
}

json::object verify_webhook(json::object const& question) {
    auto const app = app_of(question);
    if (!app) {
        return refusal(app.error());
    }
    bcauth::http::fields headers;
    for (auto const& each : question.at("headers").as_object()) {
        if (auto const added = headers.add(each.key(), each.value().as_string()); !added) {
            return refusal(added.error());
        }
    }
    auto const body = bytes_of(question.at("body"));
    bcauth::webhook_verifier<bcauth::strict_policy, clock_type> const door(
        *app, limits_of(question), clock_of(question));
    auto const what = door(headers, body);
    if (!what) {
        return refusal(what.error());
    }
    return {{"ok", true},
            {"id", what->id()},
            {"body", bcauth::hex_encode(what->body())},
            {"sent_at", seconds_of(what->sent_at())},
            {"matched_secret", what->matched_secret()}};
}

json::object sign_webhook(json::object const& question) {
    bcauth::testing::mint_options options;
    options.client_secret = bcauth::secret(bytes_of(question.at("secret")));
    options.token_id = text_of(question, "id");
    options.at = clock_of(question).now();
    auto const made = bcauth::testing::mint_webhook(options, bytes_of(question.at("body")));
    return made ? json::object{{"ok", true}, {"signature", made->headers.at(2).second}}
                : refusal(made.error());
}

json::object token_request(json::object const& question) {
    auto const app = app_of(question);
    if (!app) {
        return refusal(app.error());
    }
    auto const query = text_of(question, "query");
    auto const grant = bcauth::oauth::parse_auth_callback(std::string_view(query), *app);
    if (!grant) {
        return refusal(grant.error());
    }
    auto const format = text_of(question, "format") == "json" ? bcauth::oauth::body_format::json
                                                              : bcauth::oauth::body_format::form;
    auto const request = bcauth::oauth::token_request(*app, *grant, format);
    if (!request) {
        return refusal(request.error());
    }
    return {{"ok", true}, {"body", bcauth::hex_encode(request->body.expose())}};
}

bcauth::customer_login_options wish_of(json::object const& question) {
    bcauth::customer_login_options who{
        .store = bcauth::store_hash::make(text_of(question, "store_hash")).value(),
        .customer_id = question.at("customer_id").to_number<std::int64_t>()};
    if (auto const* const page = question.if_contains("redirect_to")) {
        who.redirect_to = page->as_string();
    }
    if (auto const* const channel = question.if_contains("channel_id")) {
        who.channel_id = channel->to_number<std::int64_t>();
    }
    if (auto const* const address = question.if_contains("request_ip")) {
        who.request_ip = address->as_string();
    }
    who.enable_persistent_cart = question.contains("enable_persistent_cart");
    return who;
}

json::object login(json::object const& question) {
    auto const app = app_of(question);
    if (!app) {
        return refusal(app.error());
    }
    using maker = bcauth::customer_login<bcauth::strict_policy, clock_type>;
    auto const logins = maker::make(*app, clock_of(question));
    auto const token = logins ? logins->token(wish_of(question)) : logins.error();
    return token ? json::object{{"ok", true}, {"token", token->expose()}} : refusal(token.error());
}

json::object answer(json::object const& question) {
    auto const asked = text_of(question, "do");
    if (asked == "login") {
        return login(question);
    }
    if (asked == "sign") {
        return sign(question);
    }
    if (asked == "verify_callback") {
        return verify_callback(question);
    }
    if (asked == "verify_customer") {
        return verify_customer(question);
    }
    if (asked == "verify_webhook") {
        return verify_webhook(question);
    }
    if (asked == "sign_webhook") {
        return sign_webhook(question);
    }
    if (asked == "token_request") {
        return token_request(question);
    }
    throw std::invalid_argument("no such question: " + asked);
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    try {
        for (std::string line; std::getline(std::cin, line);) {
            std::cout << json::serialize(answer(json::parse(line).as_object())) << '\n';
        }
    } catch (std::exception const& error) {
        std::cerr << "interop driver: " << error.what() << '\n';
        return 2;
    }
    return std::cout.flush() ? 0 : 2;
}
