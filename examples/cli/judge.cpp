// SPDX-License-Identifier: BSL-1.0
#include "judge.hpp"

#include <bcauth/app_config.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/current_customer.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/http/fields.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/webhook.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace cli {

namespace {

// the time of `--at`, or the system's
struct command_clock {
    std::optional<std::chrono::sys_seconds> fixed;
    [[nodiscard]] std::chrono::sys_seconds now() const noexcept {
        return fixed ? *fixed : bcauth::system_clock{}.now();
    }
};

command_clock clock_of(verify_options const& options) {
    return {options.at.empty() ? std::nullopt : std::optional(time_of(options.at))};
}

void need(bool holds, std::string_view message) {
    if (!holds) {
        throw misuse{std::string(message)};
    }
}

verdict refuse(std::string_view kind, bcauth::error_code const& error, std::string_view more = {}) {
    return {refusal_json(kind, error, more), error};
}

std::optional<bcauth::store_hash> bound_store(verify_options const& options) {
    return options.store.empty() ? std::nullopt : std::optional(store_of(options.store));
}

template <class Policy>
bcauth::tolerances<Policy> tolerances_of(verify_options const& options) {
    bcauth::tolerances<Policy> limits;
    if (!options.leeway.empty()) {
        limits.leeway = std::chrono::seconds{natural("--leeway", options.leeway)};
    }
    if (!options.max_age.empty()) {
        auto& age = options.door == "load" ? limits.payload_max_age : limits.destructive_max_age;
        age = std::chrono::seconds{natural("--max-age", options.max_age)};
    }
    need(limits.check().has_value(),
         "--leeway is at most 600 seconds; --max-age is at most 86400 at the load door, and 300 at "
         "the uninstall and remove-user doors");
    return limits;
}

template <class Door>
Door door_of(bcauth::result<Door> made) {
    if (!made) {
        throw misuse{made.error().message()};
    }
    return std::move(*made);
}

template <class Verified, class Policy>
judge callback_judge(verify_options const& options) {
    using door_type =
        bcauth::callback_verifier<Verified, Policy, command_clock, bcauth::openssl_mac>;
    auto const client_id = options.client_id.empty() ? "unknown" : options.client_id;
    auto const door = std::make_shared<door_type const>(
        door_of(door_type::make(config_of(client_id, options.secrets.read()),
                                tolerances_of<Policy>(options), clock_of(options))));
    auto const kind = options.kind;
    return [door, kind, store = bound_store(options)](std::string_view token) {
        auto const who = kind == "load-jwt" ? door->verify_jwt(token) : door->verify_payload(token);
        if (!who) {
            return refuse(kind, who.error());
        }
        if (store && who->store() != *store) {
            return refuse(kind, bcauth::errc::store_mismatch);
        }
        return verdict{json_of(kind, *who), {}};
    };
}

judge callback_judge_of(verify_options const& options) {
    using strict = bcauth::strict_policy;
    if (options.door == "uninstall") {
        return callback_judge<bcauth::verified_uninstall, strict>(options);
    }
    if (options.door == "remove-user") {
        return callback_judge<bcauth::verified_removal, strict>(options);
    }
    need(options.door == "load", "--door is load, uninstall or remove-user");
    return options.allow_stale
               ? callback_judge<bcauth::verified_load, bcauth::allow_stale_payload<>>(options)
               : callback_judge<bcauth::verified_load, strict>(options);
}

judge customer_judge(verify_options const& options) {
    need(!options.store.empty(), "current-customer needs --store: a shopper is one of a store");
    using door_type = bcauth::current_customer_verifier<bcauth::strict_policy, command_clock>;
    auto const door = std::make_shared<door_type const>(
        door_of(door_type::make(config_of(options.client_id, options.secrets.read()),
                                tolerances_of<bcauth::strict_policy>(options), clock_of(options))));
    return [door, store = store_of(options.store)](std::string_view token) {
        auto const who = (*door)(token, store);
        return who ? verdict{json_of(*who), {}} : refuse("current-customer", who.error());
    };
}

// as HTTP reads a header's line: blanks around the value are none of it
bcauth::result<bcauth::http::fields> fields_of(verify_options const& options) {
    bcauth::http::fields fields;
    for (std::string_view const line : options.headers) {
        auto const colon = line.find(':');
        need(colon != std::string_view::npos, "--header takes NAME:VALUE");
        auto const first = line.find_first_not_of(" \t", colon + 1);
        auto const last = line.find_last_not_of(" \t");
        auto const value = first == std::string_view::npos ? std::string_view{}
                                                           : line.substr(first, last + 1 - first);
        if (auto const added = fields.add(line.substr(0, colon), value); !added) {
            return added.error();
        }
    }
    return fields;
}

// the token is the body
judge webhook_judge(verify_options const& options) {
    bcauth::tolerances<> limits;
    if (!options.leeway.empty()) {
        limits.webhook_tolerance = std::chrono::seconds{natural("--leeway", options.leeway)};
    }
    need(limits.check().has_value(), "--leeway is at most 600 seconds");
    using door_type = bcauth::webhook_verifier<bcauth::strict_policy, command_clock>;
    auto const door = std::make_shared<door_type const>(door_of(
        door_type::make(config_of("unknown", options.secrets.read()), limits, clock_of(options))));
    return
        [door, fields = fields_of(options), store = bound_store(options)](std::string_view body) {
            auto const what = fields ? (*door)(*fields, body)
                                     : bcauth::result<bcauth::verified_webhook>(fields.error());
            if (!what) {
                return refuse("webhook", what.error());
            }
            auto const& of = what->store();
            if (store && (!of || *of != *store)) {
                return refuse("webhook", of ? bcauth::errc::store_mismatch : of.error());
            }
            return verdict{json_of(*what), {}};
        };
}

// Nothing of a callback is signed. A secret is wanted only so that it can be kept out of what is told.
judge grant_judge(verify_options const& options) {
    need(options.at.empty() && options.leeway.empty(),
         "--at and --leeway are for signed tokens: a callback has no time");
    auto secrets = options.secrets.read_if_any();
    auto const app = std::make_shared<bcauth::app_config const>(
        config_of(options.client_id.empty() ? "unknown" : options.client_id,
                  secrets ? std::move(*secrets) : *bcauth::key_ring::make({"none"})));
    return [app, store = bound_store(options)](std::string_view query) {
        bcauth::diagnostics why;
        auto const grant = bcauth::oauth::parse_auth_callback(query, *app, why);
        if (!grant) {
            return refuse("callback", grant.error(), why.subject());
        }
        if (store && grant->store() != *store) {
            return refuse("callback", bcauth::errc::store_mismatch);
        }
        return verdict{json_of(*grant), {}};
    };
}

void check_combination(verify_options const& options) {
    bool const is_payload = options.kind == "signed-payload";
    bool const is_callback = is_payload || options.kind == "load-jwt";
    bool const is_load = options.door == "load";
    bool const is_webhook = options.kind == "webhook";
    need(is_webhook || options.headers.empty(), "--header is for webhook");
    need(!is_webhook || (!options.batch && (options.token.empty() || options.token == "-")),
         "the body of a webhook is taken from standard input, and one at a time");
    need(is_callback || is_load, "--door is for signed-payload and load-jwt");
    need(!options.allow_stale || (is_payload && is_load),
         "--allow-stale is for signed-payload at the load door");
    need(options.max_age.empty() || is_payload || (is_callback && !is_load),
         "--max-age is for signed-payload, and for load-jwt at the uninstall and remove-user "
         "doors; other tokens carry their expiry");
    need(options.max_age.empty() || !options.allow_stale,
         "--max-age and --allow-stale exclude each other");
}

}  // namespace

judge judge_of(verify_options const& options) {
    check_combination(options);
    bool const is_jwt = options.kind == "load-jwt" || options.kind == "current-customer";
    need(!is_jwt || !options.client_id.empty(), "the kinds of JWT need --client-id");
    if (options.kind == "signed-payload" || options.kind == "load-jwt") {
        return callback_judge_of(options);
    }
    if (options.kind == "current-customer") {
        return customer_judge(options);
    }
    if (options.kind == "webhook") {
        return webhook_judge(options);
    }
    need(options.kind == "callback",
         "KIND is signed-payload, load-jwt, current-customer, callback or webhook");
    return grant_judge(options);
}

}  // namespace cli
