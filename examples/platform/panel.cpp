// SPDX-License-Identifier: BSL-1.0
#include "panel.hpp"

#include <bcauth/crypto/constant_time.hpp>
#include <bcauth/scope_set.hpp>
#include "assets.hpp"
#include "callbacks.hpp"
#include "panel_pages.hpp"
#include "text.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

namespace platform {

namespace {

constexpr std::string_view cookie_name = "panel_session";
constexpr std::size_t max_sessions = 2000;

// what a handler under the lock leaves to be done without it
struct planned_callback {
    std::string door;
    std::string store;
    std::string client_id;
    std::int64_t by = 0;
    std::string session;
};

class panel {
public:
    panel(world& all, request const& asked) : x_all(all), x_asked(asked), x_parts(asked.parts()) {}

    response answer() {
        bool const fresh = open_session();
        auto made = session_answer();
        if (made.status == 200) x_session->second.flash.clear();
        if (fresh) set_cookie(made);
        set_policy(made);
        return made;
    }

    std::optional<planned_callback> callback;

private:
    // whether the browser had none
    bool open_session() {
        auto& sessions = x_all.panel_sessions;
        x_session = sessions.find(x_asked.cookie(cookie_name));
        if (x_session != sessions.end()) return false;
        if (sessions.size() >= max_sessions) sessions.clear();
        x_session = sessions.emplace(random_text(32), panel_session{}).first;
        x_session->second.csrf = random_text(32);
        return true;
    }

    void set_cookie(response& to) {
        add_field(
            to, "Set-Cookie",
            std::string(cookie_name) + "=" + x_session->first + "; HttpOnly; SameSite=Lax; Path=/");
    }

    void set_policy(response& to) const {
        std::string apps;
        for (auto const& each : x_all.config.apps) {
            for (auto const& url : {each.auth_url, each.load_url, each.browser_origin}) {
                auto const origin = std::string(origin_of(url));
                if (!origin.empty() && apps.find(origin) == std::string::npos) apps += ' ' + origin;
            }
        }
        add_field(to, "Content-Security-Policy",
                  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
                  "img-src data:; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'" +
                      apps + "; form-action 'self'" + apps);
    }

    response session_answer() {
        if (!x_asked.reads()) {
            if (x_asked.method() != "POST") return method_not_allowed("GET, HEAD, POST");
            if (!bcauth::constant_time_equal(x_session->second.csrf, x_asked.form("csrf"))) {
                return html_response(
                    403, bare_page("Not from here", "Go back and load the page again."));
            }
            if (is({"login"})) return log_in();
        }
        auto& session = x_session->second;
        auto const* const in = x_all.find_store(session.store);
        auto const* const who = in == nullptr ? nullptr : find_person(*in, session.user);
        if (who == nullptr) {
            if (is({"apps", "", "install"})) session.next = next_of();
            if (!x_parts.empty()) return redirect_to("/");
            return html_response(200, login_page(x_all, session));
        }
        viewer const from{x_all, session, *in, *who};
        return x_asked.reads() ? page(from) : action(from);
    }

    std::string next_of() const {
        auto const external = x_asked.query("external").empty() ? "" : "?external=1";
        return std::string(x_asked.path()) + external;
    }

    // whether the path has these parts; an empty one stands for any
    bool is(std::initializer_list<std::string_view> parts) const {
        return std::equal(parts.begin(), parts.end(), x_parts.begin(), x_parts.end(),
                          [](auto one, auto other) { return one.empty() || one == other; });
    }

    response log_in() {
        auto const store = x_asked.form("store");
        auto const* const in = x_all.find_store(store);
        auto const user = number_of(x_asked.form("user")).value_or(0);
        if (in == nullptr || find_person(*in, user) == nullptr) return redirect_to("/");
        auto const next = x_session->second.next;
        // another name, so that whoever knew the old one is not logged in along
        x_all.panel_sessions.erase(x_session);
        x_session = x_all.panel_sessions.emplace(random_text(32), panel_session{}).first;
        x_session->second = {random_text(32), store, user, "", ""};
        auto made = redirect_to(next.empty() ? "/apps" : next);
        set_cookie(made);
        return made;
    }

    response page(viewer const& from) {
        if (x_parts.empty()) return redirect_to("/apps");
        if (is({"apps"})) return html_response(200, apps_page(from));
        if (is({"developer"})) return html_response(200, developer_page(from));
        if (is({"log"})) return html_response(200, log_page(from));
        auto const* const what = x_parts[0] == "apps" ? x_all.find_app(x_parts[1]) : nullptr;
        if (what != nullptr) {
            if (is({"apps", ""})) return open_app(from, *what);
            if (is({"apps", "", "status"})) return install_status(from, *what);
            bool const managing = is({"apps", "", "install"}) || is({"apps", "", "installing"}) ||
                                  is({"apps", "", "users"});
            if (managing && !from.may_manage()) return may_not(from);
            if (is({"apps", "", "install"})) {
                return html_response(200,
                                     consent_page(from, *what, !x_asked.query("external").empty()));
            }
            if (is({"apps", "", "installing"})) return installing(from, *what);
            if (is({"apps", "", "users"})) return html_response(200, users_page(from, *what));
        }
        return html_response(404, refusal_page(from, "There is no such page."));
    }

    response may_not(viewer const& from) const {
        return html_response(403, refusal_page(from, "You may not do this in this store."));
    }

