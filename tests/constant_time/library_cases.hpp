// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_CONSTANT_TIME_LIBRARY_CASES_HPP
#define BCAUTH_TESTS_CONSTANT_TIME_LIBRARY_CASES_HPP

#include <bcauth/app/session_keys.hpp>
#include <bcauth/crypto/constant_time.hpp>
#include <bcauth/crypto/hkdf.hpp>
#include <bcauth/customer_login.hpp>
#include <bcauth/detail/prepared_keys.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/webhook.hpp>
#include "secrecy.hpp"
#include "support/doors.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The library's own paths. Secrets are hidden before keys are prepared; tokens and candidates are public, since who
// sends them knows them. A case says whether all its verdicts were right.
namespace library_cases {

using bcauth::mac_algorithm;
using bcauth::openssl_mac;

inline constexpr std::int64_t now = 1'700'000'000;
inline constexpr std::string_view client_id = "client-of-the-tests";
inline constexpr std::array<std::string_view, 8> secrets{
    "the first secret of the ring, 01",
    "second",
    "a third one, 31 bytes as theirs",
    "4th",
    "a fifth secret that is longer than the block of SHA-256 is, which has 64 bytes, so digested",
    "6",
    "the seventh",
    "and the last"};

// the first `count` of them, hidden
inline bcauth::key_ring hidden_ring(std::size_t count) {
    std::vector<bcauth::secret> ring;
    for (auto const each : std::span(secrets).first(count)) {
        ring.emplace_back(secrecy::hide(each));
    }
    return bcauth::key_ring::make(std::move(ring)).value();
}

inline bcauth::app_config hidden_app() {
    return bcauth::app_config::make(
               {.client_id = std::string(client_id), .client_secrets = hidden_ring(3)})
        .value();
}

inline std::string mac_of(std::string_view secret, std::string_view message,
                          mac_algorithm algorithm = mac_algorithm::hs256) {
    auto const key = openssl_mac::make_key(algorithm, secret).value();
    std::array const parts{message};
    bcauth::mac_digest out;
    openssl_mac::sign(key, parts, out).value();
    return {reinterpret_cast<char const*>(out.data()), bcauth::digest_size(algorithm)};
}

// -- the check of a MAC

inline bool mac_check() {
    std::string const right = mac_of(secrets[0], "message");
    auto const expected = mac_of(secrecy::hide(secrets[0]), "message");
    auto const bytes = [](std::string_view text) {
        return std::span(reinterpret_cast<unsigned char const*>(text.data()), text.size());
    };
    bool ok = bcauth::constant_time_equal(expected, right) &&
              bcauth::constant_time_equal(bytes(expected), bytes(right)) &&
              bcauth::secret(expected) == bcauth::secret(right);
    for (std::size_t at = 0; at < right.size(); ++at) {
        auto wrong = right;
        wrong[at] = static_cast<char>(wrong[at] ^ 1);
        ok = ok && !bcauth::constant_time_equal(expected, wrong) &&
             !bcauth::constant_time_equal(bytes(expected), bytes(wrong)) &&
             bcauth::secret(expected) != bcauth::secret(wrong);
    }
    return ok && !bcauth::constant_time_equal(expected, std::string_view(right).substr(1));
}

// around the block sizes, where preparation takes other ways
inline bool key_preparation() {
    bool ok = true;
    for (auto const algorithm : {mac_algorithm::hs256, mac_algorithm::hs512}) {
        for (std::size_t const size : {1U, 31U, 32U, 63U, 64U, 65U, 127U, 128U, 129U, 200U}) {
            std::string const secret(size, 's');
            auto const hidden = mac_of(secrecy::hide(secret), "message", algorithm);
            ok = ok && bcauth::constant_time_equal(hidden, mac_of(secret, "message", algorithm));
        }
    }
    return ok;
}

inline bool derivation() {
    auto const hidden = bcauth::hkdf(bcauth::secret(secrecy::hide(secrets[0])), "salt", "info", 64);
    auto const plain = bcauth::hkdf(bcauth::secret(secrets[0]), "salt", "info", 64);
    return hidden && plain && *hidden == *plain;
}

// -- the doors

// `token_by(secret)` is judged for each secret of the ring, for a stranger's, with the first and the last letter of
// its signature altered, and cut.
template <class Judge, class TokenBy>
bool verdicts_are_right(Judge const& judge, TokenBy const& token_by) {
    bool ok = true;
    for (std::size_t i = 0; i < 3; ++i) {
        auto const token = token_by(secrets[i]);
        auto const signature = token.rfind('.') + 1;
        ok = ok && judge(token) == i + 1;
        for (auto const at : {signature, signature + 7}) {
            auto forged = token;
            forged[at] = forged[at] == 'A' ? 'B' : 'A';
            ok = ok && judge(forged) == 0;
        }
        ok = ok && judge(token.substr(0, token.size() - 1)) == 0;
    }
    return ok && judge(token_by("a stranger's secret")) == 0;
}

template <class Verified>
unsigned number(bcauth::result<Verified> const& judged) {
    return judged ? judged->matched_secret() : 0;
}

inline std::string load_token(std::string_view secret) {
    return doors::jwt(secret, R"({"iss":"bc","aud":"client-of-the-tests","sub":"stores/abc",)"
                              R"("iat":1700000000,"exp":1700000900,"jti":"one",)"
                              R"("user":{"id":7,"email":"user@example.com"}})");
}

template <class Door>
bool callback_door() {
    auto const door = doors::open<Door>(hidden_app(), {.now = now});
    return verdicts_are_right(
        [&](std::string const& token) { return number(door("signed_payload_jwt=" + token)); },
        load_token);
}

inline bool legacy_door() {
    auto const door = doors::open<doors::load>(hidden_app(), {.now = now});
    return verdicts_are_right(
        [&](std::string const& token) { return number(door.verify_payload(token)); },
        [](std::string_view secret) {
            return doors::payload(secret, R"({"user":{"id":7,"email":"user@example.com"},)"
                                          R"("store_hash":"abc","timestamp":1700000000})");
        });
}

template <mac_algorithm Algorithm>
bool customer_door() {
    auto const door = doors::open<doors::customer>(hidden_app(), {.now = now});
    auto const store = bcauth::store_hash::make("abc").value();
    return verdicts_are_right(
        [&](std::string const& token) { return number(door(token, store)); },
        [](std::string_view secret) {
            return doors::jwt(secret,
                              R"({"iss":"bc/apps","aud":"client-of-the-tests","sub":"abc",)"
                              R"("iat":1700000000,"exp":1700000900,"store_hash":"abc","version":1,)"
                              R"("operation":"current_customer",)"
                              R"("application_id":"client-of-the-tests","customer":{"id":4927,)"
                              R"("email":"shopper@example.com","group_id":"6"}})",
                              Algorithm);
        });
}

// behind a signature of another version and one that is wrong
inline bool webhook_door() {
    using door = bcauth::webhook_verifier<bcauth::strict_policy, doors::clock>;
    auto const judge = doors::open<door>(hidden_app(), {.now = now});
    constexpr std::string_view body = R"({"producer":"stores/abc","hash":"of nothing"})";
    auto const header = [&](std::string_view secret) {
        auto const encoded = [](std::string_view bytes) {
            return bcauth::base64_encode(bytes, bcauth::base64_alphabet::standard,
                                         bcauth::base64_padding::required);
        };
        auto const mac = mac_of(secret, "one.1700000000." + std::string(body));
        return "v1a,A.B v1," + encoded(std::string(32, 'w')) + " v1," + encoded(mac);
    };
    bool ok = true;
    for (std::size_t i = 0; i < 3; ++i) {
        auto signature = header(secrets[i]);
        auto const by = [&] {
            return number(judge(bcauth::webhook_delivery{"one", "1700000000", signature, body}));
        };
        ok = ok && by() == i + 1;
        auto& letter = signature[signature.size() - 20];
        letter = letter == 'A' ? 'B' : 'A';
        ok = ok && by() == 0;
    }
    return ok;
}

inline bool customer_login() {
    using mint = bcauth::customer_login<bcauth::strict_policy, doors::clock>;
    auto const login = mint::make(hidden_app(), doors::clock{now}).value();
    auto const store = bcauth::store_hash::make("abc").value();
    return login.url("https://store.example", {.store = store, .customer_id = 7}).has_value();
}

inline std::chrono::sys_seconds clock_now() {
    return std::chrono::sys_seconds{std::chrono::seconds{now}};
}

inline bcauth::http::incoming request_with(std::string_view csrf_token) {
    bcauth::http::incoming request{.method = "POST", .target = "/", .fields = {}, .body = {}};
    request.fields.add("X-CSRF-Token", csrf_token).value();
    return request;
}

// a cookie that an app of plain secrets gave out, its judgement, and that of the CSRF token that belongs to it
inline bool session_door() {
    auto const plain = bcauth::session_keys<>::make(doors::app(client_id, secrets[0])).value();
    auto const hidden = bcauth::session_keys<>::make(hidden_app()).value();
    auto const store = bcauth::store_hash::make("abc").value();
    auto const minted = plain.mint(store, 7, true, clock_now()).value();
    auto const who = hidden.verify(minted.token.expose(), clock_now());
    std::string wrong(minted.token.expose());
    wrong[wrong.size() - 5] = wrong[wrong.size() - 5] == 'A' ? 'B' : 'A';

    return who && !hidden.verify(wrong, clock_now()) &&
           bcauth::check_csrf(request_with(minted.who.csrf_token().expose()), *who) &&
           !bcauth::check_csrf(request_with(minted.token.expose().substr(0, 43)), *who);
}

inline bool session_minting() {
    auto const hidden = bcauth::session_keys<>::make(hidden_app()).value();
    return hidden.mint(bcauth::store_hash::make("abc").value(), 7, true, clock_now()).has_value();
}

struct library_case {
    std::string_view name;
    bool (*run)();
};

inline constexpr library_case all[] = {
    {"MAC check", mac_check},
    {"key preparation", key_preparation},
    {"key derivation", derivation},
    {"load, JWT", callback_door<doors::load>},
    {"load, legacy payload", legacy_door},
    {"uninstall", callback_door<doors::uninstall>},
    {"remove user", callback_door<doors::removal>},
    {"Current Customer, HS256", customer_door<mac_algorithm::hs256>},
    {"Current Customer, HS512", customer_door<mac_algorithm::hs512>},
    {"webhook", webhook_door},
    {"customer login", customer_login},
    {"session and CSRF token", session_door},
    {"minting of a session", session_minting},
};

// -- the key ring: of its comparisons nothing is public but whether any matched

// How often memcheck speaks in one call: once, where the verdict comes out, and perhaps once more where the number of a
// match is read; above all equally often for each place of a ring of each size.
// Of several signatures, the right one is the last; the others are of nobody.
template <mac_algorithm Algorithm, std::size_t Signatures>
bool ring() {
    secrecy::hidden_comparisons const hidden;
    std::array<std::string_view, 1> const message{"message"};
    unsigned long most = 0;
    unsigned long least = 2;
    bool ok = true;
    for (std::size_t count = 1; count <= secrets.size(); ++count) {
        auto const keys =
            bcauth::detail::prepared_keys<openssl_mac>::make(hidden_ring(count), Algorithm).value();
        for (std::size_t place = 0; place <= count; ++place) {
            auto const by = place == 0 ? std::string_view("a stranger's") : secrets[place - 1];
            std::string const others((Signatures - 1) * bcauth::digest_size(Algorithm), 'w');
            auto const macs = others + mac_of(by, message[0], Algorithm);
            auto const before = secrecy::errors();
            auto matched = keys.match(message, reinterpret_cast<unsigned char const*>(macs.data()),
                                      Signatures);
            auto const errors = secrecy::errors() - before;
            secrecy::show(matched);
            ok = ok && (matched ? *matched : 0) == place && (place != 0 || errors == 1);
            most = place != 0 && errors > most ? errors : most;
            least = place != 0 && errors < least ? errors : least;
        }
    }
    return ok && most == least && least >= 1;
}

// words from outside: one branch for all secrets, whether anything of them is repeated
inline bool refused_installation() {
    auto const app = hidden_app();
    bcauth::diagnostics why;
    auto const before = secrecy::errors();
    auto const refused = bcauth::oauth::parse_auth_callback(
        "error=access_denied&error_description=the+firm+says+no", app, why);
    return !refused && secrecy::errors() == before + 1 &&
           why.message() == "access_denied: the firm says no";
}

inline constexpr library_case verdicts[] = {
    {"words of a refused installation", refused_installation},
    {"key ring of 1 to 8, HS256", ring<mac_algorithm::hs256, 1>},
    {"key ring of 1 to 8, HS512", ring<mac_algorithm::hs512, 1>},
    {"key ring of 1 to 8, 16 signatures", ring<mac_algorithm::hs256, 16>},
};

}  // namespace library_cases

#endif
