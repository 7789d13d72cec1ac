// SPDX-License-Identifier: BSL-1.0
#include "panel_pages.hpp"

#include <bcauth/scope_set.hpp>
#include "text.hpp"

#include <array>

namespace platform {

namespace {

struct scope_words {
    std::string_view scope;
    std::string_view words;
};

constexpr std::array<scope_words, 17> known_words{{
    {"store_v2_orders", "View and modify orders"},
    {"store_v2_orders_read_only", "View orders"},
    {"store_v2_products", "View and modify products"},
    {"store_v2_products_read_only", "View products"},
    {"store_v2_customers", "View and modify customers"},
    {"store_v2_customers_read_only", "View customers"},
    {"store_v2_customers_login", "Log customers in"},
    {"store_v2_information", "View and modify the store's information and settings"},
    {"store_v2_information_read_only", "View the store's information and settings"},
    {"store_v2_content", "View and modify content"},
    {"store_v2_content_read_only", "View content"},
    {"store_v2_marketing", "View and modify marketing"},
    {"store_v2_marketing_read_only", "View marketing"},
    {"store_cart", "View and modify carts"},
    {"store_checkout", "View and modify checkouts"},
    {"store_v2_transactions_read_only", "View order transactions"},
    {"store_storefront_api", "Make storefront API tokens"},
}};

std::string_view words_of(std::string_view scope) {
    for (auto const& each : known_words) {
        if (each.scope == scope) return each.words;
    }
    return "Use another part of the store";
}

// one of the colours of the stylesheet, always the same for an app
std::string icon(app const& what) {
    unsigned sum = 0;
    for (auto const c : what.client_id) {
        sum = sum * 31 + static_cast<unsigned char>(c);
    }
    auto const colour = std::to_string(sum % 6);
    return fill(R"(<span class="icon c{colour}" aria-hidden="true">{letter}</span>)",
                {{"colour", colour}, {"letter", std::string_view(what.name).substr(0, 1)}});
}

std::string csrf_field(panel_session const& session) {
    return fill(R"(<input type="hidden" name="csrf" value="{csrf}">)", {{"csrf", session.csrf}});
}

std::string document(std::string_view title, std::string_view body) {
    return fill(R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/style.css"></head>
{&body}</html>
)",
                {{"title", title}, {"body", body}});
}

struct place {
    std::string_view page;
    app const* opened = nullptr;
    bool installing = false;  ///< the app stands in the navigation, hidden for the time being
};

std::string nav_link(std::string_view page, std::string_view path, std::string_view text,
                     place const& at) {
    return fill(R"(<a href="{path}" data-test="nav-{page}"{&current}>{text}</a>)",
                {{"path", path},
                 {"page", page},
                 {"text", text},
                 {"current", at.page == page ? R"( aria-current="page")" : ""}});
}

std::string nav_apps(viewer const& from, place const& at) {
    std::string made;
    for (auto const& each : from.all.config.apps) {
        bool const installed = from.all.find_installed(from.in.hash, each.client_id) != nullptr;
        bool const arriving = at.installing && &each == at.opened;
        if (!installed && !arriving) continue;
        bool const here = at.opened == &each && at.page == "app";
        made += fill(R"(<a href="/apps/{id}" data-test="nav-app" data-client-id="{id}"{&more}>
{&icon}{name}</a>)",
                     {{"id", each.client_id},
                      {"icon", icon(each)},
                      {"name", each.name},
                      {"more", !installed ? " hidden"
                               : here     ? R"( aria-current="page")"
                                          : ""}});
    }
    return made;
}

