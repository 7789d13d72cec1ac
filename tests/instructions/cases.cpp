// SPDX-License-Identifier: BSL-1.0
// What `run` counts the instructions of. Under callgrind, started with --collect-atstart=no, only the calls below are
// counted, and each case ends with a dump of its own. On its own it checks the cases' verdicts.
#include <bcauth/app_config.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/codec/form.hpp>
#include <bcauth/current_customer.hpp>
#include <bcauth/jwt/signer.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/oauth/token_response.hpp>
#include <bcauth/scope_set.hpp>
#include <bcauth/signed_payload.hpp>
#include <bcauth/testing/mint_webhook.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include <bcauth/webhook.hpp>

#include <boost/version.hpp>

#include <openssl/crypto.h>

#include <gnu/libc-version.h>
#include <valgrind/callgrind.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

constexpr int calls = 100;

constexpr std::string_view client_id = "U8RphZeDjQc4kLVSzNjePo0CMjq7yOg";
constexpr std::string_view secret_text =
    "3a2f9c1e5b7d4860918273645fedcba0a1b2c3d4e5f60718293a4b5c6d7e8f90";

constexpr std::string_view load_claims =
    R"({"aud":"U8RphZeDjQc4kLVSzNjePo0CMjq7yOg","iss":"bc","iat":1659031626,"nbf":1659031621,)"
    R"("exp":1659118026,"jti":"c5f0bcf5-a504-4ae6-8dcc-0e40eaa5a070","sub":"stores/z4zn3wo",)"
    R"("user":{"id":9876543,"email":"authorized_user@example.com","locale":"en-US"},)"
    R"("owner":{"id":7654321,"email":"owner@example.com"},"url":"/","channel_id":null})";
constexpr std::string_view customer_claims =
    R"({"customer":{"id":4927,"email":"john.doe@example.com","group_id":"6"},"iss":"bc/apps",)"
    R"("sub":"z4zn3wo","iat":1659034700,"exp":1659035600,"version":1,)"
    R"("aud":"U8RphZeDjQc4kLVSzNjePo0CMjq7yOg","application_id":"U8RphZeDjQc4kLVSzNjePo0CMjq7yOg",)"
    R"("store_hash":"z4zn3wo","operation":"current_customer"})";
constexpr std::string_view payload_claims =
    R"({"user":{"id":9128,"email":"user@mybigcommerce.com"},)"
    R"("owner":{"id":9128,"email":"user@mybigcommerce.com"},)"
    R"("context":"stores/z4zn3wo","store_hash":"z4zn3wo","timestamp":1659034900.9123988})";
constexpr std::string_view auth_callback =
    "code=qr6h3thvbvag2ffq&scope=store_v2_orders+store_v2_products&context=stores/g5cd38";
constexpr std::string_view token_body =
    R"({"access_token":"g3y3ab5cctiu0edpy9n8gzl0p25og9u","scope":"store_v2_orders store_v2_products",)"
    R"("user":{"id":24654,"username":"John Smith","email":"john@success.com"},)"
    R"("owner":{"id":24655,"username":"Jane","email":"jane@success.com"},)"
    R"("context":"stores/g5cd38","account_uuid":"7f5b3ba4-0000-4000-8000-000000000000"})";

constexpr std::array<bcauth::form_field, 7> token_form{
    {{"client_id", client_id},
     {"client_secret", secret_text},
     {"code", "qr6h3thvbvag2ffq"},
     {"scope", "store_v2_orders store_v2_products"},
     {"grant_type", "authorization_code"},
     {"redirect_uri", "https://app.example.com/oauth"},
     {"context", "stores/g5cd38"}}};

