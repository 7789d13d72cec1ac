// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BENCH_SUPPORT_ROUNDS_HPP
#define BCAUTH_BENCH_SUPPORT_ROUNDS_HPP

// What peers of other languages are measured with: a file of tokens, and one question a line, so that processes can take
// turns.

#include "support/tokens.hpp"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <span>
#include <string>
#include <string_view>

namespace bcauth_bench {

/** One JSON object: what a peer needs to verify a token of each kind and to know the right answer. */
inline bool write_tokens(char const* file, std::span<token_set const> sets) {
    std::ofstream out(file);
    out << "{\"secret\": \"" << shared_secret << "\", \"client_id\": \"" << client_id
        << "\", \"kinds\": {";
    for (auto const& tokens : sets) {
        auto const expected = tokens.expected(0);
        out << (&tokens == sets.data() ? "" : ", ") << '"' << tokens.group() << "\": {\"token\": \""
            << tokens.pool()[0] << "\", \"forged\": \"" << tokens.forged() << "\", \"issuer\": \""
            << tokens.issuer() << "\", \"user\": " << expected.user << ", \"email\": \""
            << expected.email << "\", \"spoiled\": [";
        auto const spoiled = tokens.spoiled();
        for (auto const& token : spoiled) {
            out << (&token == spoiled.data() ? "\"" : ", \"") << token << '"';
        }
        out << "]}";
    }
    out << "}}\n";
    return static_cast<bool>(out.flush());
}

struct timed_calls {
    std::int64_t calls = 0;
    std::chrono::nanoseconds took{};
};

/** Calls for at least so long. */
template <class Work>
timed_calls time_calls(std::chrono::milliseconds least, Work work) {
    using std::chrono::steady_clock;
    timed_calls made;
    for (auto const begin = steady_clock::now(); made.took < least; made.calls += 100) {
        for (int i = 0; i < 100; ++i) {
            auto result = work();
            benchmark::DoNotOptimize(result);
        }
        made.took = steady_clock::now() - begin;
    }
    return made;
}

/** Answers the questions of standard input until it ends; no calls where something is wrong. */
template <class Answer>
void serve(Answer answer) {
    std::cout << "ready bcauth" << std::endl;
    std::string group;
    for (long milliseconds = 0; std::cin >> group >> milliseconds;) {
        timed_calls const timed = answer(group, std::chrono::milliseconds(milliseconds));
        std::cout << timed.calls << ' ' << timed.took.count() << std::endl;
    }
}

}  // namespace bcauth_bench

#endif
