// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_FUZZ_SUPPORT_TOKEN_ORACLE_HPP
#define BCAUTH_TESTS_FUZZ_SUPPORT_TOKEN_ORACLE_HPP

#include "support/app.hpp"
#include "support/base64_oracle.hpp"
#include "support/json_oracle.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the doors have to say of a token, by the plain recipe: OpenSSL's base64 and HMAC(), Boost.JSON's document, and
// the rules of SECURITY.md and the platform's pages written down a second time.
namespace fuzz {

enum class door { load, destructive, customer };

/// How far a token gets.
enum class stage {
    shape,     ///< refused before the MAC is looked at
    mac,       ///< no secret made it
    header,    ///< genuine, with a header that is refused
    claims,    ///< genuine, with a payload that is refused
    accepted,  ///< taken, with the values below
};

struct person {
    std::int64_t id = 0;
    std::string email;
};

struct verdict {
    stage reached = stage::shape;
    bool good_json = false;  ///< of a genuine token: whether its payload is JSON that may be read
    unsigned secret = 0;
    std::string store;
    person user;
    std::optional<person> owner;
    std::string locale;
    std::string url;
    std::string token_id;
    std::string group;
    std::optional<std::int64_t> channel;
    std::optional<std::int64_t> issued_at;
    std::optional<std::int64_t> expires_at;
};

constexpr std::int64_t leeway = 10;
constexpr std::int64_t max_age = 300;
constexpr std::int64_t max_ahead = 60;
constexpr std::size_t token_bytes = 16384;

inline bool is_hash(std::string_view text) {
    constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyz";
    return !text.empty() && text.size() <= 32 &&
           text.find_first_not_of(letters) == std::string_view::npos;
}

inline bool is_context(std::string_view text) {
    return text.substr(0, 7) == "stores/" && is_hash(text.substr(7));
}

// a path that a browser can't be led elsewhere by
inline bool stays_here(std::string_view url) {
    auto const path = url.substr(0, url.find_first_of("?#"));
    bool good = !path.empty() && path.front() == '/' && url.find('\\') == std::string_view::npos;
    good = good && std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7f; });
    for (std::size_t at = 0; good && at != std::string_view::npos;) {
        auto const next = path.find('/', at + 1);
        auto const segment =
            path.substr(at + 1, next == std::string_view::npos ? next : next - at - 1);
        bool const last = next == std::string_view::npos;
        good = segment != "." && segment != ".." && (last || !segment.empty());
        at = next;
    }
    return good;
}

inline std::optional<person> read_person(std::optional<claims> const& object, claims& all) {
    if (!object) {
        return std::nullopt;
    }
    claims inner(*object);
    person const read{inner.integer("id"), inner.text("email")};
    all.require(inner.good() && read.id > 0);
    return read;
}

inline void judge_life(claims& all, verdict& made, bool destructive) {
    auto const exp = all.needed_time("exp");
    auto const nbf = all.optional_time("nbf");
    auto const iat = all.optional_time("iat");
    all.require(exp.down > now - leeway);
    all.require(!nbf || nbf->up <= now + leeway);
    all.require(!iat || (iat->up <= now + leeway && iat->up <= exp.down));
    all.require(!destructive || (iat && now - iat->down <= max_age));
    made.expires_at = exp.down;
    made.issued_at = iat ? std::optional(iat->down) : std::nullopt;
}

inline constexpr std::array<std::string_view, 15> load_names{
    "aud",      "iss",         "iat",     "nbf",        "exp",
    "jti",      "sub",         "user.id", "user.email", "user.locale",
    "owner.id", "owner.email", "url",     "channel_id", "operation"};

inline bool judge_load(boost::json::object const& members, verdict& made, bool destructive) {
    claims all(members);
    all.audience("aud", client_id);
    all.require(all.text("iss") == "bc");
    judge_life(all, made, destructive);
    made.token_id = all.optional_text("jti").value_or("");
    all.require(!destructive || (!made.token_id.empty() && made.token_id.size() <= 128));
    made.store = all.text("sub");
    all.require(is_context(made.store));
    made.store.erase(0, std::min<std::size_t>(7, made.store.size()));
    auto user = all.object("user", true);
    made.user = read_person(user, all).value_or(person{});
    made.locale = user ? user->nullable_text("locale").value_or("") : "";
    all.require(user && user->good());
    made.owner = read_person(all.object("owner", false), all);
    made.url = all.optional_text("url").value_or("/");
    all.require(stays_here(made.url));
    made.channel = all.nullable_integer("channel_id");
    all.require(made.channel.value_or(0) >= 0 && !all.has("operation"));
    return all.good();
}

inline constexpr std::array<std::string_view, 13> customer_names{
    "iss",     "customer.id", "customer.email", "customer.group_id", "sub",       "iat", "exp",
    "version", "aud",         "application_id", "store_hash",        "operation", "nbf"};

inline std::string read_group(claims& customer) {
    auto const* const group = customer.find("group_id");
    if (group == nullptr || group->is_null()) {
        return {};
    }
    if (group->is_int64()) {
        customer.require(group->as_int64() >= 0);
        return std::to_string(group->as_int64());
    }
    auto const text = customer.nullable_text("group_id").value_or("");
    customer.require(text.size() <= 20 &&
                     text.find_first_not_of("0123456789") == std::string::npos);
    return text;
}

inline bool judge_customer(boost::json::object const& members, verdict& made) {
    claims all(members);
    all.require(all.text("iss") == "bc/apps" && all.text("operation") == "current_customer");
    all.audience("aud", client_id);
    judge_life(all, made, false);
    all.require(made.issued_at.has_value());
    made.store = all.text("store_hash");
    all.require(all.text("sub") == made.store && made.store == fuzz::store);
    auto customer = all.object("customer", true);
    made.user = read_person(customer, all).value_or(person{});
    made.group = customer ? read_group(*customer) : "";
    all.require(customer && customer->good());
    return all.good();
}

