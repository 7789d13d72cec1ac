// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_APP_HPP
#define BCAUTH_TESTS_SUPPORT_APP_HPP

#include <bcauth/app/application.hpp>
#include <bcauth/replay/memory.hpp>
#include <bcauth/store/memory.hpp>
#include <bcauth/testing/fixed_clock.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/doors.hpp"
#include "support/oauth.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A whole app on a store that can be made to fail, a client that answers from a script, and handlers that note what
// they were called with.
namespace app_support {

namespace http = bcauth::http;
using bcauth::errc;
using bcauth::result;

inline constexpr std::int64_t now = 1'700'000'000;
inline constexpr std::int64_t installer = 24654;  // of oauth_support::token_body
inline constexpr std::int64_t owner = 24655;
inline constexpr std::int64_t staff = 77;
inline constexpr std::string_view store_name = "g5cd38";

inline bcauth::store_hash store_of(std::string_view text = store_name) {
    return bcauth::store_hash::make(text).value();
}

// What a callback token says.
struct claims {
    std::int64_t user = staff;
    std::int64_t owned_by = owner;
    std::string store = std::string(store_name);
    std::string email = "staff@example.com";
    std::int64_t issued_at = now;
    std::string_view secret = oauth_support::client_secret;
    std::string_view audience = oauth_support::client_id;
    std::string id = next_id();  // of the token: none has another's, as the platform does it

    static std::string next_id() {
        static std::atomic<int> count = 0;
        return "5f6d0a1c-" + std::to_string(++count);
    }

    [[nodiscard]] std::string json() const {
        return R"({"iss":"bc","aud":")" + std::string(audience) + R"(","sub":"stores/)" + store +
               R"(","iat":)" + std::to_string(issued_at) + R"(,"jti":")" + id + R"(","exp":)" +
               std::to_string(issued_at + 86400) + R"(,"user":{"id":)" + std::to_string(user) +
               R"(,"email":")" + email + R"("},"owner":{"id":)" + std::to_string(owned_by) +
               R"(,"email":"o@example.com"},"url":"/"})";
    }
    [[nodiscard]] std::string token() const { return doors::jwt(secret, json()); }
    [[nodiscard]] std::string at(std::string_view path) const {
        return std::string(path) + "?signed_payload_jwt=" + token();
    }
};

// what the handlers were called with, and how they are to answer
struct notes {
    std::mutex mutex;
    std::vector<std::string> calls;
    std::vector<bcauth::app_event> events;
    std::vector<std::string> words;  // of the exchange, with the event of the same place
    std::string told;                // all that the events say, as a log has it
    std::optional<bcauth::grant_info> grant;
    std::string csrf_token;
    std::function<void(http::response&)> page;  // changes each page, or throws
    std::function<void()> before;               // called by the handlers without a page

    void add(std::string call) {
        std::lock_guard const lock(mutex);
        calls.push_back(std::move(call));
    }
};

struct handlers : bcauth::default_handlers {
    explicit handlers(notes& all) : x_notes(&all) {}

    http::response on_install(bcauth::installation const& made, bcauth::grant_info const& grant,
                              bcauth::session const& who) const {
        x_notes->grant = grant;
        return page("install " + made.store.context(), who);
    }
    http::response on_load(bcauth::verified_load const& load, bcauth::installation const& installed,
                           bcauth::session const& who) const {
        EXPECT_EQ(load.store(), installed.store);
        EXPECT_EQ(load.store(), who.store());
        EXPECT_EQ(load.user().id, who.user_id());
        return page("load " + std::to_string(who.user_id()) + (who.is_owner() ? " owner" : ""),
                    who);
    }
    void on_uninstall(bcauth::verified_uninstall const& who) const {
        x_notes->add("uninstall " + who.store().context());
        if (x_notes->before) x_notes->before();
    }
    void on_remove_user(bcauth::verified_removal const& who) const {
        x_notes->add("remove " + std::to_string(who.user().id));
        if (x_notes->before) x_notes->before();
    }
    void on_late_uninstall(bcauth::store_hash const& store) const {
        x_notes->add("late uninstall " + store.context());
        if (x_notes->before) x_notes->before();
    }
    http::response on_not_installed(bcauth::verified_load const& load) const {
        x_notes->add("not installed " + load.store().context());
        auto made = bcauth::testing::make_response(200, "install me again");
        if (x_notes->page) x_notes->page(made);
        return made;
    }
    void on_event(bcauth::app_event const& event) const {
        std::lock_guard const lock(x_notes->mutex);
        x_notes->words.push_back(event.exchange != nullptr ? event.exchange->message() : "none");
        x_notes->told += std::string(name(event.at)) + ' ' + event.error.message() + ' ' +
                         event.error.what() + (event.store ? ' ' + event.store->context() : "");
        if (event.exchange != nullptr) {
            x_notes->told += oauth_support::all_words(event.error, *event.exchange);
        }
        x_notes->events.push_back(event);
        x_notes->events.back().exchange = nullptr;
    }

private:
    http::response page(std::string call, bcauth::session const& who) const {
        auto made = bcauth::testing::make_response(200, call, {{"Content-Type", "text/html"}});
        x_notes->add(std::move(call));
        {
            std::lock_guard const lock(x_notes->mutex);
            x_notes->csrf_token = who.csrf_token().expose();
        }
        if (x_notes->page) x_notes->page(made);
        return made;
    }

