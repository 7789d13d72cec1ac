// SPDX-License-Identifier: BSL-1.0
// cpp-jwt asks the system's clock.
#include "peer.hpp"

#include <jwt/jwt.hpp>

#include <string>
#include <string_view>
#include <system_error>

namespace {

std::string shared_secret;
std::string client_id;

bool read(bcauth_bench::token_kind kind, jwt::jwt_payload const& payload,
          bcauth_bench::facts* out) {
    bool const of_customer = kind == bcauth_bench::token_kind::current_customer;
    auto const user = payload.get_claim_value<nlohmann::json>(of_customer ? "customer" : "user");
    auto const subject = payload.get_claim_value<std::string>("sub");
    std::string_view store = subject;
    if (!of_customer) store.remove_prefix(std::string_view("stores/").size());
    out->user = user["id"].get<std::uint64_t>();
    return bcauth_bench::copy_text(out->email, user["email"].get_ref<std::string const&>()) &&
           bcauth_bench::copy_text(out->store, store);
}

}  // namespace

namespace bcauth_bench {

char const* peer_name() {
    return "cpp-jwt " BCAUTH_PEER_VERSION;
}

bool peer_prepare(char const* key, char const* id, std::int64_t) {
    shared_secret = key;
    client_id = id;
    return true;
}

bool peer_handles(token_kind kind) {
    return kind != token_kind::legacy_payload;
}

bool peer_verify(token_kind kind, char const* text, std::size_t size, facts* out) {
    using namespace jwt::params;
    std::error_code failed;
    auto const token =
        jwt::decode(jwt::string_view(text, size), algorithms({"HS256"}), failed,
                    secret(shared_secret), aud(client_id),
                    issuer(kind == token_kind::current_customer ? "bc/apps" : "bc"), verify(true));
    return !failed && read(kind, token.payload(), out);
}

}  // namespace bcauth_bench