struct standing_clock {
    std::chrono::sys_seconds time{std::chrono::seconds{1'659'035'000}};
    [[nodiscard]] std::chrono::sys_seconds now() const noexcept { return time; }
};

using policy = bcauth::strict_policy;

std::string text_of(bcauth::result<bcauth::secret> const& token) {
    auto const& shown = token.value();
    return std::string(shown.expose());
}

struct bed {
    bcauth::secret key{secret_text};
    bcauth::app_config app =
        bcauth::app_config::make(
            {.client_id = std::string(client_id),
             .client_secrets = bcauth::key_ring::make({secret_text}).value(),
             .redirect_uri = "https://app.example.com/oauth",
             .required_scopes = bcauth::scopes("store_v2_orders store_v2_products_read_only")})
            .value();
    bcauth::load_verifier<policy, standing_clock> load{app};
    bcauth::current_customer_verifier<policy, standing_clock> customer{app};
    bcauth::webhook_verifier<policy, standing_clock> webhook{app};
    bcauth::store_hash store = bcauth::store_hash::make("z4zn3wo").value();
    bcauth::scope_set granted =
        bcauth::scope_set::parse(
            "store_v2_customers store_v2_orders store_v2_products users_basic_information")
            .value();
    bcauth::diagnostics why;
    bcauth::oauth::unproven_grant grant =
        bcauth::oauth::parse_auth_callback(auth_callback, app, why).value();
    bcauth::http::response response = bcauth::testing::make_response(200, token_body);

    std::string load_jwt = sign(load_claims);
    std::string customer_jwt = sign(customer_claims);
    std::string payload = text_of(bcauth::signed_payload<>::sign(key, payload_claims));
    bcauth::testing::minted_webhook delivery =
        bcauth::testing::mint_webhook({.client_secret = key, .at = standing_clock{}.now()}).value();

    [[nodiscard]] std::string sign(std::string_view claims) const {
        return text_of(bcauth::jwt::signer<>::make(key).value().sign(claims));
    }
};

// another letter at the signature's beginning, so that the whole of it is computed and compared
std::string forged(std::string token) {
    auto& letter = token[token.rfind('.') + 2];
    letter = letter == 'D' ? 'T' : 'D';
    return token;
}

bcauth::http::fields headers_of(bcauth::testing::minted_webhook delivery, bool genuine) {
    auto& letter = delivery.headers.at(2).second.at(3);
    letter = genuine ? letter : letter == 'A' ? 'B' : 'A';
    return delivery.fields().value();
}

// Runs the calls with the counter on; false when a verdict is wrong.
bool count(std::string const& name, bool accepted, std::function<bool()> const& judge) {
    // what is prepared once a thread, and what the loader looks up at a first call, isn't counted
    bool right = judge() == accepted && judge() == accepted;
    CALLGRIND_TOGGLE_COLLECT;
    for (int i = 0; i < calls; ++i) {
        right = judge() == accepted && right;
    }
    CALLGRIND_TOGGLE_COLLECT;
    CALLGRIND_DUMP_STATS_AT(name.c_str());
    if (!right) {
        std::printf("%s: judged wrongly\n", name.c_str());
    }
    return right;
}

bool count_doors(bed const& b, bool genuine) {
    std::string const suffix = genuine ? "/accepted" : "/forged";
    auto const of = [&](std::string const& token) { return genuine ? token : forged(token); };
    auto const customer = of(b.customer_jwt);
    auto const load = of(b.load_jwt);
    auto const query = "signed_payload_jwt=" + load;
    auto const payload = of(b.payload);
    auto const headers = headers_of(b.delivery, genuine);
    bool ok = count("current_customer" + suffix, genuine,
                    [&] { return b.customer(customer, b.store).has_value(); });
    ok &= count("load_jwt" + suffix, genuine, [&] { return b.load.verify_jwt(load).has_value(); });
    ok &= count("load_query" + suffix, genuine, [&] { return b.load(query).has_value(); });
    ok &= count("legacy_payload" + suffix, genuine,
                [&] { return b.load.verify_payload(payload).has_value(); });
    ok &= count("webhook" + suffix, genuine,
                [&] { return b.webhook(headers, b.delivery.body).has_value(); });
    return ok;
}

bool finds(std::string const& query) {
    auto const parsed = bcauth::http::query::parse(query);
    return parsed && parsed->find("signed_payload_jwt").has_value();
}

bool count_texts(bed& b) {
    auto const plain = "signed_payload_jwt=" + b.load_jwt;
    auto const escaped = "first=%2F&signed_payload_jwt=" + b.load_jwt + "%3D%3D";
    auto const& granted = b.granted;
    auto const& required = b.app.required_scopes();
    bool ok = count("query/plain", true, [&] { return finds(plain); });
    ok &= count("query/escaped", true, [&] { return finds(escaped); });
    ok &= count("form/seven_fields", true,
                [] { return bcauth::form_encode(token_form).size() > secret_text.size(); });
    ok &= count("token_response/parse", true, [&] {
        return bcauth::oauth::parse_token_response(b.response, b.app, b.grant, b.why).has_value();
    });
    ok &= count("scopes/covers", true, [&] { return granted.covers(required); });
    ok &= count("scopes/parse", true, [] {
        return bcauth::scope_set::parse("store_v2_orders store_v2_products").has_value();
    });
    return ok;
}

// libc and base64 choose their code by it
char const* processor() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") ? "x86-64 with AVX2" : "x86-64 without AVX2";
#else
    return "another";
#endif
}

// What else the figures depend on.
void tell_surroundings() {
    std::printf("compiler: g++ %s\n", __VERSION__);
    std::printf("libstdc++: %d\n", __GLIBCXX__);
    std::printf("boost: %s\n", BOOST_LIB_VERSION);
    std::printf("libc: %s\n", gnu_get_libc_version());
    std::printf("openssl: %u.%u\n", OPENSSL_version_major(), OPENSSL_version_minor());
    std::printf("processor: %s\n", processor());
    std::printf("calls: %d\n", calls);
}

}  // namespace

int main() {
    tell_surroundings();
    bed made;
    bool ok = count_doors(made, true);
    ok &= count_doors(made, false);
    ok &= count_texts(made);
    return ok ? 0 : 1;
}
