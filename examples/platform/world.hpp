// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_PLATFORM_WORLD_HPP
#define EXAMPLES_PLATFORM_WORLD_HPP

#include <bcauth/error.hpp>
#include "model.hpp"

#include <deque>
#include <functional>
#include <mutex>
#include <string_view>

namespace platform {

inline constexpr std::chrono::seconds code_life{300};
inline constexpr std::size_t max_log = 500;

/** Everything that happened since the start. Not thread-safe: see `shared_world`. */
struct world {
    explicit world(settings from) : seed(std::move(from)), config(seed) {}

    settings seed;  ///< as it was at the start
    settings config;
    std::map<install_key, install> installs;
    std::map<std::string, grant, std::less<>> grants;
    std::map<std::string, access_token, std::less<>> tokens;
    std::map<std::string, panel_session, std::less<>> panel_sessions;
    std::map<std::string, shop_session, std::less<>> shop_sessions;
    std::map<std::string, customer_memory, std::less<>> memories;  ///< by the store's hash
    std::set<std::string> used_logins;  ///< client ID and `jti` of login tokens
    std::vector<sent_callback> callbacks;
    std::deque<logged_request> requests;
    std::chrono::seconds clock_offset{0};
    fault token_fault;
    std::optional<platform::api_fault> api_fault;

    [[nodiscard]] std::chrono::sys_seconds now() const;
    [[nodiscard]] app const* find_app(std::string_view client_id) const;
    [[nodiscard]] app* find_app(std::string_view client_id);
    [[nodiscard]] store const* find_store(std::string_view hash) const;
    [[nodiscard]] grant const* find_grant(std::int64_t number) const;
    [[nodiscard]] install const* find_installed(std::string const& store,
                                                std::string const& client_id) const;

    /** Back to the seed: nothing is installed, nobody is logged in. */
    void reset();
};

[[nodiscard]] person const* find_person(store const& in, std::int64_t id);
[[nodiscard]] customer const* find_customer(store const& in, std::int64_t id);

/** Makes a code for what the app asks for, as if that person had agreed. */
grant const& issue_code(world& all, store const& in, app const& what, person const& who,
                        bool external);

/** What the token endpoint is asked. */
struct exchange {
    std::string client_id;
    std::string client_secret;
    std::string code;
    std::string scope;
    std::string grant_type;
    std::string redirect_uri;
    std::string context;
    std::string account_uuid;
};

/** The sentence with which the token endpoint refuses; empty when it doesn't. */
[[nodiscard]] std::string refusal_of(world& all, exchange const& asked);

/** Uses the code up, puts the earlier token out of use and makes a new one.
    @pre `refusal_of` was empty
    @return the token
*/
std::string redeem(world& all, exchange const& asked);

/** Takes the app out of the store: its tokens are dead from now on. */
void remove_install(world& all, std::string const& store, std::string const& client_id);

/** Whether that person may open the app in that store. */
[[nodiscard]] bool may_open(world const& all, store const& in, app const& what, person const& who);

/** Registers other scopes: stores that accepted fewer are asked again. */
void change_scopes(world& all, app& what, std::string scopes);

/** Keeps a request for the log page, and the oldest no longer. */
void log_request(world& all, logged_request entry);

/** The world with its lock: nobody waits for a network inside `use`. */
class shared_world {
public:
    explicit shared_world(settings from) : x_world(std::move(from)) {}

    template <class Function>
    decltype(auto) use(Function&& function) {
        std::lock_guard const hold(x_mutex);
        return std::forward<Function>(function)(x_world);
    }

private:
    std::mutex x_mutex;
    world x_world;
};

}  // namespace platform

#endif
