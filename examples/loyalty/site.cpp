// SPDX-License-Identifier: BSL-1.0
#include "site.hpp"

#include <bcauth/app/application.hpp>
#include <bcauth/current_customer.hpp>
#include <bcauth/http/credentials.hpp>
#include <bcauth/http/query.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/replay/memory.hpp>
#include <bcauth/transport/curl.hpp>
#include "assets.hpp"
#include "log.hpp"
#include "or_throw.hpp"
#include "pages.hpp"
#include "tiers.hpp"

#include <algorithm>
#include <charconv>
#include <new>
#include <optional>

namespace loyalty {

namespace {

using namespace bcauth;
using policy = loopback_http<>;

constexpr std::int64_t most_at_once = 10'000;

// What happens at the platform's callbacks, once the library has verified them.
struct callbacks : default_handlers {
    explicit callbacks(ledger& of) : points(&of) {}

    // The address with the code is left at once: what follows has the session's cookie alone.
    [[nodiscard]] http::response on_install(installation const& installed, grant_info const& grant,
                                            session const&) const {
        // should the app have died as it was uninstalled, the points of that time are still there
        if (!grant.earlier_scopes) points->erase(installed.store).value();
        return redirect_to("/?said=installed");
    }

    [[nodiscard]] http::response on_load(verified_load const&, installation const&,
                                         session const&) const {
        return redirect_to("/");
    }

    void on_uninstall(verified_uninstall const& who) const { points->erase(who.store()).value(); }
    void on_late_uninstall(store_hash const& store) const { points->erase(store).value(); }

    [[nodiscard]] http::response on_not_installed(verified_load const&) const {
        return refusal_page(errc::not_installed);
    }

    void on_event(app_event const& event) const { log(name(event.at), event.error, event.store); }

    ledger* points;
};

// A parameter's plain decimal number from 1 to `most`.
std::optional<std::int64_t> number_in(http::query const& query, std::string_view name,
                                      std::int64_t most) {
    auto const field = query.find(name);
    auto const text = field ? field->raw() : std::string_view{};
    std::int64_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number);
    bool const whole = read.ec == std::errc{} && read.ptr == end;
    return whole && number >= 1 && number <= most ? std::optional(number) : std::nullopt;
}

using application_type =
    application<sqlite_store, memory_replay_guard<>, curl_client, callbacks, policy>;

}  // namespace

class site::rooms {
public:
    rooms(app_config app, sqlite_store& store, ledger& points, settings how)
        : x_store(store),
          x_points(points),
          x_storefronts(std::move(how.storefront_origins)),
          x_client(curl_options{.allow_loopback_http = true}),
          x_tiers(app, x_client, store, points),
          x_customer(or_throw(current_customer_verifier<policy>::make(app))),
          x_app(or_throw(
              make_application<policy>(std::move(app), store, x_seen, x_client, callbacks(points),
                                       {.load = "/load",
                                        .uninstall = "/uninstall",
                                        .remove_user = "/remove-user",
                                        .users = how.multi_user ? multi_user::on : multi_user::off,
                                        .frame_ancestors = std::move(how.frame_ancestors)}))) {}

    [[nodiscard]] http::response answer(http::incoming const& request) const {
        if (x_app.has(request)) return x_app(request);
        auto page = own_page(request);
        x_app.dress(page);
        return page;
    }

    void check_uninstalls() const {
        try {
            auto const erased = x_app.check_uninstalls();
            if (!erased) log("check", erased.error());
        } catch (std::bad_alloc const&) {
            // it passes, and the next check is another try
            log("check", make_error_code(boost::system::errc::not_enough_memory));
        }
    }

private:
    [[nodiscard]] http::response own_page(http::incoming const& request) const {
        auto const path = request.path();
        bool const reads = request.method == "GET" || request.method == "HEAD";
        if (path.starts_with("/api/")) return for_storefront(request, api(request));
        if (path == "/points" && request.method == "POST") return give(request);
        if (path == "/" && reads) return overview_page(request);
        if (path == "/style.css" && reads) {
            return response_of(200, "text/css; charset=utf-8", style_css);
        }
        if (path == "/storefront.js" && reads) {
            return response_of(200, "text/javascript; charset=utf-8", storefront_js);
        }
        return response_of(404, "text/plain", "not found");
    }

    [[nodiscard]] static http::response refuse(std::string_view where, error_code const& error) {
        log(where, error);
        return refusal_page(error);
    }

    [[nodiscard]] http::response overview_page(http::incoming const& request) const {
        auto const query = http::query::of_target(request.target);
        if (!query) return refuse("page", query.error());
        auto const who = x_app.session_of(request);
        if (!who) return refuse("page", who.error());
        auto const installed = x_store.find_installation(who->store());
        if (!installed) return refuse("page", installed.error());
        auto const user = x_store.find_user(who->store(), who->user_id());
        if (!user) return refuse("page", user.error());
        if (!*installed || !*user) return refuse("page", errc::not_installed);
        auto const balances = x_points.top(who->store(), 50);
        if (!balances) return refuse("page", balances.error());
        auto const said = query->find("said");
        return merchant_page(
            {*who, **user, **installed, *balances, said ? said->raw() : std::string_view{}});
    }

