// SPDX-License-Identifier: BSL-1.0
#include <gtest/gtest.h>

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cwctype>
#include <exception>
#include <locale>
#include <string_view>

namespace {

// The locale that BCAUTH_TEST_LOCALE names is put into force for C and C++ alike. Turkish is the one that tells an
// ASCII table from <cctype>: its capital of `i` is not `I` (threats row 71).
bool locale_is_as_asked() {
    auto const* const name = std::getenv("BCAUTH_TEST_LOCALE");
    if (name == nullptr) {
        return true;
    }
    try {
        std::locale::global(std::locale(name));
    } catch (std::exception const&) {
        std::fprintf(stderr, "no locale %s here\n", name);
        return false;
    }
    bool const turkish = std::string_view(name).starts_with("tr_");
    if (std::setlocale(LC_ALL, nullptr) != std::string_view(name) ||
        (turkish && std::towupper(L'i') == L'I')) {
        std::fprintf(stderr, "the locale %s is not in force\n", name);
        return false;
    }
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    ::testing::InitGoogleTest(&argc, argv);
    if (!locale_is_as_asked()) {
        return 2;
    }
    return RUN_ALL_TESTS();
}
