// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_CONSTANT_TIME_CONTROLS_HPP
#define BCAUTH_TESTS_CONSTANT_TIME_CONTROLS_HPP

#include <bcauth/crypto/openssl.hpp>
#include "secrecy.hpp"

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

// What a careless library does, each of which memcheck must tell of in every build: a build in which one isn't told of
// says nothing with its silence about ours.
namespace controls {

using digest = std::array<unsigned char, 32>;

inline digest expected_mac() {
    auto const hidden = secrecy::hide("the secret that signs the token");
    auto const key = bcauth::openssl_mac::make_key(bcauth::mac_algorithm::hs256, hidden);
    std::array<std::string_view, 1> const message{"header.payload"};
    bcauth::mac_digest whole;
    digest mac{};
    if (key && bcauth::openssl_mac::sign(*key, message, whole)) {
        std::memcpy(mac.data(), whole.data(), mac.size());
    }
    return mac;
}

// where answers go, so that no compiler leaves out the work; hidden bytes may be stored, not looked at
inline volatile int answer;
inline volatile char letter;

// called through a pointer that the compiler doesn't know, so that it is the C library's
inline int (*volatile const compare)(void const*, void const*, std::size_t) = std::memcmp;

[[gnu::noinline]] inline void memcmp_of_the_mac() {
    auto const mac = expected_mac();
    digest const given{};
    answer = compare(mac.data(), given.data(), mac.size());
}

[[gnu::noinline]] inline void early_exit_of(unsigned char const* mac, unsigned char const* given) {
    std::size_t same = 0;
    while (same < 32 && mac[same] == given[same]) {
        ++same;
    }
    answer = static_cast<int>(same);
}

inline void early_exit() {
    auto const mac = expected_mac();
    digest const given{};
    early_exit_of(mac.data(), given.data());
}

[[gnu::noinline]] inline void base64_by_table() {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    auto const mac = expected_mac();
    for (std::size_t i = 0; i + 2 < mac.size(); i += 3) {
        auto const bits = static_cast<unsigned>(mac[i] << 16 | mac[i + 1] << 8 | mac[i + 2]);
        for (unsigned const shift : {18U, 12U, 6U, 0U}) {
            letter = letters[bits >> shift & 63];
        }
    }
}

[[gnu::noinline]] inline void hex_by_table() {
    constexpr std::string_view digits = "0123456789abcdef";
    for (auto const byte : expected_mac()) {
        letter = digits[byte >> 4];
        letter = digits[byte & 15];
    }
}

// a key ring that looks no further once a secret has matched
[[gnu::noinline]] inline void ring_that_stops() {
    secrecy::hidden_comparisons const hidden;
    std::array<digest, 4> const macs{expected_mac(), expected_mac(), expected_mac(),
                                     expected_mac()};
    digest const given{};
    int matched = 0;
    for (std::size_t i = 0; i < macs.size() && matched == 0; ++i) {
        if (bcauth::detail::equal_in_constant_time(macs[i].data(), given.data(), given.size())) {
            matched = static_cast<int>(i) + 1;
        }
    }
    answer = matched;
}

struct control {
    std::string_view name;
    void (*run)();
    unsigned long verdicts;  // how many branches even a careful one would have
};

inline constexpr control all[] = {
    {"memcmp of the MAC", memcmp_of_the_mac, 0},
    {"loop that stops at the first difference", early_exit, 0},
    {"base64 of the MAC by a table", base64_by_table, 0},
    {"hex of the MAC by a table", hex_by_table, 0},
    {"key ring that stops at a match", ring_that_stops, 1},
};

}  // namespace controls

#endif