std::string layout(viewer const& from, std::string_view title, place const& at,
                   std::string_view content) {
    auto const navigation = fill(
        R"(<nav class="side"><div class="brand">Local<b>Commerce</b></div>
<div class="store" data-test="store-name" data-store="{hash}">{store}<small>{hash}</small></div>
{&apps}<h2>My apps</h2><div id="nav-apps">{&installed}</div>
<div class="end">{&developer}{&log}
<form class="who" method="post" action="/logout">{&csrf}<span><b data-test="user-name">{name}</b>
<small>{email}</small></span><button class="quiet" data-test="logout">Log out</button></form>
</div></nav>)",
        {{"store", from.in.name},
         {"hash", from.in.hash},
         {"apps", nav_link("apps", "/apps", "Apps", at)},
         {"installed", nav_apps(from, at)},
         {"developer", nav_link("developer", "/developer", "Developer portal", at)},
         {"log", nav_link("log", "/log", "Request log", at)},
         {"csrf", csrf_field(from.session)},
         {"name", from.who.name},
         {"email", from.who.email}});
    auto const flash = from.session.flash.empty()
                           ? std::string()
                           : fill(R"(<p class="flash" role="status" data-test="flash">{text}</p>)",
                                  {{"text", from.session.flash}});
    auto const body =
        fill(R"(<body class="panel">{&nav}<main class="{page}">{&flash}{&content}</main>
<script src="/assets/panel.js"></script></body>)",
             {{"nav", navigation}, {"page", at.page}, {"flash", flash}, {"content", content}});
    return document(title, body);
}

std::string post_button(viewer const& from, std::string const& action, std::string_view text,
                        std::string_view test, std::string_view style = "") {
    return fill(R"(<form method="post" action="{action}">{&csrf}
<button class="{style}" data-test="{test}">{text}</button></form>)",
                {{"action", action},
                 {"csrf", csrf_field(from.session)},
                 {"style", style},
                 {"test", test},
                 {"text", text}});
}

std::string link_button(std::string const& path, std::string_view text, std::string_view test,
                        std::string_view style = "") {
    return fill(R"(<a class="button {style}" href="{path}" data-test="{test}">{text}</a>)",
                {{"path", path}, {"style", style}, {"test", test}, {"text", text}});
}

std::string app_buttons(viewer const& from, app const& what, install const* installed) {
    auto const path = "/apps/" + what.client_id;
    if (installed == nullptr) {
        return from.may_manage() ? link_button(path + "/install", "Install", "install") : "";
    }
    std::string made;
    if (may_open(from.all, from.in, what, from.who)) made += link_button(path, "Open", "open");
    if (from.may_manage()) {
        if (what.multi_user) made += link_button(path + "/users", "Users", "users", "quiet");
        made += post_button(from, path + "/uninstall", "Uninstall", "uninstall", "danger");
    }
    return made;
}

std::string app_card(viewer const& from, app const& what) {
    auto const* const installed = from.all.find_installed(from.in.hash, what.client_id);
    auto const state = installed == nullptr       ? "Not installed"
                       : installed->needs_consent ? "Update needed"
                                                  : "Installed";
    return fill(R"(<li class="card" data-test="app" data-client-id="{id}">{&icon}
<div><h2>{name}</h2><span class="chip" data-test="app-state">{state}</span></div>
<div class="buttons">{&buttons}</div></li>)",
                {{"id", what.client_id},
                 {"icon", icon(what)},
                 {"name", what.name},
                 {"state", state},
                 {"buttons", app_buttons(from, what, installed)}});
}

std::string login_card(panel_session const& session, store const& in) {
    std::string people;
    for (auto const& each : in.people) {
        auto const role = &each == &in.people.front() ? "Store owner"
                          : each.manages_apps         ? "Manages apps"
                                                      : "Staff";
        people += fill(
            R"(<form method="post" action="/login">{&csrf}<input type="hidden" name="store" value="{store}">
<button class="person" name="user" value="{id}" data-test="login" data-user="{id}">
<b>{name}</b><small>{email}</small><span class="chip">{role}</span></button></form>)",
            {{"csrf", csrf_field(session)},
             {"store", in.hash},
             {"id", std::to_string(each.id)},
             {"name", each.name},
             {"email", each.email},
             {"role", role}});
    }
    return fill(R"(<section class="card column" data-store="{hash}"><h2>{name}</h2>
<small>stores/{hash}</small>{&people}</section>)",
                {{"hash", in.hash}, {"name", in.name}, {"people", people}});
}

}  // namespace

std::string browser_url(app const& what, std::string_view registered) {
    return at_origin(registered, what.browser_origin);
}

