// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BENCH_SUPPORT_CHECKS_HPP
#define BCAUTH_BENCH_SUPPORT_CHECKS_HPP

#include "support/program.hpp"

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace bcauth_bench {

/** Ends the program with 2 where what is to be measured does not do what it should. */
inline void require(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "not measured, since it is wrong: %s\n", what);
    std::exit(2);
}

/** How many allocations a call makes, OpenSSL's not counted. */
template <class Call>
double allocations_of(Call&& call) {
    auto const before = heap.own;
    auto const made = std::forward<Call>(call)();
    auto const after = heap.own;
    benchmark::DoNotOptimize(made);
    return static_cast<double>(after - before);
}

/** `measure` for a call that gives a result<> of an owning type, with one more counter, `beyond_result_allocs`: the
    allocations that making the result took above those that a copy of it takes. */
template <class Call>
void measure_result(benchmark::State& state, Call call) {
    auto const made = call();
    auto const needed = allocations_of([&] { return made; });
    state.counters["beyond_result_allocs"] = allocations_of(call) - needed;
    measure(state, call);
}

}  // namespace bcauth_bench

#endif
