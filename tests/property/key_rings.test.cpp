// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app/session_keys.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/current_customer.hpp>
#include <bcauth/testing/mint.hpp>
#include <bcauth/webhook.hpp>
#include "support/kinds.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Rotation: a door with several secrets takes what any of them signed, says which one it was, and makes as many MACs
// whichever it was, or none.
namespace {

using bcauth::errc;
using bcauth::result;
using kinds::kind;
using kinds::mint_options;

// OpenSSL's backend, which counts what it is asked for
struct counting_mac {
    using key = bcauth::openssl_mac::key;
    inline static int macs = 0;

    static result<key> make_key(bcauth::mac_algorithm algorithm, std::string_view secret) {
        return bcauth::openssl_mac::make_key(algorithm, secret);
    }
    static result<void> sign(key const& with, bcauth::mac_message parts, bcauth::mac_digest& out) {
        ++macs;
        return bcauth::openssl_mac::sign(with, parts, out);
    }
};
static_assert(bcauth::mac_backend<counting_mac>);

using strict = bcauth::strict_policy;
using load = bcauth::load_verifier<strict, doors::clock, counting_mac>;
using uninstall = bcauth::uninstall_verifier<strict, doors::clock, counting_mac>;
using removal = bcauth::removal_verifier<strict, doors::clock, counting_mac>;
using customer = bcauth::current_customer_verifier<strict, doors::clock, counting_mac>;
using webhooks = bcauth::webhook_verifier<strict, doors::clock, counting_mac>;
using sessions = bcauth::session_keys<strict, counting_mac>;

// what a door says: the number of the secret, if it takes the token
struct answer {
    std::optional<unsigned> matched;
    bcauth::error_code why;
    int macs = 0;
};

struct door {
    std::string name;
    kind takes;
    int more_macs_if_taken;  // a session's CSRF token is one
    std::function<answer(bcauth::app_config const&, mint_options const&, std::string const&)> judge;
};

template <class Judge>
answer counted(Judge&& judge) {
    counting_mac::macs = 0;
    auto const judged = judge();
    answer made{{}, doors::why(judged), counting_mac::macs};
    if constexpr (requires { judged->matched_secret(); }) {
        if (judged) {
            made.matched = judged->matched_secret();
        }
    }
    return made;
}

template <class Verifier>
void add(std::vector<door>& all, std::string const& name) {
    auto const opened = [](bcauth::app_config const& app, mint_options const& options) {
        return Verifier::make(app, {}, doors::clock{kinds::seconds_of(options)}).value();
    };
    all.push_back({name + " JWT", kind::callback, 0,
                   [opened](auto const& app, auto const& options, std::string const& token) {
                       auto const door = opened(app, options);
                       return counted([&] { return door.verify_jwt(token); });
                   }});
    all.push_back({name + " payload", kind::payload, 0,
                   [opened](auto const& app, auto const& options, std::string const& token) {
                       auto const door = opened(app, options);
                       return counted([&] { return door.verify_payload(token); });
                   }});
}

std::vector<door> const& all_doors() {
    static auto const made = [] {
        std::vector<door> all;
        add<load>(all, "load");
        add<uninstall>(all, "uninstall");
        add<removal>(all, "removal");
        all.push_back(
            {"current customer", kind::customer, 0,
             [](auto const& app, auto const& options, std::string const& token) {
                 auto const door =
                     customer::make(app, {}, doors::clock{kinds::seconds_of(options)}).value();
                 return counted([&] { return door(token, kinds::store_of(options)); });
             }});
        all.push_back({"session", kind::session, 1,
                       [](auto const& app, auto const& options, std::string const& token) {
                           auto const keys = sessions::make(app).value();
                           return counted([&] { return keys.verify(token, options.at); });
                       }});
        all.push_back(
            {"webhook", kind::webhook, 0,
             [](auto const& app, auto const& options, std::string const& text) {
                 auto const door =
                     webhooks::make(app, {}, doors::clock{kinds::seconds_of(options)}).value();
                 return counted([&] { return door(kinds::delivery_of(text)); });
             }});
        return all;
    }();
    return made;
}

bcauth::app_config app_with(std::vector<std::string> const& texts, mint_options const& options) {
    std::vector<bcauth::secret> secrets;
    for (auto const& each : texts) {
        secrets.emplace_back(each);
    }
    return bcauth::app_config::make(
               {.client_id = options.client_id,
                .client_secrets = bcauth::key_ring::make(std::move(secrets)).value()})
        .value();
}

std::string signed_by(std::string const& secret, kind which, mint_options options) {
    options.client_secret = bcauth::secret(secret);
    return kinds::valid(which, options);
}

mint_options any_options() {
    mint_options options;
    options.algorithm =
        *rc::gen::element(bcauth::mac_algorithm::hs256, bcauth::mac_algorithm::hs512);
    return options;
}

// different texts that no padding of an HMAC key makes equal
std::vector<std::string> any_secrets(std::size_t count) {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < count; ++i) {
        made.push_back(*rc::gen::arbitrary<std::string>() + "#" + std::to_string(i));
    }
    return made;
}

