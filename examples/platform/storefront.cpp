// SPDX-License-Identifier: BSL-1.0
#include <bcauth/crypto/constant_time.hpp>
#include "assets.hpp"
#include "callbacks.hpp"
#include "login.hpp"
#include "services.hpp"
#include "text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>

namespace platform {

namespace {

constexpr std::string_view cookie_name = "shop_session";
constexpr std::size_t max_sessions = 2000;

class front {
public:
    front(world& all, store const& in, request const& asked)
        : x_all(all),
          x_in(in),
          x_asked(asked) {}

    response answer() {
        open_session();
        auto made = page();
        if (x_is_new) set_cookie(made);
        add_field(made, "Content-Security-Policy", "frame-ancestors 'none'; base-uri 'none'");
        return made;
    }

private:
    void open_session() {
        auto& sessions = x_all.shop_sessions;
        x_session = sessions.find(x_asked.cookie(cookie_name));
        bool const ours = x_session != sessions.end() && x_session->second.store == x_in.hash;
        if (!ours) start_session(0);
    }

    void start_session(std::int64_t customer) {
        auto& sessions = x_all.shop_sessions;
        if (sessions.size() >= max_sessions) sessions.clear();
        x_session = sessions.emplace(random_text(32), shop_session{}).first;
        x_session->second = {random_text(32), x_in.hash, customer};
        x_is_new = true;
    }

    void set_cookie(response& to) {
        add_field(
            to, "Set-Cookie",
            std::string(cookie_name) + "=" + x_session->first + "; HttpOnly; SameSite=Lax; Path=/");
    }

    response page() {
        auto const path = x_asked.path();
        if (x_asked.reads()) {
            if (path == "/") return html_response(200, home());
            if (path == "/login.php") return login_page();
            if (path == "/account.php") return account_page();
            if (path.starts_with(login_path)) return log_in(path.substr(login_path.size()));
            if (path == "/customer/current.jwt") return current_customer();
            return html_response(404, document("Not found", "<h1>There is no such page</h1>"));
        }
        if (x_asked.method() != "POST") return method_not_allowed("GET, HEAD, POST");
        if (!bcauth::constant_time_equal(x_session->second.csrf, x_asked.form("csrf"))) {
            return html_response(403, document("Not from here", "<h1>Load the page again</h1>"));
        }
        if (path == "/login.php" || path == "/logout") return change_shopper(path == "/logout");
        return html_response(404, document("Not found", "<h1>There is no such page</h1>"));
    }

    response change_shopper(bool leaves) {
        auto const wanted = number_of(x_asked.form("customer")).value_or(0);
        auto const* const who = leaves ? nullptr : find_customer(x_in, wanted);
        if (!leaves && who == nullptr) return redirect_to("/login.php");
        return become(who == nullptr ? 0 : who->id, "/");
    }

    response become(std::int64_t customer, std::string_view then) {
        x_all.shop_sessions.erase(x_session);
        start_session(customer);
        return redirect_to(then);
    }

    // the first GET uses a login up, so a HEAD must not
    response log_in(std::string_view token) {
        if (x_asked.method() != "GET") return method_not_allowed("GET");
        auto const login = take_login(x_all, x_in, token);
        return login ? become(login->customer, login->redirect_to)
                     : redirect_to("/login.php?login=refused");
    }

    // a login token signs out by leading here, where nothing but a link is needed
    response login_page() {
        if (x_asked.query("action") == "logout") return become(0, "/");
        return html_response(200, login());
    }

    response account_page() {
        auto const* const who = shopper();
        if (who == nullptr) return redirect_to("/login.php");
        return html_response(
            200, document("Account", fill(R"(<section class="card column"><h1>Your account</h1>
<p data-test="account">{name} &lt;{email}&gt;</p></section>)",
                                          {{"name", who->name}, {"email", who->email}})));
    }

    static response refuse(int status, char const* why) {
        return json_response(status, {{"errors", boost::json::array{why}}});
    }

    // whether an app is installed makes no difference
    response current_customer() const {
        auto const* const who = shopper();
        if (who == nullptr) return refuse(404, "No customer is signed in.");
        auto const* const what = x_all.find_app(x_asked.query("app_client_id"));
        if (what == nullptr) return refuse(400, "Invalid app client ID.");
        auto const token = customer_token(x_all, x_in, *what, *who, x_all.config.shopper_algorithm,
                                          std::chrono::seconds{0});
        return token ? text_response(200, *token) : refuse(500, "No token could be made.");
    }

    customer const* shopper() const { return find_customer(x_in, x_session->second.customer); }

    std::string csrf_field() const {
        return fill(R"(<input type="hidden" name="csrf" value="{csrf}">)",
                    {{"csrf", x_session->second.csrf}});
    }

