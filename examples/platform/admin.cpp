// SPDX-License-Identifier: BSL-1.0
#include <bcauth/scope_set.hpp>
#include "callbacks.hpp"
#include "panel_pages.hpp"
#include "services.hpp"
#include "text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>

namespace platform {

namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 7> fault_kinds{
    "redirect", "html", "empty_object", "server_error", "foreign_context", "null_scope", "close"};

json::string_view view(std::string_view text) {
    return {text.data(), text.size()};
}

response refuse(std::string_view why) {
    return json_response(400, {{"error", view(why)}});
}

response done() {
    return json_response(200, {{"ok", true}});
}

// what a test posted
class wishes {
public:
    explicit wishes(json::object const& from) : x_from(from) {}

    [[nodiscard]] std::string text(std::string_view name, std::string_view otherwise = {}) const {
        auto const* const found = x_from.if_contains(view(name));
        auto const* const text = found == nullptr ? nullptr : found->if_string();
        return text == nullptr ? std::string(otherwise) : std::string(text->data(), text->size());
    }

    [[nodiscard]] std::optional<std::int64_t> number(std::string_view name) const {
        auto const* const found = x_from.if_contains(view(name));
        auto const* const number = found == nullptr ? nullptr : found->if_int64();
        return number == nullptr ? std::nullopt : std::optional(*number);
    }

    [[nodiscard]] bool flag(std::string_view name) const {
        auto const* const found = x_from.if_contains(view(name));
        return found != nullptr && found->is_bool() && found->as_bool();
    }

private:
    json::object const& x_from;
};

// the store, app and person that most requests name; the person is the owner unless told
struct subject {
    store const* in = nullptr;
    app* what = nullptr;
    std::int64_t user = 0;

