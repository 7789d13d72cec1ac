// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_UNIT_FAULTS_DOORS_UNDER_FAULT_HPP
#define BCAUTH_TESTS_UNIT_FAULTS_DOORS_UNDER_FAULT_HPP

#include <bcauth/app/session_keys.hpp>
#include <bcauth/crypto/hkdf.hpp>
#include <bcauth/customer_login.hpp>
#include <bcauth/webhook.hpp>
#include "support/doors.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

// Every door, and all that mints, in one shape: made with its keys, it answers for what is right and for what is
// forged. What it answers is no error where it accepts or mints.
namespace under_fault {

using bcauth::errc;
using bcauth::error_code;
using bcauth::result;

inline constexpr std::int64_t now = 1'700'000'000;
inline constexpr std::string_view client_id = "client-of-the-tests";
// the second is above the block of SHA-256, so that it is digested first
inline constexpr std::array<std::string_view, 3> secrets{
    "the first secret of the tests 01",
    "a second secret, and a long one, of more bytes than a block of SHA-512, which has 128 bytes, "
    "so "
    "that it is digested when a key is prepared for either",
    "a third"};
inline constexpr std::string_view stranger = "a secret of somebody else";

inline bcauth::app_config const& app() {
    static auto const made =
        bcauth::app_config::make(
            {.client_id = std::string(client_id),
             .client_secrets =
                 bcauth::key_ring::make({secrets[0], secrets[1], secrets[2]}).value()})
            .value();
    return made;
}

inline bcauth::store_hash store() {
    return bcauth::store_hash::make("abc").value();
}

inline std::chrono::sys_seconds clock_now() {
    return std::chrono::sys_seconds{std::chrono::seconds{now}};
}

// what is right, signed by the last secret of the ring, and what a stranger made
struct tokens {
    std::string right;
    std::string forged;
};

// never destroyed, since some tests judge when everything else is
template <class Make>
tokens const* both(Make const& make) {
    return new tokens{make(secrets[2]), make(stranger)};
}

// a claim so long that a token needs more than the stack has for it
inline std::string padded(std::string_view claims) {
    return std::string(claims) + R"(,"x":")" + std::string(3000, 'x') + "\"}";
}

inline std::string callback_claims() {
    return padded(R"({"iss":"bc","aud":"client-of-the-tests","sub":"stores/abc","iat":1700000000,)"
                  R"("exp":1700000900,"jti":"a long identifier, of a hundred bytes and more, )"
                  R"(so that it has no place within the object that takes it over from a token",)"
                  R"("user":{"id":7,"email":"user@example.com"})");
}

template <class Door>
struct jwt_callback {
    static result<Door> make() { return Door::make(app(), {}, doors::clock{now}); }
    static tokens const& inputs() {
        static auto const& made = *both([](std::string_view secret) {
            return "signed_payload_jwt=" + doors::jwt(secret, callback_claims());
        });
        return made;
    }
    static error_code judge(Door const& door, std::string const& query) {
        return doors::why(door(query));
    }
};

template <class Backend>
struct load_jwt
    : jwt_callback<bcauth::load_verifier<bcauth::strict_policy, doors::clock, Backend>> {
    static constexpr std::string_view name = "load";
};

template <class Backend>
struct uninstall
    : jwt_callback<bcauth::uninstall_verifier<bcauth::strict_policy, doors::clock, Backend>> {
    static constexpr std::string_view name = "uninstall";
};

template <class Backend>
struct removal
    : jwt_callback<bcauth::removal_verifier<bcauth::strict_policy, doors::clock, Backend>> {
    static constexpr std::string_view name = "remove user";
};

template <class Backend>
struct legacy : load_jwt<Backend> {
    static constexpr std::string_view name = "legacy payload";
    static tokens const& inputs() {
        static auto const& made = *both([](std::string_view secret) {
            return doors::payload(secret, padded(R"({"store_hash":"abc","timestamp":1700000000,)"
                                                 R"("user":{"id":7,"email":"user@example.com"})"));
        });
        return made;
    }
    template <class Door>
    static error_code judge(Door const& door, std::string const& payload) {
        return doors::why(door.verify_payload(payload));
    }
};

