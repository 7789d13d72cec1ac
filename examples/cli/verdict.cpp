// SPDX-License-Identifier: BSL-1.0
#include "verdict.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace cli {

namespace {

namespace json = boost::json;

json::value text_or_null(std::string_view text) {
    return text.empty() ? json::value(nullptr) : json::value(json::string(text));
}

json::value time_or_null(std::optional<std::chrono::sys_seconds> time) {
    return time ? json::value(time->time_since_epoch().count()) : json::value(nullptr);
}

json::object person(bcauth::user_ref const& one) {
    return {{"id", one.id}, {"email", one.email}};
}

bool is_time(std::string_view name) {
    return name.ends_with("_at");
}

// one value as a person reads it; objects as "9128  user@example.com"
std::string shown(std::string_view name, json::value const& value) {
    if (value.is_null()) {
        return "-";
    }
    if (is_time(name)) {
        return utc(value.as_int64());
    }
    if (value.is_bool()) {
        return value.as_bool() ? "yes" : "no";
    }
    if (value.is_string()) {
        return printable(value.as_string());
    }
    std::string text;
    if (value.is_object()) {
        for (auto const& each : value.as_object()) {
            text += text.empty() ? "" : "  ";
            text += shown(each.key(), each.value());
        }
    } else if (value.is_array()) {
        for (auto const& each : value.as_array()) {
            text += text.empty() ? "" : " ";
            text += shown({}, each);
        }
    } else {
        text = json::serialize(value);
    }
    return text;
}

template <class Verified>
json::object callback_json(std::string_view kind, Verified const& who) {
    auto const store = who.store();
    auto const owner = who.owner();
    return {
        {"ok", true},
        {"kind", kind},
        {"store_hash", store.view()},
        {"user", person(who.user())},
        {"owner", owner ? json::value(person(*owner)) : json::value(nullptr)},
        {"is_owner", who.is_owner()},
        {"url", who.url()},
        {"channel_id", who.channel_id() ? json::value(*who.channel_id()) : json::value(nullptr)},
        {"issued_at", time_or_null(who.issued_at())},
        {"expires_at", time_or_null(who.expires_at())},
        {"token_id", text_or_null(who.token_id())},
        {"matched_secret", who.matched_secret()}};
}

}  // namespace

json::object json_of(std::string_view kind, bcauth::verified_load const& who) {
    return callback_json(kind, who);
}
json::object json_of(std::string_view kind, bcauth::verified_uninstall const& who) {
    return callback_json(kind, who);
}
json::object json_of(std::string_view kind, bcauth::verified_removal const& who) {
    return callback_json(kind, who);
}

json::object json_of(bcauth::verified_customer const& who) {
    auto const store = who.store();
    return {{"ok", true},
            {"kind", "current-customer"},
            {"store_hash", store.view()},
            {"customer", json::object{{"id", who.id()},
                                      {"email", who.email()},
                                      {"group_id", text_or_null(who.group_id())}}},
            {"issued_at", time_or_null(who.issued_at())},
            {"expires_at", time_or_null(who.expires_at())},
            {"matched_secret", who.matched_secret()}};
}

json::object json_of(bcauth::verified_webhook const& what) {
    auto const& store = what.store();
    return {{"ok", true},
            {"kind", "webhook"},
            {"store_hash", store ? json::value(store->view()) : json::value(nullptr)},
            {"id", what.id()},
            {"sent_at", time_or_null(what.sent_at())},
            {"matched_secret", what.matched_secret()}};
}

json::object json_of(bcauth::oauth::unproven_grant const& grant) {
    auto const store = grant.store();
    json::array scopes;
    for (auto const name : grant.scopes().names()) {
        scopes.emplace_back(name);
    }
    return {{"ok", true},
            {"kind", "callback"},
            {"store_hash", store.view()},
            {"scopes", std::move(scopes)},
            {"account_uuid", text_or_null(grant.account_uuid())},
            {"external_install", grant.external_install()}};
}

json::object refusal_json(std::string_view kind, bcauth::error_code const& error,
                          std::string_view more) {
    json::object refusal{{"ok", false}};
    if (!kind.empty()) {
        refusal["kind"] = kind;
    }
    auto message = error.message();
    if (!more.empty()) {
        message += ": ";
        message += more;
    }
    refusal["error"] = bcauth::name(static_cast<bcauth::errc>(error.value()));
    refusal["condition"] = bcauth::name(bcauth::condition_of(error));
    refusal["message"] = message;
    return refusal;
}

void tell(console& to, verdict const& judged) {
    bool const ok = !judged.error;
    auto text = ok ? to.paint(colour::good, "accepted") : to.paint(colour::bad, "refused");
    text += "  " + shown({}, judged.json.at("kind")) + '\n';
    for (auto const& each : judged.json) {
        std::string_view const name = each.key();
        if (name != "ok" && name != "kind") {
            std::string label(name);
            label.resize(16, ' ');
            text += "  " + to.paint(colour::faint, label) + shown(name, each.value()) + '\n';
        }
    }
    to.out(text);
}

outcome outcome_of(verdict const& judged) {
    if (!judged.error) {
        return outcome::done;
    }
    switch (bcauth::condition_of(judged.error)) {
        case bcauth::condition::misconfigured: return outcome::misuse;
        case bcauth::condition::unavailable: return outcome::failed;
        case bcauth::condition::upstream:
            // the code or the secret was refused; anything else there is the other side's fault
            return judged.error == bcauth::make_error_code(bcauth::errc::exchange_refused)
                       ? outcome::refused
                       : outcome::failed;
        default: return outcome::refused;
    }
}

}  // namespace cli