    [[nodiscard]] bool complete() const { return in != nullptr && what != nullptr; }
};

subject subject_of(world& all, wishes const& from) {
    subject made;
    made.in = all.find_store(from.text("store"));
    made.what = all.find_app(from.text("client_id"));
    if (made.in != nullptr) made.user = from.number("user").value_or(made.in->people.front().id);
    return made;
}

json::object install_json(install const& from) {
    json::array users;
    for (auto const each : from.users) {
        users.push_back(each);
    }
    return {{"installed", from.installed},
            {"scopes", from.scopes},
            {"installed_by", from.installed_by},
            {"users", users},
            {"needs_consent", from.needs_consent}};
}

json::object store_json(world const& all, store const& from) {
    json::array people;
    for (auto const& each : from.people) {
        people.push_back({{"id", each.id},
                          {"name", each.name},
                          {"email", each.email},
                          {"owner", &each == &from.people.front()},
                          {"manages_apps", each.manages_apps}});
    }
    json::array customers;
    for (auto const& each : from.customers) {
        customers.push_back({{"id", each.id}, {"name", each.name}, {"email", each.email}});
    }
    json::object installs;
    for (auto const& [key, each] : all.installs) {
        if (key.first == from.hash) installs[key.second] = install_json(each);
    }
    return {{"hash", from.hash},
            {"name", from.name},
            {"users", people},
            {"customers", customers},
            {"api_account", from.api_account},
            {"installs", installs}};
}

json::object app_json(app const& from) {
    return {{"name", from.name},
            {"client_id", from.client_id},
            {"auth_url", from.auth_url},
            {"load_url", from.load_url},
            {"uninstall_url", from.uninstall_url},
            {"remove_user_url", from.remove_user_url},
            {"browser_origin", from.browser_origin},
            {"scopes", from.scopes},
            {"multi_user", from.multi_user}};
}

response state(world const& all) {
    json::array stores;
    for (auto const& each : all.config.stores) {
        stores.push_back(store_json(all, each));
    }
    json::array apps;
    for (auto const& each : all.config.apps) {
        apps.push_back(app_json(each));
    }
    return json_response(
        200, {{"now", all.now().time_since_epoch().count()},
              {"clock_offset", all.clock_offset.count()},
              {"stores", stores},
              {"apps", apps},
              {"fault",
               {{"token", all.token_fault.kind},
                {"times", all.token_fault.times},
                {"api", all.api_fault ? json::value(all.api_fault->status) : json::value()}}}});
}

response callbacks(world const& all) {
    json::array list;
    for (auto const& each : all.callbacks) {
        list.push_back({{"door", each.door},
                        {"store", each.store},
                        {"client_id", each.client_id},
                        {"user", each.user},
                        {"status", each.status},
                        {"failure", each.failure},
                        {"at", each.at.time_since_epoch().count()}});
    }
    return json_response(200, {{"callbacks", list}});
}

response requests(world const& all) {
    json::array list;
    for (auto const& each : all.requests) {
        list.push_back({{"at", each.at.time_since_epoch().count()},
                        {"site", each.site},
                        {"method", each.method},
                        {"target", each.target},
                        {"status", each.status},
                        {"microseconds", each.microseconds},
                        {"note", each.note}});
    }
    return json_response(200, {{"requests", list}});
}

// as if somebody had agreed to the scopes: where the browser is sent next
response make_code(world& all, wishes const& from) {
    auto const about = subject_of(all, from);
    auto const* const who = about.in == nullptr ? nullptr : find_person(*about.in, about.user);
    if (!about.complete() || who == nullptr) return refuse("unknown store, client_id or user");
    auto const& code = issue_code(all, *about.in, *about.what, *who, from.flag("external"));
    auto const query = auth_query(*about.what, code);
    auto const& registered = about.what->auth_url;
    return json_response(
        200, {{"code", code.code},
              {"scope", code.scopes},
              {"context", "stores/" + code.store},
              {"account_uuid", about.what->account_uuid},
              {"query", query},
              {"url", with_query(registered, query)},
              {"browser_url", with_query(browser_url(*about.what, registered), query)}});
}

// a callback's token of any age, for any door, for any user number
response make_load(world& all, wishes const& from) {
    auto const about = subject_of(all, from);
    if (!about.complete()) return refuse("unknown store or client_id");
    callback_claims claims;
    claims.user = about.user;
    claims.url = from.text("url", "/");
    claims.channel = from.number("channel_id");
    claims.age = std::chrono::seconds{from.number("age").value_or(0)};
    claims.legacy = from.flag("legacy");
    auto const query = callback_query(all, *about.in, *about.what, claims);
    if (!query) return json_response(500, {{"error", "no token could be made"}});
    auto const door = from.text("door", "load");
    auto const& registered = door == "uninstall"     ? about.what->uninstall_url
                             : door == "remove-user" ? about.what->remove_user_url
                                                     : about.what->load_url;
    return json_response(
        200, {{"query", *query},
              {"token", query->substr(query->find('=') + 1)},
              {"url", with_query(registered, *query)},
              {"browser_url", with_query(browser_url(*about.what, registered), *query)}});
}

response make_customer_token(world& all, wishes const& from) {
    auto const about = subject_of(all, from);
    auto const id = from.number("customer").value_or(0);
    auto const* const who = about.in == nullptr ? nullptr : find_customer(*about.in, id);
    if (!about.complete() || who == nullptr) return refuse("unknown store, client_id or customer");
    auto const name = from.text("algorithm");
    if (!name.empty() && name != "HS256" && name != "HS512") return refuse("HS256 or HS512");
    auto const algorithm = name.empty()      ? all.config.shopper_algorithm
                           : name == "HS256" ? bcauth::mac_algorithm::hs256
                                             : bcauth::mac_algorithm::hs512;
    auto const token = customer_token(all, *about.in, *about.what, *who, algorithm,
                                      std::chrono::seconds{from.number("age").value_or(0)});
    if (!token) return json_response(500, {{"error", "no token could be made"}});
    return json_response(200, {{"token", *token}});
}

response set_fault(world& all, wishes const& from) {
    auto const kind = from.text("token");
    bool const known = kind.empty() ||
                       std::find(fault_kinds.begin(), fault_kinds.end(), kind) != fault_kinds.end();
    if (!known) return refuse("unknown fault");
    auto const delay = from.number("delay_ms").value_or(0);
    if (delay < 0 || delay > 60'000) return refuse("delay_ms is 0 to 60000");
    all.token_fault = {kind, static_cast<int>(from.number("times").value_or(1)), from.flag("after"),
                       std::chrono::milliseconds(delay)};
    return done();
}

response set_api(world& all, wishes const& from) {
    auto const status = from.number("status");
    if (status && *status != 0 && (*status < 200 || *status > 599)) {
        return refuse("status is 0, or 200 to 599");
    }
    auto const times = from.number("times");
    auto const reset = from.number("reset_ms");
    if ((times && (*times < 1 || *times > 1000)) || (reset && (*reset < 0 || *reset > 60'000))) {
        return refuse("times is 1 to 1000, reset_ms is 0 to 60000");
    }
    all.api_fault.reset();
    if (status) {
        all.api_fault = {static_cast<int>(*status),
                         times ? std::optional(static_cast<int>(*times)) : std::nullopt, reset};
    }
    return done();
}

// the fixed token of a store-level API account, which needs no app
response make_account_token(world& all, wishes const& from) {
    auto const* const in = all.find_store(from.text("store"));
    auto const scopes = bcauth::scope_set::parse(from.text("scopes"));
    if (in == nullptr || !scopes || scopes->empty()) return refuse("unknown store or scopes");
    auto const token = random_text(31);
    all.tokens[token] = {in->hash, in->api_account, scopes->to_string()};
    return json_response(200, {{"token", token}, {"client_id", in->api_account}});
}

response set_clock(world& all, wishes const& from) {
    constexpr std::int64_t decades = 1'000'000'000;
    auto const offset = from.number("offset").value_or(0);
    if (offset < -decades || offset > decades) return refuse("offset is in seconds");
    all.clock_offset = std::chrono::seconds(offset);
    return done();
}

response set_scopes(world& all, wishes const& from) {
    auto* const what = all.find_app(from.text("client_id"));
    auto const scopes = bcauth::scope_set::parse(from.text("scopes"));
    if (what == nullptr || !scopes || scopes->empty()) return refuse("unknown client_id or scopes");
    change_scopes(all, *what, scopes->to_string());
    return done();
}

response reset(world& all, wishes const&) {
    all.reset();
    return done();
}

// what the control panel's buttons do, with the callback that follows
response uninstall(shared_world& shared, wishes const& from) {
    auto const user = shared.use([&](world& all) -> std::optional<std::int64_t> {
        auto const about = subject_of(all, from);
        if (!about.complete()) return {};
        remove_install(all, about.in->hash, about.what->client_id);
        return about.user;
    });
    if (!user) return refuse("unknown store or client_id");
    if (from.flag("silent")) return done();
    auto const came =
        send_callback(shared, "uninstall", from.text("store"), from.text("client_id"), *user);
    return json_response(200, {{"callback", came}});
}

response change_user(shared_world& shared, wishes const& from) {
    bool const allowed = from.flag("allowed");
    auto const user = shared.use([&](world& all) -> std::optional<std::int64_t> {
        auto const about = subject_of(all, from);
        auto const found = all.installs.find({from.text("store"), from.text("client_id")});
        if (!about.complete() || found == all.installs.end()) return {};
        auto& users = found->second.users;
        if (allowed) {
            users.insert(about.user);
        } else {
            users.erase(about.user);
        }
        return about.user;
    });
    if (!user) return refuse("unknown store or client_id, or not installed");
    if (allowed) return done();
    auto const came =
        send_callback(shared, "remove-user", from.text("store"), from.text("client_id"), *user);
    return json_response(200, {{"callback", came}});
}

response post(shared_world& shared, std::string_view what, wishes const& from) {
    struct verb {
        std::string_view name;
        response (*act)(world&, wishes const&);
    };
    static constexpr std::array<verb, 9> verbs{{{"code", make_code},
                                                {"load", make_load},
                                                {"current-customer", make_customer_token},
                                                {"account-token", make_account_token},
                                                {"fault", set_fault},
                                                {"api", set_api},
                                                {"clock", set_clock},
                                                {"scopes", set_scopes},
                                                {"reset", reset}}};
    if (what == "uninstall") return uninstall(shared, from);
    if (what == "users") return change_user(shared, from);
    for (auto const& each : verbs) {
        if (each.name == what) return shared.use([&](world& all) { return each.act(all, from); });
    }
    return json_response(404, {{"error", "unknown"}});
}

}  // namespace

response admin_api(shared_world& shared, request const& asked) {
    auto const what = asked.parts().size() == 2 ? asked.parts()[1] : std::string_view{};
    if (asked.reads()) {
        return shared.use([&](world const& all) {
            if (what == "state") return state(all);
            if (what == "callbacks") return callbacks(all);
            if (what == "requests") return requests(all);
            return json_response(404, {{"error", "unknown"}});
        });
    }
    if (asked.method() != "POST") return method_not_allowed("GET, HEAD, POST");
    // no page of a browser can send this type across origins without asking, and nobody says yes
    if (asked.content_type() != "application/json" || asked.has_field("Origin")) {
        return json_response(415, {{"error", "application/json, and not from a page"}});
    }
    boost::system::error_code error;
    auto const parsed = json::parse(view(asked.body()), error);
    if (error || !parsed.is_object()) return refuse("one JSON object");
    return post(shared, what, wishes(parsed.get_object()));
}

}  // namespace platform
