// SPDX-License-Identifier: BSL-1.0
// What a verification costs, text in, verified type out, all rules on: the kinds of token and webhooks, accepted
// and forged, beside one plain HMAC() call over the same bytes. Prints the ratios that are promised and exits with 1 when one is broken.
#include <bcauth/bcauth.hpp>
#include <bcauth/testing/fixed_clock.hpp>
#include <bcauth/testing/mint_webhook.hpp>

#include <openssl/hmac.h>

#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <new>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::uint64_t own_allocations = 0;
std::uint64_t openssl_allocations = 0;

void* openssl_malloc(std::size_t size, char const*, int) {
    ++openssl_allocations;
    return std::malloc(size);
}
void* openssl_realloc(void* data, std::size_t size, char const*, int) {
    ++openssl_allocations;
    return std::realloc(data, size);
}
void openssl_free(void* data, char const*, int) {
    std::free(data);
}

}  // namespace

// out of line, since g++ 12 takes an inlined pair of new and free for a mismatch
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++own_allocations;
    if (auto* const data = std::malloc(size == 0 ? 1 : size)) {
        return data;
    }
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* data) noexcept {
    std::free(data);
}
[[gnu::noinline]] void operator delete(void* data, std::size_t) noexcept {
    std::free(data);
}

namespace {

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

using bcauth::strict_policy;
using bcauth::testing::fixed_clock;

struct bed {
    bcauth::secret key{secret_text};
    bcauth::app_config app =
        *bcauth::app_config::make({.client_id = std::string(client_id),
                                   .client_secrets = *bcauth::key_ring::make({secret_text})});
    fixed_clock clock{std::chrono::sys_seconds{std::chrono::seconds{1'659'035'000}}};
    bcauth::load_verifier<strict_policy, fixed_clock> load{app, {}, clock};
    bcauth::current_customer_verifier<strict_policy, fixed_clock> customer{app, {}, clock};
    bcauth::webhook_verifier<strict_policy, fixed_clock> webhook{app, {}, clock};
    bcauth::store_hash store = *bcauth::store_hash::make("z4zn3wo");

    std::string load_jwt = sign(load_claims);
    std::string customer_jwt = sign(customer_claims);
    std::string payload{bcauth::signed_payload<>::sign(key, payload_claims)->expose()};
    bcauth::testing::minted_webhook delivery =
        *bcauth::testing::mint_webhook({.client_secret = key, .at = clock.now()});

    [[nodiscard]] std::string sign(std::string_view claims) const {
        auto const token = *bcauth::jwt::signer<>::make(key)->sign(claims);
        return std::string(token.expose());
    }
};

bed& the_bed() {
    static bed made;
    return made;
}

// the first letter of the signature changed, so that every byte of the MAC is computed and compared
std::string forged(std::string token) {
    auto const dot = token.rfind('.');
    token[dot + 1] = token[dot + 1] == 'A' ? 'B' : 'A';
    return token;
}
std::string forged_payload(std::string payload) {
    auto const dot = payload.rfind('.');
    payload[dot + 2] = payload[dot + 2] == 'D' ? 'T' : 'D';  // another hexadecimal digit
    return payload;
}

bcauth::http::fields headers_of(bcauth::testing::minted_webhook delivery, bool genuine) {
    auto& letter = delivery.headers.at(2).second.at(3);
    letter = genuine ? letter : letter == 'A' ? 'B' : 'A';
    return *delivery.fields();
}

template <class Judge>
void measure(benchmark::State& state, bool accepted, Judge judge) {
    if (judge().has_value() != accepted) {
        state.SkipWithError("judged wrongly");
        return;
    }
    auto const own = own_allocations;
    auto const openssl = openssl_allocations;
    for ([[maybe_unused]] auto _ : state) {
        auto verdict = judge();
        benchmark::DoNotOptimize(verdict);
    }
    auto const runs = static_cast<double>(state.iterations());
    state.counters["own_allocs"] = static_cast<double>(own_allocations - own) / runs;
    state.counters["openssl_allocs"] = static_cast<double>(openssl_allocations - openssl) / runs;
}

void plain_hmac(benchmark::State& state, std::string const& message) {
    std::array<unsigned char, 32> out{};
    for ([[maybe_unused]] auto _ : state) {
        HMAC(EVP_sha256(), secret_text.data(), static_cast<int>(secret_text.size()),
             reinterpret_cast<unsigned char const*>(message.data()), message.size(), out.data(),
             nullptr);
        benchmark::DoNotOptimize(out);
    }
}

void register_all() {
    using benchmark::RegisterBenchmark;
    auto& b = the_bed();
    for (bool const genuine : {true, false}) {
        std::string const suffix = genuine ? "/accepted" : "/forged";
        auto const customer = genuine ? b.customer_jwt : forged(b.customer_jwt);
        auto const load = genuine ? b.load_jwt : forged(b.load_jwt);
        auto const payload = genuine ? b.payload : forged_payload(b.payload);
        RegisterBenchmark(("current_customer" + suffix).c_str(), [=, &b](benchmark::State& state) {
            measure(state, genuine, [&] { return b.customer(customer, b.store); });
        });
        RegisterBenchmark(("load_jwt" + suffix).c_str(), [=, &b](benchmark::State& state) {
            measure(state, genuine, [&] { return b.load.verify_jwt(load); });
        });
        RegisterBenchmark(("load_query" + suffix).c_str(),
                          [=, &b, query = "signed_payload_jwt=" + load](benchmark::State& state) {
                              measure(state, genuine, [&] { return b.load(query); });
                          });
        RegisterBenchmark(("signed_payload" + suffix).c_str(), [=, &b](benchmark::State& state) {
            measure(state, genuine, [&] { return b.load.verify_payload(payload); });
        });
        RegisterBenchmark(
            ("webhook" + suffix).c_str(),
            [&b, genuine, headers = headers_of(b.delivery, genuine)](benchmark::State& state) {
                measure(state, genuine, [&] { return b.webhook(headers, b.delivery.body); });
            });
    }
    auto const input = [](std::string const& token) { return token.substr(0, token.rfind('.')); };
    for (auto const& [name, message] :
         {std::pair{"current_customer/plain_hmac", input(b.customer_jwt)},
          std::pair{"load_jwt/plain_hmac", input(b.load_jwt)},
          std::pair{"signed_payload/plain_hmac", std::string(payload_claims)},
          std::pair{"webhook/plain_hmac",
                    b.delivery.headers.at(0).second + ".1659035000." + b.delivery.body}}) {
        RegisterBenchmark(
            name, [message = message](benchmark::State& state) { plain_hmac(state, message); });
    }
}

// Keeps the medians so that they can be set against each other at the end.
class median_reporter : public benchmark::ConsoleReporter {
public:
    void ReportRuns(std::vector<Run> const& runs) override {
        for (auto const& run : runs) {
            failed = failed || run.error_occurred;
            if (run.aggregate_name == "median") {
                median[run.run_name.function_name] = run.GetAdjustedCPUTime();
            } else if (run.counters.contains("own_allocs")) {
                auto& most = own[run.run_name.function_name];
                most = std::max(most, run.counters.at("own_allocs").value);
            }
        }
        ConsoleReporter::ReportRuns(runs);
    }
    std::map<std::string, double> median;
    std::map<std::string, double> own;
    bool failed = false;
};

bool judge(char const* what, double measured, double most) {
    bool const kept = measured <= most;
    std::printf("%-58s %6.3f   at most %5.2f   %s\n", what, measured, most,
                kept ? "kept" : "BROKEN");
    return kept;
}

bool judge_all(median_reporter& seen) {
    if (seen.failed || seen.median.empty()) {
        return false;
    }
    bool kept = true;
    auto& m = seen.median;
    std::puts("\nmedians set against each other (CPU time)");
    for (auto const& [kind, most] :
         {std::pair{"current_customer", 0.75}, std::pair{"load_jwt", 0.85},
          std::pair{"signed_payload", 0.75}}) {
        std::string const name = kind;
        auto const accepted = m[name + "/accepted"];
        kept &= judge((name + ": forged / accepted").c_str(), m[name + "/forged"] / accepted, 0.65);
        kept &= judge((name + ": accepted / one plain HMAC() of the bytes").c_str(),
                      accepted / m[name + "/plain_hmac"], most);
    }
    for (auto const& [name, count] : seen.own) {
        kept &= judge((name + ": own allocations").c_str(), count, 0);
    }
    return kept;
}

}  // namespace

int main(int argc, char** argv) {
    if (CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) != 1) {
        std::fputs("OpenSSL's allocations can't be counted\n", stderr);
        return 2;
    }
    std::vector<char*> arguments(argv, argv + argc);
    // interleaved repetitions, since a machine's speed drifts; any of these may be given again to change it
    std::array<std::string, 3> defaults{"--benchmark_enable_random_interleaving=true",
                                        "--benchmark_repetitions=9", "--benchmark_min_time=0.05"};
    arguments.insert(arguments.begin() + 1,
                     {defaults[0].data(), defaults[1].data(), defaults[2].data()});
    auto count = static_cast<int>(arguments.size());
    arguments.push_back(nullptr);
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) {
        return 2;
    }
    register_all();
    median_reporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    return judge_all(reporter) ? 0 : 1;
}