RC_GTEST_PROP(KeyRings, EachPlaceIsFoundToldAndCostsTheSame, ()) {
    auto const options = any_options();
    for (std::size_t size = 1; size <= bcauth::key_ring::max_secrets; ++size) {
        auto const secrets = any_secrets(size + 1);
        std::vector<std::string> const ring(secrets.begin(), secrets.end() - 1);
        auto const app = app_with(ring, options);
        for (auto const& door : all_doors()) {
            for (std::size_t place = 0; place < size; ++place) {
                auto const got =
                    door.judge(app, options, signed_by(ring[place], door.takes, options));
                RC_ASSERT(!got.why.failed());
                RC_ASSERT(door.takes == kind::session || got.matched == place + 1);
                RC_ASSERT(got.macs == static_cast<int>(size) + door.more_macs_if_taken);
            }
            auto const none =
                door.judge(app, options, signed_by(secrets.back(), door.takes, options));
            RC_ASSERT(none.why == errc::signature_mismatch);
            RC_ASSERT(none.macs == static_cast<int>(size));
        }
    }
}

// and with the right signature, a token that its claims refuse has cost the same
RC_GTEST_PROP(KeyRings, ARefusalByClaimsCostsTheSame, ()) {
    auto options = any_options();
    options.claims = {{"sub", "1"}, {"store_hash", "1"}};
    auto const secrets = any_secrets(5);
    auto const app = app_with(secrets, options);
    for (auto const& door : all_doors()) {
        if (door.takes == kind::session || door.takes == kind::webhook) {
            continue;
        }
        for (auto const& secret : secrets) {
            auto const got = door.judge(app, options, signed_by(secret, door.takes, options));
            RC_ASSERT(got.why == errc::claim_type);
            RC_ASSERT(got.macs == 5);
        }
    }
}

// threats row 55; SECURITY.md, "What is left": lengths are public, so what can't be a signature costs no MAC
RC_GTEST_PROP(KeyRings, ASignatureOfAnotherLengthCostsNoMac, ()) {
    auto const options = any_options();
    auto const secrets = any_secrets(3);
    auto const app = app_with(secrets, options);
    for (auto const& door : all_doors()) {
        auto token = signed_by(secrets[1], door.takes, options);
        if (door.takes == kind::webhook) {
            token.insert(token.find("v1,") + 3, "AAAA");
        } else {
            // four letters of base64 less: the signature is shorter by three bytes
            auto const dot = token.rfind('.');
            token.erase(dot + 1, 4);
        }
        auto const got = door.judge(app, options, token);
        RC_ASSERT(got.why == errc::signature_mismatch);
        RC_ASSERT(got.macs == 0);
    }
}

// of equal secrets the first is told
RC_GTEST_PROP(KeyRings, OfEqualSecretsTheFirstIsTold, ()) {
    auto const options = any_options();
    auto ring = any_secrets(4);
    ring[3] = ring[1];
    auto const app = app_with(ring, options);
    for (auto const& door : all_doors()) {
        auto const got = door.judge(app, options, signed_by(ring[3], door.takes, options));
        RC_ASSERT(!got.why.failed());
        RC_ASSERT(door.takes == kind::session || got.matched == 2U);
    }
}

// a rotation, step by step: what the old secret signed is taken until it is dropped, and never after
RC_GTEST_PROP(KeyRings, ARotationTakesTheOldUntilItIsDropped, ()) {
    auto const options = any_options();
    auto const secrets = any_secrets(2);
    auto const before = app_with({secrets[0]}, options);
    auto const during = app_with({secrets[1], secrets[0]}, options);
    auto const after = app_with({secrets[1]}, options);
    for (auto const& door : all_doors()) {
        auto const old_token = signed_by(secrets[0], door.takes, options);
        auto const new_token = signed_by(secrets[1], door.takes, options);
        auto const takes = [&](bcauth::app_config const& app, std::string const& token) {
            return !door.judge(app, options, token).why.failed();
        };
        RC_ASSERT(takes(before, old_token) && !takes(before, new_token));
        RC_ASSERT(takes(during, old_token) && takes(during, new_token));
        RC_ASSERT(!takes(after, old_token) && takes(after, new_token));
    }
}

}  // namespace