    response open_app(viewer const& from, app const& what) {
        auto const* const installed = x_all.find_installed(from.in.hash, what.client_id);
        if (installed == nullptr) return redirect_to("/apps");
        if (!may_open(x_all, from.in, what, from.who)) return may_not(from);
        if (installed->needs_consent && from.may_manage()) {
            return redirect_to("/apps/" + what.client_id + "/install");
        }
        callback_claims claims;
        claims.user = from.who.id;
        auto const url = x_asked.query("url");
        if (url.starts_with('/')) claims.url = url;
        claims.legacy = what.legacy_payload || x_asked.query("payload") == "legacy";
        auto const query = callback_query(x_all, from.in, what, claims);
        if (!query) return text_response(500, "no token\n");
        return html_response(
            200, app_page(from, what, with_query(browser_url(what, what.load_url), *query)));
    }

    grant const* asked_grant(viewer const& from, app const& what) const {
        auto const* const code = x_all.find_grant(number_of(x_asked.query("grant")).value_or(0));
        bool const ours = code != nullptr && code->store == from.in.hash &&
                          code->client_id == what.client_id && code->user == from.who.id;
        return ours ? code : nullptr;
    }

    response installing(viewer const& from, app const& what) const {
        auto const* const code = asked_grant(from, what);
        if (code == nullptr || code->used) return redirect_to("/apps/" + what.client_id);
        auto const url = with_query(browser_url(what, what.auth_url), auth_query(what, *code));
        return html_response(200, installing_page(from, what, *code, url));
    }

    response install_status(viewer const& from, app const& what) const {
        auto const* const code = asked_grant(from, what);
        if (code == nullptr) return json_response(404, {{"status", "unknown"}});
        auto const* const status = code->used              ? "installed"
                                   : code->refusal.empty() ? "waiting"
                                                           : "refused";
        return json_response(200, {{"status", status}, {"message", code->refusal}});
    }

    response action(viewer const& from) {
        if (is({"logout"})) {
            x_session->second.user = 0;
            return redirect_to("/");
        }
        auto* const what = x_parts.size() > 1 ? x_all.find_app(x_parts[1]) : nullptr;
        if (what == nullptr) return html_response(404, refusal_page(from, "There is no such app."));
        if (!from.may_manage()) return may_not(from);
        if (is({"developer", ""})) return save_scopes(from, *what);
        if (is({"apps", "", "install"})) return agree(from, *what);
        if (x_all.find_installed(from.in.hash, what->client_id) == nullptr) {
            return redirect_to("/apps");
        }
        if (is({"apps", "", "uninstall"})) return uninstall(from, *what);
        if (is({"apps", "", "users", "add", ""})) return change_user(from, *what, true);
        if (is({"apps", "", "users", "remove", ""})) return change_user(from, *what, false);
        return html_response(404, refusal_page(from, "There is no such action."));
    }

    response save_scopes(viewer const& from, app& what) {
        auto const scopes = bcauth::scope_set::parse(x_asked.form("scopes"));
        if (!scopes || scopes->empty()) {
            return html_response(400, refusal_page(from, "These are no scopes."));
        }
        change_scopes(x_all, what, scopes->to_string());
        x_session->second.flash = "Saved. Merchants are asked when they next open the app.";
        return redirect_to("/developer");
    }

    response agree(viewer const& from, app const& what) {
        bool const external = !x_asked.form("external").empty();
        auto const& code = issue_code(x_all, from.in, what, from.who, external);
        if (external) {
            return redirect_to(
                with_query(browser_url(what, what.auth_url), auth_query(what, code)));
        }
        return redirect_to("/apps/" + what.client_id +
                           "/installing?grant=" + std::to_string(code.number));
    }

    response uninstall(viewer const& from, app const& what) {
        remove_install(x_all, from.in.hash, what.client_id);
        x_session->second.flash = what.name + " is uninstalled.";
        callback = {"uninstall", from.in.hash, what.client_id, from.who.id, x_session->first};
        return redirect_to("/apps");
    }

    response change_user(viewer const& from, app const& what, bool add) {
        auto const user = number_of(x_parts[4]).value_or(0);
        auto const* const who = find_person(from.in, user);
        if (who == nullptr || who == &from.in.people.front()) return may_not(from);
        auto& users = x_all.installs[{from.in.hash, what.client_id}].users;
        if (add) {
            users.insert(user);
            x_session->second.flash = who->name + " may open " + what.name + " now.";
        } else {
            users.erase(user);
            x_session->second.flash = who->name + " may no longer open " + what.name + ".";
            callback = {"remove-user", from.in.hash, what.client_id, user, x_session->first};
        }
        return redirect_to("/apps/" + what.client_id + "/users");
    }

    world& x_all;
    request const& x_asked;
    std::vector<std::string_view> const& x_parts;
    std::map<std::string, panel_session, std::less<>>::iterator x_session;
};

response asset(std::string_view text, std::string_view type) {
    return text_response(200, text, type);
}

}  // namespace

response control_panel(shared_world& shared, request const& asked) {
    if (asked.path() == "/assets/style.css") return asset(style_css, "text/css; charset=utf-8");
    if (asked.path() == "/assets/panel.js")
        return asset(panel_js, "text/javascript; charset=utf-8");
    std::optional<planned_callback> planned;
    auto made = shared.use([&](world& all) {
        panel one(all, asked);
        auto answer = one.answer();
        planned = std::move(one.callback);
        return answer;
    });
    if (planned) {
        auto const came =
            send_callback(shared, planned->door, planned->store, planned->client_id, planned->by);
        shared.use([&](world& all) {
            auto const session = all.panel_sessions.find(planned->session);
            if (session != all.panel_sessions.end()) session->second.flash += ' ' + came;
        });
    }
    return made;
}

}  // namespace platform
