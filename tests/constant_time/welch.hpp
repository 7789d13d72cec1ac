// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_CONSTANT_TIME_WELCH_HPP
#define BCAUTH_TESTS_CONSTANT_TIME_WELCH_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#if defined(__x86_64__)
#include <x86intrin.h>
#else
#include <chrono>
#endif

// The statistic of dudect (Reparaz, Balasch, Verbauwhede: "Dude, is my code constant time?", 2017): times of two
// classes of inputs, taken in a random order, are compared by Welch's t test. Above 4.5 they differ.
namespace welch {

inline std::uint64_t ticks() {
#if defined(__x86_64__)
    unsigned unused = 0;
    _mm_lfence();
    auto const now = __rdtscp(&unused);
    _mm_lfence();
    return now;
#else
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
#endif
}

// xorshift64*: which class comes next need be no secret, only without a pattern
class coin {
public:
    explicit coin(std::uint64_t seed) : x_state(seed | 1) {}
    std::uint64_t operator()() {
        x_state ^= x_state >> 12;
        x_state ^= x_state << 25;
        x_state ^= x_state >> 27;
        return x_state * 0x2545f4914f6cdd1dU;
    }

private:
    std::uint64_t x_state;
};

struct sample {
    std::size_t count = 0;
    double mean = 0;
    double squares = 0;

    void add(double value) {
        ++count;
        auto const far = value - mean;
        mean += far / static_cast<double>(count);
        squares += far * (value - mean);
    }
    [[nodiscard]] double error() const {
        auto const n = static_cast<double>(count);
        return squares / (n - 1) / n;
    }
};

// |t| of all measurements up to the percentile
inline double t_below(std::array<std::vector<std::uint64_t>, 2> const& times, std::uint64_t limit) {
    std::array<sample, 2> classes;
    for (std::size_t which = 0; which < 2; ++which) {
        for (auto const time : times[which]) {
            if (time <= limit) {
                classes[which].add(static_cast<double>(time));
            }
        }
    }
    if (classes[0].count < 1000 || classes[1].count < 1000) {
        return 0;
    }
    auto const spread = std::sqrt(classes[0].error() + classes[1].error());
    auto const apart = std::fabs(classes[0].mean - classes[1].mean);
    return spread > 0 ? apart / spread : (apart > 0 ? 1e9 : 0);
}

// The greatest |t| over what is left when the slow tail is cropped at several percentiles: a machine that does other
// things too has a long one, which says nothing of the code.
inline double t_of(std::array<std::vector<std::uint64_t>, 2> const& times) {
    std::vector<std::uint64_t> sorted(times[0]);
    sorted.insert(sorted.end(), times[1].begin(), times[1].end());
    std::sort(sorted.begin(), sorted.end());
    double greatest = 0;
    for (double const share : {0.5, 0.75, 0.9, 0.99}) {
        auto const at = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
        greatest = std::max(greatest, t_below(times, sorted[at]));
    }
    return greatest;
}

// `prepare(which)` makes the next input of class 0 or 1 ready, `run()` is what is timed.
template <class Prepare, class Run>
double measure(std::size_t measurements, std::uint64_t seed, Prepare&& prepare, Run&& run) {
    std::array<std::vector<std::uint64_t>, 2> times;
    for (auto& each : times) {
        each.reserve(measurements);
    }
    coin toss(seed);
    for (std::size_t i = 0; i < measurements + 1000; ++i) {
        auto const which = static_cast<std::size_t>(toss() >> 63);
        prepare(which);
        auto const begin = ticks();
        run();
        auto const end = ticks();
        if (i >= 1000) {
            times[which].push_back(end - begin);
        }
    }
    return t_of(times);
}

}  // namespace welch

#endif
