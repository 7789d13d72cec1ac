// SPDX-License-Identifier: BSL-1.0
#include "login.hpp"

#include <bcauth/codec/base64.hpp>
#include <bcauth/jwt/claims.hpp>
#include <bcauth/jwt/compact.hpp>
#include <bcauth/jwt/verifier.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <array>
#include <cstddef>

namespace platform {

namespace {

namespace jwt = bcauth::jwt;

constexpr std::int64_t login_life = 30;
constexpr std::int64_t clock_leeway = 10;

enum login_member : std::size_t {
    lo_issuer,
    lo_issued_at,
    lo_token_id,
    lo_operation,
    lo_store,
    lo_customer,
    lo_channel,
    lo_redirect,
    lo_address,
    lo_cart,
    login_members
};

using login_values = std::array<jwt::claim_value, login_members>;

// the platform's page "Customer Login API"
// clang-format off
constexpr std::array<jwt::claim_rule, login_members> login_table{{
    {.name = "iss", .member = lo_issuer, .check = jwt::rules::is_not_empty},
    {.name = "iat", .member = lo_issued_at, .type = jwt::claim_type::time, .check = jwt::rules::is_recent},
    {.name = "jti", .member = lo_token_id, .check = jwt::rules::is_not_empty},
    {.name = "operation", .member = lo_operation, .check = jwt::rules::equals, .expected = "customer_login", .otherwise = bcauth::errc::wrong_operation},
    {.name = "store_hash", .member = lo_store, .check = jwt::rules::is_store_hash},
    {.name = "customer_id", .member = lo_customer, .type = jwt::claim_type::integer, .check = jwt::rules::is_id},
    {.name = "channel_id", .member = lo_channel, .type = jwt::claim_type::integer, .need = jwt::presence::optional, .check = jwt::rules::is_id},
    {.name = "redirect_to", .member = lo_redirect, .need = jwt::presence::optional},
    {.name = "request_ip", .member = lo_address, .need = jwt::presence::optional},
    {.name = "enable_persistent_cart", .member = lo_cart, .type = jwt::claim_type::anything, .need = jwt::presence::optional},
}};
// clang-format on

bool says_jwt(std::string_view encoded_header) {
    std::string text(bcauth::base64_decoded_size(encoded_header.size()), '\0');
    auto const size = bcauth::base64_decode(
        encoded_header, {reinterpret_cast<unsigned char*>(text.data()), text.size()},
        bcauth::base64_alphabet::url, bcauth::base64_padding::none);
    boost::system::error_code ec;
    auto const header = boost::json::parse(text, ec);
    if (!size || ec.failed() || !header.is_object()) return false;
    auto const* const type = header.get_object().if_contains("typ");
    return type != nullptr && type->is_string() && type->get_string() == "JWT";
}

// an app may name a page of the store and nothing else; a browser takes a backslash for a slash
bool is_page(std::string_view text) {
    for (char const c : text) {
        if (c <= ' ' || c > '~' || c == '\\') return false;
    }
    return text.starts_with('/') && !text.starts_with("//");
}

bool is_of(app const& what, std::int64_t now, std::string_view token, login_values& values,
           jwt::verifier<>::buffer& decoded) {
    constexpr std::array algorithms{bcauth::mac_algorithm::hs256};
    auto const keys = bcauth::key_ring::make({what.client_secret.expose()});
    auto const verifier = keys ? jwt::verifier<>::make(*keys, algorithms) : keys.error();
    if (!verifier) return false;
    jwt::claim_context const context{
        .audience = {}, .now = now, .leeway = clock_leeway, .max_age = login_life};
    return verifier->verify(token, login_table, context, values, decoded).has_value() &&
           values[lo_issuer].text == what.client_id;
}

}  // namespace

std::optional<shopper_login> take_login(world& all, store const& in, std::string_view token) {
    auto const parts = jwt::compact::split(token);
    if (!parts || !says_jwt(parts->header())) return {};
    auto const now = all.now().time_since_epoch().count();
    for (auto const& what : all.config.apps) {
        login_values values{};
        jwt::verifier<>::buffer decoded;
        if (!is_of(what, now, token, values, decoded)) continue;
        auto const& address = values[lo_address];
        bool const right = values[lo_store].text == in.hash &&
                           find_customer(in, values[lo_customer].number) != nullptr &&
                           (!address.present() || address.text == "127.0.0.1");
        auto const id = what.client_id + ' ' + std::string(values[lo_token_id].text);
        if (!right || !all.used_logins.insert(id).second) return {};
        bool const leads = values[lo_redirect].present() && is_page(values[lo_redirect].text);
        return shopper_login{values[lo_customer].number,
                             std::string(leads ? values[lo_redirect].text : "/account.php")};
    }
    return {};
}

}  // namespace platform