    std::string app_scripts() const {
        std::string made;
        for (auto const& each : x_all.config.apps) {
            bool const shown = !each.storefront_script.empty() &&
                               x_all.find_installed(x_in.hash, each.client_id) != nullptr;
            if (!shown) continue;
            made += fill(
                R"(<script src="{src}" data-client-id="{id}" data-store="{store}" defer></script>)",
                {{"src", each.storefront_script}, {"id", each.client_id}, {"store", x_in.hash}});
        }
        return made;
    }

    std::string account_corner() const {
        auto const* const who = shopper();
        if (who == nullptr) {
            return R"(<a class="button quiet" href="/login.php" data-test="shop-login">Sign in</a>)";
        }
        return fill(R"(<form method="post" action="/logout">{&csrf}
<span data-test="shopper" data-customer="{id}">{name}</span>
<button class="quiet" data-test="shop-logout">Sign out</button></form>)",
                    {{"csrf", csrf_field()}, {"id", std::to_string(who->id)}, {"name", who->name}});
    }

    std::string document(std::string_view title, std::string_view content) const {
        return fill(R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} - {store}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/style.css"></head><body class="shop">
<header><a class="brand" href="/" data-test="shop-name">{store}</a>{&corner}</header>
<main>{&content}</main><script src="/assets/storefront.js"></script>{&scripts}</body></html>
)",
                    {{"title", title},
                     {"store", x_in.name},
                     {"corner", account_corner()},
                     {"content", content},
                     {"scripts", app_scripts()}});
    }

    std::string home() const {
        static constexpr std::array<std::string_view, 6> goods{"Morning blend", "Dark roast",
                                                               "Stovetop pot",  "Two cups",
                                                               "Hand grinder",  "Paper filters"};
        std::string cards;
        int price = 8;
        for (auto const name : goods) {
            cards += fill(
                R"(<li class="card column"><span class="picture"></span><b>{name}</b><small>&pound;{price}.00</small></li>)",
                {{"name", name}, {"price", std::to_string(price)}});
            price += 5;
        }
        std::string options;
        for (auto const& each : x_all.config.apps) {
            options += fill(R"(<option value="{id}">{name}</option>)",
                            {{"id", each.client_id}, {"name", each.name}});
        }
        return document("Home", fill(R"(<div id="app-slot" data-test="app-slot"></div>
<ul class="goods">{&cards}</ul><section class="card column"><h2>Who am I to an app?</h2>
<p><small>What a script on this page is told by <code>/customer/current.jwt</code></small></p>
<form id="token-form" class="buttons"><select id="token-app" aria-label="App">{&options}</select>
<button data-test="show-token">Ask</button></form><pre id="token-out" data-test="token" hidden></pre></section>)",
                                     {{"cards", cards}, {"options", options}}));
    }

    std::string login() const {
        std::string people;
        for (auto const& each : x_in.customers) {
            people += fill(
                R"(<button class="person" name="customer" value="{id}" data-test="shop-sign-in" data-customer="{id}">
<b>{name}</b><small>{email}</small></button>)",
                {{"id", std::to_string(each.id)}, {"name", each.name}, {"email", each.email}});
        }
        std::string_view const refused =
            x_asked.query("login") == "refused"
                ? R"(<p data-test="login-refused">The link has run out, or was used before.</p>)"
                : "";
        return document("Sign in",
                        fill(R"(<section class="card column"><h1>Sign in as</h1>{&refused}
<form class="column" method="post" action="/login.php">{&csrf}{&people}</form></section>)",
                             {{"refused", refused}, {"csrf", csrf_field()}, {"people", people}}));
    }

    world& x_all;
    store const& x_in;
    request const& x_asked;
    std::map<std::string, shop_session, std::less<>>::iterator x_session;
    bool x_is_new = false;
};

}  // namespace

store const* storefront_of(world const& all, std::string_view host) {
    constexpr std::string_view begin = "shop";
    constexpr std::string_view end = ".localhost";
    if (!host.starts_with(begin) || !host.ends_with(end)) return nullptr;
    auto const name = host.substr(begin.size(), host.size() - begin.size() - end.size());
    if (name.empty()) return &all.config.stores.front();
    return name.starts_with('-') ? all.find_store(name.substr(1)) : nullptr;
}

response storefront(world& all, store const& in, request const& asked) {
    if (asked.path() == "/assets/style.css") {
        return text_response(200, style_css, "text/css; charset=utf-8");
    }
    if (asked.path() == "/assets/storefront.js") {
        return text_response(200, storefront_js, "text/javascript; charset=utf-8");
    }
    return front(all, in, asked).answer();
}

}  // namespace platform