    // The cookie alone doesn't do it: `session_of` wants the page's own token too.
    [[nodiscard]] http::response give(http::incoming const& request) const {
        auto const who = x_app.session_of(request);
        if (!who) return refuse("points", who.error());
        auto const form = http::query::parse(request.body);
        if (!form) return refuse("points", form.error());
        auto const customer = number_in(*form, "customer", INT64_MAX);
        auto const points = number_in(*form, "points", most_at_once);
        if (!customer || !points) return redirect_to("/?said=refused");
        auto const now = x_points.change(who->store(), *customer, *points);
        if (!now) return refuse("points", now.error());
        if (*now) x_tiers.tell(who->store(), *customer);
        return redirect_to(*now ? "/?said=given" : "/?said=refused");
    }

    // The storefront's scripts come from another origin. No cookie counts here, so whose script it is matters little;
    // the token says who the shopper is.
    [[nodiscard]] http::response for_storefront(http::incoming const& request,
                                                http::response answer) const {
        static_cast<void>(answer.fields.add("Vary", "Origin"));
        auto const origin = request.fields.find("Origin");
        if (origin &&
            std::find(x_storefronts.begin(), x_storefronts.end(), *origin) != x_storefronts.end()) {
            static_cast<void>(answer.fields.add("Access-Control-Allow-Origin", *origin));
        }
        return answer;
    }

    [[nodiscard]] http::response api(http::incoming const& request) const {
        bool const asks = request.path() == "/api/balance";
        if (!asks && request.path() != "/api/redeem") {
            return response_of(404, "text/plain", "not found");
        }
        if (request.method == "OPTIONS") return preflight();
        if (request.method != (asks ? "GET" : "POST")) {
            return response_of(405, "text/plain", "method not allowed");
        }
        auto const who = shopper(request);
        if (!who) return refuse_shopper(request.path(), who.error());
        return asks ? balance_of(*who) : redeem(*who, request.body);
    }

    [[nodiscard]] static http::response preflight() {
        auto answer = response_of(204, "text/plain", "");
        static_cast<void>(answer.fields.add("Access-Control-Allow-Methods", "GET, POST"));
        static_cast<void>(answer.fields.add("Access-Control-Allow-Headers", "Authorization"));
        static_cast<void>(answer.fields.add("Access-Control-Max-Age", "600"));
        return answer;
    }

    // Who asks is in the token, never in the request. The token is genuine even where the app isn't installed: the
    // platform makes it for any app.
    [[nodiscard]] result<verified_customer> shopper(http::incoming const& request) const {
        auto const token = http::bearer(request.fields);
        if (!token) return token.error();
        auto const query = http::query::of_target(request.target);
        if (!query) return query.error();
        auto const field = query->find("store");
        auto const store = store_hash::make(field ? field->raw() : std::string_view{});
        if (!store) return store.error();
        auto who = x_customer(*token, *store);
        if (!who) return who.error();
        auto const installed = x_store.find_installation(*store);
        if (!installed) return installed.error();
        return *installed ? std::move(who) : errc::not_installed;
    }

    [[nodiscard]] http::response refuse_shopper(std::string_view where,
                                                error_code const& error) const {
        log(where, error);
        auto answer = x_app.refusal(error);
        if (answer.status == 401)
            static_cast<void>(answer.fields.add("WWW-Authenticate", "Bearer"));
        return answer;
    }

    [[nodiscard]] http::response balance_of(verified_customer const& who) const {
        auto const points = x_points.points_of(who.store(), who.id());
        if (!points) return refuse_shopper("/api/balance", points.error());
        return points_response(200, who, *points);
    }

    [[nodiscard]] http::response redeem(verified_customer const& who, std::string_view body) const {
        auto const form = http::query::parse(body);
        if (!form) return refuse_shopper("/api/redeem", form.error());
        auto const points = number_in(*form, "points", most_at_once);
        if (!points) return refuse_shopper("/api/redeem", errc::missing_parameter);
        auto const now = x_points.change(who.store(), who.id(), -*points);
        if (!now) return refuse_shopper("/api/redeem", now.error());
        if (!*now) return response_of(409, "text/plain", "too few points");
        x_tiers.tell(who.store(), who.id());
        return points_response(200, who, **now);
    }

    [[nodiscard]] static http::response points_response(int status, verified_customer const& who,
                                                        std::int64_t points) {
        return response_of(status, "application/json",
                           "{\"customer\":" + std::to_string(who.id()) +
                               ",\"points\":" + std::to_string(points) + "}\n");
    }

    sqlite_store& x_store;
    ledger& x_points;
    std::vector<std::string> x_storefronts;
    // one process serves the app, so what it has seen may stay in its memory
    memory_replay_guard<> x_seen;
    // both are called by const functions: the one is safe from any thread, the other has a lock of its own
    mutable curl_client x_client;
    mutable tiers x_tiers;
    current_customer_verifier<policy> x_customer;
    application_type x_app;
};

site::site(app_config app, sqlite_store& store, ledger& points, settings how)
    : x_rooms(std::make_unique<rooms>(std::move(app), store, points, std::move(how))) {}

site::~site() = default;

http::response site::operator()(http::incoming const& request) const {
    return x_rooms->answer(request);
}

void site::check_uninstalls() const {
    x_rooms->check_uninstalls();
}

}  // namespace loyalty
