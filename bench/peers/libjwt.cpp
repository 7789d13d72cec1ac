// SPDX-License-Identifier: BSL-1.0
// libjwt judges no claim and gives an inner object as text only, which is parsed once more.
#include "jansson_claims.hpp"
#include "peer.hpp"

#include <jwt.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace {

std::string secret;
std::string client_id;
std::int64_t standing_time = 0;

struct token_release {
    void operator()(jwt_t* token) const noexcept { jwt_free(token); }
};
struct text_release {
    void operator()(char* text) const noexcept { std::free(text); }
};

std::string_view text_grant(jwt_t* token, char const* name) {
    char const* const text = jwt_get_grant(token, name);
    return text == nullptr ? std::string_view() : text;
}

}  // namespace

namespace bcauth_bench {

char const* peer_name() {
    return "libjwt " BCAUTH_PEER_VERSION;
}

bool peer_prepare(char const* key, char const* id, std::int64_t now) {
    secret = key;
    client_id = id;
    standing_time = now;
    return true;
}

bool peer_handles(token_kind kind) {
    return kind != token_kind::legacy_payload;
}

bool peer_verify(token_kind kind, char const* text, std::size_t, facts* out) {
    jwt_t* decoded = nullptr;
    auto const* const key = reinterpret_cast<unsigned char const*>(secret.data());
    int const code = jwt_decode(&decoded, text, key, static_cast<int>(secret.size()));
    std::unique_ptr<jwt_t, token_release> const token(decoded);
    if (code != 0 || jwt_get_alg(decoded) != JWT_ALG_HS256) return false;
    if (text_grant(decoded, "iss") != issuer_of(kind) || text_grant(decoded, "aud") != client_id ||
        jwt_get_grant_int(decoded, "exp") <= standing_time) {
        return false;
    }
    std::unique_ptr<char, text_release> const user(jwt_get_grants_json(decoded, user_member(kind)));
    json_value const parsed(user ? json_loads(user.get(), 0, nullptr) : nullptr);
    return read_user(parsed.get(), out) && read_store(kind, text_grant(decoded, "sub"), out);
}

}  // namespace bcauth_bench