std::string auth_query(app const& what, grant const& code) {
    auto query = form({{"code", code.code},
                       {"scope", code.scopes},
                       {"context", "stores/" + code.store},
                       {"account_uuid", what.account_uuid}});
    if (code.external) query += "&external_install=1";
    return query;
}

std::string bare_page(std::string_view title, std::string_view text) {
    return document(title,
                    fill(R"(<body class="bare"><main><h1>{title}</h1><p>{text}</p></main></body>)",
                         {{"title", title}, {"text", text}}));
}

std::string login_page(world const& all, panel_session const& session) {
    std::string stores;
    for (auto const& each : all.config.stores) {
        stores += login_card(session, each);
    }
    return document("Log in", fill(R"(<body class="bare wide"><main><h1>Log in as</h1>
<p>This is a local stand-in for BigCommerce. Everybody here is invented, and nobody needs a password.</p>
<div class="row">{&stores}</div></main></body>)",
                                   {{"stores", stores}}));
}

std::string apps_page(viewer const& from) {
    std::string cards;
    for (auto const& each : from.all.config.apps) {
        cards += app_card(from, each);
    }
    if (cards.empty())
        cards = R"(<li class="card">No app is registered. See <code>--help</code>.</li>)";
    return layout(from, "Apps", {"apps"},
                  fill(R"(<h1>Apps</h1><ul class="cards">{&cards}</ul>)", {{"cards", cards}}));
}

std::string consent_page(viewer const& from, app const& what, bool external) {
    std::string list;
    auto const scopes = bcauth::scope_set::parse(what.scopes);
    for (auto const scope : scopes ? scopes->names() : std::vector<std::string_view>{}) {
        list += fill(R"(<li data-test="scope">{words}<small>{scope}</small></li>)",
                     {{"words", words_of(scope)}, {"scope", scope}});
    }
    bool const update = from.all.find_installed(from.in.hash, what.client_id) != nullptr;
    auto const content = fill(
        R"(<section class="dialog" role="dialog" aria-labelledby="ask" data-test="consent">{&icon}
<h1 id="ask">{question}</h1><p>In {store}, it will be allowed to</p><ul class="scopes">{&list}</ul>
<form method="post" action="/apps/{id}/install" class="buttons">{&csrf}
<input type="hidden" name="external" value="{external}">
<a class="button quiet" href="/apps" data-test="cancel-install">Cancel</a>
<button data-test="confirm-install">Confirm</button></form></section>)",
        {{"icon", icon(what)},
         {"question",
          update ? what.name + " asks for other permissions" : "Install " + what.name + "?"},
         {"store", from.in.name},
         {"list", list},
         {"id", what.client_id},
         {"csrf", csrf_field(from.session)},
         {"external", external ? "1" : ""}});
    return layout(from, "Install " + what.name, {"consent", &what}, content);
}

std::string installing_page(viewer const& from, app const& what, grant const& code,
                            std::string_view frame_url) {
    auto const content = fill(
        R"(<header class="bar">{&icon}<h1>{name}</h1><span class="chip" id="install-status"
 data-test="install-status" data-state="waiting" role="status">Installing</span></header>
<div class="stage"><iframe id="app-frame" data-test="app-frame" title="{name}" src="{url}"></iframe>
<div id="overlay" data-test="overlay" data-poll="/apps/{id}/status?grant={number}">
<div class="spinner"></div><p id="overlay-text">Waiting for the app to ask for its token</p></div></div>)",
        {{"icon", icon(what)},
         {"name", what.name},
         {"url", frame_url},
         {"id", what.client_id},
         {"number", std::to_string(code.number)}});
    return layout(from, what.name, {"app", &what, true}, content);
}

std::string app_page(viewer const& from, app const& what, std::string_view frame_url) {
    auto const users =
        from.may_manage() && what.multi_user
            ? link_button("/apps/" + what.client_id + "/users", "Users", "users", "quiet")
            : std::string();
    auto const content =
        fill(R"(<header class="bar">{&icon}<h1>{name}</h1>{&users}</header>
<div class="stage"><iframe id="app-frame" data-test="app-frame" title="{name}" src="{url}"></iframe></div>)",
             {{"icon", icon(what)}, {"name", what.name}, {"users", users}, {"url", frame_url}});
    return layout(from, what.name, {"app", &what}, content);
}