inline constexpr std::array<std::string_view, 8> payload_names{
    "user.id", "user.email", "owner.id",  "owner.email",
    "context", "store_hash", "timestamp", "channel_id"};

inline bool judge_payload(boost::json::object const& members, verdict& made) {
    claims all(members);
    made.user = read_person(all.object("user", true), all).value_or(person{});
    made.owner = read_person(all.object("owner", false), all);
    made.store = all.text("store_hash");
    auto const context = all.optional_text("context");
    all.require(is_hash(made.store) && (!context || *context == "stores/" + made.store));
    auto const at = all.needed_time("timestamp");
    all.require(now - at.down <= max_age && at.up <= now + max_ahead);
    made.issued_at = at.down;
    made.channel = all.nullable_integer("channel_id");
    all.require(made.channel.value_or(0) >= 0);
    made.url = "/";
    return all.good();
}

inline bool is_jwt_in_any_case(std::string_view text) {
    return text.size() == 3 && (text[0] | 0x20) == 'j' && (text[1] | 0x20) == 'w' &&
           (text[2] | 0x20) == 't';
}

inline bool judge_header(std::string_view encoded, std::string_view algorithm) {
    constexpr std::array<std::string_view, 6> names{"alg", "typ", "crit", "b64", "zip", "cty"};
    auto const json =
        openssl_decode(encoded, bcauth::base64_alphabet::url, bcauth::base64_padding::none);
    auto const header = json ? read_document(*json, names) : document{};
    if (!header.good()) {
        return false;
    }
    claims all(header.members);
    all.require(all.text("alg") == algorithm);
    auto const type = all.optional_text("typ");
    all.require(!type || is_jwt_in_any_case(*type));
    for (auto const* const name : {"crit", "b64", "zip", "cty"}) {
        all.require(!all.has(name));
    }
    return all.good();
}

inline std::vector<std::string_view> split_at_dots(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= text.size() && parts.size() < 4;) {
        auto const end = std::min(text.find('.', at), text.size());
        parts.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

/// The MAC of a JWT: which algorithm its length says, and which secret made it.
inline verdict judge_signature(std::string_view token, door at, std::string_view& algorithm) {
    verdict made;
    auto const parts = split_at_dots(token);
    bool const whole = parts.size() == 3 && std::none_of(parts.begin(), parts.end(),
                                                         [](auto part) { return part.empty(); });
    if (token.size() > token_bytes || !whole || parts[2].size() > 86) {
        return made;
    }
    auto const mac =
        openssl_decode(parts[2], bcauth::base64_alphabet::url, bcauth::base64_padding::none);
    bool const is_512 = mac && mac->size() == 64 && at == door::customer;
    if (!mac || (mac->size() != 32 && !is_512)) {
        return made;
    }
    algorithm = is_512 ? "HS512" : "HS256";
    auto const input = token.substr(0, token.size() - parts[2].size() - 1);
    made.secret = secret_of(is_512 ? EVP_sha512() : EVP_sha256(), input, *mac);
    made.reached = made.secret == 0 ? stage::mac : stage::header;
    return made;
}

inline verdict judge_jwt(std::string_view token, door at) {
    std::string_view algorithm;
    auto made = judge_signature(token, at, algorithm);
    auto const parts = split_at_dots(token);
    if (made.reached != stage::header || !judge_header(parts[0], algorithm)) {
        return made;
    }
    made.reached = stage::claims;
    auto const json =
        openssl_decode(parts[1], bcauth::base64_alphabet::url, bcauth::base64_padding::none);
    std::span<std::string_view const> const names =
        at == door::customer ? std::span<std::string_view const>(customer_names) : load_names;
    auto const payload = json ? read_document(*json, names) : document{};
    made.good_json = payload.good();
    bool const good =
        made.good_json &&
        (at == door::customer ? judge_customer(payload.members, made)
                              : judge_load(payload.members, made, at == door::destructive));
    made.reached = good ? stage::accepted : stage::claims;
    return made;
}

// either alphabet, but not a mix; padding or not
inline std::optional<std::string> decode_either(std::string_view text) {
    auto const standard =
        openssl_decode(text, bcauth::base64_alphabet::standard, bcauth::base64_padding::optional);
    return standard ? standard
                    : openssl_decode(text, bcauth::base64_alphabet::url,
                                     bcauth::base64_padding::optional);
}

inline std::string lower_hex(std::string_view bytes) {
    std::string text;
    for (auto const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

inline verdict judge_signed_payload(std::string_view text) {
    verdict made;
    auto const parts = split_at_dots(text);
    if (text.size() > token_bytes || parts.size() != 2 || parts[0].empty() || parts[1].empty()) {
        return made;
    }
    auto const json = decode_either(parts[0]);
    auto const mac = decode_either(parts[1]);
    if (!json || !mac) {
        return made;
    }
    made.reached = stage::mac;
    for (std::size_t i = 0; i < secrets.size() && made.secret == 0; ++i) {
        bool const is_it = lower_hex(hmac(EVP_sha256(), secrets[i], *json)) == *mac;
        made.secret = is_it ? static_cast<unsigned>(i + 1) : 0;
    }
    if (made.secret == 0) {
        return made;
    }
    auto const payload = read_document(*json, payload_names);
    made.good_json = payload.good();
    bool const good = made.good_json && judge_payload(payload.members, made);
    made.reached = good ? stage::accepted : stage::claims;
    return made;
}

}  // namespace fuzz

#endif