template <class Backend>
struct customer {
    using door = bcauth::current_customer_verifier<bcauth::strict_policy, doors::clock, Backend>;
    static constexpr std::string_view name = "Current Customer";
    static result<door> make() { return door::make(app(), {}, doors::clock{now}); }
    static tokens const& inputs() {
        static auto const& made = *both([](std::string_view secret) {
            auto const claims =
                padded(R"({"iss":"bc/apps","aud":"client-of-the-tests","sub":"abc",)"
                       R"("iat":1700000000,"exp":1700000900,"store_hash":"abc","version":1,)"
                       R"("application_id":"client-of-the-tests",)"
                       R"("operation":"current_customer","customer":{"id":4927,)"
                       R"("email":"shopper@example.com","group_id":"6"})");
            return doors::jwt(secret, claims, bcauth::mac_algorithm::hs512);
        });
        return made;
    }
    static error_code judge(door const& judge, std::string const& token) {
        return doors::why(judge(token, store()));
    }
};

template <class Backend>
struct session {
    using door = bcauth::session_keys<bcauth::strict_policy, Backend>;
    static constexpr std::string_view name = "session cookie";
    static result<door> make() { return door::make(app()); }
    static tokens const& inputs() {
        static auto const& made = *both([](std::string_view secret) {
            auto const keys = bcauth::session_keys<>::make(doors::app(client_id, secret)).value();
            auto const minted = keys.mint(store(), 7, true, clock_now()).value();
            return "__Host-bcauth=" + std::string(minted.token.expose());
        });
        return made;
    }
    static error_code judge(door const& keys, std::string const& cookie) {
        bcauth::http::incoming request{.method = "GET", .target = "/", .fields = {}, .body = {}};
        request.fields.add("Cookie", cookie).value();
        return doors::why(keys.of_request(request, clock_now()));
    }
};

template <class Backend>
struct webhook {
    using door = bcauth::webhook_verifier<bcauth::strict_policy, doors::clock, Backend>;
    static constexpr std::string_view name = "webhook";
    static std::string const& body() {
        static auto const* const text =
            new std::string(padded(R"({"producer":"stores/abc","hash":"of nothing")"));
        return *text;
    }
    static result<door> make() { return door::make(app(), {}, doors::clock{now}); }
    static tokens const& inputs() {
        static auto const& made = *both([](std::string_view secret) {
            auto const key =
                bcauth::openssl_mac::make_key(bcauth::mac_algorithm::hs256, secret).value();
            std::array<std::string_view, 2> const message{"one.1700000000.", body()};
            bcauth::mac_digest digest;
            bcauth::openssl_mac::sign(key, message, digest).value();
            return "v1," + bcauth::base64_encode({reinterpret_cast<char const*>(digest.data()), 32},
                                                 bcauth::base64_alphabet::standard,
                                                 bcauth::base64_padding::required);
        });
        return made;
    }
    static error_code judge(door const& judge, std::string const& signature) {
        return doors::why(judge(bcauth::webhook_delivery{"one", "1700000000", signature, body()}));
    }
};

// -- what mints has nothing forged to refuse

template <class Backend>
struct session_minting : session<Backend> {
    static constexpr std::string_view name = "minting of a session";
    static tokens const& inputs() {
        static tokens const none;
        return none;
    }
    template <class Door>
    static error_code judge(Door const& keys, std::string const&) {
        return doors::why(keys.mint(store(), 7, true, clock_now()));
    }
};

template <class Backend>
struct login {
    using door = bcauth::customer_login<bcauth::strict_policy, doors::clock, Backend>;
    static constexpr std::string_view name = "customer login";
    static result<door> make() { return door::make(app(), doors::clock{now}); }
    static tokens const& inputs() { return session_minting<Backend>::inputs(); }
    static error_code judge(door const& mint, std::string const&) {
        return doors::why(mint.url("https://store.example", {.store = store(), .customer_id = 7}));
    }
};

template <class Backend>
struct derivation {
    struct door {};
    static constexpr std::string_view name = "key derivation";
    static result<door> make() { return door{}; }
    static tokens const& inputs() { return session_minting<Backend>::inputs(); }
    static error_code judge(door const&, std::string const&) {
        return doors::why(bcauth::hkdf<Backend>(app().client_secrets().current(), "", "info", 80));
    }
};

// calls `use` with an object of each of them
template <class Backend, class Use>
void each_door(Use&& use) {
    use(load_jwt<Backend>{});
    use(legacy<Backend>{});
    use(uninstall<Backend>{});
    use(removal<Backend>{});
    use(customer<Backend>{});
    use(session<Backend>{});
    use(webhook<Backend>{});
}

template <class Backend, class Use>
void each_mint(Use&& use) {
    use(session_minting<Backend>{});
    use(login<Backend>{});
    use(derivation<Backend>{});
}

// Makes the door and judges one input, keys and all. The error of either.
template <class Under>
error_code make_and_judge(Under, std::string const& input) {
    auto const door = Under::make();
    return door ? Under::judge(*door, input) : door.error();
}

}  // namespace under_fault

#endif
