// SPDX-License-Identifier: BSL-1.0
// The HMAC of a token: what `openssl_mac` makes with a prepared key, the same until a key ring's secret is found to
// match, the same on SHA-NI with both pads absorbed, and one plain HMAC() call. And what a second thread adds to it, to
// SHA-NI's and to arithmetic that touches no memory: the last two say what the machine gives.
#include "limit/sha256_ni.hpp"
#include "support/checks.hpp"
#include "support/program.hpp"
#include "support/samples.hpp"

#include <bcauth/crypto/openssl.hpp>
#include <bcauth/detail/prepared_keys.hpp>

#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <thread>

namespace {

using bcauth::mac_algorithm;
using bcauth::mac_digest;
using bcauth_bench::app_secret;
using prepared = bcauth::detail::prepared_keys<bcauth::openssl_mac>;
namespace sha256_ni = bcauth_bench::sha256_ni;

struct keys {
    bcauth::openssl_mac::key one = *bcauth::openssl_mac::make_key(mac_algorithm::hs256, app_secret);
    prepared ring = *prepared::make(*bcauth::key_ring::make({app_secret}), mac_algorithm::hs256);
    sha256_ni::hmac_key limit = sha256_ni::make_key(app_secret);
};

keys const& all_keys() {
    static keys const made;
    return made;
}

mac_digest by_bcauth(std::string_view message) {
    mac_digest digest;
    std::array const parts{message};
    static_cast<void>(bcauth::openssl_mac::sign(all_keys().one, parts, digest));
    return digest;
}

mac_digest by_limit(std::string_view message) {
    mac_digest digest;
    sha256_ni::sign(all_keys().limit, message, digest.data());
    return digest;
}

mac_digest by_hmac(std::string_view message) {
    mac_digest digest;
    HMAC(EVP_sha256(), app_secret.data(), static_cast<int>(app_secret.size()),
         reinterpret_cast<unsigned char const*>(message.data()), message.size(), digest.data(),
         nullptr);
    return digest;
}

bool all_agree() {
    std::string message;
    for (int i = 0; i < 700; ++i) {
        auto const expected = by_hmac(message);
        auto const same = [&](mac_digest const& other) {
            return std::equal(expected.begin(), expected.begin() + 32, other.begin());
        };
        if (!same(by_bcauth(message))) return false;
        if (sha256_ni::is_supported() && !same(by_limit(message))) return false;
        message += static_cast<char>('a' + i % 26);
    }
    return !sha256_ni::is_supported() || sha256_ni::passes_its_vectors();
}

double nanoseconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin)
        .count();
}

// Four chains of multiplications in registers, about as long as a MAC of 396 bytes.
std::uint64_t arithmetic() {
    std::array<std::uint64_t, 4> chains{1, 2, 3, 4};
    for (int step = 0; step < 200; ++step) {
        for (auto& chain : chains) {
            benchmark::DoNotOptimize(chain);
            chain = chain * 0x5851'f42d'4c95'7f2d + 1;
        }
    }
    return chains[0] ^ chains[1] ^ chains[2] ^ chains[3];
}

// who works: the program's first thread, another one, or both
struct workers {
    char const* name;
    bool first;
    bool second;
};

// What a call takes while those work, each for itself: the best of many short rounds, since whatever else the machine
// does only makes a round longer.
template <class Call>
double best_round(workers const& who, Call const& call) {
    constexpr int calls = 3000;
    constexpr int rounds = 60;
    auto const work = [&call] {
        for (int i = 0; i < calls; ++i) {
            auto const made = call();
            benchmark::DoNotOptimize(made);
        }
    };
    auto best = std::numeric_limits<double>::max();
    std::atomic<int> round = -1;
    std::atomic<int> done = 0;
    std::thread other;
    if (who.second) {
        other = std::thread([&] {
            for (int i = 0; i < rounds; ++i) {
                while (round.load() < i) {
                }
                work();
                ++done;
            }
        });
    }
    for (int i = 0; i < rounds; ++i) {
        auto const begin = std::chrono::steady_clock::now();
        round = i;
        if (who.first) work();
        while (who.second && done.load() <= i) {
        }
        best = std::min(best, nanoseconds_since(begin) / calls / (who.first && who.second ? 2 : 1));
    }
    if (other.joinable()) other.join();
    return best;
}

template <class Call>
void register_threads(std::string const& name, Call call) {
    for (auto const& who :
         {workers{"/one_thread", true, false}, workers{"/two_threads", true, true},
          workers{"/second_alone", false, true}}) {
        auto const run = [=](benchmark::State& state) {
            for ([[maybe_unused]] auto _ : state) {
                state.SetIterationTime(best_round(who, call) / 1e9);
            }
        };
        benchmark::RegisterBenchmark((name + who.name).c_str(), run)
            ->UseManualTime()
            ->Iterations(1);
    }
}

void register_rows() {
    using bcauth_bench::measure;
    using benchmark::RegisterBenchmark;
    bcauth_bench::require(all_agree(), "one of the HMACs");
    for (std::size_t const size : {187U, 396U, 4096U}) {
        std::string const message(size, 'm');
        auto const row = [name = "hmac/" + std::to_string(size)](char const* who) {
            return name + "/" + who;
        };
        RegisterBenchmark(row("bcauth").c_str(), [=](benchmark::State& state) {
            measure(state, [&] { return by_bcauth(message); });
        });
        RegisterBenchmark(row("bcauth_match").c_str(), [=](benchmark::State& state) {
            auto const expected = by_bcauth(message);
            std::array const parts{std::string_view(message)};
            measure(state,
                    [&] { return all_keys().ring.match(parts, expected.data()).has_value(); });
        });
        RegisterBenchmark(row("HMAC()").c_str(), [=](benchmark::State& state) {
            measure(state, [&] { return by_hmac(message); });
        });
        if (sha256_ni::is_supported()) {
            RegisterBenchmark(row("limit").c_str(), [=](benchmark::State& state) {
                measure(state, [&] { return by_limit(message); });
            });
        }
    }
    std::string const message(396, 'm');
    register_threads("hmac/396", [=] { return by_bcauth(message); });
    if (sha256_ni::is_supported()) {
        register_threads("hmac/396_limit", [=] { return by_limit(message); });
    }
    register_threads("hmac/control", arithmetic);
}

}  // namespace

int main(int argc, char** argv) {
    return bcauth_bench::run(argc, argv, register_rows);
}
