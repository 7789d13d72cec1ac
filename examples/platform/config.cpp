// SPDX-License-Identifier: BSL-1.0
#include "config.hpp"

#include <bcauth/scope_set.hpp>
#include "text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <server/client_secret.hpp>
#include <stdexcept>

namespace platform {

namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 15> members{"name",
                                                   "client_id",
                                                   "client_secret",
                                                   "client_secret_file",
                                                   "client_secret_env",
                                                   "auth_url",
                                                   "load_url",
                                                   "uninstall_url",
                                                   "remove_user_url",
                                                   "browser_origin",
                                                   "storefront_script",
                                                   "scopes",
                                                   "multi_user",
                                                   "legacy_payload",
                                                   "account_uuid"};

std::string read_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + ": can't be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string text(json::object const& from, std::string_view name, std::string_view otherwise = {}) {
    auto const* const found = from.if_contains({name.data(), name.size()});
    if (found == nullptr) return std::string(otherwise);
    auto const* const value = found->if_string();
    if (value == nullptr) throw std::runtime_error(std::string(name) + ": not a text");
    return {value->data(), value->size()};
}

bool flag(json::object const& from, std::string_view name, bool otherwise) {
    auto const* const found = from.if_contains({name.data(), name.size()});
    if (found == nullptr) return otherwise;
    if (!found->is_bool()) throw std::runtime_error(std::string(name) + ": not true or false");
    return found->get_bool();
}

bcauth::secret secret_of(json::object const& from, std::string const& folder) {
    if (auto const plain = text(from, "client_secret"); !plain.empty()) {
        return bcauth::secret(plain);
    }
    if (auto const name = text(from, "client_secret_env"); !name.empty()) {
        auto const* const value = std::getenv(name.c_str());
        if (value == nullptr) throw std::runtime_error("client_secret_env: not in the environment");
        return bcauth::secret(value);
    }
    auto const file = text(from, "client_secret_file");
    if (file.empty()) throw std::runtime_error("an app has no client secret");
    return examples::read_secret(file.starts_with('/') ? file : folder + file);
}

app app_of(json::object const& from, std::string const& folder) {
    for (auto const& each : from) {
        std::string_view const name(each.key().data(), each.key().size());
        if (std::find(members.begin(), members.end(), name) == members.end()) {
            throw std::runtime_error("an app has an unknown member");
        }
    }
    app made;
    made.name = text(from, "name", "An app");
    made.client_id = text(from, "client_id");
    made.client_secret = secret_of(from, folder);
    made.auth_url = text(from, "auth_url");
    made.load_url = text(from, "load_url");
    made.uninstall_url = text(from, "uninstall_url");
    made.remove_user_url = text(from, "remove_user_url");
    made.browser_origin = text(from, "browser_origin");
    made.storefront_script = text(from, "storefront_script");
    made.scopes = text(from, "scopes");
    made.account_uuid = text(from, "account_uuid", developer_account);
    made.multi_user = flag(from, "multi_user", true);
    made.legacy_payload = flag(from, "legacy_payload", false);
    return made;
}

bool is_address(std::string_view text) {
    auto const scheme = text.starts_with("http://") || text.starts_with("https://");
    return scheme && origin_of(text).size() > 8 &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return c > ' ' && c < 0x7f && c != '"' && c != '\'' && c != ';' && c != ',' &&
                      c != '#';
           });
}

}  // namespace

void check_app(app const& from) {
    bool const plain = !from.client_id.empty() && from.client_id.size() <= 128 &&
                       std::all_of(from.client_id.begin(), from.client_id.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                  (c >= '0' && c <= '9') || c == '-' || c == '_';
                       });
    if (!plain) throw std::runtime_error("client_id: letters, digits, - and _, at most 128");
    auto const scopes = bcauth::scope_set::parse(from.scopes);
    if (!scopes || scopes->empty()) throw std::runtime_error("scopes: not a list of scopes");
    for (auto const* const url : {&from.auth_url, &from.load_url}) {
        if (!is_address(*url)) throw std::runtime_error("auth_url, load_url: not an address");
    }
    for (auto const* const url : {&from.uninstall_url, &from.remove_user_url, &from.browser_origin,
                                  &from.storefront_script}) {
        if (!url->empty() && !is_address(*url)) throw std::runtime_error("a URL: not an address");
    }
    if (from.browser_origin != origin_of(from.browser_origin)) {
        throw std::runtime_error("browser_origin: has something behind host and port");
    }
}

std::vector<app> read_apps(std::string const& path) {
    boost::system::error_code error;
    auto const file = read_file(path);
    auto const parsed = json::parse({file.data(), file.size()}, error);
    auto const* const root = error ? nullptr : parsed.if_object();
    auto const* const apps = root == nullptr ? nullptr : root->if_contains("apps");
    if (apps == nullptr || !apps->is_array()) {
        throw std::runtime_error(path + R"(: not an object with an array "apps")");
    }
    auto const slash = path.rfind('/');
    auto const folder = slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
    std::vector<app> made;
    for (auto const& each : apps->get_array()) {
        if (!each.is_object()) throw std::runtime_error("an app is no object");
        made.push_back(app_of(each.get_object(), folder));
        check_app(made.back());
    }
    return made;
}

std::vector<store> seeded_stores() {
    return {{"g5cd38",
             "Harbour Coffee",
             1000138,
             {{9128, "Mara Lindqvist", "mara@harbour.example.com", true},
              {9129, "Idris Bell", "idris@harbour.example.com", true},
              {9130, "Tomoko Sato", "tomoko@harbour.example.com", false}},
             {{4927, "Ada Verne", "ada@shoppers.example.com", "6"},
              {4928, "Noel Okafor", "noel@shoppers.example.com", "6"},
              {4929, "Wren O'Hara <wren>", "wren@shoppers.example.com", "0"}},
             "storelevelharbourapiaccount0001"},
            {"z4zn3wo",
             "Northern Bikes",
             4884484848484,
             {{24654, "Pavel Horak", "pavel@northern.example.com", true},
              {24655, "Lucia Marino", "lucia@northern.example.com", false},
              {24656, "Sam Field", "sam@northern.example.com", false}},
             {{7001, "Greta Holm", "greta@shoppers.example.com", "1"},
              {4927, "Ben Adeyemi", "ben@shoppers.example.com", "1"}},
             "storelevelnorthernapiaccount001"}};
}

}  // namespace platform
