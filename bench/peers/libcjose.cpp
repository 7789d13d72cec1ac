// SPDX-License-Identifier: BSL-1.0
// libcjose verifies a signature and gives the bytes; the claims are jansson's and ours to judge.
#include "jansson_claims.hpp"
#include "peer.hpp"

#include <cjose/cjose.h>

#include <memory>
#include <string>
#include <string_view>

namespace {

cjose_jwk_t* key = nullptr;  // for the life of the process
std::string client_id;
std::int64_t standing_time = 0;

struct jws_release {
    void operator()(cjose_jws_t* jws) const noexcept { cjose_jws_release(jws); }
};

bool is_hs256(cjose_jws_t* jws, cjose_err* failed) {
    char const* const name = cjose_header_get(cjose_jws_get_protected(jws), CJOSE_HDR_ALG, failed);
    return name != nullptr && name == std::string_view(CJOSE_HDR_ALG_HS256);
}

}  // namespace

namespace bcauth_bench {

char const* peer_name() {
    return "libcjose " BCAUTH_PEER_VERSION;
}

bool peer_prepare(char const* secret, char const* id, std::int64_t now) {
    std::string_view const bytes = secret;
    cjose_err failed{};
    key = cjose_jwk_create_oct_spec(reinterpret_cast<std::uint8_t const*>(secret), bytes.size(),
                                    &failed);
    client_id = id;
    standing_time = now;
    return key != nullptr;
}

bool peer_handles(token_kind kind) {
    return kind != token_kind::legacy_payload;
}

bool peer_verify(token_kind kind, char const* text, std::size_t size, facts* out) {
    cjose_err failed{};
    std::unique_ptr<cjose_jws_t, jws_release> const jws(cjose_jws_import(text, size, &failed));
    if (!jws || !is_hs256(jws.get(), &failed) || !cjose_jws_verify(jws.get(), key, &failed)) {
        return false;
    }
    std::uint8_t* bytes = nullptr;  // the token's
    std::size_t count = 0;
    if (!cjose_jws_get_plaintext(jws.get(), &bytes, &count, &failed)) return false;
    json_value const claims(
        json_loadb(reinterpret_cast<char const*>(bytes), count, JSON_REJECT_DUPLICATES, nullptr));
    auto const claim = [&](char const* name) { return json_object_get(claims.get(), name); };
    return text_of(claim("iss")) == issuer_of(kind) && text_of(claim("aud")) == client_id &&
           json_integer_value(claim("exp")) > standing_time &&
           read_user(claim(user_member(kind)), out) && read_store(kind, text_of(claim("sub")), out);
}

}  // namespace bcauth_bench
