// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_PLATFORM_MODEL_HPP
#define EXAMPLES_PLATFORM_MODEL_HPP

#include <bcauth/crypto/hmac.hpp>
#include <bcauth/secret.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace platform {

/** Who works on a store. The first of a store's people is its owner. */
struct person {
    std::int64_t id = 0;
    std::string name;
    std::string email;
    bool manages_apps = false;  ///< may install and uninstall, and say who uses an app
};

struct customer {
    std::int64_t id = 0;
    std::string name;
    std::string email;
    std::string group;
};

struct store {
    std::string hash;
    std::string name;
    std::int64_t number = 0;
    std::vector<person> people;
    std::vector<customer> customers;
    std::string api_account;  ///< the client ID of a store-level API account
};

/** An app as its developer registered it. */
struct app {
    std::string name;
    std::string client_id;
    bcauth::secret client_secret;
    std::string auth_url;
    std::string load_url;
    std::string uninstall_url;
    std::string remove_user_url;
    std::string browser_origin;     ///< where a browser goes in place of the registered origin
    std::string storefront_script;  ///< shown to shoppers of the stores that installed it
    std::string scopes;
    std::string account_uuid;  ///< of the developer
    bool multi_user = true;
    bool legacy_payload = false;  ///< whether callbacks carry the old signed payload
};

/** What a store has to do with an app. */
struct install {
    bool installed = false;
    std::string scopes;
    std::int64_t installed_by = 0;
    std::set<std::int64_t> users;  ///< beside the owner
    bool needs_consent = false;    ///< the app asks for other scopes than the merchant accepted
};

/** A code on its way through an app to the token endpoint. */
struct grant {
    std::int64_t number = 0;
    std::string code;
    std::string store;
    std::string client_id;
    std::int64_t user = 0;
    std::string scopes;
    std::chrono::sys_seconds at;
    bool used = false;
    bool external = false;  ///< began outside the control panel
    std::string refusal;    ///< what the token endpoint last said to it
};

struct access_token {
    std::string store;
    std::string client_id;
    std::string scopes;
    bool alive = true;
};

/** How the token endpoint misbehaves, for the next so many requests. */
struct fault {
    std::string kind;
    int times = 0;
    bool after = false;  ///< whether the code is used up first
    std::chrono::milliseconds delay{0};
};

/** How the REST API misbehaves: what it answers to everything. */
struct api_fault {
    int status = 0;                     ///< 0: nothing
    std::optional<int> times;           ///< how often; none: until it is told otherwise
    std::optional<std::int64_t> reset;  ///< milliseconds, for the headers of the rate limit
};

/** Something that a store remembers of each of its customers. */
struct attribute {
    std::int64_t id = 0;
    std::string name;
    std::string type;
    std::chrono::sys_seconds created;
};

/** What it remembers of one. */
struct attribute_value {
    std::int64_t id = 0;
    std::int64_t attribute_id = 0;
    std::int64_t customer_id = 0;
    std::string value;
    std::chrono::sys_seconds created;
    std::chrono::sys_seconds modified;
};

/** Numbers go up and are never given twice. */
struct customer_memory {
    std::vector<attribute> attributes;
    std::vector<attribute_value> values;
    std::int64_t last_id = 0;
};

/** A request that an app got from the platform's server. */
struct sent_callback {
    std::string door;
    std::string store;
    std::string client_id;
    std::int64_t user = 0;
    int status = 0;  ///< 0: no answer
    std::string failure;
    std::chrono::sys_seconds at;
};

struct logged_request {
    std::chrono::sys_seconds at;
    std::string site;
    std::string method;
    std::string target;
    int status = 0;
    std::int64_t microseconds = 0;
    std::string note;
};

/** A browser at the control panel, before and after logging in. */
struct panel_session {
    std::string csrf;
    std::string store;
    std::int64_t user = 0;  ///< 0: not logged in
    std::string flash;      ///< told once, on the next page
    std::string next;       ///< where a browser wanted to go before it logged in
};

/** A browser at a storefront. */
struct shop_session {
    std::string csrf;
    std::string store;
    std::int64_t customer = 0;
};

/** What options and the configuration file say. */
struct settings {
    std::vector<app> apps;
    std::vector<store> stores;
    bcauth::mac_algorithm shopper_algorithm = bcauth::mac_algorithm::hs512;
    std::uint16_t port = 0;
};

using install_key = std::pair<std::string, std::string>;  ///< store, client ID

}  // namespace platform

#endif