std::string users_page(viewer const& from, app const& what) {
    auto const* const installed = from.all.find_installed(from.in.hash, what.client_id);
    auto const path = "/apps/" + what.client_id + "/users";
    std::string rows;
    for (auto const& each : from.in.people) {
        bool const owner = &each == &from.in.people.front();
        bool const allowed = installed != nullptr && installed->users.contains(each.id);
        auto const id = std::to_string(each.id);
        auto const button =
            owner ? std::string()
                  : post_button(from, path + (allowed ? "/remove/" : "/add/") + id,
                                allowed ? "Remove" : "Add", allowed ? "remove-user" : "add-user",
                                allowed ? "danger" : "");
        rows += fill(
            R"(<tr data-test="user" data-user="{id}"><td><b>{name}</b><small>{email}</small></td>
<td><span class="chip" data-test="user-access">{access}</span></td><td>{&button}</td></tr>)",
            {{"id", id},
             {"name", each.name},
             {"email", each.email},
             {"access", owner     ? "Owner"
                        : allowed ? "May open it"
                                  : "No access"},
             {"button", button}});
    }
    return layout(from, "Users of " + what.name, {"users", &what},
                  fill(R"(<h1>Who may open {name}</h1><table class="card">{&rows}</table>)",
                       {{"name", what.name}, {"rows", rows}}));
}

std::string developer_page(viewer const& from) {
    std::string apps;
    for (auto const& each : from.all.config.apps) {
        apps += fill(
            R"(<section class="card column" data-test="registered-app" data-client-id="{id}">
<h2>{name}</h2><dl><dt>Client ID</dt><dd><code>{id}</code></dd><dt>Auth callback</dt><dd><code>{auth}</code></dd>
<dt>Load callback</dt><dd><code>{load}</code></dd><dt>Uninstall callback</dt><dd><code>{uninstall}</code></dd>
<dt>Remove user callback</dt><dd><code>{remove}</code></dd><dt>Browsers go to</dt><dd><code>{browser}</code></dd></dl>
<form method="post" action="/developer/{id}" class="column">{&csrf}
<label>Scopes<textarea name="scopes" rows="3" data-test="scopes">{scopes}</textarea></label>
<button data-test="save-scopes">Save scopes</button></form></section>)",
            {{"id", each.client_id},
             {"name", each.name},
             {"auth", each.auth_url},
             {"load", each.load_url},
             {"uninstall", each.uninstall_url},
             {"remove", each.remove_user_url},
             {"browser", each.browser_origin},
             {"csrf", csrf_field(from.session)},
             {"scopes", each.scopes}});
    }
    return layout(from, "Developer portal", {"developer"},
                  fill(R"(<h1>Developer portal</h1>
<p>Other scopes take effect when a merchant agrees to them; until then the old token works.</p>{&apps})",
                       {{"apps", apps}}));
}

std::string log_page(viewer const& from) {
    std::string rows;
    for (auto each = from.all.requests.rbegin(); each != from.all.requests.rend(); ++each) {
        rows += fill(
            R"(<tr><td>{time}</td><td>{site}</td><td>{method}</td><td><code>{target}</code></td>
<td class="s{class}">{status}</td><td>{note}</td></tr>)",
            {{"time", time_text(each->at)},
             {"site", each->site},
             {"method", each->method},
             {"target", each->target},
             {"class", std::to_string(each->status / 100)},
             {"status", std::to_string(each->status)},
             {"note", each->note}});
    }
    return layout(
        from, "Request log", {"log"},
        fill(
            R"(<h1>Request log</h1><p>The newest first. Codes, tokens and payloads are left out.</p>
<table class="card log" data-test="log">{&rows}</table>)",
            {{"rows", rows}}));
}

std::string refusal_page(viewer const& from, std::string_view text) {
    return layout(
        from, "Not possible", {"refusal"},
        fill(R"(<h1>Not possible</h1><p data-test="refusal">{text}</p>)", {{"text", text}}));
}

}  // namespace platform
