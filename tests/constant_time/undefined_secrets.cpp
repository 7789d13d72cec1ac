// SPDX-License-Identifier: BSL-1.0
// Runs under memcheck, linked with --wrap=CRYPTO_memcmp. Tells for each case how often memcheck spoke while it ran, and
// how often it should have; exits with 1 if they differ anywhere. Threats rows 53 and 54, the latter as controls.

#include "controls.hpp"
#include "library_cases.hpp"
#include "secrecy.hpp"

#include <cstddef>
#include <cstdio>
#include <string_view>

// The library compares with this function and with nothing else: the one place where a verdict comes out. Any other
// comparison of a secret is told by memcheck, since nothing shows its answer.
extern "C" int __real_CRYPTO_memcmp(void const* left, void const* right, std::size_t size);
extern "C" int __wrap_CRYPTO_memcmp(void const* left, void const* right, std::size_t size);

int __wrap_CRYPTO_memcmp(void const* left, void const* right, std::size_t size) {
    int differ = __real_CRYPTO_memcmp(left, right, size);
    if (secrecy::comparisons_are_public) {
        secrecy::show(differ);
    }
    return differ;
}

namespace {

int wrong = 0;

void tell(std::string_view kind, std::string_view name, std::string_view wanted,
          unsigned long errors, bool ok) {
    wrong += ok ? 0 : 1;
    std::printf("%.*s | %.*s | %lu | %.*s | %s\n", static_cast<int>(kind.size()), kind.data(),
                static_cast<int>(name.size()), name.data(), errors, static_cast<int>(wanted.size()),
                wanted.data(), ok ? "ok" : "WRONG");
}

}  // namespace

int main() {
    if (RUNNING_ON_VALGRIND == 0) {
        std::puts("this program says something under memcheck only");
        return 2;
    }
    for (auto const& each : library_cases::all) {
        auto const before = secrecy::errors();
        bool const right = each.run();
        auto const errors = secrecy::errors() - before;
        tell("library", each.name, right ? "0" : "right verdicts", errors, right && errors == 0);
    }
    for (auto const& each : library_cases::verdicts) {
        auto const before = secrecy::errors();
        bool const right = each.run();
        tell("verdict", each.name, "one for all", secrecy::errors() - before, right);
    }
    for (auto const& each : controls::all) {
        auto const before = secrecy::errors();
        each.run();
        auto const errors = secrecy::errors() - before;
        tell("control", each.name, "flagged", errors, errors > each.verdicts);
    }
    return wrong == 0 ? 0 : 1;
}
