// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BENCH_SUPPORT_TOKENS_HPP
#define BCAUTH_BENCH_SUPPORT_TOKENS_HPP

// The tokens that all verify: as the platform sends them, minted when the program starts.

#include "peers/peer.hpp"

#include <bcauth/jwt/signer.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/signed_payload.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bcauth_bench {

inline constexpr char const* client_id = "U8RphZeDjQc4kLVSzNjePo0CMjq7yOg";
inline constexpr char const* shared_secret =
    "3a2f9c1e5b7d4860918273645fedcba0a1b2c3d4e5f60718293a4b5c6d7e8f90";
inline constexpr char const* another_secret =
    "0a2f9c1e5b7d4860918273645fedcba0a1b2c3d4e5f60718293a4b5c6d7e8f90";
inline constexpr std::string_view store_of_all = "z4zn3wo";
inline constexpr std::size_t pool_size = 1024;

inline constexpr std::string_view load_claims =
    R"({"aud":"@AUDIENCE@","iss":"@ISSUER@","iat":@ISSUED@,"nbf":@ISSUED@,)"
    R"("exp":@EXPIRES@,"jti":"c5f0bcf5-a504-4ae6-8dcc-0e40eaa5@NUMBER@","sub":"stores/z4zn3wo",)"
    R"("user":{"id":987@NUMBER@,"email":"authorized_@NUMBER@@example.com","locale":"en-US"},)"
    R"("owner":{"id":7654321,"email":"owner@example.com"},"url":"/","channel_id":null})";

inline constexpr std::string_view customer_claims =
    R"({"customer":{"id":@NUMBER@,"email":"john@NUMBER@@example.com","group_id":"6"},"iss":"@ISSUER@",)"
    R"("sub":"z4zn3wo","iat":@ISSUED@,"exp":@EXPIRES@,"version":1,)"
    R"("aud":"@AUDIENCE@","application_id":"U8RphZeDjQc4kLVSzNjePo0CMjq7yOg",)"
    R"("store_hash":"z4zn3wo","operation":"current_customer"})";

inline constexpr std::string_view payload_claims =
    R"({"user":{"id":@NUMBER@,"email":"@NUMBER@@mybigcommerce.com"},)"
    R"("owner":{"id":9128,"email":"user@mybigcommerce.com"},)"
    R"("context":"stores/z4zn3wo","store_hash":"z4zn3wo","timestamp":@ISSUED@.9123988})";

// What is particular to one token; numbers have four digits, so that all tokens are of one length.
struct token_details {
    std::size_t number = 1000;
    std::int64_t issued = 0;
    std::string issuer = {};
    std::string audience = client_id;
    std::int64_t lifetime = 3600;
};

inline std::string claims_text(std::string_view pattern, token_details const& details) {
    std::string made(pattern);
    std::array<std::array<std::string, 2>, 5> const values{{
        {"@NUMBER@", std::to_string(details.number)},
        {"@ISSUED@", std::to_string(details.issued)},
        {"@EXPIRES@", std::to_string(details.issued + details.lifetime)},
        {"@ISSUER@", details.issuer},
        {"@AUDIENCE@", details.audience},
    }};
    for (auto const& [name, value] : values) {
        for (auto at = made.find(name); at != made.npos; at = made.find(name)) {
            made.replace(at, name.size(), value);
        }
    }
    return made;
}

/** The tokens of one kind. */
class token_set {
public:
    token_set(token_kind kind, std::int64_t now) : x_kind(kind), x_now(now) {
        for (std::size_t i = 0; i < pool_size; ++i) {
            x_pool.push_back(mint({.number = 1000 + i, .issued = now, .issuer = issuer()}));
        }
        x_forged = mint({.issued = now, .issuer = issuer()}, another_secret);
    }

    [[nodiscard]] token_kind kind() const { return x_kind; }
    /** 1,024 tokens that are accepted; the first is the one that is measured alone. */
    [[nodiscard]] std::vector<std::string> const& pool() const { return x_pool; }
    /** The first one as another secret signs it. */
    [[nodiscard]] std::string const& forged() const { return x_forged; }

    [[nodiscard]] char const* group() const {
        constexpr std::array names{"current_customer", "load_jwt", "legacy_payload"};
        return names.at(static_cast<std::size_t>(x_kind));
    }

    /** What is in the claims of `pool()[index]`. */
    [[nodiscard]] facts expected(std::size_t index) const {
        constexpr std::array<std::string_view, 3> before{"john", "authorized_", ""};
        constexpr std::array<std::string_view, 3> after{"@example.com", "@example.com",
                                                        "@mybigcommerce.com"};
        auto const kind = static_cast<std::size_t>(x_kind);
        auto const number = 1000 + index;
        auto const email =
            std::string(before.at(kind)) + std::to_string(number) + std::string(after.at(kind));
        facts made{};
        made.user = x_kind == token_kind::load_jwt ? 9870000 + number : number;
        copy_text(made.email, email);
        copy_text(made.store, store_of_all);
        return made;
    }

    /** Well signed, and for one claim not to be accepted: expired, of another issuer, for another audience. */
    [[nodiscard]] std::vector<std::string> spoiled() const {
        if (x_kind == token_kind::legacy_payload) return {mint({.issued = x_now - 86'400})};
        return {mint({.issued = x_now - 86'400, .issuer = issuer()}),
                mint({.issued = x_now, .issuer = "another"}),
                mint({.issued = x_now, .issuer = issuer(), .audience = "another"})};
    }

    /** The bytes that the MAC of `pool()[0]` is over. */
    [[nodiscard]] std::string signed_bytes() const {
        if (x_kind == token_kind::legacy_payload) {
            return claims_text(payload_claims, {.issued = x_now});
        }
        return x_pool[0].substr(0, x_pool[0].rfind('.'));
    }

    [[nodiscard]] char const* issuer() const {
        return x_kind == token_kind::current_customer ? "bc/apps" : "bc";
    }

private:
    [[nodiscard]] std::string mint(token_details const& details,
                                   std::string_view secret = shared_secret) const {
        bcauth::secret const key(secret);
        if (x_kind == token_kind::legacy_payload) {
            auto const text = claims_text(payload_claims, details);
            return std::string(bcauth::signed_payload<>::sign(key, text)->expose());
        }
        auto const pattern = x_kind == token_kind::load_jwt ? load_claims : customer_claims;
        auto const token = bcauth::jwt::signer<>::make(key)->sign(claims_text(pattern, details));
        return std::string(token->expose());
    }

    token_kind x_kind;
    std::int64_t x_now;
    std::vector<std::string> x_pool;
    std::string x_forged;
};

}  // namespace bcauth_bench

#endif
