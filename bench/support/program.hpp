// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BENCH_SUPPORT_PROGRAM_HPP
#define BCAUTH_BENCH_SUPPORT_PROGRAM_HPP

// The frame of a benchmark program: the heap counted, rows measured in turns. For one source of a program only, since it
// defines malloc.

#include <openssl/crypto.h>

#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace bcauth_bench {

// per thread, so that counting costs no atomic
struct heap_count {
    std::uint64_t own = 0;
    std::uint64_t openssl = 0;
};
inline constinit thread_local heap_count heap;

}  // namespace bcauth_bench

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* data, std::size_t size);

// Shared libraries call these too, so a C peer's heap is counted like a C++ one's.
[[gnu::noinline]] void* malloc(std::size_t size) {
    ++bcauth_bench::heap.own;
    return __libc_malloc(size);
}
[[gnu::noinline]] void* calloc(std::size_t count, std::size_t size) {
    ++bcauth_bench::heap.own;
    return __libc_calloc(count, size);
}
[[gnu::noinline]] void* realloc(void* data, std::size_t size) {
    ++bcauth_bench::heap.own;
    return __libc_realloc(data, size);
}
}

namespace bcauth_bench {

inline void* openssl_malloc(std::size_t size, char const*, int) {
    ++heap.openssl;
    return __libc_malloc(size);
}
inline void* openssl_realloc(void* data, std::size_t size, char const*, int) {
    ++heap.openssl;
    return __libc_realloc(data, size);
}
inline void openssl_free(void* data, char const*, int) {
    std::free(data);
}

/** OpenSSL's allocations apart from all others; false once OpenSSL has made one. */
inline bool count_openssl() {
    return CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) == 1;
}

/** The loop of a row, with its counters `own_allocs` and `openssl_allocs`, each for one call of `work`. */
template <class Work>
void measure(benchmark::State& state, Work work) {
    auto const before = heap;
    for ([[maybe_unused]] auto _ : state) {
        auto result = work();
        benchmark::DoNotOptimize(result);
    }
    auto const after = heap;
    auto const runs = static_cast<double>(state.iterations());
    state.counters["own_allocs"] = static_cast<double>(after.own - before.own) / runs;
    state.counters["openssl_allocs"] = static_cast<double>(after.openssl - before.openssl) / runs;
}

/** `main` of a program whose rows `register_rows` registers. Each default may be given again to change it. */
template <class Register>
int run(int argc, char** argv, Register register_rows) {
    if (!count_openssl()) {
        std::fputs("OpenSSL's allocations can't be counted\n", stderr);
        return 2;
    }
    // many short turns, since a machine's speed drifts
    std::array<std::string, 3> defaults{"--benchmark_enable_random_interleaving=true",
                                        "--benchmark_repetitions=25", "--benchmark_min_time=0.01"};
    std::vector<char*> arguments(argv, argv + argc);
    arguments.insert(arguments.begin() + 1,
                     {defaults[0].data(), defaults[1].data(), defaults[2].data()});
    auto count = static_cast<int>(arguments.size());
    arguments.push_back(nullptr);
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
    register_rows();
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}

}  // namespace bcauth_bench

#endif