    notes* x_notes;
};

// a store of which one call, counted from 0, fails
class faulty_store {
public:
    bcauth::memory_store inside;
    int calls = 0;
    int failing = -1;

    auto put_installation(bcauth::installation const& made) {
        return fails() ? result<void>(errc::store_failed) : inside.put_installation(made);
    }
    result<std::optional<bcauth::installation>> find_installation(bcauth::store_hash const& store) {
        if (fails()) return errc::store_failed;
        return inside.find_installation(store);
    }
    auto erase_installation(bcauth::store_hash const& store) {
        return fails() ? result<void>(errc::store_failed) : inside.erase_installation(store);
    }
    auto put_user(bcauth::store_hash const& store, bcauth::user const& who) {
        return fails() ? result<void>(errc::store_failed) : inside.put_user(store, who);
    }
    result<std::optional<bcauth::user>> find_user(bcauth::store_hash const& store,
                                                  std::int64_t id) {
        if (fails()) return errc::store_failed;
        return inside.find_user(store, id);
    }
    auto erase_user(bcauth::store_hash const& store, std::int64_t id) {
        return fails() ? result<void>(errc::store_failed) : inside.erase_user(store, id);
    }
    result<std::vector<bcauth::store_hash>> list_installations(
        std::optional<bcauth::store_hash> after, std::size_t limit) {
        if (fails()) return errc::store_failed;
        return inside.list_installations(after, limit);
    }

private:
    bool fails() { return calls++ == failing; }
};

inline bcauth::application_options<> options(bcauth::multi_user users = bcauth::multi_user::on) {
    bcauth::application_options<> made;
    made.load = "https://app.example.com/load";
    made.uninstall = "/uninstall";
    made.remove_user = "/remove-user";
    made.users = users;
    return made;
}

template <class Store = bcauth::memory_store>
struct world {
    using guard = bcauth::memory_replay_guard<bcauth::testing::fixed_clock>;
    using application =
        bcauth::application<Store, guard, bcauth::testing::scripted_client, handlers,
                            bcauth::strict_policy, bcauth::testing::fixed_clock>;

    explicit world(bcauth::application_options<> how = options(),
                   std::vector<bcauth::testing::scripted_exchange> script = {})
        : client(std::move(script)),
          app(application::make(oauth_support::app(), store, replays, client, handlers(seen),
                                std::move(how), clock)
                  .value()) {}

    // one exchange that is answered so, for one call of the auth door
    static std::vector<bcauth::testing::scripted_exchange> answered_by(
        result<http::response> reply) {
        return {{http::method::post, std::string(oauth_support::token_url), std::move(reply)}};
    }

    // whether the app is still installed, asked and answered
    static bcauth::testing::scripted_exchange asked(result<http::response> reply,
                                                    std::string_view name = store_name) {
        return {http::method::get,
                "https://api.bigcommerce.com/stores/" + std::string(name) + "/v2/store",
                std::move(reply)};
    }
    static bcauth::testing::scripted_exchange asked(int status,
                                                    std::string_view name = store_name) {
        return asked(bcauth::testing::make_response(status), name);
    }

    http::response get(std::string_view target) { return ask("GET", target); }

    http::response ask(
        std::string_view method, std::string_view target,
        std::initializer_list<std::pair<std::string_view, std::string_view>> fields = {},
        std::string_view body = {}) {
        return app(request(method, target, fields, body));
    }

    static http::incoming request(
        std::string_view method, std::string_view target,
        std::initializer_list<std::pair<std::string_view, std::string_view>> fields = {},
        std::string_view body = {}) {
        http::incoming made{.method = method, .target = target, .fields = {}, .body = body};
        for (auto const& [name, value] : fields) {
            EXPECT_TRUE(made.fields.add(name, value)) << name;
        }
        return made;
    }

    // an installation without the auth door
    void install(std::string_view name = store_name) {
        bcauth::installation made{
            .store = store_of(name),
            .access_token = bcauth::secret("an earlier token"),
            .scopes = oauth_support::needs,
            .user = {.id = installer, .username = "I", .email = "i@x.example"},
            .owner = bcauth::user{.id = owner, .username = {}, .email = "o@x"},
            .account_uuid = {}};
        EXPECT_TRUE(store.put_installation(made));
    }

    [[nodiscard]] bcauth::error_code last_error() const {
        return seen.events.empty() ? bcauth::error_code{} : seen.events.back().error;
    }

    Store store;
    bcauth::testing::scripted_client client;
    bcauth::testing::fixed_clock clock{now};
    guard replays{guard::default_capacity, clock};
    notes seen;
    application app;
};

// `__Host-bcauth=...` as a browser sends it back
inline std::string cookie_of(http::response const& page) {
    auto const set = page.fields.find("Set-Cookie").value_or("");
    return std::string(set.substr(0, set.find(';')));
}

inline std::string auth_target(std::string_view more = {}) {
    return "/oauth?" + std::string(oauth_support::callback_query) + std::string(more);
}

}  // namespace app_support

#endif
